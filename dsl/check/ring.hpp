// Is a ring of positions the border of something?
//
// Input: a closed ring of at least four positions. Output: whether two of its sides cross or touch elsewhere than where
// they meet, so that inside and outside are not told apart. Plane geometry on longitude and latitude, as positions are
// judged. Pure.
#pragma once
#include "dsl/model/model.hpp"

namespace tripline::dsl::check {

bool crosses_itself(const model::Area::Ring& ring);

}  // namespace tripline::dsl::check
