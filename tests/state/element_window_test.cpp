// ElementWindow against every answer recomputed from all elements.
#include "engine/state/element_window.hpp"

#include <catch2/catch.hpp>
#include <deque>
#include <set>

#include "state/naive.hpp"

namespace tripline::engine {
namespace {

using core::kNever;
using core::kSecond;
using core::Period;
using naive::AggregateKind;
using naive::Answer;
using naive::cpp_rational;
using naive::Random;
using naive::WindowKind;

struct Element {
  Time time;
  Standing standing;
  Value value;
};

struct History {
  WindowSpec spec;
  AggregateKind kind;
  bool whole;
  cpp_rational q;
  std::vector<Element> elements;
  std::optional<std::size_t> mark = std::nullopt;  // what stands from here on came after it

  bool inside(std::size_t i, Time t) const {
    const Time at = elements[i].time;
    switch (spec.kind) {
      case WindowKind::over: return at > t - spec.to && at <= t - spec.from;
      case WindowKind::since: return mark && i >= *mark;
      case WindowKind::over_since: return at > t - spec.to && (!mark || i >= *mark);
      case WindowKind::this_period:
      case WindowKind::last_periods: return at >= naive::calendar_begin(spec, t);
      case WindowKind::last_samples: return i + static_cast<std::size_t>(spec.count) >= elements.size();
      default: return true;
    }
  }

  Answer at(Time t) const {
    if (spec.kind == WindowKind::since && !mark) return Answer::unknown();
    if (spec.kind == WindowKind::last_samples && elements.size() < static_cast<std::size_t>(spec.count))
      return Answer::unknown();
    std::vector<Value> values;
    bool undecided = false, unknown = false;
    for (std::size_t i = 0; i < elements.size(); ++i) {
      if (!inside(i, t) || elements[i].standing == Standing::out) continue;
      if (elements[i].standing == Standing::undecided)
        undecided = true;
      else if (kind != AggregateKind::count && !elements[i].value.known())
        unknown = true;
      else
        values.push_back(elements[i].value);
    }
    const auto n = static_cast<std::int64_t>(values.size());
    const auto some = [&](bool b) {
      return std::any_of(values.begin(), values.end(), [&](const Value& v) { return v.as_bool() == b; });
    };
    if (kind == AggregateKind::count) return Answer::of(Value::number(static_cast<double>(n)));
    if (kind == AggregateKind::once)
      return some(true) ? Answer::of(true) : undecided || unknown ? Answer::unknown() : Answer::of(false);
    if (kind == AggregateKind::always)
      return some(false) ? Answer::of(false) : undecided || unknown ? Answer::unknown() : Answer::of(true);
    if (unknown) return Answer::unknown();
    if (kind == AggregateKind::distinct) {
      std::vector<Value> different;
      for (const Value& v : values)
        if (std::find(different.begin(), different.end(), v) == different.end()) different.push_back(v);
      return Answer::of(Value::number(static_cast<double>(different.size())));
    }
    cpp_rational sum = 0;
    if (kind == AggregateKind::sum || kind == AggregateKind::avg || kind == AggregateKind::share)
      for (const Value& v : values) sum += naive::exact(v);
    if (kind == AggregateKind::sum) return Answer::rational(sum, whole);
    if (values.empty()) return Answer::unknown();
    const auto by_size = [](const Value& a, const Value& b) { return naive::exact(a) < naive::exact(b); };
    switch (kind) {
      case AggregateKind::avg: return Answer::rational(sum / naive::whole(n), whole);
      case AggregateKind::share: return Answer::rational(sum / naive::whole(n), false);
      case AggregateKind::min: return Answer::of(*std::min_element(values.begin(), values.end(), by_size));
      case AggregateKind::max: return Answer::of(*std::max_element(values.begin(), values.end(), by_size));
      case AggregateKind::first: return Answer::of(values.front());
      case AggregateKind::last: return Answer::of(values.back());
      case AggregateKind::change:
        if (whole) return Answer::of(Value::integer(values.back().as_integer() - values.front().as_integer()));
        return Answer::of(Value::number(values.back().as_number() - values.front().as_number()));
      case AggregateKind::quantile:
        std::sort(values.begin(), values.end(), by_size);
        return Answer::of(values[naive::quantile_rank(q, values.size()) - 1]);
      default: break;
    }
    return Answer::unknown();
  }

