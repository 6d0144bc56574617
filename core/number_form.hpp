// Decimal digits in the form in which ECMAScript writes a Number (ECMA-262, Number::toString; RFC 8785, 3.2.2.3).
//
// Input: digits and where the point stands. Output: text: positional from 1e-6 up to but not including 1e21, otherwise
// with an exponent.
#pragma once
#include <string>
#include <string_view>

namespace tripline::core {

// Appends 0.DIGITS * 10^point, with a "-" before it if `negative`. Requires digits without leading or trailing zeros,
// at least one, or "0" with point 1.
void append_number_form(std::string& out, bool negative, std::string_view digits, int point);

}  // namespace tripline::core
