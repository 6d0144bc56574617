// What an engine said of a scenario's elements, as expectations speak of it.
//
// Input: Records. Output: one Happening for each that people would name: an outcome of a rule, or an element that the engine did not take as
// it was given. Closings, levels and the summary are none.
//
//   violated   violation, violation.opened (of an element in time)     tolerated  tolerated, tolerated.opened
//   late       violation of a late element                             near       near, near.opened
//   met missed cured excused   duty.…                                  open       duty.opened: owed until met, missed or excused
//   raised released            trigger.…, an assessment that raises, or no longer   warned     warning, warning.opened
//   blind      blind, blind.opened
#pragma once
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/phrase.hpp"
#include "core/record.hpp"
#include "dsl/model/scenario.hpp"

namespace tripline::engine {

struct Happening {
  core::Time at = core::kAlways;
  std::optional<dsl::model::Outcome> outcome;  // nullopt: of an element, not of a rule
  std::string what;                            // a word of records: "violated", "opened", "rejected"
  std::string rule;                            // empty: of an element
  std::string subject;                         // in words: "vehicle V1", empty for the pack as a whole
  std::string subject_json;                    // the record's `subject`
  std::string because;                         // the reason, the sentence of a rejection
  std::string episode;
  bool expected = false;    // some expectation speaks of it
  bool unexpected = false;  // an expectation of nothing else does not hold because of it
};

// Its `what` as people read it: "violated", "违规".
core::Text said(const Happening&);

// What speaks against a subject or warns of it: violated, tolerated, near, missed, raised, warned, late. A scenario's `nothing else` speaks of these, and two
// runs are held against one another by them.
bool is_remarkable(dsl::model::Outcome);

class Happenings : public core::RecordSink {
 public:
  void write(const core::Record&) override;
  std::vector<Happening> take() { return std::move(all_); }

 private:
  std::vector<Happening> all_;
  std::map<std::pair<std::string, std::string>, bool> assessed_;  // rule, subject: whether its assessment raises
};

}  // namespace tripline::engine
