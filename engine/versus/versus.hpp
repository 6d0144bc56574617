// What two packs recorded of the same telemetry, side by side: for whom does a verdict change, when first, and why?
//
// Input: the records of two runs over the same elements. Output: for each rule of either, what each run found, and for each subject every finding that the
// other run lacks or has at another instant. Findings are matched by rule, subject, outcome and instant; episodes that begin at different
// instants and overlap are one that begins sooner or later. Invariant: in the order of rules given, subjects by name, changes by time.
// Memory: each finding of both runs, and its reason. One thread.
//
//   Verdicts old, now;  Engine a(old_pack, old), b(new_pack, now);  …
//   const Versus v = versus({old, a.summary()}, {now, b.summary()}, {{"core_speed", "core_speed"}});
#pragma once
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/record.hpp"
#include "engine/engine.hpp"
#include "engine/scenario/happening.hpp"

namespace tripline::engine {

struct Finding {
  dsl::model::Outcome outcome = dsl::model::Outcome::violated;
  core::Time at = core::kAlways;
  std::optional<core::Time> until;  // of an episode that was closed; nothing: an occurrence, or still open at the end
  bool stretch = false;             // an episode
  std::string because;
};

// Keeps what is compared.
class Verdicts : public core::RecordSink {
 public:
  struct Subject {
    std::string words;  // "vehicle V1"; empty: the pack as a whole
    std::vector<Finding> findings;
  };
  using Subjects = std::map<std::string, Subject>;  // by its canonical JSON

  void write(const core::Record&) override;
  // Of that rule; nullptr: nothing was found.
  const Subjects* of(const std::string& rule) const;

 private:
  struct Place {
    std::vector<Finding>* findings;
    std::size_t number;
  };
  std::map<std::string, Subjects> rules_;
  std::map<std::string, Place> open_;  // by episode
  Happenings reader_;
};

struct VerdictChange {
  dsl::model::Outcome outcome = dsl::model::Outcome::violated;
  std::optional<core::Time> old_at, new_at;  // one: only there; both: an episode that begins at another instant
  std::string because;                       // the new run's reason; the old run's where only that has it
};

struct SubjectVersus {
  std::string subject;                                 // "vehicle V1"; empty: the pack as a whole
  bool violated_before = false, violated_now = false;  // violated, missed or late at all
  std::vector<VerdictChange> changes;                  // at least one
};

struct RuleVersus {
  std::string old_rule, new_rule;  // empty: not in that pack
  RuleSummary old_summary, new_summary;
  std::vector<SubjectVersus> subjects;  // those for whom something changes
  std::size_t unchanged = 0;            // subjects with findings that are the same

  const std::string& rule() const { return new_rule.empty() ? old_rule : new_rule; }
};

struct Versus {
  RunSummary old_run, new_run;
  std::vector<RuleVersus> rules;
  bool same() const;  // each finding, and what was refused or late
};

struct OneRun {
  const Verdicts& verdicts;
  const RunSummary& summary;
};

// `rules`: names in the old and the new pack of what is one rule; empty: there is none.
Versus versus(const OneRun& old, const OneRun& now, const std::vector<std::pair<std::string, std::string>>& rules);

}  // namespace tripline::engine
