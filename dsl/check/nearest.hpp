// Which known name did the author mean? Input: a name and the names there are. Output: the nearest by edits, if one
// is near. Pure.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace tripline::dsl::check {

// Insertions, deletions, replacements and exchanges of neighbours, in code points; more than `most` is reported as
// most + 1.
std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t most);

// The candidate with the fewest edits (the first of several), at most a third of the name's length and at least one.
// Empty: none is near.
std::string nearest(std::string_view name, const std::vector<std::string>& candidates);

}  // namespace tripline::dsl::check
