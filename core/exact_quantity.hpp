// A quantity as an exact fraction, in base units or in a unit: what lies between a numeral and the double that it is
// rounded to.
//
// Input: doubles, naturals, units. Output: fractions; `nearest` rounds once. For what does not fit 128 bits. Value
// type.
#pragma once
#include <cstdint>

#include "core/dimension.hpp"
#include "core/natural.hpp"

namespace tripline::core {

// (+-) numerator / denominator * 2^exponent
struct ExactQuantity {
  bool negative = false;
  Natural numerator;
  Natural denominator{1};
  int exponent = 0;

  bool zero() const { return numerator.zero(); }
  double nearest() const;  // ties to even; never -0; infinity beyond the range
};

ExactQuantity exact_double(double x);  // Requires x finite.

// x in base units, as a number of `unit`.
ExactQuantity to_unit(ExactQuantity x, const Unit& unit);

// What print_decimal shows of x in `unit`, as it is read: 45 km/h is 12.5 m/s, though the double may lie beside it. In base units. Requires x finite.
ExactQuantity as_printed(double x, const Unit& unit);

ExactQuantity difference(ExactQuantity a, const ExactQuantity& b);
ExactQuantity quotient(ExactQuantity a, const ExactQuantity& b);  // Requires b not zero.

// (+-) digits * 10^exponent of `unit`, in base units. Requires |exponent| < 10^6.
ExactQuantity to_base(bool negative, Natural digits, std::int64_t exponent, const Unit& unit);

inline std::uint64_t magnitude(std::int64_t x) {
  return x < 0 ? 0 - static_cast<std::uint64_t>(x) : static_cast<std::uint64_t>(x);
}

}  // namespace tripline::core
