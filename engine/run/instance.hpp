// One rule kept for one subject: where its verdict stands.
//
// Only what the rule's kind needs is there: episodes for red lines and limits, duties, raises. One thread.
#pragma once
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "engine/ops/evaluate.hpp"
#include "engine/state/ring_queue.hpp"
#include "engine/state/subject.hpp"

namespace tripline::engine {

// The value furthest over the line (or nearest to it).
struct Worst {
  bool any = false;
  Evaluator::Margin margin;          // how far, near enough to compare
  Evaluator::Compared value, limit;  // what it is said from
};

// A stretch of violation or nearness.
struct Episode {
  Time since = 0;
  std::uint64_t samples = 0;
  Worst worst;
  std::string id;
};

struct LineState {       // redline, limit, warning
  bool waiting = false;  // the line is crossed, but `for` or `grace` has not run out
  bool tolerated = false;
  Time deadline = 0;
  std::unique_ptr<Episode> breach;  // from the beginning of waiting on
  std::unique_ptr<Episode> near;
  RingQueue<Time> breaches;  // that count against the tolerance

  bool open() const { return breach != nullptr && !waiting; }
};

struct OpenDuty {
  Time opened = 0;
  Time from = 0;  // within A .. B: not before
  Time due = 0;
  Time wait_until = 0;  // a missed one waits for its answer until then
  bool missed = false;
  std::vector<Value> opener;  // the fields of what opened it
  Time opener_time = 0;
  ElementRef opened_by;
  std::string id;
};

struct DutyState {
  RingQueue<OpenDuty> open;
  bool held = false;  // its condition, when it was last known
  // every D
  bool running = false;
  bool missed = false;
  Time last = 0;  // the last answer, or the opening
  Time opened = 0;
  ElementRef opened_by;
  std::string id;
};

struct TriggerState {
  bool waiting = false;  // when C for D
  Time since = 0;        // when C became true
  Time deadline = 0;
  bool held = false;
  Time first_raised = core::kAlways;
  Time raised = core::kAlways;  // the last raise or restart
  bool restarted = false;
  Time until = core::kNever;  // raise … for D
  bool recounts = false;      // its own condition counts from the raise that it has just made
  bool spent = false;         // released: untrue must come before it raises again
  std::string id;
};

struct AssessmentState {
  bool held = false;   // its raise
  bool given = false;  // there has been one; what follows is of the last
  Value score;
  int grade = -1;  // number among the rule's grades; -1: none
};

struct Blindness {
  Time since = 0;
  Value why;
  std::string id;
};

// Every subject has one for every rule, and most never have anything to tell: what they rarely need is kept elsewhere.
struct Instance {
  std::int32_t rule = 0;  // rule order
  SubjectId subject = 0;
  Tri last = Tri::unset;        // how its condition stood
  Tri last_while = Tri::unset;  // duties
  std::unique_ptr<Blindness> blind;
  std::unique_ptr<Held[]> held;
  Alarm alarm;  // when time may change its condition
  // By the rule's kind. Of a red line or limit there is none until something has been near or over the line.
  std::variant<std::monostate, std::unique_ptr<LineState>, std::unique_ptr<DutyState>, std::unique_ptr<TriggerState>,
               std::unique_ptr<AssessmentState>>
      progress;

  LineState* line() const { return state<LineState>(); }
  DutyState* duty() const { return state<DutyState>(); }
  TriggerState* trigger() const { return state<TriggerState>(); }
  AssessmentState* assessment() const { return state<AssessmentState>(); }

 private:
  template <class T>
  T* state() const {
    const auto* p = std::get_if<std::unique_ptr<T>>(&progress);
    return p == nullptr ? nullptr : p->get();
  }
};
static_assert(sizeof(Instance) <= 64);

}  // namespace tripline::engine
