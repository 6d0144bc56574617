#include "oracle/exact.hpp"

#include <cmath>
#include <stdexcept>
#include <string>

#include "core/decimal.hpp"

namespace tripline::oracle {

Exact Exact::of(double x) {
  if (x == 0) return {};
  int e = 0;
  const double m = std::frexp(x, &e);  // 0.5 <= |m| < 1
  return {Whole(static_cast<std::int64_t>(std::ldexp(m, 53))), e - 53};
}

Exact& Exact::operator+=(const Exact& o) {
  if (o.n == 0) return *this;
  if (n == 0) return *this = o;
  if (o.exponent < exponent) {
    n <<= static_cast<unsigned>(exponent - o.exponent);
    exponent = o.exponent;
    n += o.n;
  } else {
    n += o.n << static_cast<unsigned>(o.exponent - exponent);
  }
  return *this;
}

double quotient(const Exact& x, const Exact& divisor) {
  if (x.n == 0) return 0;
  Whole n = abs(x.n), d = divisor.n;
  int exponent = x.exponent - divisor.exponent;
  // At least 66 bits of the quotient, and one more that says whether anything is left.
  const int lack = 66 + static_cast<int>(msb(d)) - static_cast<int>(msb(n));
  if (lack > 0) {
    n <<= static_cast<unsigned>(lack);
    exponent -= lack;
  }
  Whole q, rest;
  divide_qr(n, d, q, rest);
  q <<= 1;
  exponent -= 1;
  if (rest != 0) q |= 1;
  const int drop = static_cast<int>(msb(q)) + 1 - 53;
  Whole kept = q >> static_cast<unsigned>(drop);
  const Whole below = q - (kept << static_cast<unsigned>(drop));
  const Whole half = Whole(1) << static_cast<unsigned>(drop - 1);
  if (below > half || (below == half && (kept & 1) != 0)) kept += 1;
  const double r = std::ldexp(static_cast<double>(static_cast<std::uint64_t>(kept)), exponent + drop);
  return x.n < 0 ? -r : r;
}

Exact exact(const engine::Value& v) {
  if (v.tag() == engine::Tag::boolean) return Exact::of(std::int64_t{v.as_bool() ? 1 : 0});
  return v.tag() == engine::Tag::integer ? Exact::of(v.as_integer()) : Exact::of(v.as_number());
}

std::int64_t nearest_whole(const Exact& x, const Exact& divisor) {
  Whole n = abs(x.n), d = divisor.n;
  const int shift = x.exponent - divisor.exponent;
  if (shift > 0)
    n <<= static_cast<unsigned>(shift);
  else
    d <<= static_cast<unsigned>(-shift);
  const Whole q = (2 * n + d) / (2 * d);
  const auto r = static_cast<std::int64_t>(q);
  return x.n < 0 ? -r : r;
}

Whole steps(const Exact& distance, const Exact& slope) {
  Whole n = abs(distance.n), d = abs(slope.n);
  const int shift = distance.exponent - slope.exponent;
  if (shift > 0)
    n <<= static_cast<unsigned>(shift);
  else
    d <<= static_cast<unsigned>(-shift);
  return (n + d - 1) / d;
}

Fraction in_its_unit(double base_value, const core::Unit& unit) {
  const std::string text = core::print_decimal(base_value, unit);
  Fraction f;
  bool negative = false, point = false;
  for (const char c : text) {
    if (c == '-') {
      negative = true;
    } else if (c == '.') {
      point = true;
    } else if (c >= '0' && c <= '9') {
      f.numerator = f.numerator * 10 + (c - '0');
      if (point) f.denominator *= 10;
    } else {
      throw std::logic_error("not a plain decimal: " + text);
    }
  }
  if (negative) f.numerator = -f.numerator;
  return f;
}

Fraction as_written(double base_value, const core::Unit& unit) {
  Fraction f = in_its_unit(base_value, unit);
  f.numerator = (f.numerator * unit.numerator) * unit.offset_denominator +
                f.denominator * unit.denominator * Whole(unit.offset_numerator);
  f.denominator = f.denominator * unit.denominator * unit.offset_denominator;
  return f;
}

int compare(const Fraction& a, const Fraction& b) {
  const Whole l = a.numerator * b.denominator, r = b.numerator * a.denominator;
  return l < r ? -1 : l > r ? 1 : 0;
}

}  // namespace tripline::oracle
