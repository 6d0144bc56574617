// What a window says once more has come than it may keep: nothing at all until what it dropped would have left, then the truth again.
#include <catch2/catch.hpp>

#include "engine/state/element_window.hpp"
#include "engine/state/signal_window.hpp"
#include "state/naive.hpp"

namespace tripline::engine {
namespace {

using core::kSecond;
using core::Period;
using naive::AggregateKind;
using naive::Random;
using naive::WindowKind;

constexpr std::size_t kSmall = 4, kLarge = 1'000'000;

const core::Zone& utc() {
  static const core::Zone zone = *core::Zone::find("UTC");
  return zone;
}

struct Shape {
  const char* name;
  WindowSpec spec;
  Duration step;
};

const Shape kShapes[] = {
    {"over 10 s", {WindowKind::over, 0, 10 * kSecond, Period::day, 1, nullptr}, kSecond},
    {"over 3 s .. 10 s", {WindowKind::over, 3 * kSecond, 10 * kSecond, Period::day, 1, nullptr}, kSecond / 2},
    {"over 10 s since", {WindowKind::over_since, 0, 10 * kSecond, Period::day, 1, nullptr}, kSecond},
    {"since", {WindowKind::since, 0, 0, Period::day, 1, nullptr}, kSecond},
    {"this day", {WindowKind::this_period, 0, 0, Period::day, 1, &utc()}, 3600 * kSecond},
    {"last 2 days", {WindowKind::last_periods, 0, 0, Period::day, 2, &utc()}, 3600 * kSecond},
    {"ever", {WindowKind::ever, 0, 0, Period::day, 1, nullptr}, kSecond},
};

// A small window and a large one are told the same. `tell` tells both and says whether the small one kept everything.
template <typename Window, typename Tell>
void compare(const Shape& shape, std::uint64_t seed, Window small, Window large, bool may_drop, Tell tell) {
  Random random(seed);
  Time now = *core::parse_rfc3339("2026-01-01T00:00:00Z");
  std::optional<Time> dropped;  // when something was last dropped: it came before
  std::size_t drops = 0, truths_again = 0;
  const auto left = [&](Time t) {
    if (!dropped) return true;
    if (sliding(shape.spec.kind)) return t >= *dropped + shape.spec.to;
    return calendar(shape.spec.kind) && naive::calendar_begin(shape.spec, t) > *dropped;
  };
  const auto ask = [&](Time t) {
    small.advance(t);
    large.advance(t);
    const Value said = small.result(), truth = large.result();
    INFO("at " << t << ": " << naive::show(said) << " for " << naive::show(truth));
    if (left(t)) {
      truths_again += dropped ? 1 : 0;
      REQUIRE(said == truth);
    } else {
      REQUIRE((said == truth || (said.is_unknown() && said.reason() == Reason::over_limit)));
    }
  };
  const bool marks = shape.spec.kind == WindowKind::since || shape.spec.kind == WindowKind::over_since;
  for (int i = 0; i < 400; ++i) {
    // Now and then long enough for everything to leave.
    const Time next = now + shape.step * (random.one_in(25) ? 60 : random.below(3));
    for (int k = 1; k <= 4; ++k) ask(now + (next - now) / 4 * k);
    now = next;
    if (marks && random.one_in(20)) {
      small.mark(now);
      large.mark(now);
      dropped.reset();
    } else if (!tell(small, large, now, random)) {
      dropped = now;
      ++drops;
      const Value said = small.result();
      if (shape.spec.from == 0) REQUIRE((said.is_unknown() && said.reason() == Reason::over_limit));
    }
    ask(now);
  }
  CHECK((drops > 0) == may_drop);
  if (may_drop && shape.spec.kind != WindowKind::since && shape.spec.kind != WindowKind::ever) CHECK(truths_again > 0);
}

}  // namespace

TEST_CASE("past its limit a window over elements is unknown until what it dropped would have left") {
  for (const Shape& shape : kShapes)
    for (const AggregateKind kind : {AggregateKind::count, AggregateKind::distinct, AggregateKind::quantile,
                                     AggregateKind::sum, AggregateKind::min, AggregateKind::first})
      for (std::uint64_t seed = 1; seed <= 4; ++seed) {
        INFO("" << shape.name << ", aggregate " << static_cast<int>(kind) << ", seed " << seed);
        const auto window = [&](std::size_t limit) {
          return ElementWindow(shape.spec, kind, false, 0.5, limit, shape.spec.kind == WindowKind::since);
        };
        const bool keeps =
            sliding(shape.spec.kind) || kind == AggregateKind::distinct || kind == AggregateKind::quantile;
        compare(shape, seed, window(kSmall), window(kLarge), keeps,
                [](ElementWindow& small, ElementWindow& large, Time t, Random& random) {
                  const Value v = Value::number(static_cast<double>(random.below(6)));
                  large.add(t, Standing::in, v, {});
                  return small.add(t, Standing::in, v, {});
                });
      }
}

TEST_CASE("past its limit a window over a signal is unknown until what it dropped would have left") {
  for (const Shape& shape : kShapes)
    for (const AggregateKind kind : {AggregateKind::once, AggregateKind::min, AggregateKind::first, AggregateKind::last,
                                     AggregateKind::change, AggregateKind::integral, AggregateKind::avg})
      for (std::uint64_t seed = 1; seed <= 4; ++seed) {
        INFO("" << shape.name << ", aggregate " << static_cast<int>(kind) << ", seed " << seed);
        SignalWindow small(shape.spec, kind, false, kSmall), large(shape.spec, kind, false, kLarge);
        if (shape.spec.kind == WindowKind::since)
          for (SignalWindow* w : {&small, &large}) w->mark(core::kAlways);
        // Calendar windows, `since` and `ever` keep what each period comes to.
        const bool keeps = shape.spec.from > 0 ||
                           (sliding(shape.spec.kind) && kind != AggregateKind::once && kind != AggregateKind::last);
        bool first = true;
        double height = 0;  // rises, so that many stretches may yet be the least
        compare(shape, seed, std::move(small), std::move(large), keeps,
                [&](SignalWindow& s, SignalWindow& l, Time t, Random& random) {
                  const Value v = kind == AggregateKind::once
                                      ? Value::boolean(random.one_in(2))
                                      : Value::number(height += static_cast<double>(random.below(9) - 1));
                  const MemberStep step = std::exchange(first, false) ? MemberStep::appears : MemberStep::changes;
                  l.change(t, 0, step, v);
                  return s.change(t, 0, step, v);
                });
      }
}

TEST_CASE("what was dropped is missed up to the very instant at which it would have left") {
  const Time start = *core::parse_rfc3339("2026-01-01T00:00:00Z");
  // The third change is one too many. In `over A .. B` it enters too early and is known A later.
  for (const auto& [shape, back] : {std::pair{&kShapes[0], 10 * kSecond}, std::pair{&kShapes[1], 3 * kSecond}}) {
    INFO(shape->name);
    SignalWindow small(shape->spec, AggregateKind::integral, false, 2);
    SignalWindow large(shape->spec, AggregateKind::integral, false, kLarge);
    bool kept = true;
    for (int n = 0; n < 3; ++n) {
      const MemberStep step = n == 0 ? MemberStep::appears : MemberStep::changes;
      const Value v = Value::number(n + 1);
      large.change(start + n * kSecond, 0, step, v);
      kept = small.change(start + n * kSecond, 0, step, v);
    }
    CHECK_FALSE(kept);
    const Time known = start + back;
    for (const Time t : {known - 1, known, known + 1}) {
      small.advance(t);
      large.advance(t);
      if (t < known)
        CHECK((small.result().is_unknown() && small.result().reason() == Reason::over_limit));
      else
        CHECK(small.result() == large.result());
    }
  }
}

}  // namespace tripline::engine
