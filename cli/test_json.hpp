// What `tripline test` found, as JSON: the shape of docs/commands.md.
//
// Input: packs whose scenarios have run. Output: one value. Invariant: it says what the text says. Pure but for asking whether a pack is a
// folder.
#pragma once
#include <vector>

#include "cli/test_report.hpp"
#include "core/json.hpp"

namespace tripline::cli {

core::Json test_json(const std::vector<TestedPack>& packs, core::Language language = core::Language::en);

}  // namespace tripline::cli
