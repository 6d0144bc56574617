#include "engine/state/signal_window.hpp"

#include <cmath>

#include "engine/state/tally.hpp"

namespace tripline::engine {

using core::ExactSum;
using dsl::model::AggregateKind;
using dsl::model::WindowKind;

namespace {

std::uint64_t rank(const Value& v) {
  std::uint64_t bits = 0;
  if (v.tag() == Tag::integer) return static_cast<std::uint64_t>(v.as_integer()) ^ (1ULL << 63);
  const double d = v.as_number() == 0 ? 0.0 : v.as_number();
  std::memcpy(&bits, &d, 8);
  return (bits >> 63) != 0 ? ~bits : bits | (1ULL << 63);
}

}  // namespace

SignalWindow::SignalWindow(const WindowSpec& spec, AggregateKind kind, bool whole, std::size_t limit, bool marked)
    : spec_(spec), kind_(kind), whole_(whole), limit_(limit), marked_(marked) {
  spec_.to -= spec_.from;  // the inner clock runs `from` behind, and on it the window is this long
  if (!linear() && !sliding()) buckets_.emplace_back();
}

bool SignalWindow::linear() const {
  return kind_ == AggregateKind::integral || kind_ == AggregateKind::duration || kind_ == AggregateKind::avg ||
         kind_ == AggregateKind::share;
}

double SignalWindow::rate(const Value& v) const {
  if (!v.known()) return 0;
  if (v.tag() == Tag::boolean) return v.as_bool() ? 1 : 0;
  return v.tag() == Tag::integer ? static_cast<double>(v.as_integer()) : v.as_number();
}

void SignalWindow::Wave::move(Time at, double from, double to, int known_step) {
  a.add_product(from, at);
  a.subtract_product(to, at);
  b.subtract(from);
  b.add(to);
  if (known_step != 0) {
    known_a.subtract_product(known_step, at);
    known_b += known_step;
  }
}

ExactSum SignalWindow::Wave::value(Time tau) const {
  ExactSum s = a;
  s.add_scaled(b, tau);
  return s;
}

ExactSum SignalWindow::Wave::known(Time tau) const {
  ExactSum s = known_a;
  s.add_product(static_cast<double>(known_b), tau);
  return s;
}

bool SignalWindow::change(Time t, std::uint32_t member, Step step, const Value& v) {
  advance(t);
  if (spec_.from == 0) return apply(t, member, step, v);
  pending_.push_back({t, member, step, v});
  return true;
}

void SignalWindow::advance(Time t) {
  while (!pending_.empty() && pending_.front().at <= t - spec_.from) {
    const Pending p = pending_.front();
    pending_.pop_front();
    move(p.at);
    apply(p.at, p.member, p.step, p.value);
  }
  move(t - spec_.from);
}

bool SignalWindow::apply(Time t, std::uint32_t member, Step step, const Value& v) {
  auto at = open_.find(member);
  if (at == open_.end()) {
    if (step == Step::leaves) return true;
    at = open_.emplace(member, Open{Value::unknown(Reason::never_seen), step == Step::appears ? core::kAlways : t})
             .first;
    if (step == Step::appears) {
      // Before its first sample: unseen time, but under `ever`, which begins with the first sample.
      if (!linear()) count_open(at->second.value, +1);
      if (v.known() && !linear()) {
        if (spec_.kind != WindowKind::ever) close(at->second, t);
        count_open(at->second.value, -1);
      } else if (!v.known()) {
        return true;
      }
    }
    const int known = v.known() ? 1 : 0;
    if (linear() && known != 0) {
      head_.move(t, 0, rate(v), 1);
      if (sliding()) bends_.push_back({t, 0, rate(v), 1});
    }
    at->second = {v, t};
    if (!linear()) count_open(v, +1);
    return evict_oldest();
  }
  Open& o = at->second;
  if (step != Step::leaves && o.value == v) return true;
  const int known_step = (step != Step::leaves && v.known() ? 1 : 0) - (o.value.known() ? 1 : 0);
  if (linear()) {
    const double to = step == Step::leaves ? 0 : rate(v);
    head_.move(t, rate(o.value), to, known_step);
    if (sliding()) bends_.push_back({t, rate(o.value), to, known_step});
  } else {
    const bool unseen = !o.value.known() && o.since == core::kAlways && spec_.kind == WindowKind::ever;
    if (!unseen) close(o, t);
    count_open(o.value, -1);
    if (step != Step::leaves) count_open(v, +1);
  }
  if (step == Step::leaves)
    open_.erase(at);
  else
    o = {v, t};
  if (!linear() && !sliding() && t == buckets_.back().begin) buckets_.back().at_begin = v;
  return evict_oldest();
}

void SignalWindow::count_open(const Value& v, int n) {
  const auto step = static_cast<std::uint64_t>(static_cast<std::int64_t>(n));
  if (!v.known()) {
    open_none_ += step;
  } else if (v.tag() == Tag::boolean) {
    (v.as_bool() ? open_true_ : open_false_) += step;
  } else if (v.tag() == Tag::number || v.tag() == Tag::integer) {
    auto& cell = open_values_[rank(v)];
    cell.second = v;
    cell.first += step;
    if (cell.first == 0) open_values_.erase(rank(v));
  }
}

void SignalWindow::close(const Open& o, Time t) {
  if (o.since == t) points_.push_back({t, t, o.value});
  if (!sliding()) {
    // A stretch that ends with the period's beginning was the period's before.
    if (o.since == t || t != buckets_.back().begin) fold(buckets_.back(), o.value, o.since == t);
    return;
  }
  closed_.push_back({o.since, t, o.value});
  if (!o.value.known())
    ++closed_none_;
  else if (o.value.tag() == Tag::boolean)
    ++(o.value.as_bool() ? closed_true_ : closed_false_);
  if ((kind_ == AggregateKind::min || kind_ == AggregateKind::max) && o.value.known()) {
    const auto beats = [&](const Value& a, const Value& b) {
      return kind_ == AggregateKind::min ? less(a, b) : less(b, a);
    };
    while (!extremes_.empty() && !beats(extremes_.back().second, o.value)) extremes_.pop_back();
    extremes_.emplace_back(gone_ + closed_.size() - 1, o.value);
  }
}

// A sample replaced at its own instant counts in min, max, once and always, but held for no time: it is neither first nor last.
void SignalWindow::fold(Bucket& b, const Value& v, bool replaced) {
  if (!v.known()) {
    b.has_none = true;
    return;
  }
  if (v.tag() == Tag::boolean) (v.as_bool() ? b.has_true : b.has_false) = true;
  if (!replaced) {
    if (!b.first.known()) b.first = v;
    b.last = v;
  }
  if (v.tag() != Tag::number && v.tag() != Tag::integer) return;
  if (!b.least.known() || less(v, b.least)) b.least = v;
  if (!b.greatest.known() || less(b.greatest, v)) b.greatest = v;
}

bool SignalWindow::evict_oldest() {
  bool kept = true;
  while (closed_.size() > limit_ || bends_.size() > limit_) {
    kept = false;
    if (!closed_.empty()) {
      blocked_until_ = std::max(blocked_until_, core::add_clamped(closed_.front().end, spec_.to));
      const Closed c = closed_.front();
      if (!c.value.known())
        --closed_none_;
      else if (c.value.tag() == Tag::boolean)
        --(c.value.as_bool() ? closed_true_ : closed_false_);
      if (!extremes_.empty() && extremes_.front().first == gone_) extremes_.pop_front();
      closed_.pop_front();
      ++gone_;
    } else {
      const Bend b = bends_.front();
      blocked_until_ = std::max(blocked_until_, core::add_clamped(b.at, spec_.to));
      tail_.move(b.at, b.from, b.to, b.known_step);
      bends_.pop_front();
    }
  }
  return kept;
}

void SignalWindow::mark(Time t) {
  advance(t);
  marked_ = true;
  mark_at_ = t;
  blocked_until_ = core::kAlways;
  if (linear()) {
    bases_.clear();
    bases_.push_back({t, head_.value(t), head_.known(t)});
    return;
  }
  at_mark_ = open_.size() == 1 ? open_.begin()->second.value : Value::unknown(Reason::no_value);
  if (sliding()) {
    closed_.clear();
    closed_true_ = closed_false_ = closed_none_ = 0;
    extremes_.clear();
    gone_ = 0;
  } else {
    buckets_.assign(1, Bucket{});
    buckets_.back().at_begin = at_mark_;
  }
  // What stood only at this very instant is in the window, which begins with it.
  for (const Closed& p : std::deque<Closed>(points_)) {
    if (p.end != t) continue;
    if (sliding()) {
      Open o{p.value, p.start};
      points_.clear();
      close(o, t);
    } else {
      fold(buckets_.back(), p.value, true);
    }
  }
}

void SignalWindow::move(Time tau) {
  if (tau <= now_) return;
  if (calendar(spec_.kind)) roll(tau);
  now_ = tau;
  points_.clear();
  if (!sliding()) return;
  const Time begin = tau - spec_.to;
  while (!bends_.empty() && bends_.front().at <= begin) {
    tail_.move(bends_.front().at, bends_.front().from, bends_.front().to, bends_.front().known_step);
    bends_.pop_front();
  }
  while (!closed_.empty() && closed_.front().end <= begin) {
    const Closed& c = closed_.front();
    if (!c.value.known())
      --closed_none_;
    else if (c.value.tag() == Tag::boolean)
      --(c.value.as_bool() ? closed_true_ : closed_false_);
    if (!extremes_.empty() && extremes_.front().first == gone_) extremes_.pop_front();
    closed_.pop_front();
    ++gone_;
  }
}

void SignalWindow::roll(Time tau) {
  const Time old_next = clock_.next();
  const bool fresh = old_next == core::kNever && clock_.begin() == core::kNever;
  if (!clock_.advance(spec_, tau)) return;
  // Every period that begins between then and now gets its beginning; those before the window's are not asked for again.
  Time begin = fresh ? clock_.begin() : std::max(old_next, clock_.first());
  while (begin <= tau) {
    if (linear()) {
      if (!fresh)
        bases_.push_back({begin, head_.value(begin), head_.known(begin)});
      else
        bases_.push_back({begin, ExactSum{}, ExactSum{}});
    } else {
      Bucket next;
      next.begin = begin;
      if (!fresh) {
        for (const auto& o : open_) {
          // Unseen time is folded once, by the period in which it ends or is asked about.
          fold(buckets_.back(), o.second.value, false);
          next.at_begin = o.second.value;
        }
      }
      buckets_.push_back(std::move(next));
    }
    const Time after = spec_.zone->start_of_next(spec_.period, begin);
    if (after > tau) break;
    begin = after;
  }
  while (bases_.size() > 1 && bases_[1].begin <= clock_.first()) bases_.pop_front();
  while (buckets_.size() > 1 && buckets_.front().begin < clock_.first()) buckets_.pop_front();
}

SignalWindow::Sums SignalWindow::sums() const {
  Sums s{head_.value(now_), head_.known(now_), head_.b, head_.known_b};
  const bool from_mark =
      spec_.kind == WindowKind::over_since && marked_ && mark_at_ != core::kAlways && mark_at_ >= now_ - spec_.to;
  if (sliding() && !from_mark) {
    s.value.subtract(tail_.value(now_ - spec_.to));
    s.known.subtract(tail_.known(now_ - spec_.to));
    s.slope.subtract(tail_.b);
    s.known_slope -= tail_.known_b;
  } else if (!bases_.empty()) {
    s.value.subtract(bases_.front().value);
    s.known.subtract(bases_.front().known);
  }
  return s;
}

SignalWindow::Bucket SignalWindow::combined() const {
  Bucket all;
  for (const Bucket& b : buckets_) {
    all.has_true = all.has_true || b.has_true;
    all.has_false = all.has_false || b.has_false;
    all.has_none = all.has_none || b.has_none;
    if (!all.first.known()) all.first = b.first;
    if (b.last.known()) all.last = b.last;
    if (b.least.known() && (!all.least.known() || less(b.least, all.least))) all.least = b.least;
    if (b.greatest.known() && (!all.greatest.known() || less(all.greatest, b.greatest))) all.greatest = b.greatest;
  }
  if (!buckets_.empty()) all.at_begin = buckets_.front().at_begin;
  all.has_true = all.has_true || closed_true_ + open_true_ > 0;
  all.has_false = all.has_false || closed_false_ + open_false_ > 0;
  all.has_none = all.has_none || closed_none_ > 0 ||
                 (open_none_ > 0 && !(spec_.kind == WindowKind::ever && open_.size() == open_none_));
  return all;
}

Value SignalWindow::result() const {
  if (spec_.kind == WindowKind::since && !marked_) return Value::unknown(Reason::no_mark);
  if (now_ < blocked_until_) return Value::unknown(Reason::over_limit);
  if (linear()) {
    const Sums s = sums();
    const bool nothing = s.known.zero();
    if (nothing && head_.known_b == 0) return Value::unknown(Reason::no_value);
    if (kind_ == AggregateKind::duration) {
      const auto n = whole_value(s.value);
      return n ? Value::integer(*n) : Value::unknown(Reason::not_finite);
    }
    if (kind_ == AggregateKind::integral) {
      const double v = s.value.divided_by(whole_ ? 1 : core::kSecond);
      return std::isfinite(v) ? Value::number(v) : Value::unknown(Reason::not_finite);
    }
    // Over no length: the value at the instant itself.
    const double v = nothing ? head_.b.divided_by(head_.known_b) : s.value.divided_by(s.known);
    return whole_ && kind_ == AggregateKind::avg ? Value::integer(std::llround(v)) : Value::number(v);
  }
  const Bucket b = combined();
  const auto or_none = [](const Value& v) { return v.known() ? v : Value::unknown(Reason::no_value); };
  const Value now = open_.size() == 1 ? open_.begin()->second.value : Value::unknown(Reason::no_value);
  switch (kind_) {
    case AggregateKind::once:
      if (b.has_true) return Value::boolean(true);
      return b.has_none || open_.empty() ? Value::unknown(Reason::undecided) : Value::boolean(false);
    case AggregateKind::always:
      if (b.has_false) return Value::boolean(false);
      return b.has_none || open_.empty() ? Value::unknown(Reason::undecided) : Value::boolean(true);
    case AggregateKind::min: {
      Value v = sliding() ? (extremes_.empty() ? Value() : extremes_.front().second) : b.least;
      if (!open_values_.empty() && (!v.known() || less(open_values_.begin()->second.second, v)))
        v = open_values_.begin()->second.second;
      return or_none(v);
    }
    case AggregateKind::max: {
      Value v = sliding() ? (extremes_.empty() ? Value() : extremes_.front().second) : b.greatest;
      if (!open_values_.empty() && (!v.known() || less(v, open_values_.rbegin()->second.second)))
        v = open_values_.rbegin()->second.second;
      return or_none(v);
    }
    case AggregateKind::first: {
      for (const Closed& c : closed_)
        if (c.value.known() && c.start != c.end) return c.value;
      return or_none(b.first.known() ? b.first : now);
    }
    case AggregateKind::last: {
      if (now.known()) return now;
      for (auto c = closed_.rbegin(); c != closed_.rend(); ++c)
        if (c->value.known() && c->start != c->end) return c->value;
      return or_none(b.last);
    }
    case AggregateKind::change: {
      Value begin;
      if (spec_.kind == WindowKind::ever)
        begin = b.first.known() ? b.first : now;
      else if (!sliding())
        begin = b.at_begin;
      else if (spec_.kind == WindowKind::over_since && mark_at_ != core::kAlways && mark_at_ > now_ - spec_.to)
        begin = at_mark_;
      else
        begin = closed_.empty() ? now : closed_.front().value;
      if (!now.known() || !begin.known()) return Value::unknown(Reason::no_value);
      if (now.tag() == Tag::integer) return Value::integer(now.as_integer() - begin.as_integer());
      return Value::number(now.as_number() - begin.as_number());
    }
    default: break;
  }
  return Value::unknown(Reason::no_value);
}

// value - c, times something positive, exactly.
ExactSum SignalWindow::excess(const ExactConstant& c, const Sums& s) const {
  ExactSum e;
  e.add_scaled(s.value, c.denominator);
  if (kind_ == AggregateKind::avg || kind_ == AggregateKind::share) {
    ExactSum part;
    part.add_scaled(s.known, c.numerator);
    e.subtract(part);
  } else {
    e.subtract_product(kind_ == AggregateKind::integral && !whole_ ? static_cast<double>(core::kSecond) : 1.0,
                       c.numerator);
  }
  return e;
}

ExactSum SignalWindow::excess_slope(const ExactConstant& c, const Sums& s) const {
  ExactSum e;
  e.add_scaled(s.slope, c.denominator);
  if (kind_ == AggregateKind::avg || kind_ == AggregateKind::share)
    e.subtract_product(static_cast<double>(s.known_slope), c.numerator);
  return e;
}

std::optional<int> SignalWindow::compare(const ExactConstant& c, bool after) const {
  if (!result().known()) return std::nullopt;
  Sums s = sums();
  if (s.known.zero() && (kind_ == AggregateKind::avg || kind_ == AggregateKind::share)) {
    s.value = head_.b;  // over no length: the value at the instant itself
    s.known.clear();
    s.known.add(static_cast<double>(head_.known_b));
    return excess(c, s).sign();
  }
  const int sign = excess(c, s).sign();
  return sign == 0 && after ? excess_slope(c, s).sign() : sign;
}

std::optional<Time> SignalWindow::next_order(const ExactConstant& c, bool after) const {
  std::optional<Time> at = next_change();
  if (!result().known()) return at;
  const Sums s = sums();
  if (s.known.zero() && (kind_ == AggregateKind::avg || kind_ == AggregateKind::share)) {
    // A window of no length grows into one: its order stays that of the value until something changes.
    return at;
  }
  const ExactSum e = excess(c, s);
  const ExactSum slope = excess_slope(c, s);
  const int sign = e.sign();
  if (slope.sign() == 0 || sign == slope.sign()) return at;
  if (sign == 0) {
    if (after) return at;
    return now_ + spec_.from;
  }
  if (const auto n = ExactSum::crossing(e, slope, false)) {
    const Time t = core::add_clamped(now_ + spec_.from, *n);
    if (!at || t < *at) at = t;
  }
  return at;
}

std::optional<Time> SignalWindow::next_change() const {
  std::optional<Time> at;
  const auto offer = [&](Time t) {
    if (!at || t < *at) at = t;
  };
  if (!pending_.empty()) offer(core::add_clamped(pending_.front().at, spec_.from));
  if (calendar(spec_.kind) && clock_.next() != core::kNever) offer(clock_.next());
  if (sliding()) {
    const Duration reach = spec_.to + spec_.from;
    // Where the window stops beginning at the mark, the value may turn.
    if (spec_.kind == WindowKind::over_since && mark_at_ != core::kAlways && mark_at_ > now_ - spec_.to)
      offer(core::add_clamped(mark_at_, reach));
    if (!bends_.empty()) offer(core::add_clamped(bends_.front().at, reach));
    if (!closed_.empty()) offer(core::add_clamped(closed_.front().end, reach));
    if (now_ < blocked_until_ && blocked_until_ != core::kNever) offer(core::add_clamped(blocked_until_, spec_.from));
  }
  return at;
}

}  // namespace tripline::engine
