#include "engine/plan/exact_constant.hpp"

#include <cmath>
#include <string>

#include "core/decimal.hpp"
#include "core/wide.hpp"

namespace tripline::engine {

using core::Wide;

namespace {

Wide greatest_divisor(Wide a, Wide b) {
  while (b != 0) {
    const Wide rest = a % b;
    a = b;
    b = rest;
  }
  return a < 0 ? -a : a;
}

// In lowest terms; what is still too long for 64 bits gives up its last places.
ExactConstant reduced(Wide up, Wide down) {
  const Wide d = greatest_divisor(up, down);
  up /= d;
  down /= d;
  while (up > INT64_MAX || up < -INT64_MAX || down > INT64_MAX) {
    up /= 2;
    down /= 2;
  }
  return down == 0 ? ExactConstant{up < 0 ? -INT64_MAX : INT64_MAX, 1}
                   : ExactConstant{static_cast<std::int64_t>(up), static_cast<std::int64_t>(down)};
}

// The double itself, as a fraction of powers of two, as near as 63 bits bring it.
ExactConstant of_double(double v) {
  int exponent = 0;
  const double mantissa = std::frexp(v, &exponent);
  auto whole = static_cast<std::int64_t>(std::ldexp(mantissa, 53));
  exponent -= 53;
  while (exponent < -62) {
    whole /= 2;
    ++exponent;
  }
  if (exponent <= 0) return {whole, std::int64_t{1} << -exponent};
  return {exponent <= 10 ? whole << exponent : v < 0 ? -INT64_MAX : INT64_MAX, 1};
}

}  // namespace

ExactConstant exact_constant(double base, const core::Unit& unit) {
  const std::string text = core::print_decimal(base, unit);
  if (unit.affine() || text.find_first_of("eE") != std::string::npos) return of_double(base);
  constexpr Wide kMost = static_cast<Wide>(1) << 63;
  Wide up = 0, down = 1;
  bool fraction = false;
  for (const char c : text) {
    if (c == '-') continue;
    if (c == '.') {
      fraction = true;
      continue;
    }
    up = up * 10 + (c - '0');
    if (fraction) down *= 10;
    if (up >= kMost || down >= kMost) return of_double(base);
  }
  up *= unit.numerator;
  down *= unit.denominator;
  const Wide d = greatest_divisor(up, down);
  if (up / d > INT64_MAX || down / d > INT64_MAX) return of_double(base);
  return reduced(text[0] == '-' ? -up : up, down);
}

ExactConstant times(const ExactConstant& a, const ExactConstant& b) {
  return reduced(static_cast<Wide>(a.numerator) * b.numerator, static_cast<Wide>(a.denominator) * b.denominator);
}

ExactConstant band_edge(const ExactConstant& limit, const ExactConstant& width, bool relative, bool most) {
  ExactConstant step = width;
  if (relative) step = times(step, limit.numerator < 0 ? ExactConstant{-limit.numerator, limit.denominator} : limit);
  // Common denominators first: the sum of the two is theirs.
  const Wide d = greatest_divisor(limit.denominator, step.denominator);
  const Wide a = static_cast<Wide>(limit.numerator) * (step.denominator / d);
  const Wide b = static_cast<Wide>(step.numerator) * (limit.denominator / d);
  return reduced(most ? a - b : a + b, static_cast<Wide>(limit.denominator) / d * step.denominator);
}

}  // namespace tripline::engine
