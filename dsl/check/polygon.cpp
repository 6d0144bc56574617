#include "dsl/check/polygon.hpp"

#include <boost/geometry.hpp>
#include <boost/geometry/geometries/point_xy.hpp>
#include <boost/geometry/geometries/polygon.hpp>
#include <string>

#include "core/json.hpp"

namespace tripline::dsl::check {
namespace {

namespace bg = boost::geometry;
using core::Phrase;
using core::Text;
using Point = bg::model::d2::point_xy<double>;
using Polygon = bg::model::polygon<Point>;

constexpr Phrase kCrosses{"the ring crosses itself at {0}: what is inside of it is not told",
                          "该环在 {0} 处自相交，无法判定哪一侧是内部"};
constexpr Phrase kMeets{
    "this hole meets the border or another hole at {0}, and not in a single point: what is inside is not told",
    "该孔洞在 {0} 处与外边界或另一孔洞相接或相交，且不止一点，无法判定哪一侧是内部"};
constexpr Phrase kSpike{"the ring has a spike at {0}: it goes there and back on one line, and there is nothing inside",
                        "该环在 {0} 处有尖刺：沿同一条线往返，其间没有内部"};
constexpr Phrase kFlat{"the ring has no inside: its positions are fewer than three different ones, or lie on one line",
                       "该环没有内部：不同的位置不足三个，或都在一条直线上"};
constexpr Phrase kOutside{
    "this hole does not lie inside the border (the first ring is the border, the others are holes in it)",
    "该孔洞不在外边界之内（第一个环是外边界，其余是其中的孔洞）"};
constexpr Phrase kNested{"this hole and another lie one within the other", "该孔洞与另一孔洞互相嵌套"};
constexpr Phrase kSplit{"this hole cuts the area in two: write two polygons", "该孔洞把区域分成两块：请写成两个多边形"};
constexpr Phrase kOtherwise{"this bounds no area", "这不能围成一个区域"};

// "[104.06, 30.67]", as the file has it.
std::string written(const Point& p) {
  std::string out = "[";
  core::write_number(out, p.x());
  out += ", ";
  core::write_number(out, p.y());
  return out + "]";
}

// Boost.Geometry's reasons, with the places that its own texts round.
struct Reason {
  bg::validity_failure_type failure = bg::no_failure;
  std::optional<Point> at;

  template <bg::validity_failure_type found>
  bool apply() {
    // A position that stands twice in a row harms nobody.
    failure = found == bg::failure_duplicate_points ? bg::no_failure : found;
    return failure == bg::no_failure;
  }
  template <bg::validity_failure_type found, typename Data>
  bool apply(const Data& data) {
    if constexpr (found == bg::failure_self_intersections) at = bg::range::front(data).point;
    return apply<found>();
  }
  template <bg::validity_failure_type found, typename Data>
  bool apply(bool, const Data& data) {
    if constexpr (found == bg::failure_spikes) bg::convert(data, at.emplace());
    return apply<found>();
  }
};

template <typename Geometry>  // a polygon, or a ring
Reason reason_of(const Geometry& geometry) {
  Reason reason;
  bg::is_valid(geometry, reason, bg::default_strategy());
  return reason;
}

Text said(const Reason& reason, bool alone) {
  const std::string at = reason.at ? written(*reason.at) : std::string("?");
  switch (reason.failure) {
    case bg::failure_self_intersections: return {alone ? kCrosses : kMeets, at};
    case bg::failure_spikes: return {kSpike, at};
    case bg::failure_few_points:
    case bg::failure_wrong_topological_dimension: return kFlat;
    case bg::failure_interior_rings_outside: return kOutside;
    case bg::failure_nested_interior_rings: return kNested;
    case bg::failure_disconnected_interior: return kSplit;
    case bg::no_failure:
    case bg::failure_duplicate_points:
    case bg::failure_not_closed:
    case bg::failure_wrong_orientation:
    case bg::failure_intersecting_interiors:
    case bg::failure_wrong_corner_order:
    case bg::failure_invalid_coordinate: break;
  }
  return kOtherwise;
}

}  // namespace

std::optional<PolygonFault> fault_of(const std::vector<model::Area::Ring>& rings) {
  const auto sides = [&](std::size_t n) {
    Polygon::ring_type ring;
    for (const model::Position& p : rings[n]) ring.emplace_back(p.longitude, p.latitude);
    return ring;
  };
  Polygon whole;
  for (std::size_t n = 0; n < rings.size(); ++n) (n == 0 ? whole.outer() : whole.inners().emplace_back()) = sides(n);
  bg::correct(whole);  // either direction will do
  if (reason_of(whole).failure == bg::no_failure) return std::nullopt;
  // Which ring it is: the first that is wrong alone, else the first that does not go with those before it.
  for (std::size_t n = 0; n < rings.size(); ++n) {
    Polygon::ring_type alone = sides(n);
    bg::correct(alone);
    if (const Reason reason = reason_of(alone); reason.failure != bg::no_failure)
      return PolygonFault{n, said(reason, true)};
  }
  Polygon so_far;
  for (std::size_t n = 0; n < rings.size(); ++n) {
    (n == 0 ? so_far.outer() : so_far.inners().emplace_back()) = sides(n);
    bg::correct(so_far);
    if (const Reason reason = reason_of(so_far); reason.failure != bg::no_failure)
      return PolygonFault{n, said(reason, false)};
  }
  return PolygonFault{0, kOtherwise};
}

}  // namespace tripline::dsl::check
