// An Explanation as people read it on a terminal.
//
// Input: an Explanation, a language, a surface. Output: text. Pure.
#pragma once
#include <string>

#include "cli/explanation.hpp"
#include "cli/terminal.hpp"

namespace tripline::cli {

std::string explain_report(const Explanation& e, core::Language language, const Surface& surface);

}  // namespace tripline::cli
