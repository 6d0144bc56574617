// Which conditions does a program ask? Those that `and`, `or`, `not` and `implies` are made of: comparisons and whatever else is true or
// false by itself, wherever a rule, a derived event or an aggregate asks them.
//
// Input: Program. Output: the expressions as the author wrote them, in the order of nodes; no constants. Where two aggregates are computed
// as one, those of the first alone. Pure.
#pragma once
#include <vector>

#include "engine/plan/program.hpp"

namespace tripline::engine {

std::vector<const model::Expr*> atomic_conditions(const Program& program);

}  // namespace tripline::engine
