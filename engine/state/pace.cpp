#include "engine/state/pace.hpp"

#include <algorithm>
#include <cmath>

namespace tripline::engine {

using core::Duration;
using core::ExactSum;
using core::Time;

namespace {

constexpr Duration kParts = 100;  // it is known from one of these on

Duration length(const Pace& p) { return p.end - p.begin; }
Time known_from(const Pace& p) { return p.begin + (length(p) + kParts - 1) / kParts; }
bool known(const Pace& p) { return p.now >= known_from(p); }

// n1 * n2 * n3, exactly.
ExactSum product(std::int64_t n1, std::int64_t n2, std::int64_t n3) {
  ExactSum one, two, three;
  one.add_product(1.0, n1);
  two.add_scaled(one, n2);
  three.add_scaled(two, n3);
  return three;
}

// (what is projected - c) times something positive: value * length * denominator - numerator * unit * elapsed.
ExactSum excess(const Pace& p, const ExactSum& value, const ExactConstant& c, Duration elapsed) {
  ExactSum whole, e;
  whole.add_scaled(value, length(p));
  e.add_scaled(whole, c.denominator);
  e.subtract(product(c.numerator, p.unit, elapsed));
  return e;
}

}  // namespace

Value projected(const Pace& p) {
  if (!known(p)) return Value::unknown(Reason::too_early);
  ExactSum up;
  up.add_scaled(p.value, length(p));
  const ExactSum down = product(p.unit, p.now - p.begin, 1);
  const double v = up.divided_by(down);
  if (!p.whole) return std::isfinite(v) ? Value::number(v) : Value::unknown(Reason::not_finite);
  if (!(std::fabs(v) < 9.2e18)) return Value::unknown(Reason::not_finite);
  // The quotient may need more digits than a double has: what is left of it is divided again.
  const auto n = std::llround(v);
  ExactSum part;
  part.add_scaled(down, n);
  up.subtract(part);
  const double rest = up.divided_by(down);
  return Value::integer(n + static_cast<std::int64_t>(v < 0 ? std::ceil(rest - 0.5) : std::floor(rest + 0.5)));
}

std::optional<int> order(const Pace& p, const ExactConstant& c, bool after) {
  if (!known(p)) return std::nullopt;
  const int sign = excess(p, p.value, c, p.now - p.begin).sign();
  return sign == 0 && after ? excess(p, p.slope, c, 1).sign() : sign;
}

std::optional<Time> next_order(const Pace& p, const ExactConstant& c, bool after) {
  if (!known(p)) return known_from(p);
  const ExactSum e = excess(p, p.value, c, p.now - p.begin), slope = excess(p, p.slope, c, 1);
  const int sign = e.sign();
  if (slope.sign() == 0 || sign == slope.sign()) return p.end;
  if (sign == 0) return after ? p.end : p.now;
  const auto n = ExactSum::crossing(e, slope, false);
  return n ? std::min(p.end, core::add_clamped(p.now, *n)) : p.end;
}

}  // namespace tripline::engine
