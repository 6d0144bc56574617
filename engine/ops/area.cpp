#include <boost/geometry.hpp>
#include <boost/geometry/geometries/point_xy.hpp>
#include <boost/geometry/geometries/polygon.hpp>
#include <cmath>
#include <numbers>

#include "engine/ops/evaluate.hpp"

namespace tripline::engine {

namespace bg = boost::geometry;
using Point = bg::model::d2::point_xy<double>;
using Ring = bg::model::ring<Point>;

namespace {

bool covers(const model::Area::Ring& ring, const Point& p, bool border) {
  Ring r;
  for (const model::Position& q : ring) r.emplace_back(q.longitude, q.latitude);
  bg::correct(r);
  return border ? bg::covered_by(p, r) : bg::within(p, r);
}

}  // namespace

bool inside(const model::Area& area, double latitude, double longitude) {
  const Point p(longitude, latitude);
  for (const auto& polygon : area.polygons) {
    if (polygon.empty()) continue;
    double west = 360, east = -360, south = 360, north = -360;
    for (const model::Position& q : polygon[0]) {
      west = std::min(west, q.longitude);
      east = std::max(east, q.longitude);
      south = std::min(south, q.latitude);
      north = std::max(north, q.latitude);
    }
    if (longitude < west || longitude > east || latitude < south || latitude > north) continue;
    if (!covers(polygon[0], p, true)) continue;
    bool in_hole = false;
    for (std::size_t h = 1; h < polygon.size() && !in_hole; ++h) in_hole = covers(polygon[h], p, false);
    if (!in_hole) return true;
  }
  return false;
}

double distance(double latitude_a, double longitude_a, double latitude_b, double longitude_b) {
  constexpr double kRadius = 6'371'008.8;
  constexpr double kDegree = std::numbers::pi / 180;
  const double u = std::sin((latitude_b - latitude_a) * kDegree / 2);
  const double v = std::sin((longitude_b - longitude_a) * kDegree / 2);
  const double h = u * u + std::cos(latitude_a * kDegree) * std::cos(latitude_b * kDegree) * v * v;
  const double metres = 2 * kRadius * std::asin(std::sqrt(std::min(1.0, h)));
  return std::round(metres * 1000) / 1000;
}

}  // namespace tripline::engine
