// A rule in plain sentences, for whoever drafted the regulation.
//
// Input: a checked pack and one of its rules (a sandbox's line is one). Output: sentences in every language, in the order of reading: what is demanded, when it
// applies, what room there is, what follows, what cannot be seen. Invariant: whatever the rule says can be found in some sentence. Pure; many threads.
//
//   Red line: for each `vehicle`, it is forbidden that `speed` is above 40 km/h.
//   It applies only while `zone` is `core`.
#pragma once
#include <vector>

#include "dsl/explain/said.hpp"
#include "dsl/model/model.hpp"

namespace tripline::dsl::explain {

Text kind_name(model::RuleKind kind);            // "red line" · "红线"
Text severity_name(model::Weight weight);        // "critical" · "重大"
Text whose(const model::Pack& pack, int owner);  // "each `vehicle`"

// What the rule demands, as one sentence however long; what narrows it is left to sentences().
Text in_one_sentence(const model::Pack& pack, const model::Rule& rule);

std::vector<Said> sentences(const model::Pack& pack, const model::Rule& rule);

// How a derived event comes about: "`Stop` comes about each time it becomes true that …".
std::vector<Said> derived_sentences(const model::Pack& pack, const model::Stream& stream);

}  // namespace tripline::dsl::explain
