#include "dsl/check/functions.hpp"

#include <array>
#include <utility>

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
  for (const auto& [word, what] : kFunctions) {
    if (word == name) return what;
  }
  return std::nullopt;
}

std::optional<model::AggregateKind> find_aggregate(std::string_view name) {
  for (const auto& [word, what] : kAggregates) {
    if (word == name) return what;
  }
  return std::nullopt;
}

std::vector<std::string> callable_names() {
  std::vector<std::string> names;
  for (const auto& row : kFunctions) names.emplace_back(row.first);
  for (const auto& row : kAggregates) names.emplace_back(row.first);
  return names;
}

}  // namespace tripline::dsl::check
