// What each of two packs would have recorded of the same telemetry: counts for each rule, and for whom the verdict changes (docs/diff.md).
//
// Input: the comparison of two runs. Output: text for a Surface, or JSON. Long lists are cut, saying how much was left out, unless all is wanted. Pure.
#pragma once
#include <string>

#include "cli/diff_report.hpp"

namespace tripline::cli {

// Require facts.runs.
std::string runs_report(const DiffFacts& facts, core::Language language, const Surface& surface);
core::Json runs_json(const DiffFacts& facts);

}  // namespace tripline::cli
