// An Explanation for programs (docs/commands.md).
//
// Input: an Explanation, a language, the program's lines where they are wanted. Output: one JSON object. Pure.
#pragma once
#include <string>
#include <vector>

#include "cli/explanation.hpp"
#include "core/json.hpp"

namespace tripline::cli {

core::Json explain_json(const Explanation& e, core::Language language, const std::vector<std::string>& plan);

}  // namespace tripline::cli
