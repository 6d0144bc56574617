// once, always, min, max, first, last and change of a signal over a window (language.md, section 5).
//
// Input: for each member the instants at which its value changes, in order of time; marks; instants that never go back. Output: the aggregate at the
// instant last moved to, and when it may be another.
//
// A stretch is the time for which a member held one value. Of one that has ended it is known when it leaves the window; the window keeps those that can
// still decide the answer. Cost: amortised constant for each change. One thread.
#pragma once
#include <boost/unordered/unordered_flat_map.hpp>
#include <map>
#include <optional>
#include <vector>

#include "engine/state/ring_queue.hpp"
#include "engine/state/window.hpp"

namespace tripline::engine {

class StretchWindow {
 public:
  // limit: how many ended stretches are kept. first, last and change are of one member.
  StretchWindow(const WindowSpec& spec, dsl::model::AggregateKind kind, std::size_t limit);

  bool change(Time t, std::uint32_t member, MemberStep step, const Value& v);
  void mark(Time t);
  void move(Time t);
  Value result() const;
  std::optional<Time> next_change() const;
  std::size_t room() const;  // bytes held beyond the object itself; long texts not counted

 private:
  struct Open {
    Value value;
    Time since;
  };
  struct Ended {
    Time leaves;  // it is in the window while now < leaves
    Value value;
  };

  bool end(const Open& open, Time t);
  Time leaving(Time end, bool instant) const;
  bool keep(Time leaves, const Value& v, bool instant);
  void keep_extreme(Ended e);
  bool beats(const Value& a, const Value& b) const;
  void count_open(const Value& v, std::int64_t n);
  bool in(Time leaves) const { return leaves > now_; }
  static bool undecided(const Value& v);
  Value held_now() const;
  Value extreme() const;

  WindowSpec spec_;
  dsl::model::AggregateKind kind_;
  std::size_t limit_;
  std::optional<Time> mark_;
  Time now_ = core::kAlways;
  PeriodClock clock_;
  Time leaves_ = core::kNever,
       earlier_leaves_ = core::kNever;  // what ends in this period, and what ended in the one before
  boost::unordered_flat_map<std::uint32_t, Open> open_;
  std::uint64_t open_true_ = 0, open_false_ = 0, open_undecided_ = 0;
  std::map<std::uint64_t, std::pair<std::uint64_t, Value>> open_values_;  // min, max: place in order -> how many, value
  // When the last ended stretch of each kind leaves: all that once and always need.
  Time true_leaves_ = core::kAlways, false_leaves_ = core::kAlways, undecided_leaves_ = core::kAlways;
  // `leaves` never falls. min, max: each beats all behind it. first, change: the first of those that leave together. last: the last.
  RingQueue<Ended> ended_;
  std::vector<Value> instants_;  // held at now_ alone: a mark set at that instant has them in its window
  Time blocked_until_ = core::kAlways;
};

}  // namespace tripline::engine
