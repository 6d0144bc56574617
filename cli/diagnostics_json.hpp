// Diagnostics as JSON, the shape of docs/commands.md.
//
// Input: packs as compiled. Output: one value. Invariant: it says what the text says. Pure, but for print_json.
#pragma once
#include <vector>

#include "cli/findings.hpp"
#include "core/json.hpp"

namespace tripline::cli {

core::Json diagnostics_json(const std::vector<PackFindings>& packs, core::Language);

// One line on standard output. Throws OutputError.
void print_json(const core::Json&);

}  // namespace tripline::cli
