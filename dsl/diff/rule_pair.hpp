// One rule before and after: what of it is different, and does one of the two find all that the other finds?
//
// Input: a rule of each pack. Output: a RuleDiff. Tightened is what docs/diff.md says; whatever the clauses, it is said only where it is certain. One thread.
#pragma once
#include "dsl/diff/diff.hpp"
#include "dsl/diff/follows.hpp"
#include "dsl/diff/ground.hpp"

namespace tripline::dsl::diff {

// `outside`: reasons in what the rules read why they cannot be compared, each a sentence; empty: there are none.
RuleDiff compare_rules(const Ground& ground, Follows& follows, const Compiled& old_pack, const Compiled& new_pack,
                       const model::Rule& old_rule, const model::Rule& new_rule, std::vector<core::Text> outside);

}  // namespace tripline::dsl::diff