  // Every instant in (a, b] at which an element may enter or leave, and those next to it.
  std::set<Time> boundaries(Time a, Time b) const {
    std::set<Time> all;
    const auto put = [&](Time t) {
      for (const Time u : {t - 1, t, t + 1})
        if (u > a && u <= b) all.insert(u);
    };
    for (const Element& e : elements) {
      put(e.time + spec.from);
      put(e.time + spec.to);
    }
    if (spec.zone != nullptr && calendar(spec.kind))
      for (Time t = spec.zone->start_of(spec.period, a); t <= b; t = spec.zone->start_of_next(spec.period, t)) put(t);
    return all;
  }
};

Value random_value(Random& r, AggregateKind kind, bool whole) {
  if (r.one_in(40)) return Value::unknown(Reason::stale);
  const bool condition = kind == AggregateKind::once || kind == AggregateKind::always || kind == AggregateKind::share;
  if (condition)
    return Value::boolean(kind == AggregateKind::always ? !r.one_in(6) : r.one_in(kind == AggregateKind::once ? 6 : 2));
  if (kind == AggregateKind::distinct && r.one_in(2))
    return Value::text(r.of(std::vector<std::string>{"a", "b", "a text that does not stand inside its value", "c"}));
  if (whole) return Value::integer(r.one_in(3) ? r.below(5) : (r.below(2'000'000'000) - 1'000'000'000) * 40'000'001);
  switch (r.below(5)) {
    case 0: return Value::number(static_cast<double>(r.below(5) - 2));
    case 1: return Value::number(0.1 * static_cast<double>(r.below(100)));
    case 2: return Value::number(-0.0);
    case 3:
      return Value::number(
          std::ldexp(static_cast<double>(r.below(1LL << 50) - (1LL << 49)), static_cast<int>(r.below(120)) - 60));
    default: return Value::number(static_cast<double>(r.below(1000)) * 1e17);
  }
}

struct Shape {
  const char* name;
  WindowSpec spec;
  Time start;
  Duration step;  // what times are multiples of, give or take a nanosecond
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
      {"over 1 ns", over(0, 1), plain, 1},
      {"over 3 s .. 10 s", over(3 * kSecond, 10 * kSecond), plain, kSecond},
      {"since", {WindowKind::since, 0, 0, Period::day, 1, nullptr}, plain, kSecond},
      {"over 10 s since", {WindowKind::over_since, 0, 10 * kSecond, Period::day, 1, nullptr}, plain, kSecond},
      {"this hour", periods(Period::hour, 1), at("2026-03-28T22:30:00Z"), hour / 4},
      {"this day", periods(Period::day, 1), at("2026-03-27T22:00:00Z"), hour},
      {"this week", periods(Period::week, 1), at("2026-10-20T22:00:00Z"), 12 * hour},
      {"last 3 hours", periods(Period::hour, 3), at("2026-10-24T20:00:00Z"), hour / 2},
      {"last 3 days", periods(Period::day, 3), at("2026-03-26T00:00:00Z"), 3 * hour},
      {"last 2 months", periods(Period::month, 2), at("2026-01-20T23:00:00Z"), 60 * hour},
      {"this quarter", periods(Period::quarter, 1), at("2026-01-20T23:00:00Z"), 240 * hour},
      {"last 2 years", periods(Period::year, 2), at("2025-06-20T22:00:00Z"), 1200 * hour},
      {"last 1 samples", {WindowKind::last_samples, 0, 0, Period::day, 1, nullptr}, plain, kSecond},
      {"last 4 samples", {WindowKind::last_samples, 0, 0, Period::day, 4, nullptr}, plain, kSecond},
      {"ever", {WindowKind::ever, 0, 0, Period::day, 1, nullptr}, plain, kSecond},
  };
}

Duration gap(Random& r, const Shape& s) {
  switch (r.below(8)) {
    case 0:
    case 1: return 0;
    case 2: return 1;
    case 3: return s.step * (1 + r.below(12)) - 1;
    case 4: return s.step * (5 + r.below(40));
    default: return s.step * r.below(3);
  }
}

// One window asked at everything worth asking, one that is hardly ever asked: both must say what the history says.
class Trial {
 public:
  Trial(const Shape& shape, AggregateKind kind, bool whole, const char* q, std::uint64_t seed)
      : shape_(shape),
        history_{shape.spec, kind, whole, cpp_rational(std::string(q)), {}},
        random_(seed),
        asked_(shape.spec, kind, whole, history_.q.convert_to<double>(), 1'000'000, false),
        idle_(asked_now(kind, whole)),
        now_(shape.start) {
    INFO("" << shape.name << ", aggregate " << static_cast<int>(kind) << ", seed " << seed);
    for (int i = 0; i < 60; ++i) step();
    walk(now_ + 30 * shape_.step + 2 * shape_.spec.to);
  }

 private:
  ElementWindow asked_now(AggregateKind kind, bool whole) const {
    return ElementWindow(shape_.spec, kind, whole, history_.q.convert_to<double>(), 1'000'000, false);
  }

