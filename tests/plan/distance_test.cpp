// How far two positions are apart: against the angle between their directions in space, worked out apart from haversine.
#include <catch2/catch.hpp>

#include "engine/plan/area.hpp"

using tripline::engine::distance_m;

TEST_CASE("distances are those on the sphere, to the millimetre") {
  CHECK(distance_m(30.6, 104.1, 39.9, 116.4) == Approx(1519357.359).margin(0.002).epsilon(0));
  CHECK(distance_m(-33.9, 151.2, 51.5, -0.1) == Approx(16994741.473).margin(0.002).epsilon(0));
  CHECK(distance_m(60, 0, 60, 90) == Approx(4604546.253).margin(0.002).epsilon(0));
  CHECK(distance_m(30, 0, 60, 45) == Approx(4707641.597).margin(0.002).epsilon(0));
  CHECK(distance_m(30.6, 104.1, 30.6, 104.1) == 0);
  CHECK(distance_m(30, 0, 60, 45) == distance_m(60, 45, 30, 0));
}
