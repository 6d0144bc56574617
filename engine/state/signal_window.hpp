// A window over a signal in continuous time (language.md, section 5, column "over a signal").
//
// Input: for each member (one subject, or all that a coarser key holds) the instants at which its value changes, in order of time; marks; instants that
// never go back. Output: the aggregate's value at the instant last advanced to, its exact order against a constant, and when that may change.
// integral, duration, avg and share are differences of one cumulative function, linear between changes and kept exactly: its value now less its value
// at the window's beginning. The others keep the stretches that ended inside the window. Cost: amortised constant for each change. One thread.
#pragma once
#include <boost/unordered/unordered_flat_map.hpp>
#include <deque>
#include <map>
#include <optional>

#include "core/exact_sum.hpp"
#include "engine/state/window.hpp"

namespace tripline::engine {

// A constant that a growing aggregate is compared with: numerator / denominator, exactly as the author wrote it.
struct ExactConstant {
  std::int64_t numerator = 0;
  std::int64_t denominator = 1;
};

class SignalWindow {
 public:
  SignalWindow(const WindowSpec& spec, dsl::model::AggregateKind kind, bool whole, std::size_t limit, bool marked);

  enum class Step : std::uint8_t {
    appears,  // a member that had no sample yet: the time before counts as unseen
    joins,    // a member that comes from elsewhere: the time before is not this window's
    changes,
    leaves,
  };
  // From `t` on the member's value is `v`; unknown: it has none. False: the limit was reached and the oldest stretch went.
  bool change(Time t, std::uint32_t member, Step step, const Value& v);
  void mark(Time t);
  void advance(Time t);
  Value result() const;

  // integral, duration, avg, share: -1, 0, 1 as the value is below, at or above `c`; at `c` itself, with `after`, by where it is heading. nullopt: unknown
  // (result() says why).
  std::optional<int> compare(const ExactConstant& c, bool after) const;
  // The first instant at or after now (after now, with `after`) at which that order may be another.
  std::optional<Time> next_order(const ExactConstant& c, bool after) const;
  // The first instant after now at which the value may change by stretches that enter or leave.
  std::optional<Time> next_change() const;

 private:
  struct Open {
    Value value;
    Time since = core::kAlways;
  };
  struct
      Wave {  // sum over members of the integral of value (and of "has a value") from the beginning of time to `tau`: a + b * tau
    core::ExactSum a, b, known_a;
    std::int64_t known_b = 0;
    void move(Time at, double from, double to, int known_step);
    core::ExactSum value(Time tau) const;
    core::ExactSum known(Time tau) const;
  };
  struct Bend {
    Time at;
    double from, to;
    int known_step;
  };  // a change of the wave's slope
  struct Base {
    Time begin;
    core::ExactSum value, known;
  };  // the wave at a window's beginning
  struct Closed {
    Time start, end;
    Value value;
  };
  struct Bucket {  // what one period's stretches come to
    Time begin = core::kAlways;
    Value least, greatest, first, last, at_begin;
    bool has_true = false, has_false = false, has_none = false;
  };
  struct Pending {
    Time at;
    std::uint32_t member;
    Step step;
    Value value;
  };
  struct Sums {
    core::ExactSum value, known, slope;
    std::int64_t known_slope;
  };

  bool linear() const;
  bool sliding() const {
    return spec_.kind == dsl::model::WindowKind::over || spec_.kind == dsl::model::WindowKind::over_since;
  }
  double rate(const Value& v) const;
  bool apply(Time t, std::uint32_t member, Step step, const Value& v);
  void move(Time tau);  // the inner clock
  void roll(Time tau);  // calendar periods
  void close(const Open& o, Time t);
  void fold(Bucket& b, const Value& v, bool replaced);
  void count_open(const Value& v, int n);
  bool evict_oldest();
  Bucket combined() const;
  Sums sums() const;
  core::ExactSum excess(const ExactConstant& c, const Sums& s) const;
  core::ExactSum excess_slope(const ExactConstant& c, const Sums& s) const;

  WindowSpec spec_;
  dsl::model::AggregateKind kind_;
  bool whole_;
  std::size_t limit_;
  bool marked_;
  Time mark_at_ = core::kAlways;
  Time now_ = core::kAlways;     // inner clock: the instant asked less `from`
  std::deque<Pending> pending_;  // over A .. B: what has not entered yet
  boost::unordered_flat_map<std::uint32_t, Open> open_;
  // linear
  Wave head_, tail_;
  std::deque<Bend> bends_;  // between tail and head
  std::deque<Base> bases_;
  PeriodClock clock_;
  // the others
  std::map<std::uint64_t, std::pair<std::uint64_t, Value>> open_values_;  // rank -> how many, value
  std::uint64_t open_true_ = 0, open_false_ = 0, open_none_ = 0;
  std::deque<Closed> closed_;
  std::uint64_t closed_true_ = 0, closed_false_ = 0, closed_none_ = 0;
  std::uint64_t gone_ = 0;
  std::deque<std::pair<std::uint64_t, Value>> extremes_;
  std::deque<Bucket> buckets_;
  std::deque<Closed> points_;  // stretches of no length at now_
  Value at_mark_;
  Time blocked_until_ = core::kAlways;
};

}  // namespace tripline::engine
