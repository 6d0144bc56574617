// What a rule and a pack keep in memory, in words.
//
// Input: a Footprint. Output: sentences in every language. Figures are those of engine/plan/footprint.hpp, long ones rounded to three digits. Pure.
#pragma once
#include <vector>

#include "dsl/explain/said.hpp"
#include "engine/plan/footprint.hpp"

namespace tripline::cli {

std::vector<dsl::explain::Said> rule_state(const engine::Program& program, const engine::Footprint& footprint,
                                           const engine::RulePlan& rule);
std::vector<dsl::explain::Said> pack_state(const engine::Program& program, const engine::Footprint& footprint);

// "812 bytes", "14.3 kB" · "812字节", "14.3千字节"
core::Text bytes_in_words(std::size_t n);

}  // namespace tripline::cli
