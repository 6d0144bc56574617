// How far rules are from their lines: in closings and occurrences the value furthest over, in the summary the least there has been.
#include <algorithm>
#include <cmath>

#include "core/decimal.hpp"
#include "core/exact_quantity.hpp"
#include "core/wide.hpp"
#include "engine/run/machine.hpp"
#include "engine/run/phrases.hpp"

namespace tripline::engine {

using core::Json;
using model::TypeKind;
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
  if (less) least = {now, i.subject};
  if (worst != nullptr) *worst = std::move(now);
}

Worst Machine::worst_of(const Evaluator::Margin& m, Scope& scope) const {
  return {true, m, evaluator_.compared(m.comparison, scope), evaluator_.limit_of(m, scope)};
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

namespace {

// What lies between two whole numbers; exactly, as all that follows.
core::ExactQuantity exact_whole(core::Wide x) {
  return {x < 0, core::Natural(static_cast<core::U128>(x < 0 ? -x : x)), core::Natural(1), 0};
}

// A length of time to the nanosecond, of days apart 24 h each.
core::Duration length_of(core::Wide apart, bool days) {
  const core::Wide ns = days ? apart * core::kDay : apart;
  return static_cast<core::Duration>(std::clamp<core::Wide>(ns, -INT64_MAX, INT64_MAX));
}

}  // namespace

// From the quantities as they are written, rounded once: whoever reckons it again from the record comes to the same.
Machine::HowFar Machine::how_far(const Worst& w) const {
  const Evaluator::Margin& m = w.margin;
  const Evaluator::Compared &value = w.value, &limit = w.limit;
  const bool negative = m.amount < 0;
  const auto type = [&](const Evaluator::Compared& c) -> const model::Type& { return wording_.type_of(c.side); };
  if (value.value.tag() == Tag::number && limit.value.tag() == Tag::number) {
    const auto written = [&](const Evaluator::Compared& c) {
      return core::as_printed(c.value.as_number(), type(c).unit);
    };
    const core::ExactQuantity line = written(limit);
    core::ExactQuantity gap = core::difference(written(value), line);
    if (m.amount == 0) gap = {};
    if (m.measure == Measure::share) {
      gap = core::quotient(std::move(gap), line);
      gap.negative = negative;
      return {Json(gap.nearest()), gap.nearest(), {}};
    }
    gap.negative = negative;
    core::Unit unit = type(evaluator_.first_of(m.comparison) == limit.side ? limit : value).unit;
    if (unit.affine())
      unit = core::base_unit(unit.dimension);  // points on a scale of temperatures lie so many kelvins apart
    const double shown = core::to_unit(std::move(gap), unit).nearest();
    Json json;
    if (!unit.text.empty()) json.set("unit", unit.text);
    std::string text;
    core::write_number(text, shown);
    return {json.set("value", shown), std::nullopt, text + core::unit_behind(unit)};
  }
  // Whole numbers: nanoseconds, days, steps of an enumeration.
  const bool sides = limit.value.known();
  const core::Wide line = sides ? evaluator_.integer_of(m.comparison, limit) : 0;
  core::Wide gap = sides ? evaluator_.integer_of(m.comparison, value) - line : static_cast<core::Wide>(m.amount);
  if ((gap < 0) != negative) gap = -gap;
  if (m.measure == Measure::share) {
    core::ExactQuantity share = core::quotient(exact_whole(gap), exact_whole(line));
    share.negative = negative;
    return {Json(share.nearest()), share.nearest(), {}};
  }
  if (type(value).kind == TypeKind::enumerated) {
    const auto steps = static_cast<std::int64_t>(gap);
    return {Json().set("unit", "steps").set("value", steps), std::nullopt,
            wording_.say(steps == 1 || steps == -1 ? phrases::kStep : phrases::kSteps, {std::to_string(steps)})};
  }
  const bool days = sides && type(value).kind == TypeKind::date && type(limit).kind == TypeKind::date;
  const std::string text = core::print_duration(length_of(gap, days));
  return {Json(text), std::nullopt, text};
}

Json Machine::worst_json(const Worst& w) const {
  return Json()
      .set("of", wording_.comparison(w.margin.comparison))
      .set("value", wording_.show(w.value.value, wording_.type_of(w.value.side)));
}

void Machine::set_worst(core::Draft& r, const Worst& w) const {
  if (w.any) r.set("worst", worst_json(w)).set("headroom", how_far(w).json);
}

}  // namespace tripline::engine
