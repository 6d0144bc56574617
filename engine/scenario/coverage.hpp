// What did the scenarios of a pack try? Each rule violated and kept, each condition true and false.
//
// Input: what an engine finds while scenarios run (as its ConditionObserver), and each run's summary. Output: Coverage.
//
//   kind             a violating scenario has      a passing one has none of these, and
//   redline, limit   a violation                   the condition was found on its good side
//   duty             a missed duty                 one met or excused; of `every`, one still owed at the end
//   trigger          a raise                       a subject, and `when` was found false where there is one
//   warning          a warning                     the same
//   assessment       a raise                       an assessment; without `raise` one is both
//
// A condition counts where it stands in the text: inside a `let` it is one for all rules that use it, a `let` that is a single comparison one
// for each use. What an earlier operand decides leaves the later one unasked, and so unseen. One thread.
#pragma once
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/engine.hpp"

namespace tripline::engine {

struct RuleCoverage {
  std::string rule;
  std::string kind;
  std::vector<std::string> violating, passing;  // names of scenarios
  bool complete() const { return !violating.empty() && !passing.empty(); }
};

struct ConditionCoverage {
  core::Range at;
  std::string text;  // as written, blanks made single
  bool seen_true = false, seen_false = false;
  bool complete() const { return seen_true && seen_false; }
};

struct Coverage {
  std::vector<RuleCoverage> rules;            // in the order of declaration
  std::vector<ConditionCoverage> conditions;  // in the order of the text
};

class CoverageBook : public ConditionObserver {
 public:
  explicit CoverageBook(const dsl::model::Pack& pack);

  // Before each scenario: the pack that it runs against, the one above or one with other parameters.
  void begin(const std::shared_ptr<const dsl::model::Pack>& pack);
  void found(const dsl::model::Expr& condition, bool truth) override;
  void end(const std::string& scenario, const RunSummary& summary);

  Coverage coverage() const;

 private:
  struct Seen {
    bool yes = false, no = false;
  };
  struct Known {                                   // a pack that scenarios ran against
    std::shared_ptr<const dsl::model::Pack> pack;  // kept: its expressions are looked up by address
    std::unordered_map<const dsl::model::Expr*, ConditionCoverage*> atomic;
    std::unordered_map<const dsl::model::Expr*, std::size_t> whole;  // a rule's condition or `when` -> rule
  };

  bool passed(const dsl::model::Rule& rule, const RuleSummary& summary, Seen seen) const;

  std::vector<RuleCoverage> rules_;
  // By file, begin and end: nodes stay where they are.
  std::map<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>, ConditionCoverage> conditions_;
  std::map<const dsl::model::Pack*, Known> known_;  // looked up, never walked
  Known* current_ = nullptr;
  std::vector<Seen> whole_;  // by rule, in this scenario
};

}  // namespace tripline::engine
