// A window over a signal in continuous time (language.md, section 5, column "over a signal").
//
// Input: for each member (one subject, or all that a coarser key holds) the instants at which its value changes, in order of time; marks; instants that
// never go back. Output: the aggregate's value at the instant last advanced to, its exact order against a constant, and when that may change.
// Cost: amortised constant for each change. One thread.
#pragma once
#include <optional>
#include <variant>

#include "engine/state/growing_window.hpp"
#include "engine/state/ring_queue.hpp"
#include "engine/state/stretch_window.hpp"

namespace tripline::engine {

class SignalWindow {
 public:
  // whole: the values are whole numbers (of nanoseconds, say). limit: how much of the past is kept.
  SignalWindow(const WindowSpec& spec, dsl::model::AggregateKind kind, bool whole, std::size_t limit);

  // From `t` on the member's value is `v`; unknown: it has none, and Value() that it is left out on purpose. False: the limit was reached, and the window
  // is unknown until what went would have left.
  bool change(Time t, std::uint32_t member, MemberStep step, const Value& v, bool after = false);
  void mark(Time t);
  // after: to the state just after t.
  void advance(Time t, bool after = true);
  Value result() const;

  // integral, duration, avg, share: -1, 0, 1 as the value is below, at or above `c`; at `c` itself, with `after`, by where it is heading. nullopt: unknown
  // (result() says why).
  std::optional<int> compare(const ExactConstant& c, bool after) const;
  // The first instant at or after now (after now, with `after`) at which that order may be another.
  std::optional<Time> next_order(const ExactConstant& c, bool after) const;
  // The first instant after now at which the value may change by what enters or leaves.
  std::optional<Time> next_change() const;
  // How an integral or duration over `this PERIOD` stands; nullopt: unknown, as result() says.
  std::optional<Pace> pace() const;
  std::size_t room() const;  // bytes held beyond the object itself; long texts not counted

 private:
  struct Pending {
    Time at;
    std::uint32_t member;
    MemberStep step;
    Value value;
    bool after;  // from just after that instant on
  };
  void apply(const Pending& p);
  bool over() const { return now_ >= end_; }  // nothing changes any more
  bool ahead() const { return core::add_clamped(now_, -lag_) < entered_; }
  Time outside(Time inner) const { return core::add_clamped(inner, lag_); }
  std::optional<Time> sooner(std::optional<Time> inner) const;

  // `over A .. B` is the window over B - A whose clock runs A behind: what happens waits for that long before it enters.
  Duration lag_;
  std::size_t limit_;
  RingQueue<Pending> pending_;
  Time now_ = core::kAlways;
  Time entered_ =
      core::kAlways;      // what had to enter before its time, for want of room: until then the window is unknown
  bool dropped_ = false;  // since the last change was told
  // `between`: a window since its beginning, which is not reached yet or behind, and whose clock stops at its end.
  std::optional<Time> awaited_;
  Time end_ = core::kNever;
  std::variant<StretchWindow, GrowingWindow> inner_;
};

}  // namespace tripline::engine
