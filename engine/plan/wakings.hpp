// Where time alone can change what a rule says: each timer that is armed for it, in words.
//
// Input: a Program and one of its rules. Output: clauses without a final mark, each once, in the order in which one instant asks them (language.md, section 7).
// Empty: only elements change its verdict. Invariant: what Evaluator::next_move offers for the rule, and what the machine arms by the rule's kind, is
// named. Pure; many threads.
//
//   "5 s after the last `Motion`, when it goes stale"
#pragma once
#include <vector>

#include "core/phrase.hpp"
#include "engine/plan/program.hpp"

namespace tripline::engine {

std::vector<core::Text> wakings(const Program& program, const RulePlan& rule);

}  // namespace tripline::engine
