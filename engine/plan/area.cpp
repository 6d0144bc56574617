#include "engine/plan/area.hpp"

#include <boost/geometry.hpp>
#include <boost/geometry/geometries/point_xy.hpp>
#include <boost/geometry/geometries/polygon.hpp>
#include <cmath>
#include <numbers>

namespace tripline::engine {

namespace model = dsl::model;
namespace bg = boost::geometry;
using Point = bg::model::d2::point_xy<double>;
using Ring = bg::model::ring<Point>;

struct PreparedArea::Polygon {
  Ring border;
  std::vector<Ring> holes;
  bg::model::box<Point> box;
};

namespace {

Ring ring_of(const model::Area::Ring& positions) {
  Ring r;
  for (const model::Position& p : positions) r.emplace_back(p.longitude, p.latitude);
  bg::correct(r);
  return r;
}

}  // namespace

PreparedArea::PreparedArea(const model::Area& area) {
  std::vector<Polygon> polygons;
  for (const auto& rings : area.polygons) {
    if (rings.empty()) continue;
    Polygon& p = polygons.emplace_back();
    p.border = ring_of(rings[0]);
    bg::envelope(p.border, p.box);
    for (std::size_t h = 1; h < rings.size(); ++h) p.holes.push_back(ring_of(rings[h]));
  }
  polygons_ = std::make_shared<const std::vector<Polygon>>(std::move(polygons));
}

bool PreparedArea::covers(double latitude, double longitude) const {
  const Point p(longitude, latitude);
  for (const Polygon& polygon : *polygons_) {
    if (!bg::covered_by(p, polygon.box) || !bg::covered_by(p, polygon.border)) continue;
    const auto in = [&p](const Ring& hole) { return bg::within(p, hole); };
    if (std::none_of(polygon.holes.begin(), polygon.holes.end(), in)) return true;
  }
  return false;
}

double distance_m(double latitude_a, double longitude_a, double latitude_b, double longitude_b) {
  constexpr double kRadius = 6'371'008.8;
  constexpr double kDegree = std::numbers::pi / 180;
  const double u = std::sin((latitude_b - latitude_a) * kDegree / 2);
  const double v = std::sin((longitude_b - longitude_a) * kDegree / 2);
  const double h = u * u + std::cos(latitude_a * kDegree) * std::cos(latitude_b * kDegree) * v * v;
  const double metres = 2 * kRadius * std::asin(std::sqrt(std::min(1.0, h)));
  return std::round(metres * 1000) / 1000;
}

}  // namespace tripline::engine
