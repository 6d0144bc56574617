// What waits for an instant: a queue ordered as language.md, section 7 orders the state just after an instant.
//
// Input: wake-ups. Output: the earliest, within an instant by phase, then rule order, then the subject's key. A wake-up that was overtaken stays in the
// queue and is recognised by whoever armed it. Cost: the logarithm of the number waiting. One thread.
#pragma once
#include <cstdint>
#include <queue>
#include <string>
#include <vector>

#include "engine/state/stable_vector.hpp"
#include "engine/state/subject.hpp"

namespace tripline::engine {

enum class Phase : std::uint8_t {
  staleness,  // what fields and windows say: before any condition
  argument,
  derived,    // conditions of derived events
  condition,  // conditions of rules
  hold,       // ends of `for` and `grace`
  deadline,   // duties
  release,    // raises
  assessment,
};

struct Timer {
  Time at = 0;
  Phase phase = Phase::staleness;
  std::int32_t order = 0;  // rule order, derived order, stream or aggregate
  SubjectId subject = 0;
};

class Timers {
 public:
  explicit Timers(const StableVector<Subject>& subjects) : queue_(Later{&subjects}) {}
  void arm(const Timer& t) { queue_.push(t); }
  bool empty() const { return queue_.empty(); }
  Time next() const { return queue_.empty() ? core::kNever : queue_.top().at; }
  Timer take() {
    Timer t = queue_.top();
    queue_.pop();
    return t;
  }
  std::size_t size() const { return queue_.size(); }

 private:
  struct Later {
    const StableVector<Subject>* subjects;
    bool operator()(const Timer& a, const Timer& b) const {
      if (a.at != b.at) return a.at > b.at;
      if (a.phase != b.phase) return a.phase > b.phase;
      if (a.order != b.order) return a.order > b.order;
      if (a.subject == b.subject) return false;
      return (*subjects)[a.subject].key > (*subjects)[b.subject].key;
    }
  };
  std::priority_queue<Timer, std::vector<Timer>, Later> queue_;
};

}  // namespace tripline::engine
