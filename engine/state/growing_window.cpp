#include "engine/state/growing_window.hpp"

#include <cmath>

#include "engine/state/tally.hpp"

namespace tripline::engine {

using core::ExactSum;
using dsl::model::AggregateKind;
using dsl::model::WindowKind;

GrowingWindow::GrowingWindow(const WindowSpec& spec, AggregateKind kind, bool whole, std::size_t limit)
    : spec_(spec), kind_(kind), whole_(whole), limit_(limit) {}

bool GrowingWindow::mean() const { return kind_ == AggregateKind::avg || kind_ == AggregateKind::share; }

GrowingWindow::Slope GrowingWindow::slope_of(const Value& v) {
  if (!v.known()) return {};
  if (v.tag() == Tag::boolean) return {0, v.as_bool() ? 1.0 : 0.0, true};
  if (v.tag() == Tag::number) return {0, v.as_number(), true};
  constexpr std::int64_t kLowBits = 0xffffffff;
  return {static_cast<double>(v.as_integer() & ~kLowBits), static_cast<double>(v.as_integer() & kLowBits), true};
}

void GrowingWindow::Wave::turn(const Bend& bend) {
  const auto part = [&](double from, double to) {
    if (from != 0) {
      a.add_product(from, bend.at);
      b.subtract(from);
    }
    if (to != 0) {
      a.subtract_product(to, bend.at);
      b.add(to);
    }
  };
  part(bend.from.high, bend.to.high);
  part(bend.from.low, bend.to.low);
  const int step = (bend.to.known ? 1 : 0) - (bend.from.known ? 1 : 0);
  if (step == 0) return;
  known_a.subtract_product(step, bend.at);
  known_b += step;
}

ExactSum GrowingWindow::Wave::value(Time t) const {
  ExactSum s = a;
  s.add_scaled(b, t);
  return s;
}

ExactSum GrowingWindow::Wave::known(Time t) const {
  ExactSum s = known_a;
  s.add_product(static_cast<double>(known_b), t);
  return s;
}

bool GrowingWindow::change(Time t, std::uint32_t member, MemberStep step, const Value& v) {
  move(t);
  Slope& open = open_[member];
  const Bend bend{t, open, step == MemberStep::leaves ? Slope{} : slope_of(v)};
  if (step == MemberStep::leaves)
    open_.erase(member);
  else
    open = bend.to;
  if (bend.from == bend.to) return true;
  head_.turn(bend);
  if (!sliding(spec_.kind)) return true;
  bends_.push_back(bend);
  if (bends_.size() <= limit_) return true;
  blocked_until_ = std::max(blocked_until_, core::add_clamped(bends_.front().at, spec_.to));
  tail_.turn(bends_.front());
  bends_.pop_front();
  return false;
}

void GrowingWindow::mark(Time t) {
  move(t);
  mark_ = t;
  blocked_until_ = core::kAlways;
  bases_.clear();
  bases_.push_back({t, head_.value(t), head_.known(t)});
  // The window will not begin before the mark again.
  for (const Bend& bend : bends_) tail_.turn(bend);
  bends_.clear();
}

void GrowingWindow::move(Time t) {
  if (t <= now_) return;
  if (calendar(spec_.kind)) {
    const bool fresh = clock_.begin() == core::kNever;
    const Time old_next = clock_.next();
    if (clock_.advance(spec_, t)) {
      // Every period that has begun since then gets its base, but for those that the window no longer reaches back to.
      for (Time period = fresh ? clock_.begin() : std::max(old_next, clock_.first()); period <= t;
           period = spec_.zone->start_of_next(spec_.period, period))
        bases_.push_back({period, head_.value(period), head_.known(period)});
      while (bases_.size() > 1 && bases_[1].begin <= clock_.first()) bases_.pop_front();
    }
  }
  now_ = t;
  while (!bends_.empty() && bends_.front().at <= begin()) {
    tail_.turn(bends_.front());
    bends_.pop_front();
  }
}

bool GrowingWindow::from_mark() const { return spec_.kind == WindowKind::over_since && mark_ && *mark_ > begin(); }

GrowingWindow::Sums GrowingWindow::sums() const {
  Sums s{head_.value(now_), head_.known(now_), head_.b, head_.known_b};
  if (sliding(spec_.kind) && !from_mark()) {
    s.value.subtract(tail_.value(begin()));
    s.known.subtract(tail_.known(begin()));
    s.slope.subtract(tail_.b);
    s.known_slope -= tail_.known_b;
  } else if (!bases_.empty()) {
    s.value.subtract(bases_.front().value);
    s.known.subtract(bases_.front().known);
  }
  return s;
}

Value GrowingWindow::result() const {
  if (spec_.kind == WindowKind::since && !mark_) return Value::unknown(Reason::no_mark);
  if (now_ < blocked_until_) return Value::unknown(Reason::over_limit);
  const Sums s = sums();
  const bool instant = s.known.zero();  // over no length: the value at the instant itself
  if (instant && head_.known_b == 0) return Value::unknown(Reason::no_value);
  if (kind_ == AggregateKind::duration) {
    const auto n = whole_value(s.value);
    return n ? Value::integer(*n) : Value::unknown(Reason::not_finite);
  }
  if (kind_ == AggregateKind::integral) {
    const double v = s.value.divided_by(whole_ ? 1 : core::kSecond);
    return std::isfinite(v) ? Value::number(v) : Value::unknown(Reason::not_finite);
  }
  ExactSum sum = instant ? head_.b : s.value, time = s.known;
  if (instant) time.add(static_cast<double>(head_.known_b));
  const double v = sum.divided_by(time);
  if (!whole_ || kind_ == AggregateKind::share) return Value::number(v);
  // The quotient may need more digits than a double has: what is left of it is divided again.
  const auto n = std::llround(v);
  ExactSum part;
  part.add_scaled(time, n);
  sum.subtract(part);
  return Value::integer(n + std::llround(sum.divided_by(time)));
}

// (value - c) times something positive, exactly.
ExactSum GrowingWindow::excess(const ExactConstant& c, const Sums& s) const {
  ExactSum e;
  e.add_scaled(s.value, c.denominator);
  if (mean()) {
    ExactSum part;
    part.add_scaled(s.known, c.numerator);
    e.subtract(part);
  } else {
    e.subtract_product(kind_ == AggregateKind::integral && !whole_ ? static_cast<double>(core::kSecond) : 1.0,
                       c.numerator);
  }
  return e;
}

ExactSum GrowingWindow::excess_slope(const ExactConstant& c, const Sums& s) const {
  ExactSum e;
  e.add_scaled(s.slope, c.denominator);
  if (mean()) e.subtract_product(static_cast<double>(s.known_slope), c.numerator);
  return e;
}

std::optional<int> GrowingWindow::compare(const ExactConstant& c, bool after) const {
  if (!result().known()) return std::nullopt;
  Sums s = sums();
  if (s.known.zero() && mean()) {
    s.value = head_.b;
    s.known.clear();
    s.known.add(static_cast<double>(head_.known_b));
    return excess(c, s).sign();
  }
  const int sign = excess(c, s).sign();
  return sign == 0 && after ? excess_slope(c, s).sign() : sign;
}

std::optional<Time> GrowingWindow::next_order(const ExactConstant& c, bool after) const {
  const std::optional<Time> change = next_change();
  if (!result().known()) return change;
  const Sums s = sums();
  if (s.known.zero() && mean()) return change;  // it grows, but from a value that it keeps until something changes
  const ExactSum e = excess(c, s), slope = excess_slope(c, s);
  const int sign = e.sign();
  if (slope.sign() == 0 || sign == slope.sign()) return change;
  if (sign == 0) return after ? change : now_;
  const auto n = ExactSum::crossing(e, slope, false);
  if (!n) return change;
  const Time crossing = core::add_clamped(now_, *n);
  return change ? std::min(*change, crossing) : crossing;
}

std::optional<Pace> GrowingWindow::pace() const {
  if (!result().known()) return std::nullopt;
  Sums s = sums();
  const bool lengths = kind_ == AggregateKind::duration;
  return Pace{std::move(s.value),
              std::move(s.slope),
              now_,
              clock_.begin(),
              clock_.next(),
              lengths || whole_ ? 1 : core::kSecond,
              lengths};
}

std::size_t GrowingWindow::room() const {
  std::size_t bytes = core::flat_bytes(open_) + bends_.room() + bases_.room();
  for (const Wave* w : {&head_, &tail_}) bytes += w->a.room() + w->b.room() + w->known_a.room();
  for (const Base& b : bases_) bytes += b.value.room() + b.known.room();
  return bytes;
}

std::optional<Time> GrowingWindow::next_change() const {
  Time at = core::kNever;
  if (calendar(spec_.kind)) at = clock_.next();
  // Where the window stops beginning at the mark, the value may turn.
  if (from_mark()) at = std::min(at, core::add_clamped(*mark_, spec_.to));
  if (!bends_.empty()) at = std::min(at, core::add_clamped(bends_.front().at, spec_.to));
  if (now_ < blocked_until_) at = std::min(at, blocked_until_);
  return at == core::kNever ? std::nullopt : std::optional(at);
}

}  // namespace tripline::engine
