#include <algorithm>
#include <cmath>
#include <utility>

#include "core/decimal.hpp"
#include "core/wide.hpp"
#include "engine/plan/exact_constant.hpp"
#include "engine/run/machine.hpp"
#include "engine/run/phrases.hpp"

namespace tripline::engine {

using core::Json;

namespace {

Tri negated(Tri t) { return t == Tri::yes ? Tri::no : t == Tri::no ? Tri::yes : t; }

Tri both(Tri a, Tri b) {
  if (a == Tri::no || b == Tri::no) return Tri::no;
  return a == Tri::yes && b == Tri::yes ? Tri::yes : Tri::unknown;
}

bool is_warning(const RulePlan& r) { return r.source->kind == model::RuleKind::warning; }

// Where a sample within the line leaves its mark: in the episode of nearness, if there is one.
Worst* nearest(const Instance& i) { return i.line() && i.line()->near ? &i.line()->near->worst : nullptr; }

LineState& line_of(Instance& i) {
  if (i.line() == nullptr) i.progress = std::make_unique<LineState>();
  return *i.line();
}

}  // namespace

Scope Machine::scope_for(const RulePlan& r, SubjectId s, const Occasion& o) {
  Scope scope;
  scope.subject = &subjects_[s];
  scope.now = o.time;
  scope.after = o.after;
  scope.held = instance(s, r.order).held.get();
  scope.reads = o.stream >= 0;
  if (r.on_event && o.stream == r.source->on && o.fields != nullptr) scope.on = {o.fields, o.time, o.stream};
  return scope;
}

Tri Machine::guard(const RulePlan& r, Scope& scope, Value* why, bool with_effective) const {
  if (!r.guarded) return Tri::yes;
  const model::Rule& m = *r.source;
  if (with_effective &&
      ((m.effective_from && scope.now < *m.effective_from) || (m.effective_to && scope.now >= *m.effective_to)))
    return Tri::no;
  Tri g = Tri::yes;
  if (m.stages != 0 && !m.stages_filter_members) {
    const Value& stage = scope.subject->stage;
    if (stage.tag() != Tag::integer) {
      g = Tri::unknown;
      *why = stage;
    } else if (((m.stages >> stage.as_integer()) & 1) == 0) {
      return Tri::no;
    }
  }
  Value reason;
  const Tri when = evaluator_.truth(r.when, scope, Tri::yes, &reason);
  if (when == Tri::no) return Tri::no;
  if (when == Tri::unknown && g == Tri::yes) *why = reason;
  const Tri unless = negated(evaluator_.truth(r.unless, scope, Tri::no, &reason));
  if (unless == Tri::unknown && g == Tri::yes && when == Tri::yes) *why = reason;
  return both(both(g, when), unless);
}

// Whether the line is crossed: its guard, told apart in `g`, and its condition.
Tri Machine::breached(const RulePlan& r, Scope& scope, Tri* g, Value* why) const {
  *g = guard(r, scope, why);
  if (*g == Tri::no) return Tri::no;
  Value reason;
  Tri c = evaluator_.truth(r.condition, scope, Tri::yes, &reason);
  if (!r.source->forbid) c = negated(c);
  if (*g == Tri::yes) *why = reason;
  return both(*g, c);
}

void Machine::look_again(Instance& i, Scope& scope) {
  const RulePlan& r = plan_of(i);
  const model::Rule& m = *r.source;
  Time next = r.moves.any() ? evaluator_.next_move(r.moves, scope) : core::kNever;
  // What is owed asks of its own opener how long ago it was, and a `while` reads the event that opened each.
  const bool of_opener = !r.moves.now_compares.empty() || (r.on_event && r.while_ != kNoNode && r.moves.any());
  if (i.duty() && of_opener)
    for (const OpenDuty& d : i.duty()->open) {
      Scope opener = scope;
      opener.opener = {&d.opener, d.opener_time, m.on};
      if (r.on_event) opener.on = opener.opener;
      next = std::min(next, evaluator_.next_move(r.moves, opener));
    }
  for (const auto& edge : {m.effective_from, m.effective_to})
    if (edge && *edge > scope.now) next = std::min(next, *edge);
  // `within A .. B`: a state that holds answers at A.
  if (i.duty() && m.due.kind == model::DueKind::within_range)
    for (const OpenDuty& d : i.duty()->open)
      if (d.from > scope.now) next = std::min(next, d.from);
  if (next != core::kNever || i.alarm.wake != core::kNever) arm(i.alarm, next, Phase::condition, i.rule, i.subject);
}

// What judge_line comes to for most samples: a simple line, nothing was over it, and nothing is now.
bool Machine::goes_on_well(const RulePlan& r, Instance& i, Scope& scope) {
  if (i.last != Tri::no || i.blind || i.alarm.wake != core::kNever) return false;
  if (const LineState* line = i.line(); line != nullptr && (line->breach || line->near)) return false;
  if (evaluator_.truth(r.condition, scope) != (r.source->forbid ? Tri::no : Tri::yes)) return false;
  measure(i, scope, nullptr);
  return true;
}

void Machine::judge_line(Instance& i, const Occasion& o) {
  const RulePlan& r = plan_of(i);
  Scope scope = scope_for(r, i.subject, o);
  if (r.held_count > 0) evaluator_.update_held(r.moves, scope);
  if (r.on_event) {
    if (o.stream == r.source->on) judge_occurrence(i, o, scope);
    if (!r.moves.held.empty()) look_again(i, scope);
    return;
  }
  Value why;
  Tri g = Tri::no;
  const Tri bad = breached(r, scope, &g, &why);
  const std::vector<int>& reads = r.source->reads;
  const bool sample =
      o.stream >= 0 &&
      (r.source->on >= 0 ? o.stream == r.source->on : std::find(reads.begin(), reads.end(), o.stream) != reads.end());
  // What ends at an instant is said before what begins there.
  if (bad != Tri::unknown && i.blind) blind(i, false, why, o.time);
  i.last = bad;
  const bool is_near = r.source->near && g == Tri::yes && bad == Tri::no && in_band(r, scope);
  if (!is_near && i.line() && i.line()->near) {
    if (r.grows) measure(i, scope, &i.line()->near->worst);
    near_ends(i, o.time);
  }
  if (bad == Tri::yes) {
    LineState& line = line_of(i);
    const bool begins = line.breach == nullptr;
    if (begins) {
      line.breach = std::make_unique<Episode>();
      line.breach->since = o.time;
      const Duration wait = r.source->has_span ? r.source->span : r.source->grace;
      if (wait > 0) {
        line.waiting = true;
        line.deadline = core::add_clamped(o.time, wait);
        timers_.arm({line.deadline, Phase::hold, i.rule, i.subject});
      }
    }
    if (sample) ++line.breach->samples;
    measure(i, scope, &line.breach->worst);
    if (begins && !line.waiting) line_open(i, o.time, scope, o);
  } else {
    if (i.line() && i.line()->breach) {
      if (i.line()->open()) line_close(i, o.time, bad == Tri::unknown ? &why : nullptr);
      i.line()->waiting = false;
      i.line()->breach.reset();
    }
    if (g == Tri::yes && bad == Tri::no) measure(i, scope, nearest(i));
  }
  if (is_near) near(i, scope, o, sample);
  if (bad == Tri::unknown) blind(i, true, why, o.time);
  if (r.timed || i.alarm.wake != core::kNever) look_again(i, scope);
}

void Machine::judge_occurrence(Instance& i, const Occasion& o, Scope& scope) {
  const RulePlan& r = plan_of(i);
  Value why;
  Tri g = Tri::no;
  const Tri bad = breached(r, scope, &g, &why);
  if (bad == Tri::unknown) {
    blind_occurrence(i, why, o);
    return;
  }
  Worst worst;
  if (bad == Tri::yes) {
    measure(i, scope, &worst);
    const bool tolerated = within_tolerance(i, o.time);
    core::Draft record = begin(is_warning(r) ? "warning" : tolerated ? "tolerated" : "violation", o.time, i);
    if (const std::string because = violated_because(r, scope); !because.empty()) record.set("because", because);
    set_worst(record, worst);
    budget(record, i);
    record.set("episode", episode_id(i, o.time));
    detail(record, i, scope, o);
    emit(record);
    count_crossing(i, tolerated, o.time, o);
    return;
  }
  if (g != Tri::yes) return;
  measure(i, scope, &worst);
  if (r.source->near && in_band(r, scope)) {
    ++tally(r).near;
    core::Draft record = begin("near", o.time, i);
    record.set("because", evaluator_.truth(r.condition, scope) == Tri::yes
                              ? wording_.because(r.condition, true, scope)
                              : wording_.because(r.condition, false, scope));
    set_worst(record, worst);
    record.set("episode", episode_id(i, o.time));
    detail(record, i, scope, o);
    emit(record);
  }
}

bool Machine::within_tolerance(Instance& i, Time at) {
  const model::Rule& m = *plan_of(i).source;
  if (!m.has_tolerate) return false;
  RingQueue<Time>& counted = line_of(i).breaches;
  while (!counted.empty() && counted.front() <= at - m.tolerate_over) counted.pop_front();
  counted.push_back(at);
  return counted.size() <= static_cast<std::size_t>(m.tolerate);
}

void Machine::line_open(Instance& i, Time at, Scope& scope, const Occasion& o) {
  const RulePlan& r = plan_of(i);
  LineState& line = *i.line();
  line.waiting = false;
  line.breach->id = episode_id(i, at);
  line.tolerated = within_tolerance(i, at);
  core::Draft record = begin(is_warning(r)    ? "warning.opened"
                             : line.tolerated ? "tolerated.opened"
                                              : "violation.opened",
                             at, i);
  record.set_time("since", line.breach->since).set("episode", line.breach->id);
  std::string because = violated_because(r, scope);
  const Duration wait = r.source->has_span ? r.source->span : r.source->grace;
  if (wait > 0) because += wording_.say(phrases::kFor, {core::print_duration_literal(wait)});
  record.set("because", because);
  budget(record, i);
  detail(record, i, scope, o);
  emit(record);
  count_crossing(i, line.tolerated, at, o);
}

void Machine::budget(core::Draft& record, const Instance& i) {
  const model::Rule& m = *plan_of(i).source;
  if (!m.has_tolerate) return;
  record.set("budget", Json()
                           .set("used", std::uint64_t{i.line()->breaches.size()})
                           .set("of", m.tolerate)
                           .set("window", core::print_duration_literal(m.tolerate_over)));
}

// What a line that was crossed comes to. A warning is no violation.
void Machine::count_crossing(Instance& i, bool tolerated, Time at, const Occasion& o) {
  const RulePlan& r = plan_of(i);
  if (is_warning(r)) {
    ++tally(r).warned;
  } else if (tolerated) {
    ++tally(r).tolerated;
  } else {
    ++tally(r).violations;
    make_violation(r, i.subject, at, decided_by(r, i.subject, o));
  }
}

void Machine::line_close(Instance& i, Time at, const Value* why) {
  LineState& line = *i.line();
  core::Draft record = begin(is_warning(plan_of(i)) ? "warning.closed"
                             : line.tolerated       ? "tolerated.closed"
                                                    : "violation.closed",
                             at, i);
  record.set_time("since", line.breach->since).set_time("until", at);
  record.set("samples", line.breach->samples).set("episode", line.breach->id);
  set_worst(record, line.breach->worst);
  if (why != nullptr) record.set_written("reason", reason_of(*why).said);
  emit(record);
}

void Machine::hold_ended(Instance& i, Time t) {
  if (!i.line() || !i.line()->waiting || i.line()->deadline != t || i.last != Tri::yes) return;
  Occasion o;
  o.time = t;
  o.after = true;
  Scope scope = scope_for(plan_of(i), i.subject, o);
  line_open(i, t, scope, o);
}

bool Machine::in_band(const RulePlan& r, Scope& scope) const {
  if (r.near_edge != kNoNode) return evaluator_.truth(r.near_edge, scope) == Tri::yes;
  const model::NearBand& band = *r.source->near;
  if (r.near_value == kNoNode) return false;
  const Value v = evaluator_.evaluate(r.near_value, scope), limit = evaluator_.evaluate(r.near_limit, scope);
  if (!v.known() || !limit.known()) return false;
  // In the unit of the limit, where 36 and 40 km/h are exactly a tenth apart; in metres a second no double is.
  const core::Unit& unit = wording_.type_of(r.near_limit).unit;
  const auto number = [&](const Value& x) {
    if (x.tag() == Tag::integer) return static_cast<double>(x.as_integer());
    return band.relative && !unit.affine() ? core::in_unit(x.as_number(), unit) : x.as_number();
  };
  const double gap = std::fabs(number(limit) - number(v));
  if (band.relative && number(limit) == 0) return false;
  // A band for lengths of time is given in seconds, as every quantity is in its base unit.
  const double width = band.relative             ? band.width * std::fabs(number(limit))
                       : v.tag() == Tag::integer ? band.width * static_cast<double>(core::kSecond)
                                                 : band.width;
  constexpr double kDoubt = 1e-9;
  if (unit.affine() || std::fabs(gap - width) > kDoubt * std::max(std::fabs(number(limit)), std::fabs(number(v))))
    return gap < width;
  // So close to the edge doubles may err: 2.7 is exactly a tenth below 3.
  const auto exactly = [&](const Value& x) {
    return x.tag() == Tag::integer ? ExactConstant{x.as_integer(), 1} : exact_constant(x.as_number(), unit);
  };
  ExactConstant step = exact_constant(band.width, band.relative || v.tag() == Tag::integer ? core::Unit{} : unit);
  if (!band.relative && v.tag() == Tag::integer) step = times(step, {core::kSecond, 1});
  const bool most = number(v) < number(limit);
  const ExactConstant edge = band_edge(exactly(limit), step, band.relative, most), at = exactly(v);
  const core::Wide left = static_cast<core::Wide>(at.numerator) * edge.denominator;
  const core::Wide right = static_cast<core::Wide>(edge.numerator) * at.denominator;
  return most ? left > right : left < right;
}

void Machine::near(Instance& i, Scope& scope, const Occasion& o, bool sample) {
  const RulePlan& r = plan_of(i);
  LineState& line = line_of(i);
  if (!line.near) {
    line.near = std::make_unique<Episode>();
    line.near->since = o.time;
    line.near->id = episode_id(i, o.time);
    ++tally(r).near;
    core::Draft record = begin("near.opened", o.time, i);
    record.set_time("since", o.time).set("episode", line.near->id);
    record.set("because", wording_.because(r.condition, !r.source->forbid, scope));
    detail(record, i, scope, o);
    emit(record);
  }
  if (sample) ++line.near->samples;
  measure(i, scope, &line.near->worst);
}

void Machine::near_ends(Instance& i, Time at) {
  const std::unique_ptr<Episode> e = std::exchange(i.line()->near, nullptr);
  core::Draft record = begin("near.closed", at, i);
  record.set_time("since", e->since).set_time("until", at).set("samples", e->samples).set("episode", e->id);
  set_worst(record, e->worst);
  emit(record);
}

}  // namespace tripline::engine
