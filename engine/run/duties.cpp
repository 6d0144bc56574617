#include <algorithm>

#include "engine/run/due.hpp"
#include "engine/run/machine.hpp"
#include "engine/run/phrases.hpp"

namespace tripline::engine {

using model::DueKind;

namespace {
constexpr Duration kCureFor = 30 * core::kDay;
}

void Machine::judge_duty(Instance& i, const Occasion& o) {
  const RulePlan& r = plan_of(i);
  const model::Rule& m = *r.source;
  Scope scope = scope_for(r, i.subject, o);
  evaluator_.update_held(r.moves, scope);
  // What an element answers was owed before it: answers first, then what ends, then what begins.
  answer(i, o, scope);
  if (m.while_) excuse(i, o);
  const bool is_every = m.due.kind == DueKind::every;
  if (r.on_event) {
    bool opens = false;
    if (o.stream == m.on) {
      Value why;
      const Tri g = guard(r, scope, &why);
      const Tri w = evaluator_.truth(r.while_, scope, Tri::yes, g == Tri::yes ? &why : nullptr);
      opens = g == Tri::yes && w == Tri::yes && due_known(r, scope, why);
      if (g != Tri::no && w != Tri::no && !opens) {
        blind_occurrence(i, why, o);
      }
    }
    if (is_every)
      every(i, o, scope, opens);
    else if (opens)
      open_duty(i, o, scope);
  } else {
    Value why;
    const Tri g = guard(r, scope, &why);
    Value reason;
    const Tri w = evaluator_.truth(r.while_, scope, Tri::yes, &reason);
    if (g == Tri::yes && w == Tri::unknown) why = reason;
    Tri now = g == Tri::no || w == Tri::no ? Tri::no : g == Tri::yes && w == Tri::yes ? Tri::yes : Tri::unknown;
    // With `by` unknown it does not open: whether it is owed is not known either.
    if (now == Tri::yes && i.last != Tri::yes && !due_known(r, scope, why)) now = Tri::unknown;
    blind(i, now == Tri::unknown, why, o.time);
    const bool becomes = now == Tri::yes && i.last != Tri::yes;
    // Back from unknown to what held before it. Where it was known to be false in between, it has become true again.
    const bool still_owed = i.last == Tri::unknown && i.duty()->held && !i.duty()->open.empty();
    i.last = now;
    if (now != Tri::unknown) i.duty()->held = now == Tri::yes;
    if (is_every)
      every(i, o, scope, now == Tri::yes);
    else if (becomes && !still_owed)
      open_duty(i, o, scope);
  }
  look_again(i, scope);
}

// Whether `by` can be said; `why` not.
bool Machine::due_known(const RulePlan& r, Scope& scope, Value& why) const {
  if (r.source->due.kind != DueKind::by_time) return true;
  const Value due = evaluator_.evaluate(r.by, scope);
  if (due.known()) return true;
  why = due.is_missing() ? Value::unknown(Reason::missing_value) : due;
  return false;
}

void Machine::open_duty(Instance& i, const Occasion& o, Scope& scope) {
  const RulePlan& r = plan_of(i);
  const model::Rule& m = *r.source;
  DutyState& state = *i.duty();
  if (state.open.size() >= limits_.open_duties) {
    limit_reached("open_duties", phrases::kOpenDuties, o.time);
    return;
  }
  OpenDuty d;
  d.opened = o.time;
  d.from = m.due.kind == DueKind::within_range ? core::add_clamped(o.time, m.due.from_span) : o.time;
  d.due = m.due.kind == DueKind::by_time ? evaluator_.evaluate(r.by, scope).as_integer()
                                         : due_at(m.due, o.time, *program_->pack);
  d.wait_until = core::add_clamped(d.due, std::max(kCureFor, d.due - d.opened));
  StreamState* on = m.on >= 0 ? evaluator_.state(m.on, subjects_[i.subject]) : nullptr;
  if (o.fields != nullptr && o.stream == m.on) {
    d.opener = *o.fields;
    d.opener_time = o.time;
    d.opened_by = sealed(o);
  } else if (on != nullptr && on->seen) {
    d.opener = on->fields;
    d.opener_time = on->time;
    d.opened_by = seal(*on, m.on);
  }
  d.id = episode_id(i, o.time);
  core::Draft record = begin("duty.opened", o.time, i);
  record.set_time("due", d.due).set("episode", d.id);
  if (d.opened_by.position != 0) record.set("opened_by", element_json(d.opened_by));
  if (m.due.kind == DueKind::within_range) record.set_time("since", d.from);
  detail(record, i, scope, o);
  emit(record);
  state.open.push_back(std::move(d));
  OpenDuty& open = state.open.back();
  // A state that already holds answers at once; within A .. B it is asked again at A.
  Occasion held = o;
  held.fields = nullptr;
  held.stream = -1;
  if (open.from <= o.time && answering(r, open, held, scope) != nullptr) {
    const OpenDuty done = std::move(open);
    state.open.pop_back();
    discharge(i, done, held, scope);
    return;
  }
  if (open.due < o.time)
    miss(i, open, o.time);
  else
    timers_.arm({open.due, Phase::deadline, i.rule, i.subject});
}

// The first alternative that answers; null: none does.
const AnswerPlan* Machine::answering(const RulePlan& r, const OpenDuty& d, const Occasion& o, Scope& scope) const {
  for (const AnswerPlan& a : r.answers) {
    if (!a.state && (o.stream != a.stream || o.fields == nullptr)) continue;
    Scope inner;
    inner.subject = scope.subject;
    inner.now = o.time;
    inner.after = o.after;
    inner.held = scope.held;
    inner.opener = {&d.opener, d.opener_time, r.source->on};
    if (o.stream == a.stream && o.fields != nullptr) inner.element = {o.fields, o.time, o.stream};
    if (evaluator_.truth(a.where, inner) == Tri::yes) return &a;
  }
  return nullptr;
}

void Machine::answer(Instance& i, const Occasion& o, Scope& scope) {
  const RulePlan& r = plan_of(i);
  if (r.source->due.kind == DueKind::every) return;
  auto& open = i.duty()->open;
  for (std::size_t n = 0; n < open.size();) {
    if (open[n].missed && o.time > open[n].wait_until) {
      open.erase(n);
      continue;
    }
    if (o.time < open[n].from || answering(r, open[n], o, scope) == nullptr) {
      ++n;
      continue;
    }
    const OpenDuty done = std::move(open[n]);
    open.erase(n);
    discharge(i, done, o, scope);
  }
}

void Machine::discharge(Instance& i, const OpenDuty& d, const Occasion& o, Scope& scope) {
  const RulePlan& r = plan_of(i);
  const bool late = d.missed || o.time > d.due;
  ++(late ? tally(r).cured : tally(r).met);
  core::Draft record = begin(late ? "duty.cured" : "duty.met", o.time, i);
  record.set_time("since", d.opened).set_time("due", d.due).set("episode", d.id);
  if (late) record.set("late_by", core::print_duration(o.time - d.due));
  if (const AnswerPlan* a = answering(r, d, o, scope)) {
    // A state that answers may hold since before what made the rule look.
    StreamState* s = o.stream == a->stream ? nullptr : evaluator_.state(a->stream, *scope.subject);
    record.set("answered_by", element_json(s != nullptr && s->seen ? seal(*s, a->stream) : sealed(o)));
  }
  if (d.opened_by.position != 0) record.set("opened_by", element_json(d.opened_by));
  emit(record);
}

void Machine::miss(Instance& i, OpenDuty& d, Time t) {
  const RulePlan& r = plan_of(i);
  d.missed = true;
  ++tally(r).missed;
  ++tally(r).violations;
  core::Draft record = begin("duty.missed", t, i);
  record.set_time("since", d.opened).set_time("due", d.due).set("episode", d.id);
  if (d.opened_by.position != 0) record.set("opened_by", element_json(d.opened_by));
  Occasion o;
  o.time = t;
  o.after = after_;  // one whose time is past is missed as it opens
  o.fields = d.opener.empty() ? nullptr : &d.opener;
  o.stream = d.opener.empty() ? -1 : r.source->on;
  Scope scope = scope_for(r, i.subject, o);
  if (scope.on.values != nullptr) scope.on.time = d.opener_time;  // not when it was missed
  std::string answers;
  for (const AnswerPlan& a : r.answers) {
    if (!answers.empty()) answers += wording_.say(phrases::kEitherAnswer);
    const std::string& name = stream(a.stream).name;
    answers += a.where == kNoNode ? name : wording_.say(phrases::kAnswerWhere, {name, wording_.label(a.where)});
  }
  record.set("because",
             r.source->due.kind == DueKind::every
                 ? wording_.say(phrases::kNoneForLonger, {answers, core::print_duration_literal(r.source->due.span)})
                 : wording_.say(phrases::kNoneBy, {answers, core::print_rfc3339(d.due)}));
  Occasion none = o;
  none.stream = -1;
  none.fields = nullptr;
  detail(record, i, scope, none);
  emit(record);
  make_violation(r, i.subject, t, d.opened_by);
}

void Machine::every(Instance& i, const Occasion& o, Scope& scope, bool opens) {
  const RulePlan& r = plan_of(i);
  DutyState& state = *i.duty();
  bool answered = false;
  if (state.running && !state.open.empty()) {
    OpenDuty& d = state.open.front();
    if (o.fields != nullptr) answered = answering(r, d, o, scope) != nullptr;
    if (answered) {
      if (d.missed) {
        ++tally(r).cured;
        core::Draft record = begin("duty.cured", o.time, i);
        record.set_time("since", state.opened).set_time("due", d.due).set("episode", d.id);
        record.set("late_by", core::print_duration(o.time - d.due));
        record.set("answered_by", element_json(sealed(o)));
        emit(record);
      }
      d.missed = false;
      state.last = o.time;
      d.due = core::add_clamped(o.time, r.source->due.span);
      timers_.arm({d.due, Phase::deadline, i.rule, i.subject});
    }
  }
  if (state.running || !opens) return;
  OpenDuty d;
  d.opened = o.time;
  d.from = o.time;
  d.due = core::add_clamped(o.time, r.source->due.span);
  d.wait_until = core::kNever;
  if (o.fields != nullptr && o.stream == r.source->on) {
    d.opener = *o.fields;
    d.opener_time = o.time;
    d.opened_by = sealed(o);
  }
  d.id = episode_id(i, o.time);
  state.running = true;
  state.opened = state.last = o.time;
  core::Draft record = begin("duty.opened", o.time, i);
  record.set_time("due", d.due).set("episode", d.id);
  if (d.opened_by.position != 0) record.set("opened_by", element_json(d.opened_by));
  detail(record, i, scope, o);
  emit(record);
  timers_.arm({d.due, Phase::deadline, i.rule, i.subject});
  state.open.clear();
  state.open.push_back(std::move(d));
}

// Ends what is owed only while something holds, and no longer does: for a duty of a signal its state, for that of an event as its opener saw it.
void Machine::excuse(Instance& i, const Occasion& o) {
  const RulePlan& r = plan_of(i);
  const Time t = o.time;
  DutyState& state = *i.duty();
  const bool is_every = r.source->due.kind == DueKind::every;
  Occasion plain = o;
  if (r.on_event) plain.fields = nullptr;
  Scope scope = scope_for(r, i.subject, plain);
  for (std::size_t n = 0; n < state.open.size();) {
    const OpenDuty& d = state.open[n];
    if (r.on_event) scope.on = {&d.opener, d.opener_time, r.source->on};
    if ((d.missed && !is_every) || evaluator_.truth(r.while_, scope) != Tri::no) {
      ++n;
      continue;
    }
    if (!d.missed) {
      ++tally(plan_of(i)).excused;
      core::Draft record = begin("duty.excused", t, i);
      record.set_time("since", d.opened).set_time("due", d.due).set("episode", d.id);
      record.set("because", wording_.say(phrases::kNoLongerHolds, {wording_.label(plan_of(i).while_)}));
      emit(record);
    }
    state.open.erase(n);
    state.running = false;
  }
}

void Machine::deadline(Instance& i, Time t) {
  for (std::size_t n = 0; n < i.duty()->open.size(); ++n) {
    OpenDuty& d = i.duty()->open[n];
    if (!d.missed && d.due <= t) miss(i, d, t);
  }
}

}  // namespace tripline::engine
