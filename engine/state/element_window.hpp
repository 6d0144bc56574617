// A window over elements: events, or the samples of a signal (language.md, section 5).
//
// Input: elements in the order of section 7, marks, instants that never go back. Output: the aggregate's value at the instant last advanced to.
// `over`, `over … since` and `last N samples` keep their elements; calendar windows keep one account for each period, `since` and `ever`
// one in all (but for `distinct` and `quantile`, which keep the elements everywhere). Cost: amortised constant for each element. One thread.
#pragma once
#include <optional>
#include <vector>

#include "engine/state/pace.hpp"
#include "engine/state/ring_queue.hpp"
#include "engine/state/tally.hpp"
#include "engine/state/window.hpp"

namespace tripline::engine {

class ElementWindow {
 public:
  ElementWindow(const WindowSpec& spec, dsl::model::AggregateKind kind, bool whole, double q, std::size_t limit,
                bool marked);

  // An element at `t`; what it is worth was decided at its own instant. False: the limit was reached and the oldest element went.
  bool add(Time t, Standing s, Value v, const ElementRef& ref);
  void mark(Time t);  // an element that `since` names: what came before is left behind
  void advance(Time t);
  Value result() const;
  // How a sum or count over `this PERIOD` stands; nullopt: unknown, as result() says.
  std::optional<Pace> pace() const;
  // The first instant after the one last advanced to at which elements enter or leave by themselves.
  std::optional<Time> next_change() const;
  Evidence evidence() const;
  std::size_t room() const;  // bytes held beyond the object itself; long texts not counted
  bool empty() const;  // holds nothing now and nothing to come: may be forgotten where it is one of many partitions

 private:
  struct Entry {
    Time time;
    Standing standing;
    Value value;
    ElementRef ref;
  };
  // What one calendar period (or all since a mark) comes to.
  struct Bucket {
    Time begin;
    Tally tally;
    Value first, last, least, greatest;
    Evidence evidence;
  };
  bool extreme() const { return kind_ == dsl::model::AggregateKind::min || kind_ == dsl::model::AggregateKind::max; }
  bool beats(const Value& a, const Value& b) const {
    return kind_ == dsl::model::AggregateKind::min ? less(a, b) : less(b, a);
  }
  void enter();
  void leave();
  void into_bucket(Standing s, const Value& v, const ElementRef& ref);
  Value result_of_buckets() const;

  WindowSpec spec_;
  dsl::model::AggregateKind kind_;
  bool whole_;
  double q_;
  std::size_t limit_;
  bool keeps_;            // elements, not buckets
  bool marked_;           // `since`: there has been a mark
  RingQueue<Entry> log_;  // [0, inside_) are in the window, the rest wait (over A .. B)
  std::size_t inside_ = 0;
  std::uint64_t gone_ = 0;  // entries that left: log_[i] is number gone_ + i
  RingQueue<std::pair<std::uint64_t, Value>> extremes_;
  Tally tally_;
  std::vector<Bucket> buckets_;
  PeriodClock clock_;
  Time now_ = core::kAlways;
  Time blocked_until_ = core::kAlways;  // the limit was reached: unknown before this instant
};

}  // namespace tripline::engine
