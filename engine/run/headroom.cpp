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

// Of two that cannot be compared, what is a share of its limit stands.
bool Machine::lesser(const Evaluator::Margin& m, const Worst& than) const {
  if (!than.any) return true;
  const std::optional<int> order = evaluator_.order_of(m, than.margin);
  return order ? *order < 0 : m.measure == Measure::share;
}

// The least headroom so far, for the summary; and, with `worst`, for an episode or an occurrence.
void Machine::measure(Instance& i, Scope& scope, Worst* worst) {
  const RulePlan& r = plan_of(i);
  if (!r.bounded) return;
  const Evaluator::Margin m = headroom(r, scope);
  if (!m.known || m.measure == Measure::truth || !std::isfinite(m.amount)) return;
  Headroom& least = headroom_[static_cast<std::size_t>(r.number)];
  if (worst != nullptr && !lesser(m, *worst)) worst = nullptr;
  const bool less = lesser(m, least.worst) ||
                    (least.whose != i.subject && evaluator_.order_of(m, least.worst.margin) == std::optional(0) &&
                     subjects_[i.subject].key < subjects_[least.whose].key);
  if (!less && worst == nullptr) return;
  Evaluator::Compared c = evaluator_.compared(m.comparison, scope);
  if (less) {
    least = {{true, m, c.side, c.value}, i.subject};
    RuleSummary& sum = tally(r);
    sum.has_headroom = true;
    sum.least_headroom = m.measure == Measure::share ? m.amount : 0;
    sum.headroom_distance =
        m.measure == Measure::share ? std::string() : wording_.distance_text(m.comparison, m.amount);
    sum.worst_value = wording_.show(c.value, wording_.type_of(c.side));
  }
  if (worst != nullptr) *worst = {true, m, c.side, std::move(c.value)};
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
  return w.margin.measure == Measure::share ? Json(w.margin.amount)
                                            : wording_.distance(w.margin.comparison, w.margin.amount);
}

void Machine::set_worst(core::Draft& r, const Worst& w) const {
  if (w.any) r.set("worst", worst_json(w)).set("headroom", headroom_json(w));
}

}  // namespace tripline::engine
