// Positions: whether one lies in an area, and how far two are apart.
//
// Input: degrees (WGS 84), the areas of a model. Pure; a PreparedArea is immutable and may be shared by threads.
#pragma once
#include <memory>

#include "dsl/model/model.hpp"

namespace tripline::engine {

class PreparedArea {
 public:
  explicit PreparedArea(const dsl::model::Area& area);
  // The border belongs to the area, that of a hole too; edges are straight in longitude and latitude (RFC 7946, section 3.1.1).
  bool covers(double latitude, double longitude) const;

 private:
  struct Polygon;
  std::shared_ptr<const std::vector<Polygon>> polygons_;
};

// Haversine on a sphere of 6,371,008.8 m, to the millimetre, in metres.
double distance_m(double latitude_a, double longitude_a, double latitude_b, double longitude_b);

}  // namespace tripline::engine
