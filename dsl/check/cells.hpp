// The text of one cell to a value of a field's type. Input: text. Output: a constant, or what was expected. Pure.
#pragma once
#include <optional>
#include <string>

#include "dsl/check/context.hpp"

namespace tripline::dsl::check {

// Reads `text` as a value of `field` (not a position or a list). nullopt: `why` says what was expected.
std::optional<model::Constant> read_cell(const Context&, const model::Field& field, const std::string& text,
                                         core::Said& why);

}  // namespace tripline::dsl::check
