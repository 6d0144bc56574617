// The names that an expression may call. One table each. Pure.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/ast/ast.hpp"
#include "dsl/model/model.hpp"

namespace tripline::dsl::check {

enum class Function : std::uint8_t {
  abs,
  min,
  max,
  sqrt,
  round,
  floor,
  ceil,
  distance,
  size,
  hour,
  weekday,
  date,
  present,
  previous,
  held,
  any,
  all,
  projected
};

// By their names in any language.
std::optional<Function> find_function(std::string_view name);
std::optional<model::AggregateKind> find_aggregate(std::string_view name);
std::vector<std::string> callable_names(ast::Language language);

}  // namespace tripline::dsl::check
