// An area file (RFC 7946) to rings. Input: JSON text. Output: model::Area, or what is wrong and where. Pure.
#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "dsl/check/context.hpp"

namespace tripline::dsl::check {

struct AreaFault {
  core::Said message;
  std::uint32_t at = 0;  // byte offset, 0 where only `message` says the place
};

// Polygon, MultiPolygon, and Feature, FeatureCollection and GeometryCollection of those. Nesting at most 64.
std::optional<model::Area> parse_area(const std::string& json, AreaFault& fault);

// The area of a file named in the pack: its index. kNone: reported.
int find_area(Context&, const ast::Text& file);

}  // namespace tripline::dsl::check
