// Do rings of positions bound an area?
//
// Input: a polygon as area files have it: its border, then its holes; closed rings of at least four positions. Output: the first ring that is wrong and why, or
// nothing: then what is inside is told, and told once. In the words of OGC's Simple Features (6.1.11): rings are simple, have an inside and no spikes, holes lie in the
// border, apart from one another, and leave it in one piece. Plane geometry on longitude and latitude, as positions are judged. Pure.
#pragma once
#include <cstddef>
#include <optional>
#include <vector>

#include "core/phrase.hpp"
#include "dsl/model/model.hpp"

namespace tripline::dsl::check {

struct PolygonFault {
  std::size_t ring = 0;  // 0: the border
  core::Text why;
};

std::optional<PolygonFault> fault_of(const std::vector<model::Area::Ring>& rings);

}  // namespace tripline::dsl::check
