#include "engine/state/stretch_window.hpp"

namespace tripline::engine {

using dsl::model::AggregateKind;
using dsl::model::WindowKind;

StretchWindow::StretchWindow(const WindowSpec& spec, AggregateKind kind, std::size_t limit)
    : spec_(spec), kind_(kind), limit_(limit) {}

bool StretchWindow::change(Time t, std::uint32_t member, MemberStep step, const Value& v) {
  move(t);
  auto at = open_.find(member);
  if (at == open_.end()) {
    if (step == MemberStep::leaves) return true;
    Open open{v, t};
    // The time before its first sample: under `ever` it is not looked at.
    const bool from_the_beginning = spec_.kind == WindowKind::ever;
    if (step == MemberStep::appears)
      open = {from_the_beginning ? Value() : Value::unknown(Reason::never_seen), core::kAlways};
    at = open_.emplace(member, open).first;
    count_open(open.value, +1);
  }
  Open& open = at->second;
  // Unknown for another reason is another stretch: what a `where` leaves out, what is stale, what was never seen.
  const bool same = open.value == v && (v.known() || open.value.reason() == v.reason());
  if (step != MemberStep::leaves && same) return true;
  const bool kept = end(open, t);
  count_open(open.value, -1);
  if (step == MemberStep::leaves) {
    open_.erase(at);
  } else {
    open = {v, t};
    count_open(v, +1);
  }
  return kept;
}

void StretchWindow::mark(Time t) {
  move(t);
  mark_ = t;
  blocked_until_ = true_leaves_ = false_leaves_ = undecided_leaves_ = core::kAlways;
  ended_.clear();
  for (const Value& v : instants_) keep(leaving(t, true), v, true);
}

void StretchWindow::move(Time t) {
  if (t <= now_) return;
  now_ = t;
  if (calendar(spec_.kind) && clock_.advance(spec_, t)) {
    earlier_leaves_ = leaves_calendar(spec_, clock_.begin() - 1);
    leaves_ = leaves_calendar(spec_, clock_.begin());
  }
  instants_.clear();
  while (!ended_.empty() && !in(ended_.front().leaves)) ended_.pop_front();
}

bool StretchWindow::end(const Open& open, Time t) {
  const bool instant = open.since == t;
  if (spec_.kind == WindowKind::since || spec_.kind == WindowKind::over_since) {
    if (instant)
      instants_.push_back(open.value);
    else if (mark_ == t)
      return true;  // it ended with the window's beginning
  }
  if (spec_.kind == WindowKind::since && !mark_) return true;
  return keep(leaving(t, instant), open.value, instant);
}

Time StretchWindow::leaving(Time end, bool instant) const {
  if (sliding(spec_.kind)) return core::add_clamped(end, spec_.to);
  if (!calendar(spec_.kind)) return core::kNever;
  // What ends with a period's beginning was the period's before.
  return end == clock_.begin() && !instant ? earlier_leaves_ : leaves_;
}

// What was replaced at its own instant counts in once, always, min and max, but held for no time: it is neither first nor last, nor stood at a beginning.
// False: the limit was reached, and the oldest went.
bool StretchWindow::keep(Time leaves, const Value& v, bool instant) {
  if (!in(leaves)) return true;
  switch (kind_) {
    case AggregateKind::once:
    case AggregateKind::always: {
      if (!v.known() && !undecided(v)) return true;
      Time& latest = !v.known() ? undecided_leaves_ : v.as_bool() ? true_leaves_ : false_leaves_;
      latest = std::max(latest, leaves);
      return true;
    }
    case AggregateKind::min:
    case AggregateKind::max: {
      if (!v.known()) return true;
      // Among several members one may end with a period's beginning after another was replaced at that very instant.
      std::vector<Ended> later;
      for (; !ended_.empty() && ended_.back().leaves > leaves; ended_.pop_back()) later.push_back(ended_.back());
      keep_extreme({leaves, v});
      for (auto e = later.rbegin(); e != later.rend(); ++e) keep_extreme(*e);
      break;
    }
    case AggregateKind::last:
      if (v.known() && !instant) {
        ended_.clear();
        ended_.push_back({leaves, v});
      }
      break;
    default: {
      const bool values_only = kind_ == AggregateKind::first || spec_.kind == WindowKind::ever;
      if (instant || (values_only && !v.known())) return true;
      if (ended_.empty() || ended_.back().leaves != leaves) ended_.push_back({leaves, v});
    }
  }
  if (ended_.size() <= limit_) return true;
  blocked_until_ = std::max(blocked_until_, ended_.front().leaves);
  ended_.pop_front();
  return false;
}

void StretchWindow::keep_extreme(Ended e) {
  while (!ended_.empty() && !beats(ended_.back().value, e.value)) ended_.pop_back();
  if (ended_.empty() || ended_.back().leaves != e.leaves) ended_.push_back(std::move(e));
}

bool StretchWindow::beats(const Value& a, const Value& b) const {
  return kind_ == AggregateKind::min ? less(a, b) : less(b, a);
}

void StretchWindow::count_open(const Value& v, std::int64_t n) {
  const auto step = static_cast<std::uint64_t>(n);
  if (undecided(v)) open_undecided_ += step;
  if (!v.known()) return;
  if (v.tag() == Tag::boolean) (v.as_bool() ? open_true_ : open_false_) += step;
  if (kind_ != AggregateKind::min && kind_ != AggregateKind::max) return;
  const auto cell = open_values_.try_emplace(rank(v), 0, v).first;
  cell->second.first += step;
  if (cell->second.first == 0) open_values_.erase(cell);
}

// Whether a stretch leaves once and always undecided: not one that a `where` left out.
bool StretchWindow::undecided(const Value& v) { return !v.known() && v.reason() != Reason::none; }

Value StretchWindow::held_now() const {
  return open_.size() == 1 ? open_.begin()->second.value : Value::unknown(Reason::no_value);
}

Value StretchWindow::extreme() const {
  Value v = ended_.empty() ? Value::unknown(Reason::no_value) : ended_.front().value;
  if (open_values_.empty()) return v;
  const Value& open = (kind_ == AggregateKind::min ? *open_values_.begin() : *open_values_.rbegin()).second.second;
  return v.known() && !beats(open, v) ? v : open;
}

Value StretchWindow::result() const {
  if (spec_.kind == WindowKind::since && !mark_) return Value::unknown(Reason::no_mark);
  if (now_ < blocked_until_) return Value::unknown(Reason::over_limit);
  const auto or_none = [](const Value& v) { return v.known() ? v : Value::unknown(Reason::no_value); };
  switch (kind_) {
    case AggregateKind::once:
    case AggregateKind::always: {
      const bool wanted = kind_ == AggregateKind::once;  // one such stretch decides
      const bool yes = open_true_ > 0 || in(true_leaves_), no = open_false_ > 0 || in(false_leaves_);
      if (wanted ? yes : no) return Value::boolean(wanted);
      if (open_undecided_ > 0 || in(undecided_leaves_)) return Value::unknown(Reason::undecided);
      return yes || no ? Value::boolean(!wanted) : Value::unknown(Reason::no_value);
    }
    case AggregateKind::min:
    case AggregateKind::max: return extreme();
    case AggregateKind::first: return or_none(ended_.empty() ? held_now() : ended_.front().value);
    case AggregateKind::last: {
      const Value now = held_now();
      return or_none(now.known() || ended_.empty() ? now : ended_.back().value);
    }
    default: {
      const Value now = held_now(), begin = ended_.empty() ? now : ended_.front().value;
      if (!now.known() || !begin.known()) return Value::unknown(Reason::no_value);
      if (now.tag() == Tag::integer) return Value::integer(now.as_integer() - begin.as_integer());
      return Value::number(now.as_number() - begin.as_number());
    }
  }
}

std::optional<Time> StretchWindow::next_change() const {
  Time at = core::kNever;
  for (const Time leaves : {true_leaves_, false_leaves_, undecided_leaves_, blocked_until_})
    if (in(leaves)) at = std::min(at, leaves);
  if (!ended_.empty()) at = std::min(at, ended_.front().leaves);
  return at == core::kNever ? std::nullopt : std::optional(at);
}

std::size_t StretchWindow::room() const {
  return core::flat_bytes(open_) + open_values_.size() * core::tree_node_bytes<decltype(open_values_)::value_type>() +
         ended_.room() + core::room_bytes(instants_);
}

}  // namespace tripline::engine
