// Do a scenario's expectations hold of what happened?
//
// Input: expectations with their instants, happenings in the order of the records. Output: a verdict for each expectation; `expected` and
// `unexpected` set in the happenings. Cost: for each expectation, the happenings of its rules. Pure.
#pragma once
#include <vector>

#include "engine/plan/program.hpp"
#include "engine/scenario/expansion.hpp"
#include "engine/scenario/scenarios.hpp"

namespace tripline::engine {

std::vector<ExpectationResult> judge(const std::vector<Expected>& expectations, std::vector<Happening>& happenings,
                                     const Program& program, core::Time end);

}  // namespace tripline::engine
