// What rules share, before and after: parameters, tables, streams, curves, lets, areas, levels, stages, the header.
//
// Input: two checked packs on common ground. Output: what is different of it, with the names under which rules use it (uses.hpp); which rules those are is
// filled in by whoever knows their verdicts. Pure.
#pragma once
#include <vector>

#include "dsl/diff/diff.hpp"
#include "dsl/diff/ground.hpp"

namespace tripline::dsl::diff {

std::vector<SharedDiff> shared_diffs(const Ground& ground, const Compiled& old, const Compiled& now);

}  // namespace tripline::dsl::diff
