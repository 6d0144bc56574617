#include "engine/state/pace.hpp"

#include <catch2/catch.hpp>

using namespace tripline;
using namespace tripline::engine;
using core::kSecond;

namespace {

// `value` so far and what it grows by each second, in a period of 1,000 s.
Pace pace(double value, double slope, double seconds) {
  Pace p;
  p.value.add(value * static_cast<double>(kSecond));
  p.slope.add(slope);
  p.begin = 100 * kSecond;
  p.now = p.begin + static_cast<core::Time>(seconds * static_cast<double>(kSecond));
  p.end = p.begin + 1'000 * kSecond;
  p.unit = kSecond;
  return p;
}

}  // namespace

TEST_CASE("what is projected is known from a hundredth of the period on") {
  CHECK(projected(pace(1, 0, 9.999999999)).reason() == Reason::too_early);
  CHECK(projected(pace(1, 0, 10)).as_number() == 100);
  CHECK(projected(pace(3, 0, 500)).as_number() == 6);
  CHECK(projected(pace(7, 0, 999.5)).as_number() == 7 / 0.9995);
  CHECK(order(pace(1, 0, 9), {50, 1}, true) == std::nullopt);
  CHECK(next_order(pace(1, 0, 9), {50, 1}, true) == 110 * kSecond);
}

TEST_CASE("its order against a constant is exact, and so is the instant of the crossing") {
  // 1 so far: 1000 / e falls to 3 at e = 333 1/3 s.
  const core::Time crossing = 100 * kSecond + 333'333'333'334;
  CHECK(order(pace(1, 0, 100), {3, 1}, false) == 1);
  CHECK(next_order(pace(1, 0, 100), {3, 1}, true) == crossing);
  Pace there = pace(1, 0, 100);
  there.now = crossing;
  CHECK(order(there, {3, 1}, false) == -1);
  --there.now;
  CHECK(order(there, {3, 1}, false) == 1);
  // At the constant itself: by where it is heading, just after.
  CHECK(order(pace(1, 0, 500), {2, 1}, false) == 0);
  CHECK(order(pace(1, 0, 500), {2, 1}, true) == -1);
  CHECK(order(pace(1, 1, 500), {2, 1}, true) == 1);
  CHECK(next_order(pace(1, 0, 500), {2, 1}, false) == 600 * kSecond);
  // What never crosses it changes with the period.
  CHECK(next_order(pace(1, 0, 500), {5, 1}, true) == 1'100 * kSecond);
  CHECK(next_order(pace(0, 0, 500), {0, 1}, true) == 1'100 * kSecond);
  // (10 + s) * 1000 / (500 + s) reaches 100 at s = 400 / 9 s.
  CHECK(next_order(pace(10, 1, 500), {100, 1}, true) == 600 * kSecond + 44'444'444'445);
  // A constant as it was written: 1/10 is no double.
  CHECK(order(pace(0.0625, 0, 625), {1, 10}, false) == 0);
}

TEST_CASE("lengths of time are whole nanoseconds, halves away from zero") {
  Pace p = pace(0, 0, 400);
  p.unit = 1;
  p.whole = true;
  p.value.add(1);
  CHECK(projected(p).as_integer() == 3);  // 2.5 ns
  p.value.add(9'007'199'254'740'992.0);
  CHECK(projected(p).as_integer() == 22'517'998'136'852'483);  // exact beyond what a double holds
}
