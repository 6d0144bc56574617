// The parts of a decimal numeral, found in one pass.
//
// Input: text. Output: sign, leading digits as an integer, and where the point stands. A view into the text: it must
// outlive the result. Pure.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace tripline::core {

// The value is  (+-) first * 10^exponent  exactly when `complete`; otherwise there are more significant digits than
// `first` holds.
struct DecimalText {
  bool negative = false;
  bool integer = true;  // no point and no exponent
  bool complete = true;
  std::uint64_t first = 0;    // the first 19 significant digits (fewer if there are fewer)
  std::int64_t exponent = 0;  // of the last digit in `first`
  std::int64_t point = 0;     // the magnitude is 0.DIGITS * 10^point, with DIGITS from the first that is not 0
  std::string_view digits;    // from the first digit that is not 0 to the last digit, a "." perhaps among them
};

// -?digits(.digits)?([eE][+-]?digits)? , the whole text. Exponents are clamped to +-10^9.
std::optional<DecimalText> scan_decimal(std::string_view text);

}  // namespace tripline::core
