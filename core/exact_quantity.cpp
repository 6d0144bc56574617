#include "core/exact_quantity.hpp"

#include <cmath>
#include <cstdlib>
#include <optional>
#include <utility>

#include "core/decimal.hpp"
#include "core/decimal_text.hpp"

namespace tripline::core {
namespace {

// a += n / d, negative or not
void add_fraction(ExactQuantity& a, bool negative, const Natural& n, const Natural& d) {
  if (n.zero()) return;
  if (a.exponent >= 0) {
    a.numerator.shift_left(static_cast<std::size_t>(a.exponent));
  } else {
    a.denominator.shift_left(static_cast<std::size_t>(-a.exponent));
  }
  a.exponent = 0;
  Natural addend = a.denominator;
  addend.multiply(n);
  a.numerator.multiply(d);
  a.denominator.multiply(d);
  if (a.negative == negative) {
    a.numerator.add(addend);
  } else if (compare(a.numerator, addend) >= 0) {
    a.numerator.subtract(addend);
  } else {
    addend.subtract(a.numerator);
    a.numerator = std::move(addend);
    a.negative = !a.negative;
  }
}

void add_fraction(ExactQuantity& a, std::int64_t n, std::int64_t d) {
  add_fraction(a, n < 0, Natural(magnitude(n)), Natural(magnitude(d)));
}

}  // namespace

double ExactQuantity::nearest() const {
  const double m = round_ratio(numerator, denominator, exponent);
  return negative && m != 0 ? -m : m;
}

ExactQuantity exact_double(double x) {
  const Parts parts = parts_of(x);
  return {std::signbit(x), Natural(parts.mantissa), Natural(1), parts.exponent};
}

ExactQuantity to_unit(ExactQuantity x, const Unit& unit) {
  add_fraction(x, -unit.offset_numerator, unit.offset_denominator);
  x.numerator.multiply(magnitude(unit.denominator));
  x.denominator.multiply(magnitude(unit.numerator));
  return x;
}

ExactQuantity as_printed(double x, const Unit& unit) {
  const std::optional<DecimalText> text = scan_decimal(print_decimal(x, unit));
  if (!text || !text->complete) return exact_double(x);
  return to_base(text->negative, Natural(text->first), text->exponent, unit);
}

ExactQuantity difference(ExactQuantity a, const ExactQuantity& b) {
  Natural numerator = b.numerator, denominator = b.denominator;
  (b.exponent < 0 ? denominator : numerator).shift_left(static_cast<std::size_t>(std::abs(b.exponent)));
  add_fraction(a, !b.negative, numerator, denominator);
  return a;
}

ExactQuantity quotient(ExactQuantity a, const ExactQuantity& b) {
  a.negative = a.negative != b.negative;
  a.numerator.multiply(b.denominator);
  a.denominator.multiply(b.numerator);
  a.exponent -= b.exponent;
  return a;
}

ExactQuantity to_base(bool negative, Natural digits, std::int64_t exponent, const Unit& unit) {
  ExactQuantity x{negative, std::move(digits), Natural(magnitude(unit.denominator)), static_cast<int>(exponent)};
  x.numerator.multiply(magnitude(unit.numerator));
  // 10^e = 5^e * 2^e
  (exponent < 0 ? x.denominator : x.numerator).multiply_by_power_of_5(static_cast<unsigned>(std::abs(exponent)));
  add_fraction(x, unit.offset_numerator, unit.offset_denominator);
  return x;
}

}  // namespace tripline::core