  void step() {
    const Time next = now_ + gap(random_, shape_);
    walk(next);
    const bool marks = shape_.spec.kind == WindowKind::since || shape_.spec.kind == WindowKind::over_since;
    if (marks && random_.one_in(6)) {
      history_.mark = history_.elements.size();
      asked_.mark(next);
      idle_.mark(next);
    } else {
      const Standing s = random_.one_in(6) ? Standing::out : random_.one_in(20) ? Standing::undecided : Standing::in;
      const Value v = s == Standing::in ? random_value(random_, history_.kind, history_.whole) : Value();
      history_.elements.push_back({next, s, v});
      asked_.add(next, s, v, {});
      idle_.add(next, s, v, {});
    }
    quiet_.reset();
    ask(next);
  }

  // Asks at every boundary up to `end`, and in between.
  void walk(Time end) {
    if (end <= now_) return;
    std::set<Time> instants = history_.boundaries(now_, end);
    for (const Time t : {now_ + 1, end - 1, end, now_ + 1 + random_.below(end - now_)})
      if (t > now_) instants.insert(t);
    for (const Time t : instants) ask(t);
    now_ = end;
  }

  void ask(Time t) {
    const Answer expected = history_.at(t);
    asked_.advance(t);
    const Value result = asked_.result();
    INFO("at " << t - shape_.start << " of " << history_.elements.size() << " elements: " << naive::show(result)
               << " for " << naive::show(expected));
    REQUIRE(expected.matches(result));
    if (random_.one_in(12)) {
      idle_.advance(t);
      REQUIRE(idle_.result() == result);
    }
    const auto next = asked_.next_change();
    if (next) REQUIRE(*next > t);
    // Until the instant announced nothing moved by itself.
    if (quiet_ && t < quiet_->until) REQUIRE(result == quiet_->value);
    quiet_ = {next ? *next : kNever, result};
  }

  struct Quiet {
    Time until;
    Value value;
  };
  Shape shape_;
  History history_;
  Random random_;
  ElementWindow asked_, idle_;
  Time now_;
  std::optional<Quiet> quiet_ = std::nullopt;
};

constexpr AggregateKind kOverElements[] = {
    AggregateKind::count,  AggregateKind::distinct, AggregateKind::quantile, AggregateKind::sum,  AggregateKind::avg,
    AggregateKind::min,    AggregateKind::max,      AggregateKind::first,    AggregateKind::last, AggregateKind::once,
    AggregateKind::always, AggregateKind::share,    AggregateKind::change};

}  // namespace

TEST_CASE("every aggregate over elements is what its whole history says, in every window") {
  for (const Shape& shape : shapes())
    for (const AggregateKind kind : kOverElements)
      for (std::uint64_t seed = 1; seed <= 3; ++seed)
        Trial(shape, kind, false, seed == 1 ? "19/20" : seed == 2 ? "1/2" : "1/10", seed);
}

TEST_CASE("aggregates over whole numbers of nanoseconds stay whole and exact") {
  for (const Shape& shape : shapes())
    for (const AggregateKind kind :
         {AggregateKind::quantile, AggregateKind::sum, AggregateKind::avg, AggregateKind::min, AggregateKind::max,
          AggregateKind::first, AggregateKind::last, AggregateKind::change})
      Trial(shape, kind, true, "3/4", 11);
}

TEST_CASE("as many samples as the limit allows are held") {
  ElementWindow window({WindowKind::last_samples, 0, 0, Period::day, 3, nullptr}, AggregateKind::sum, false, 0, 3,
                       false);
  for (int i = 0; i < 10; ++i) CHECK(window.add(i, Standing::in, Value::number(1), {}));
  CHECK(window.result() == Value::number(3));
}

TEST_CASE("evidence names the first and the last element and counts them") {
  ElementWindow window({WindowKind::over, 0, 10, Period::day, 1, nullptr}, AggregateKind::sum, false, 0, 100, false);
  for (std::uint64_t i = 1; i <= 20; ++i)
    window.add(static_cast<Time>(i), i % 2 == 0 ? Standing::in : Standing::out, Value::number(1), {0, i, {}, false});
  const Evidence e = window.evidence();
  CHECK(e.first.position == 12);
  CHECK(e.last.position == 20);
  CHECK(e.count == 5);
  window.advance(100);
  CHECK(window.evidence().count == 0);
}

TEST_CASE("a window that holds nothing may be forgotten") {
  ElementWindow window({WindowKind::over, 0, 10, Period::day, 1, nullptr}, AggregateKind::count, false, 0, 100, false);
  CHECK(window.empty());
  window.add(1, Standing::in, Value(), {});
  CHECK_FALSE(window.empty());
  window.advance(11);
  CHECK(window.empty());
}

}  // namespace tripline::engine
