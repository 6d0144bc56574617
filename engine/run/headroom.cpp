// How far rules are from their lines: in closings and occurrences the value furthest over, in the summary the least there has been.
#include <cmath>

#include "engine/run/machine.hpp"

namespace tripline::engine {

using core::Json;
using Measure = Evaluator::Measure;

Evaluator::Margin Machine::headroom(const RulePlan& r, Scope& scope) const {
  Evaluator::Margin m = evaluator_.margin(r.condition, scope);
  if (r.source->forbid) m.amount = -m.amount;
  return m;
}

// Negative, zero or positive as the margin is less than the worst so far, the same, or not. Of two that cannot be compared, what is a share stands.
int Machine::order_of(const Evaluator::Margin& m, const Worst& than) const {
  if (!than.any) return -1;
  if (m.measure == Measure::share && than.margin.measure == Measure::share)
    return m.amount < than.margin.amount ? -1 : m.amount > than.margin.amount ? 1 : 0;
  const std::optional<int> order = evaluator_.order_of(m, than.margin);
  return order ? *order : m.measure == Measure::share ? -1 : 1;
}

// The least headroom so far, for the summary; and, with `worst`, for an episode or an occurrence.
void Machine::measure(Instance& i, Scope& scope, Worst* worst) {
  const RulePlan& r = plan_of(i);
  if (!r.bounded) return;
  const Evaluator::Margin m = headroom(r, scope);
  if (!m.known || m.measure == Measure::truth || !std::isfinite(m.amount)) return;
  Headroom& least = headroom_[static_cast<std::size_t>(r.number)];
  if (worst != nullptr && order_of(m, *worst) >= 0) worst = nullptr;
  const int order = order_of(m, least.worst);
  const bool less =
      order < 0 || (order == 0 && least.whose != i.subject && subjects_[i.subject].key < subjects_[least.whose].key);
  if (!less && worst == nullptr) return;
  Worst now = worst_of(m, scope);
  if (less) {
    least = {now, i.subject};
    RuleSummary& sum = tally(r);
    sum.has_headroom = true;
    sum.least_headroom = now.share;
    sum.headroom_distance =
        m.measure == Measure::share ? std::string() : wording_.distance_text(m.comparison, m.amount);
    sum.worst_value = wording_.show(now.value, wording_.type_of(now.side));
  }
  if (worst != nullptr) *worst = std::move(now);
}

Worst Machine::worst_of(const Evaluator::Margin& m, Scope& scope) const {
  Evaluator::Compared c = evaluator_.compared(m.comparison, scope);
  const double share = m.measure == Measure::share ? evaluator_.share_shown(m, scope) : 0;
  return {true, m, share, c.side, std::move(c.value)};
}

// What grows with time stands furthest over its line just before an element ends it.
void Machine::measure_growth(Instance& i, Time t) {
  const RulePlan& r = plan_of(i);
  LineState* line = i.line();
  if (!r.grows || line == nullptr || (!line->breach && !line->near)) return;
  Occasion o;
  o.time = t;
  Scope scope = scope_for(r, i.subject, o);
  measure(i, scope, line->breach ? &line->breach->worst : &line->near->worst);
}

Json Machine::worst_json(const Worst& w) const {
  return Json()
      .set("of", wording_.comparison(w.margin.comparison))
      .set("value", wording_.show(w.value, wording_.type_of(w.side)));
}

Json Machine::headroom_json(const Worst& w) const {
  return w.margin.measure == Measure::share ? Json(w.share) : wording_.distance(w.margin.comparison, w.margin.amount);
}

void Machine::set_worst(core::Draft& r, const Worst& w) const {
  if (w.any) r.set("worst", worst_json(w)).set("headroom", headroom_json(w));
}

}  // namespace tripline::engine
