// The engine: telemetry against a pack, verdicts out.
//
// Input: elements of any number of sources, each in its own order. Output: Records to a sink, in the order of language.md, section 7.
// Invariant: the records are a function of pack and elements (with source names and positions) alone: no clock, no thread, no hash order.
// Threads: one thread at a time for an Engine; the Pack may be shared.
//
//   Engine engine(pack, sink);
//   auto a = engine.add_source("a.jsonl");
//   engine.observe(std::move(element));   // … as they come
//   engine.end(a);
//   engine.finish();                       // empties the queue, writes `summary`
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/phrase.hpp"
#include "core/record.hpp"
#include "dsl/model/model.hpp"
#include "engine/element.hpp"
#include "engine/trial.hpp"

namespace tripline::engine {

struct Limits {
  std::size_t subjects = 10'000'000;  // of all key sets together; an element of one more is rejected (`limit_subjects`)
  std::size_t window_entries =
      1'000'000;  // in one window of one subject; beyond, the oldest go and the window is unknown until they would have left
  std::size_t queue =
      5'000'000;  // elements waiting for the watermark; beyond, the oldest instants are judged at once (`limit.reached`)
  std::size_t open_duties = 100'000;  // of one rule and subject
  std::size_t ids = 10'000'000;       // remembered for de-duplication
};

// What a table at the end of a run shows, for each rule; the `summary` record says the same.
struct RuleSummary {
  std::string rule;
  std::string kind;
  std::uint64_t subjects = 0;
  std::uint64_t violations = 0;  // violation, violation.opened, duty.missed
  std::uint64_t tolerated = 0;
  std::uint64_t near = 0;
  std::uint64_t met = 0, missed = 0, cured = 0, excused = 0, pending = 0;  // duties
  std::uint64_t raised = 0, released = 0;                                  // triggers, assessments
  std::uint64_t warned = 0;                                                // warnings: episodes and occurrences
  std::uint64_t assessed = 0;                                              // assessments with a score
  // Of each subject's last assessment: how many have which grade, from the best down; the lowest score, and whose: "72", "fleet F".
  std::vector<std::pair<std::string, std::uint64_t>> grades;
  std::string lowest_score, lowest_subject;
  std::uint64_t late = 0;  // violations by late elements (counted in violations too)
  std::uint64_t open_episodes = 0;
  std::uint64_t blind_events = 0;
  std::map<std::string, core::Duration> blind;  // reason code -> time, all subjects together
  // The verdict nearest to its line, or furthest over it: headroom as a share of the limit (negative: over), its subject and the value as people read it.
  bool has_headroom = false;
  double least_headroom = 0;      // where `headroom_distance` is empty
  std::string headroom_distance;  // "-3 mSv": where no share says it, from a limit of zero or on a scale without
  std::string worst_value;        // "201 m"
  std::string worst_subject;      // "aircraft mavic_mini"
};

struct RunSummary {
  std::uint64_t read = 0, rejected = 0, late = 0, duplicate = 0, unread = 0;
  std::map<std::string, std::uint64_t>
      unread_types;  // `type` of elements that no stream selects; at most 100 names, then "…"
  std::map<std::string, std::uint64_t> rejected_reasons;
  std::uint64_t subjects = 0;
  std::vector<RuleSummary> rules;  // in order of declaration
  std::uint64_t violations() const;
};

class Engine {
 public:
  // Writes `pack.loaded`. The sink must outlive the engine. `language`: of what records say in words; all else, ids included, is the same in every one.
  Engine(std::shared_ptr<const dsl::model::Pack> pack, core::RecordSink& sink, Limits limits = {},
         const Trial& trial = {}, core::Language language = core::Language::en);
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  // Names a source and returns its number. Sources that exist hold the engine's watermark back until they have given an element, are idle or have
  // ended: name all of them before the first element. `only_stream`: the one stream that it feeds (its lateness alone counts), -1: any.
  std::uint32_t add_source(std::string name, int only_stream = -1);

  // Takes one element (by exchange: what is left in `e` may be used again). Cost: amortised constant for each rule that reads it.
  // Throws std::logic_error after finish() or for a source that ended.
  void observe(Element& e);
  void reject(const Rejection& r);
  void unread(const std::string& type);  // an element that no stream selects: counted, named in the summary
  void idle(
      std::uint32_t source,
      core::Time
          at);  // the source says that it has nothing: an `idle` record; it leaves the watermark until it speaks again
  void end(std::uint32_t source);  // no more from this source
  void finish();                   // terminal
  // The same where time is known to have come as far as `until`, though no element says so: what changes by time alone is judged up to and
  // including that instant, and the summary is of then. An `until` before the last element's time changes nothing.
  void finish(core::Time until);

  core::Time watermark() const;
  core::Time highest(std::uint32_t source) const;  // kAlways before its first element
  const RunSummary& summary() const;               // complete after finish()

  // Which fields of a stream anything reads: others need not be decoded (they must still be there and of the right type).
  const std::vector<bool>& fields_read(int stream) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tripline::engine
