// A field of a stream or a table as written, lowered. Used by streams.cpp and tables.cpp.
#pragma once
#include <optional>
#include <string>

#include "dsl/check/context.hpp"

namespace tripline::dsl::check {

// nullopt: its type is not known (reported). Other mistakes are reported and leave a usable field.
std::optional<model::Field> lower_field(Context&, const ast::Field&, bool of_table);

// What an encoding (in UNIT | as "…") says of a time, a date, a duration or a number. False: reported.
struct Encoded {
  std::string time_unit;
  std::optional<core::TimePattern> pattern;
  std::optional<core::Unit> unit;
};
bool lower_encoding(Context&, const ast::Encoding&, const model::Type&, Encoded& out);

}  // namespace tripline::dsl::check
