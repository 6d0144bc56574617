// Which of the names that exist did somebody mean? Pure.
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tripline::core {

// The candidate with the fewest insertions, deletions, replacements and exchanges of neighbours, counted in code points and without regard to the case
// of ASCII letters; the first of several; at most a third of the name may be wrong, and one letter always. Empty: none is near, or the name has more
// than 100 letters. Cost: the candidates' letters times the name's.
std::string_view nearest(std::string_view name, std::span<const std::string_view> candidates);
std::string nearest(std::string_view name, const std::vector<std::string>& candidates);

}  // namespace tripline::core
