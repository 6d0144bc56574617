#include "dsl/check/ring.hpp"

#include <boost/geometry.hpp>
#include <boost/geometry/geometries/point_xy.hpp>
#include <boost/geometry/geometries/ring.hpp>

namespace tripline::dsl::check {

bool crosses_itself(const model::Area::Ring& ring) {
  namespace bg = boost::geometry;
  bg::model::ring<bg::model::d2::point_xy<double>> sides;
  for (const model::Position& p : ring) sides.emplace_back(p.longitude, p.latitude);
  bg::correct(sides);  // either direction will do
  bg::validity_failure_type failure = bg::no_failure;
  bg::is_valid(sides, failure);
  return failure == bg::failure_self_intersections;
}

}  // namespace tripline::dsl::check
