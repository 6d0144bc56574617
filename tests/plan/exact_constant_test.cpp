// Constants as fractions: in lowest terms where they fit 64 bits, as near as these allow where they do not.
#include <catch2/catch.hpp>

#include <cmath>
#include <cstdint>

#include "core/dimension.hpp"
#include "core/wide.hpp"
#include "engine/plan/exact_constant.hpp"

using namespace tripline;
using namespace tripline::engine;

namespace {

void check(const ExactConstant& c, std::int64_t up, std::int64_t down) {
  CHECK(c.numerator == up);
  CHECK(c.denominator == down);
}

}  // namespace

TEST_CASE("a product is in lowest terms, whatever its sign") {
  check(times({6, 4}, {2, 9}), 1, 3);
  check(times({-6, 4}, {2, 9}), -1, 3);
  constexpr std::int64_t kHalf = std::int64_t{1} << 62;
  check(times({kHalf, 3}, {3, 2}), kHalf / 2, 1);
  check(times({-kHalf, 3}, {3, 2}), -kHalf / 2, 1);
}

TEST_CASE("what is too long gives up its last places on either side") {
  check(times({INT64_MAX, 1}, {3, 8}), static_cast<std::int64_t>(static_cast<core::Wide>(INT64_MAX) * 3 / 4), 2);
  check(times({-INT64_MAX, 1}, {3, 8}), -static_cast<std::int64_t>(static_cast<core::Wide>(INT64_MAX) * 3 / 4), 2);
  check(times({3, INT64_MAX}, {1, 8}), 0, INT64_MAX);
}

TEST_CASE("a constant is its decimal text as a fraction, or the double as near as 63 bits bring it") {
  check(exact_constant(0.1, core::Unit{}), 1, 10);
  check(exact_constant(-12.5, core::Unit{}), -25, 2);
  check(exact_constant(0, core::Unit{}), 0, 1);
  for (const double v : {5e-10, 1e-17, -1e-17, 1e-30, 0.1, 123456.789, 1e18, -1e18, 8e18}) {
    INFO(v);
    const ExactConstant c = exact_constant(v, core::Unit{});
    CHECK(static_cast<double>(c.numerator) / static_cast<double>(c.denominator) ==
          Approx(v).epsilon(1e-15).margin(std::ldexp(1.0, -62)));
  }
  check(exact_constant(1e300, core::Unit{}), INT64_MAX, 1);
  check(exact_constant(-1e300, core::Unit{}), -INT64_MAX, 1);
}
