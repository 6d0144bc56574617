// Which of the names that exist somebody may have meant.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace tripline::engine {

// "did you mean Motion?", or the names that there are: "there are: Motion, Takeover"; at most eight.
std::string offer_nearest(std::string_view wrong, const std::vector<std::string>& names);

}  // namespace tripline::engine
