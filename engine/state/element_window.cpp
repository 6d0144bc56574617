#include "engine/state/element_window.hpp"

namespace tripline::engine {

using dsl::model::AggregateKind;
using dsl::model::WindowKind;

namespace {

bool keeps_elements(WindowKind w, AggregateKind k) {
  if (k == AggregateKind::distinct || k == AggregateKind::quantile) return true;
  return sliding(w) || w == WindowKind::last_samples;
}

void note(Evidence& e, const ElementRef& ref) {
  if (e.count++ == 0) e.first = ref;
  e.last = ref;
}

}  // namespace

ElementWindow::ElementWindow(const WindowSpec& spec, AggregateKind kind, bool whole, double q, std::size_t limit,
                             bool marked)
    : spec_(spec),
      kind_(kind),
      whole_(whole),
      q_(q),
      limit_(limit),
      keeps_(keeps_elements(spec.kind, kind)),
      marked_(marked),
      tally_(kind, kind == AggregateKind::quantile) {}

bool ElementWindow::add(Time t, Standing s, Value v, const ElementRef& ref) {
  advance(t);
  if (spec_.kind == WindowKind::between && (t < spec_.begin || t > spec_.end)) return true;
  if (!keeps_) {
    if (s != Standing::out) into_bucket(s, v, ref);
    return true;
  }
  // `last N` counts elements whatever their `where` says; other windows need not keep what is left out.
  if (s == Standing::out && spec_.kind != WindowKind::last_samples) return true;
  log_.push_back({t, s, std::move(v), ref});
  if (spec_.from == 0) enter();
  if (spec_.kind == WindowKind::last_samples)
    while (inside_ > static_cast<std::size_t>(spec_.count)) leave();
  bool kept = true;
  if (log_.size() > limit_) {
    const Time dropped = log_.front().time;
    const Time would_leave = sliding(spec_.kind)    ? core::add_clamped(dropped, spec_.to)
                             : calendar(spec_.kind) ? leaves_calendar(spec_, dropped)
                                                    : core::kNever;
    blocked_until_ = std::max(blocked_until_, would_leave);
    if (inside_ > 0)
      leave();
    else
      log_.pop_front();
    kept = false;
  }
  return kept;
}

void ElementWindow::enter() {
  const Entry& e = log_[inside_];
  tally_.add(e.standing, e.value);
  if (extreme() && e.standing == Standing::in && e.value.known()) {
    while (!extremes_.empty() && !beats(extremes_.back().second, e.value)) extremes_.pop_back();
    extremes_.push_back({gone_ + inside_, e.value});
  }
  ++inside_;
}

void ElementWindow::leave() {
  const Entry& e = log_.front();
  tally_.remove(e.standing, e.value);
  if (!extremes_.empty() && extremes_.front().first == gone_) extremes_.pop_front();
  log_.pop_front();
  ++gone_;
  --inside_;
}

void ElementWindow::into_bucket(Standing s, const Value& v, const ElementRef& ref) {
  const Time begin = calendar(spec_.kind) ? clock_.begin() : core::kAlways;
  if (buckets_.empty() || buckets_.back().begin != begin)
    buckets_.push_back({begin, Tally(kind_, false), {}, {}, {}, {}, {}});
  Bucket& b = buckets_.back();
  b.tally.add(s, v);
  note(b.evidence, ref);
  if (s != Standing::in || !v.known()) return;
  if (!b.first.known()) b.first = v;
  b.last = v;
  if (!extreme()) return;
  if (!b.least.known() || less(v, b.least)) b.least = v;
  if (!b.greatest.known() || less(b.greatest, v)) b.greatest = v;
}

void ElementWindow::mark(Time t) {
  advance(t);
  marked_ = true;
  log_.clear();
  inside_ = 0;
  extremes_.clear();
  tally_.clear();
  buckets_.clear();
  blocked_until_ = core::kAlways;
}

void ElementWindow::advance(Time t) {
  if (t < now_) return;
  now_ = t;
  if (calendar(spec_.kind) && clock_.advance(spec_, t)) {
    while (!buckets_.empty() && buckets_.front().begin < clock_.first()) buckets_.erase(buckets_.begin());
    while (inside_ > 0 && log_.front().time < clock_.first()) leave();
  }
  if (!sliding(spec_.kind)) return;
  const Time entered = core::add_clamped(t, -spec_.from), left = core::add_clamped(t, -spec_.to);
  while (inside_ < log_.size() && log_[inside_].time <= entered) enter();
  while (inside_ > 0 && log_.front().time <= left) leave();
}

Value ElementWindow::result() const {
  if (spec_.kind == WindowKind::since && !marked_) return Value::unknown(Reason::no_mark);
  if (now_ < blocked_until_) return Value::unknown(Reason::over_limit);
  if (spec_.kind == WindowKind::last_samples && inside_ < static_cast<std::size_t>(spec_.count))
    return Value::unknown(Reason::too_few);
  if (!keeps_) return result_of_buckets();
  switch (kind_) {
    case AggregateKind::min:
    case AggregateKind::max:
      if (tally_.blocked()) return tally_.blocking();
      return extremes_.empty() ? Value::unknown(Reason::no_value) : extremes_.front().second;
    case AggregateKind::first:
    case AggregateKind::last:
    case AggregateKind::change: {
      if (tally_.blocked()) return tally_.blocking();
      const Entry* first = nullptr;
      const Entry* last = nullptr;
      for (std::size_t i = 0; i < inside_ && first == nullptr; ++i)
        if (log_[i].standing == Standing::in) first = &log_[i];
      for (std::size_t i = inside_; i > 0 && last == nullptr; --i)
        if (log_[i - 1].standing == Standing::in) last = &log_[i - 1];
      if (first == nullptr) return Value::unknown(Reason::no_value);
      if (kind_ == AggregateKind::first) return first->value;
      if (kind_ == AggregateKind::last) return last->value;
      if (first->value.tag() == Tag::integer)
        return Value::integer(last->value.as_integer() - first->value.as_integer());
      return Value::number(last->value.as_number() - first->value.as_number());
    }
    default: return tally_.result(whole_, q_);
  }
}

std::optional<Pace> ElementWindow::pace() const {
  if (!result().known()) return std::nullopt;
  Pace p;
  for (const Bucket& b : buckets_) {
    if (kind_ == AggregateKind::count)
      p.value.add(static_cast<double>(b.tally.counted()));
    else
      p.value.add(b.tally.sum());
  }
  p.now = now_;
  p.begin = clock_.begin();
  p.end = clock_.next();
  p.whole = whole_ && kind_ == AggregateKind::sum;
  return p;
}

Value ElementWindow::result_of_buckets() const {
  const bool whole = whole_;
  if (buckets_.size() == 1 && !extreme() && kind_ != AggregateKind::first && kind_ != AggregateKind::last &&
      kind_ != AggregateKind::change)
    return buckets_.front().tally.result(whole, q_);
  Tally all(kind_, false);
  Value first, last, least, greatest;
  for (const Bucket& b : buckets_) {
    all.merge(b.tally);
    if (!first.known()) first = b.first;
    if (b.last.known()) last = b.last;
    if (b.least.known() && (!least.known() || less(b.least, least))) least = b.least;
    if (b.greatest.known() && (!greatest.known() || less(greatest, b.greatest))) greatest = b.greatest;
  }
  const auto known = [&](const Value& v) {
    if (all.blocked()) return all.blocking();
    return v.known() ? v : Value::unknown(Reason::no_value);
  };
  switch (kind_) {
    case AggregateKind::min: return known(least);
    case AggregateKind::max: return known(greatest);
    case AggregateKind::first: return known(first);
    case AggregateKind::last: return known(last);
    case AggregateKind::change:
      if (!first.known() || all.blocked()) return known(first);
      if (first.tag() == Tag::integer) return Value::integer(last.as_integer() - first.as_integer());
      return Value::number(last.as_number() - first.as_number());
    default: return all.result(whole, q_);
  }
}

std::optional<Time> ElementWindow::next_change() const {
  if (calendar(spec_.kind)) {
    if (clock_.next() == core::kNever || (buckets_.empty() && log_.empty())) return std::nullopt;
    return clock_.next();
  }
  if (!sliding(spec_.kind)) return std::nullopt;
  std::optional<Time> at;
  if (inside_ < log_.size()) at = core::add_clamped(log_[inside_].time, spec_.from);
  if (!log_.empty() && inside_ > 0) {
    const Time out = core::add_clamped(log_.front().time, spec_.to);
    at = at ? std::min(*at, out) : out;
  }
  if (now_ < blocked_until_ && blocked_until_ != core::kNever) at = at ? std::min(*at, blocked_until_) : blocked_until_;
  return at;
}

Evidence ElementWindow::evidence() const {
  Evidence e;
  if (keeps_ && spec_.kind != WindowKind::last_samples) {
    if (inside_ > 0) e = {log_[0].ref, log_[inside_ - 1].ref, inside_};
    return e;
  }
  if (keeps_) {
    for (std::size_t i = 0; i < inside_; ++i) {
      if (log_[i].standing == Standing::out) continue;
      note(e, log_[i].ref);
    }
    return e;
  }
  for (const Bucket& b : buckets_) {
    if (e.count == 0) e.first = b.evidence.first;
    e.last = b.evidence.last;
    e.count += b.evidence.count;
  }
  return e;
}

std::size_t ElementWindow::room() const {
  std::size_t bytes = log_.room() + extremes_.room() + tally_.room() + core::room_bytes(buckets_);
  for (const Bucket& b : buckets_) bytes += b.tally.room();
  return bytes;
}

bool ElementWindow::empty() const { return log_.empty() && buckets_.empty() && !marked_ && now_ >= blocked_until_; }

}  // namespace tripline::engine
