// SignalWindow against every answer recomputed from all stretches: what each member's value was, from when until when.
#include "engine/state/signal_window.hpp"

#include <catch2/catch.hpp>
#include <set>

#include "state/naive.hpp"

namespace tripline::engine {
namespace {

using core::kAlways;
using core::kNever;
using core::kSecond;
using core::Period;
using naive::AggregateKind;
using naive::Answer;
using naive::cpp_rational;
using naive::Random;
using naive::WindowKind;
using Step = MemberStep;

struct Stretch {  // [start, end); of no length: stood at `start` alone
  std::uint32_t member;
  Time start, end;
  Value value;
  bool holds(const cpp_rational& t) const { return naive::whole(start) <= t && t < naive::whole(end); }
};

struct History {
  WindowSpec spec;
  AggregateKind kind;
  bool whole;
  std::vector<Stretch> stretches;  // in order of their starts for each member
  std::optional<Time> mark = std::nullopt;

  void change(Time t, std::uint32_t member, Step step, const Value& v) {
    for (Stretch& s : stretches)
      if (s.member == member && s.end == kNever) {
        if (step != Step::leaves && same(s.value, v)) return;
        s.end = t;
      }
    if (step == Step::leaves) return;
    // Under `ever` nobody asks what was before the first sample.
    const Value unseen = spec.kind == WindowKind::ever ? Value() : Value::unknown(Reason::never_seen);
    if (step == Step::appears) stretches.push_back({member, kAlways, same(v, unseen) ? kNever : t, unseen});
    if (step != Step::appears || !same(v, unseen)) stretches.push_back({member, t, kNever, v});
  }

  struct Range {
    cpp_rational begin, end;
    bool closed;  // the beginning itself is in it
  };
  // Unknown for another reason is another stretch: what a `where` leaves out (no reason) is not what was unseen.
  static bool same(const Value& a, const Value& b) { return a == b && (a.known() || a.reason() == b.reason()); }

  // At a rational instant: what holds just after t is what holds a fraction of a nanosecond later.
  Range range(const cpp_rational& t) const {
    const cpp_rational end = t - naive::whole(spec.from), sliding = t - naive::whole(spec.to);
    switch (spec.kind) {
      case WindowKind::over: return {sliding, end, false};
      case WindowKind::over_since:
        return mark && naive::whole(*mark) > sliding ? Range{naive::whole(*mark), end, true}
                                                     : Range{sliding, end, false};
      case WindowKind::since: return {mark ? naive::whole(*mark) : naive::whole(kAlways), end, true};
      case WindowKind::this_period:
      case WindowKind::last_periods: {
        naive::cpp_int floor = numerator(t) / denominator(t);  // instants of these tests lie after 1970
        return {naive::whole(naive::calendar_begin(spec, floor.convert_to<Time>())), end, true};
      }
      default: return {naive::whole(kAlways), end, true};
    }
  }
  static bool in(const Stretch& s, const Range& r) {
    const cpp_rational start = naive::whole(s.start), end = naive::whole(s.end);
    if (start > r.end) return false;
    if (s.start != s.end) return end > r.begin;
    return r.closed ? start >= r.begin : start > r.begin;
  }
  // Not what a `where` left out.
  bool counts(const Stretch& s, const Range& r) const {
    if (!in(s, r)) return false;
    return s.value.known() || s.value.reason() != Reason::none;
  }

  bool linear() const {
    return kind == AggregateKind::integral || kind == AggregateKind::duration || kind == AggregateKind::avg ||
           kind == AggregateKind::share;
  }

  // integral, duration, avg, share as the exact real numbers that they are.
  std::optional<cpp_rational> growing(const cpp_rational& t) const {
    if (spec.kind == WindowKind::since && !mark) return std::nullopt;
    const Range r = range(t);
    cpp_rational area = 0, time = 0, height = 0;
    std::int64_t now = 0;
    for (const Stretch& s : stretches) {
      if (!s.value.known()) continue;
      const cpp_rational v = naive::exact(s.value);
      const cpp_rational from = std::max(naive::whole(s.start), r.begin), to = std::min(naive::whole(s.end), r.end);
      if (to > from) {
        area += (to - from) * v;
        time += to - from;
      }
      if (s.holds(r.end)) {
        height += v;
        ++now;
      }
    }
    if (time == 0 && now == 0) return std::nullopt;
    if (kind == AggregateKind::duration) return area;
    if (kind == AggregateKind::integral) return area / naive::whole(whole ? 1 : kSecond);
    return time == 0 ? height / naive::whole(now) : area / time;
  }

