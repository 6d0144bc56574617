// What `explain` has to tell of a pack and of the rules asked for, before it is laid out.
//
// Input: a compiled pack, the rules wanted. Output: Explanation: sentences in every language. Pure.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "dsl/explain/glance.hpp"
#include "dsl/explain/reads.hpp"
#include "engine/plan/footprint.hpp"

namespace tripline::cli {

struct RuleExplanation {
  const dsl::model::Rule* rule = nullptr;
  core::Text in_one_sentence;
  std::vector<dsl::explain::Said> says;
  dsl::explain::Reads reads;
  std::vector<dsl::explain::Said> reads_in_words;
  int order = 0;  // among the program's rules
  std::vector<dsl::explain::Said> state;
  std::vector<core::Text> time;  // empty: only elements change its verdict
};

struct Explanation {
  std::shared_ptr<const engine::Program> program;
  engine::Footprint footprint;
  bool whole = true;                            // the pack, not single rules
  std::vector<dsl::explain::Section> sections;  // of the whole pack
  std::vector<RuleExplanation> rules;           // of the whole pack all, in order of declaration
  std::vector<dsl::explain::Said> state;        // of the whole pack
};

// `rules`: numbers in Pack::rules; empty: the whole pack.
Explanation explanation(std::shared_ptr<const dsl::model::Pack> pack, const std::vector<int>& rules);

// The rules that a name stands for: a rule, a sandbox's line, a sandbox (all of its lines), each also behind the pack's name. Empty: none.
std::vector<int> rules_named(const dsl::model::Pack& pack, const std::string& name);
// Every name that rules_named knows, without the pack's.
std::vector<std::string> rule_names(const dsl::model::Pack& pack);

}  // namespace tripline::cli
