#include "engine/state/signal_window.hpp"

#include <utility>

namespace tripline::engine {

using dsl::model::AggregateKind;
using dsl::model::WindowKind;

namespace {

std::variant<StretchWindow, GrowingWindow> inner(WindowSpec spec, AggregateKind kind, bool whole, std::size_t limit) {
  spec.to -= spec.from;
  spec.from = 0;
  if (spec.kind == WindowKind::between) spec.kind = WindowKind::since;
  switch (kind) {
    case AggregateKind::integral:
    case AggregateKind::duration:
    case AggregateKind::avg:
    case AggregateKind::share: return GrowingWindow(spec, kind, whole, limit);
    default: return StretchWindow(spec, kind, limit);
  }
}

}  // namespace

SignalWindow::SignalWindow(const WindowSpec& spec, AggregateKind kind, bool whole, std::size_t limit)
    : lag_(spec.from), limit_(limit), inner_(inner(spec, kind, whole, limit)) {
  if (spec.kind != WindowKind::between) return;
  awaited_ = spec.begin;
  end_ = spec.end;
}

bool SignalWindow::change(Time t, std::uint32_t member, MemberStep step, const Value& v, bool after) {
  advance(t, after);
  if (t > end_ || (t == end_ && after)) return true;  // its last instant is inside, just after it no more
  if (lag_ == 0) {
    apply({t, member, step, v, after});
  } else {
    if (step == MemberStep::appears) {
      // Its unseen time reaches back into the window before its first sample enters.
      apply({core::add_clamped(t, -lag_), member, step, Value::unknown(Reason::never_seen), after});
      step = MemberStep::changes;
    }
    pending_.push_back({t, member, step, v, after});
    if (pending_.size() > limit_) {
      dropped_ = true;
      entered_ = pending_.front().at;
      apply(pending_.front());
      pending_.pop_front();
    }
  }
  return !std::exchange(dropped_, false);
}

void SignalWindow::mark(Time t) {
  advance(t);
  std::visit([&](auto& w) { w.mark(core::add_clamped(t, -lag_)); }, inner_);
}

void SignalWindow::advance(Time t, bool after) {
  now_ = std::max(now_, t);
  if (awaited_ && *awaited_ <= now_) {
    std::visit([this](auto& w) { w.mark(*awaited_); }, inner_);
    awaited_.reset();
  }
  const Time inside = core::add_clamped(std::min(now_, end_), -lag_);
  const auto enters = [&](const Pending& p) { return p.at < inside || (p.at == inside && (after || !p.after)); };
  for (; !pending_.empty() && enters(pending_.front()); pending_.pop_front()) apply(pending_.front());
  std::visit([&](auto& w) { w.move(inside); }, inner_);
}

void SignalWindow::apply(const Pending& p) {
  const bool kept = std::visit([&](auto& w) { return w.change(p.at, p.member, p.step, p.value); }, inner_);
  dropped_ = dropped_ || !kept;
}

Value SignalWindow::result() const {
  if (ahead()) return Value::unknown(Reason::over_limit);
  if (awaited_) return Value::unknown(Reason::no_value);
  return std::visit([](const auto& w) { return w.result(); }, inner_);
}

std::optional<int> SignalWindow::compare(const ExactConstant& c, bool after) const {
  const auto* growing = std::get_if<GrowingWindow>(&inner_);
  if (growing == nullptr || ahead() || awaited_) return std::nullopt;
  return growing->compare(c, after && !over());
}

std::optional<Time> SignalWindow::next_order(const ExactConstant& c, bool after) const {
  const auto* growing = std::get_if<GrowingWindow>(&inner_);
  if (growing == nullptr || ahead() || awaited_) return next_change();
  if (over()) return std::nullopt;
  const std::optional<Time> at = sooner(growing->next_order(c, after));
  return at && *at > end_ ? std::nullopt : at;
}

std::optional<Pace> SignalWindow::pace() const {
  const auto* growing = std::get_if<GrowingWindow>(&inner_);
  return growing == nullptr || ahead() ? std::nullopt : growing->pace();
}

std::optional<Time> SignalWindow::next_change() const {
  if (awaited_) return awaited_;
  return sooner(std::visit([](const auto& w) { return w.next_change(); }, inner_));
}

// The first of: an instant of the window's own clock, the next thing that enters, the window's being in time again.
std::optional<Time> SignalWindow::sooner(std::optional<Time> inner) const {
  Time at = inner ? outside(*inner) : core::kNever;
  if (!pending_.empty()) at = std::min(at, outside(pending_.front().at));
  if (ahead()) at = std::min(at, outside(entered_));
  return at == core::kNever ? std::nullopt : std::optional(at);
}

std::size_t SignalWindow::room() const {
  return pending_.room() + std::visit([](const auto& w) { return w.room(); }, inner_);
}

}  // namespace tripline::engine