  Answer at(Time t) const {
    if (spec.kind == WindowKind::since && !mark) return Answer::unknown();
    if (linear()) {
      const auto g = growing(naive::whole(t));
      return g ? Answer::rational(*g, kind == AggregateKind::duration || (whole && kind == AggregateKind::avg))
               : Answer::unknown();
    }
    const Range r = range(naive::whole(t));
    bool yes = false, no = false, none = false;
    std::optional<Value> least, greatest, first, last, now, begin;
    for (const Stretch& s : stretches) {
      if (s.holds(r.begin)) begin = s.value;
      if (s.holds(r.end)) now = s.value;
      if (!counts(s, r)) continue;
      if (!s.value.known()) {
        none = true;
        continue;
      }
      const Value& v = s.value;
      if (v.tag() == Tag::boolean)
        (v.as_bool() ? yes : no) = true;
      else {
        if (!least || naive::exact(v) < naive::exact(*least)) least = v;
        if (!greatest || naive::exact(v) > naive::exact(*greatest)) greatest = v;
      }
      if (s.start == s.end) continue;  // stood for no time
      if (!first) first = v;
      last = v;
    }
    const auto or_unknown = [](const std::optional<Value>& v) { return v ? Answer::of(*v) : Answer::unknown(); };
    switch (kind) {
      case AggregateKind::once: return yes ? Answer::of(true) : none || !no ? Answer::unknown() : Answer::of(false);
      case AggregateKind::always: return no ? Answer::of(false) : none || !yes ? Answer::unknown() : Answer::of(true);
      case AggregateKind::min: return or_unknown(least);
      case AggregateKind::max: return or_unknown(greatest);
      case AggregateKind::first: return or_unknown(first);
      case AggregateKind::last: return or_unknown(last);
      case AggregateKind::change: {
        if (spec.kind == WindowKind::ever) begin = first;
        if (!begin || !now || !begin->known() || !now->known()) return Answer::unknown();
        if (whole) return Answer::of(Value::integer(now->as_integer() - begin->as_integer()));
        return Answer::of(Value::number(now->as_number() - begin->as_number()));
      }
      default: return Answer::unknown();
    }
  }

  // Below, at or above c; with `after`, an instant later than t that is nearer than any other.
  std::optional<int> order(Time t, const ExactConstant& c, bool after) const {
    const cpp_rational constant = naive::whole(c.numerator) / naive::whole(c.denominator);
    const auto g = growing(naive::whole(t));
    if (!g) return std::nullopt;
    if (*g != constant || !after) return naive::sign(*g - constant);
    const auto later = growing(naive::whole(t) + cpp_rational(1) / 2);
    return later ? naive::sign(*later - constant) : 0;
  }

