// Real numbers without rounding: what sums, means and crossings are computed with.
//
// A whole number times a power of two, of any size (Boost.Multiprecision, so that core's own exact sums are tested too). Value type.
#pragma once
#include <boost/multiprecision/cpp_int.hpp>
#include <cstdint>

#include "core/dimension.hpp"
#include "engine/state/value.hpp"

namespace tripline::oracle {

using Whole = boost::multiprecision::cpp_int;

struct Exact {
  Whole n = 0;
  int exponent = 0;  // n * 2^exponent

  static Exact of(double x);  // Requires x finite.
  static Exact of(std::int64_t x) { return {Whole(x), 0}; }
  Exact& operator+=(const Exact& o);
  Exact operator-() const { return {-n, exponent}; }
  Exact times(const Whole& factor) const { return {n * factor, exponent}; }
  int sign() const { return n.sign(); }
};

// numerator / denominator, denominator > 0
struct Fraction {
  Whole numerator = 0;
  Whole denominator = 1;
};

// x / divisor, rounded once to the nearest double, ties to even. Requires divisor.n > 0.
double quotient(const Exact& x, const Exact& divisor);

// The nearest whole number, halves away from zero.
std::int64_t nearest_whole(const Exact& x, const Exact& divisor);
// true is 1.
Exact exact(const engine::Value& v);

// The least whole n with |n * slope| >= |distance|. Requires slope != 0.
Whole steps(const Exact& distance, const Exact& slope);

// A double of a unit as its shortest decimal in that unit says it, in base units: 95% is 19/20.
Fraction as_written(double base_value, const core::Unit& unit);
// The same decimal as it stands, in the unit.
Fraction in_its_unit(double base_value, const core::Unit& unit);
int compare(const Fraction& a, const Fraction& b);

}  // namespace tripline::oracle
