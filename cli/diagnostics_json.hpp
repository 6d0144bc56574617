// Diagnostics as JSON, the shape of docs/commands.md.
//
// Input: packs as compiled. Output: one value. Invariant: it says what the text says. Pure.
#pragma once
#include <vector>

#include "cli/findings.hpp"
#include "core/json.hpp"

namespace tripline::cli {

core::Json diagnostics_json(const std::vector<PackFindings>& packs);

}  // namespace tripline::cli
