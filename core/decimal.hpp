// Decimal text to double and back, exactly (language.md, section 3, "Units are exact").
//
// Input: decimal text and a Unit. Output: the double nearest to the exact value in the kind's base unit, rounded once
// to nearest-even, so that two texts for the same quantity are the same double and order is kept. Pure functions, no
// locale.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/dimension.hpp"

namespace tripline::core {

enum class NumberFault : std::uint8_t { none, syntax, not_finite, integer_too_large, underflow };

struct Number {
  double value = 0;
  NumberFault fault = NumberFault::none;
};

// Reads -?digits(.digits)?([eE][+-]?digits)? , the whole of `text`, in `unit`, into the base unit. Integer texts beyond
// +-2^53 in a plain number are refused (integer_too_large), not rounded; results beyond the range of double are
// not_finite. A non-zero text that would become zero is `underflow`. Bounds: any length of text up to 1 MiB and any
// exponent in linear time (exponents beyond +-100000 decided at once). No allocation for at most 19 digits and small
// exponents.
Number read_decimal(std::string_view text, const Unit& unit);

// The exact double of an integer count of nanoseconds etc. in base units is the caller's; this one is for durations:
// decimal text in a time unit to whole nanoseconds. nullopt if not a whole number of nanoseconds or beyond int64.
std::optional<std::int64_t> read_duration_ns(std::string_view decimal, std::string_view unit);

// Epoch decimal text ("1531943812.2004", unit s|ms|us|ns) to nanoseconds since 1970, truncation refused: nullopt if it
// has a part below a nanosecond or leaves int64. An exponent is allowed.
std::optional<std::int64_t> read_epoch_ns(std::string_view decimal, std::string_view unit);

// The shortest decimal in `unit` that reads back (read_decimal) to exactly `base_value`; never an exponent between 1e-6
// and 1e21. "55", "0.0003". Falls back to 17 significant digits where several neighbours share a text.
std::string print_decimal(double base_value, const Unit& unit);

// The unit as people write it behind its number: " km/h", "%", "".
std::string unit_behind(const Unit& unit);

// print_decimal and the unit as people write it: "55 km/h", "20%", "3".
std::string print_quantity(double base_value, const Unit& unit);

// base_value / unit as a double nearest to the exact quotient (for JSON values in a unit).
double in_unit(double base_value, const Unit& unit);

}  // namespace tripline::core