  // Every instant in (a, b] at which a stretch may enter or leave, and those next to it.
  std::set<Time> boundaries(Time a, Time b) const {
    std::set<Time> all;
    const auto put = [&](Time t) {
      for (const Time u : {t - 1, t, t + 1})
        if (u > a && u <= b) all.insert(u);
    };
    const auto edge = [&](Time t) {
      if (t == kAlways || t == kNever) return;
      put(t + spec.from);
      put(t + spec.to);
    };
    for (const Stretch& s : stretches) {
      edge(s.start);
      edge(s.end);
    }
    if (mark) edge(*mark);
    if (calendar(spec.kind))
      for (Time t = spec.zone->start_of(spec.period, a); t <= b; t = spec.zone->start_of_next(spec.period, t)) put(t);
    return all;
  }
};

struct Shape {
  const char* name;
  WindowSpec spec;
  Time start;
  Duration step;
};

const core::Zone& berlin() {
  static const core::Zone zone = *core::Zone::find("Europe/Berlin");
  return zone;
}

std::vector<Shape> shapes() {
  const auto at = [](const char* text) { return *core::parse_rfc3339(text); };
  const Time plain = at("2026-01-01T00:00:00Z");
  const core::Zone* z = &berlin();
  const Duration hour = 3600 * kSecond;
  const auto over = [](Duration from, Duration to) {
    return WindowSpec{WindowKind::over, from, to, Period::day, 1, nullptr};
  };
  const auto periods = [&](Period p, int n) {
    return WindowSpec{n > 1 ? WindowKind::last_periods : WindowKind::this_period, 0, 0, p, n, z};
  };
  return {
      {"over 10 s", over(0, 10 * kSecond), plain, kSecond},
      {"over 7 ns", over(0, 7), plain, 1},
      {"over 3 s .. 10 s", over(3 * kSecond, 10 * kSecond), plain, kSecond},
      {"over 8 ns .. 9 ns", over(8, 9), plain, 1},
      {"since", {WindowKind::since, 0, 0, Period::day, 1, nullptr}, plain, kSecond},
      {"over 10 s since", {WindowKind::over_since, 0, 10 * kSecond, Period::day, 1, nullptr}, plain, kSecond},
      {"this hour", periods(Period::hour, 1), at("2026-03-28T22:30:00Z"), hour / 4},
      {"this day", periods(Period::day, 1), at("2026-03-27T22:00:00Z"), hour},
      {"this week", periods(Period::week, 1), at("2026-10-20T22:00:00Z"), 12 * hour},
      {"last 3 hours", periods(Period::hour, 3), at("2026-10-24T20:00:00Z"), hour / 2},
      {"last 2 days", periods(Period::day, 2), at("2026-03-26T23:00:00Z"), 3 * hour},
      {"last 2 months", periods(Period::month, 2), at("2026-01-20T23:00:00Z"), 60 * hour},
      {"this year", periods(Period::year, 1), at("2025-06-20T22:00:00Z"), 1200 * hour},
      {"ever", {WindowKind::ever, 0, 0, Period::day, 1, nullptr}, plain, kSecond},
  };
}

Duration gap(Random& r, const Shape& s, Time now) {
  switch (r.below(9)) {
    case 0:
    case 1: return 0;
    case 2: return 1;
    case 3: return s.step * (1 + r.below(12)) - 1;
    case 4: return s.step * (5 + r.below(20));
    case 5:
      return s.spec.zone != nullptr ? s.spec.zone->start_of_next(s.spec.period, now) - now
                                    : s.step;  // on a period's first instant
    default: return s.step * r.below(3);
  }
}

bool condition(AggregateKind k) {
  return k == AggregateKind::once || k == AggregateKind::always || k == AggregateKind::share ||
         k == AggregateKind::duration;
}

Value random_value(Random& r, AggregateKind kind, bool whole, bool plain) {
  if (r.one_in(5)) return r.one_in(2) ? Value::unknown(Reason::stale) : Value();
  if (condition(kind))
    return Value::boolean(kind == AggregateKind::once     ? r.one_in(4)
                          : kind == AggregateKind::always ? !r.one_in(4)
                                                          : r.one_in(2));
  if (whole) return Value::integer(plain ? r.below(7) - 3 : (r.below(2'000'000'000) - 1'000'000'000) * 40'000'001);
  if (plain) return Value::number(static_cast<double>(r.below(9) - 4) / 2);
  switch (r.below(4)) {
    case 0: return Value::number(0.1 * static_cast<double>(r.below(100) - 50));
    case 1:
      return Value::number(
          std::ldexp(static_cast<double>(r.below(1LL << 50) - (1LL << 49)), static_cast<int>(r.below(120)) - 60));
    case 2: return Value::number(-0.0);
    default: return Value::number(static_cast<double>(r.below(1000)) * 1e17);
  }
}

// A random history, asked at every boundary and in between; a second window, hardly ever asked, must come to the same.
class Trial {
 public:
  Trial(const Shape& shape, AggregateKind kind, bool whole, bool plain, int members, std::uint64_t seed)
      : shape_(shape),
        plain_(plain),
        members_(static_cast<std::size_t>(members)),
        history_{shape.spec, kind, whole, {}},
        random_(seed),
        asked_(shape.spec, kind, whole, 1'000'000),
        idle_(shape.spec, kind, whole, 1'000'000),
        now_(shape.start) {
    INFO("" << shape.name << ", aggregate " << static_cast<int>(kind) << ", " << members << " members, seed " << seed);
    if (random_.one_in(2))
      now_ = shape.spec.zone != nullptr ? shape.spec.zone->start_of_next(shape.spec.period, now_) : now_;
    for (int i = 0; i < 45; ++i) step();
    walk(now_ + 30 * shape_.step + 2 * shape_.spec.to);
  }

 private:
  enum class Where : std::uint8_t { nowhere, here, elsewhere };

  void step() {
    const Time next = now_ + gap(random_, shape_, now_);
    walk(next);
    const bool marks = shape_.spec.kind == WindowKind::since || shape_.spec.kind == WindowKind::over_since;
    if (marks && random_.one_in(5)) {
      history_.mark = next;
      asked_.mark(next);
      idle_.mark(next);
    } else {
      change(next);
    }
    watch_.reset();
    quiet_.reset();
    ask(next);
  }

  void change(Time t) {
    const auto member = static_cast<std::uint32_t>(random_.below(static_cast<std::int64_t>(members_.size())));
    Where& where = members_[member];
    Step step = Step::changes;
    if (where == Where::nowhere) {
      step = random_.one_in(4) && members_.size() > 1 ? Step::joins : Step::appears;
      where = Where::here;
    } else if (where == Where::elsewhere) {
      step = Step::joins;
      where = Where::here;
    } else if (members_.size() > 1 && random_.one_in(6)) {
      step = Step::leaves;
      where = Where::elsewhere;
    }
    Value v = step == Step::leaves ? Value() : random_value(random_, history_.kind, history_.whole, plain_);
    if (step == Step::appears && random_.one_in(4))
      v = shape_.spec.kind == WindowKind::ever ? Value() : Value::unknown(Reason::never_seen);
    history_.change(t, member, step, v);
    CHECK(asked_.change(t, member, step, v));
    CHECK(idle_.change(t, member, step, v));
  }

  void walk(Time end) {
    if (end <= now_) return;
    std::set<Time> instants = history_.boundaries(now_, end);
    for (const Time t : {now_ + 1, end - 1, end, now_ + 1 + random_.below(end - now_)})
      if (t > now_) instants.insert(t);
    for (const Time t : instants) {
      now_ = t;
      ask(t);
    }
    now_ = end;
  }

  void ask(Time t) {
    const Answer expected = history_.at(t);
    asked_.advance(t);
    const Value result = asked_.result();
    INFO("at " << t - shape_.start << ": " << naive::show(result) << " for " << naive::show(expected));
    REQUIRE(expected.matches(result));
    if (random_.one_in(12)) {
      idle_.advance(t);
      REQUIRE(idle_.result() == result);
    }
    if (history_.linear()) ask_order(t);
    const auto next = asked_.next_change();
    if (next) REQUIRE(*next > t);
    // Until the instant announced what does not grow does not move.
    if (quiet_ && t < quiet_->until && (!history_.linear() || result.is_unknown())) REQUIRE(result == quiet_->value);
    quiet_ = {next ? *next : kNever, result};
  }

  // A watch is kept on one constant: its order stays until the instant announced, and at that instant it is another, if nothing else moves then.
  void ask_order(Time t) {
    for (const bool after : {false, true}) {
      if (watch_ && t <= watch_->until) {
        const auto order = history_.order(t, watch_->constant, after);
        INFO("the order is " << (order ? *order : 9) << " and was " << (watch_->order ? *watch_->order : 9)
                             << ", due in " << watch_->until - t << (after ? ", after" : ""));
        if (t < watch_->until) REQUIRE(order == watch_->order);
      }
      for (const ExactConstant& c : {watch_ ? watch_->constant : constant(t), constant(t)}) {
        INFO("compared with " << c.numerator << " / " << c.denominator << (after ? ", after" : ""));
        REQUIRE(asked_.compare(c, after) == history_.order(t, c, after));
        const auto due = asked_.next_order(c, after);
        const auto moves = asked_.next_change();
        if (due) REQUIRE(*due >= t + (after ? 1 : 0));
        if (moves) REQUIRE((due && *due <= *moves));
        if (due && (!moves || *due < *moves)) {
          // Nothing enters or leaves until then: the crossing itself, to the nanosecond.
          const auto now = history_.order(t, c, after);
          if (*due == t)
            REQUIRE(history_.order(t, c, true) != now);
          else {
            REQUIRE(history_.order(*due - 1, c, true) == now);
            REQUIRE(history_.order(*due, c, false) != now);
          }
        }
        // The order is linear between boundaries: whatever is the same at their ends is the same between.
        const Time horizon = due ? *due : t + 40 * shape_.step + 3 * shape_.spec.to;
        if (random_.one_in(6)) {
          for (const Time u : history_.boundaries(t, horizon - 1))
            REQUIRE(history_.order(u, c, false) == history_.order(t, c, true));
        }
        if (after) watch_ = {c, history_.order(t, c, true), due ? *due : kNever};
      }
    }
  }

  // A constant worth comparing with: what it is now, will be if nothing happens, or something near.
  ExactConstant constant(Time t) {
    const Time when = random_.one_in(3) ? t : t + random_.below(20 * shape_.step + 2 * shape_.spec.to);
    const auto g = history_.growing(naive::whole(when));
    if (!g) return {random_.below(10), 1 + random_.below(4)};
    const cpp_rational near =
        *g +
        (random_.one_in(2) ? cpp_rational(0) : cpp_rational(random_.below(7) - 3) / (1 + random_.below(1'000'000'000)));
    const naive::cpp_int top = numerator(near), bottom = denominator(near);
    if (abs(top) < 1'000'000'000'000'000'000 && bottom < 1'000'000'000'000'000'000)
      return {top.convert_to<std::int64_t>(), bottom.convert_to<std::int64_t>()};
    return {random_.below(1000), 1 + random_.below(1000)};
  }

  struct Quiet {
    Time until;
    Value value;
  };
  struct Watch {
    ExactConstant constant;
    std::optional<int> order;
    Time until;
  };
  Shape shape_;
  bool plain_;
  std::vector<Where> members_;
  History history_;
  Random random_;
  SignalWindow asked_, idle_;
  Time now_;
  std::optional<Quiet> quiet_ = std::nullopt;
  std::optional<Watch> watch_ = std::nullopt;
};

constexpr AggregateKind kOfOne[] = {AggregateKind::first, AggregateKind::last, AggregateKind::change};
constexpr AggregateKind kOfMembers[] = {AggregateKind::once, AggregateKind::always, AggregateKind::min,
                                        AggregateKind::max};
constexpr AggregateKind kGrowing[] = {AggregateKind::integral, AggregateKind::duration, AggregateKind::avg,
                                      AggregateKind::share};

}  // namespace

TEST_CASE("once, always, min, max of a signal are what its whole history says, in every window") {
  for (const Shape& shape : shapes())
    for (const AggregateKind kind : kOfMembers)
      for (const int members : {1, 3})
        for (std::uint64_t seed = 1; seed <= 4; ++seed)
          Trial(shape, kind, seed == 4 && !condition(kind), seed % 2 == 0, members, seed);
}

TEST_CASE("first, last, change of a signal are what its whole history says, in every window") {
  for (const Shape& shape : shapes())
    for (const AggregateKind kind : kOfOne)
      for (std::uint64_t seed = 1; seed <= 5; ++seed) Trial(shape, kind, seed == 4, seed % 2 == 0, 1, seed);
}

TEST_CASE(
    "integral, duration, avg, share of a signal are exact, and so are the instants at which they cross a constant") {
  for (const Shape& shape : shapes())
    for (const AggregateKind kind : kGrowing)
      for (const int members : {1, 3})
        for (std::uint64_t seed = 1; seed <= 3; ++seed)
          Trial(shape, kind, seed == 3 && !condition(kind), seed % 2 == 0, members, seed);
}

TEST_CASE("a stretch that ends with the window's beginning is not in it") {
  const core::Zone utc = *core::Zone::find("UTC");
  const Time midnight = *core::parse_rfc3339("2026-03-02T00:00:00Z");
  const WindowSpec today{WindowKind::this_period, 0, 0, Period::day, 1, &utc};
  SignalWindow max(today, AggregateKind::max, false, 100), change(today, AggregateKind::change, false, 100);
  for (SignalWindow* w : {&max, &change}) {
    w->change(midnight - 5, 0, Step::appears, Value::number(100));
    w->change(midnight, 0, Step::changes, Value::number(1));
    w->advance(midnight + 5);
  }
  CHECK(max.result() == Value::number(1));
  CHECK(change.result() == Value::number(0));
}

TEST_CASE("the slope of `over D since` turns when the mark leaves the last D") {
  SignalWindow w({WindowKind::over_since, 0, 5, Period::day, 1, nullptr}, AggregateKind::duration, false, 100);
  w.change(0, 0, Step::appears, Value::boolean(true));
  w.mark(10);
  w.change(12, 0, Step::changes, Value::boolean(false));
  const ExactConstant one{1, 1};
  CHECK(w.compare(one, true) == 1);
  REQUIRE(w.next_order(one, true));
  CHECK(*w.next_order(one, true) <= 16);
}

TEST_CASE("durations of more than 2^53 ns are told to the nanosecond") {
  SignalWindow w({WindowKind::ever, 0, 0, Period::day, 1, nullptr}, AggregateKind::duration, false, 100);
  w.change(1, 0, Step::appears, Value::boolean(true));
  w.advance(40'000'000'000'000'002);
  CHECK(w.result() == Value::integer(40'000'000'000'000'001));
}

}  // namespace tripline::engine
