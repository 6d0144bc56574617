// integral, duration, avg and share of a signal over a window, exactly (language.md, section 5).
//
// Input: for each member the instants at which its value changes, in order of time; marks; instants that never go back. Output: the aggregate at the
// instant last moved to, its exact order against a constant, and when that order may be another.
//
// Each of the four is a difference of one cumulative function, linear between changes: its value now less its value at the window's beginning. Both
// ends of the window carry that function as a + b * t in exact sums, so that nothing is ever rounded but the answer. Cost: constant for each change.
// One thread.
#pragma once
#include <boost/unordered/unordered_flat_map.hpp>
#include <optional>

#include "core/exact_sum.hpp"
#include "engine/state/pace.hpp"
#include "engine/state/ring_queue.hpp"
#include "engine/state/window.hpp"

namespace tripline::engine {

class GrowingWindow {
 public:
  // whole: the values are whole numbers (nanoseconds, say), and so is their avg. limit: how many changes inside the window are kept.
  GrowingWindow(const WindowSpec& spec, dsl::model::AggregateKind kind, bool whole, std::size_t limit);

  bool change(Time t, std::uint32_t member, MemberStep step, const Value& v);
  void mark(Time t);
  void move(Time t);
  Value result() const;
  std::optional<int> compare(const ExactConstant& c, bool after) const;
  std::optional<Time> next_order(const ExactConstant& c, bool after) const;
  std::optional<Time> next_change() const;
  // How an integral or duration over `this PERIOD` stands; nullopt: unknown, as result() says.
  std::optional<Pace> pace() const;
  std::size_t room() const;  // bytes held beyond the object itself

 private:
  // A member's slope, exactly: a whole number of 64 bits takes two doubles. None where there is no value.
  struct Slope {
    double high = 0, low = 0;
    bool known = false;
    bool operator==(const Slope&) const = default;
  };
  static Slope slope_of(const Value& v);
  struct Bend {
    Time at;
    Slope from, to;
  };
  // Sum over members of the integral of their values (and of "has a value") from the beginning of time until t.
  struct Wave {
    core::ExactSum a, b, known_a;  // value(t) = a + b * t
    std::int64_t known_b = 0;
    void turn(const Bend& bend);
    core::ExactSum value(Time t) const;
    core::ExactSum known(Time t) const;
  };
  struct Base {  // the wave at a window's beginning
    Time begin;
    core::ExactSum value, known;
  };
  struct Sums {  // of the window as it stands
    core::ExactSum value, known, slope;
    std::int64_t known_slope;
  };

  bool mean() const;  // avg or share: the sum of values for each unit of known time
  Time begin() const { return core::add_clamped(now_, -spec_.to); }  // of a sliding window
  bool from_mark() const;
  Sums sums() const;
  core::ExactSum excess(const ExactConstant& c, const Sums& s) const;
  core::ExactSum excess_slope(const ExactConstant& c, const Sums& s) const;

  WindowSpec spec_;
  dsl::model::AggregateKind kind_;
  bool whole_;
  std::size_t limit_;
  std::optional<Time> mark_;
  Time now_ = core::kAlways;
  boost::unordered_flat_map<std::uint32_t, Slope> open_;
  Wave head_, tail_;       // at now_; at the beginning of a sliding window
  RingQueue<Bend> bends_;  // between the two
  RingQueue<Base> bases_;  // of the mark, or of the calendar periods in the window
  PeriodClock clock_;
  Time blocked_until_ = core::kAlways;
};

}  // namespace tripline::engine
