#include "dsl/check/functions.hpp"

#include <array>
#include <utility>

#include "dsl/grammar/keywords.hpp"

namespace tripline::dsl::check {
namespace {

using model::AggregateKind;

constexpr std::array<std::pair<std::string_view, Function>, 18> kFunctions{{
    {"abs", Function::abs},
    {"min", Function::min},
    {"max", Function::max},
    {"sqrt", Function::sqrt},
    {"round", Function::round},
    {"floor", Function::floor},
    {"ceil", Function::ceil},
    {"distance", Function::distance},
    {"size", Function::size},
    {"hour", Function::hour},
    {"weekday", Function::weekday},
    {"date", Function::date},
    {"present", Function::present},
    {"previous", Function::previous},
    {"held", Function::held},
    {"any", Function::any},
    {"all", Function::all},
    {"projected", Function::projected},
}};

constexpr std::array<std::pair<std::string_view, AggregateKind>, 15> kAggregates{{
    {"count", AggregateKind::count},
    {"distinct", AggregateKind::distinct},
    {"quantile", AggregateKind::quantile},
    {"sum", AggregateKind::sum},
    {"avg", AggregateKind::avg},
    {"min", AggregateKind::min},
    {"max", AggregateKind::max},
    {"first", AggregateKind::first},
    {"last", AggregateKind::last},
    {"once", AggregateKind::once},
    {"always", AggregateKind::always},
    {"share", AggregateKind::share},
    {"change", AggregateKind::change},
    {"duration", AggregateKind::duration},
    {"integral", AggregateKind::integral},
}};

}  // namespace

std::optional<Function> find_function(std::string_view name) {
  const std::string_view english = grammar::function_named(name);
  for (const auto& [word, what] : kFunctions) {
    if (word == english) return what;
  }
  return std::nullopt;
}

std::optional<model::AggregateKind> find_aggregate(std::string_view name) {
  const std::string_view english = grammar::function_named(name);
  for (const auto& [word, what] : kAggregates) {
    if (word == english) return what;
  }
  return std::nullopt;
}

std::vector<std::string> callable_names(ast::Language language) {
  return grammar::words_of(grammar::kFunction, language);
}

}  // namespace tripline::dsl::check
