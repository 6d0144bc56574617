#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "engine/run/machine.hpp"
#include "engine/run/phrases.hpp"

namespace tripline::engine {

using core::Json;

void Machine::judge_trigger(Instance& i, const Occasion& o) {
  const RulePlan& r = plan_of(i);
  const model::Rule& m = *r.source;
  TriggerState& state = *i.trigger();
  Scope scope = scope_for(r, i.subject, o);
  evaluator_.update_held(r.moves, scope);
  // `until E`: the element that ends a raise does not also begin one that was held before it.
  if (state.held && m.until && o.stream == m.until->stream && o.fields != nullptr) {
    Scope inner;
    inner.subject = scope.subject;
    inner.now = o.time;
    inner.held = scope.held;
    inner.element = {o.fields, o.time, o.stream};
    inner.opener = scope.on;
    if (evaluator_.truth(r.until_where, inner) == Tri::yes) {
      release(i, o.time);
      state.spent = i.last == Tri::yes && !r.on_event;
    }
  }
  Value why;
  if (r.on_event) {
    if (o.stream == m.on) {
      const Tri g = guard(r, scope, &why);
      if (g == Tri::unknown) {
        blind_occurrence(i, why, o);
      } else if (g == Tri::yes) {
        state.since = o.time;
        raise(i, o.time, scope, o);
      }
    }
    if (!r.moves.held.empty()) look_again(i, scope);
    return;
  }
  const Tri c = guard(r, scope, &why);
  blind(i, c == Tri::unknown, why, o.time);
  const bool becomes = c == Tri::yes && i.last != Tri::yes;
  i.last = c;
  if (c != Tri::yes) {
    state.waiting = false;
    state.spent = false;
  }
  if (becomes && !state.spent) {
    if (!(state.held && !m.raise_for && !m.until)) state.since = o.time;
    if (m.has_span && m.span > 0) {
      state.waiting = true;
      state.deadline = core::add_clamped(o.time, m.span);
      timers_.arm({state.deadline, Phase::hold, i.rule, i.subject});
    } else {
      raise(i, o.time, scope, o);
    }
  }
  if (c == Tri::no && state.held && !m.raise_for && !m.until) {
    // Outside `effective` the guard is false, but raises run on: only the condition itself ends one.
    Value ignored;
    if (guard(r, scope, &ignored, false) == Tri::no) timers_.arm({o.time, Phase::release, i.rule, i.subject});
  }
  look_again_after_raise(i, scope);
}

void Machine::trigger_hold_ended(Instance& i, Time t) {
  TriggerState& state = *i.trigger();
  if (!state.waiting || state.deadline != t || i.last != Tri::yes) return;
  state.waiting = false;
  Occasion o;
  o.time = t;
  o.after = true;
  Scope scope = scope_for(plan_of(i), i.subject, o);
  raise(i, t, scope, o);
  look_again_after_raise(i, scope);
}

void Machine::raise(Instance& i, Time t, Scope& scope, const Occasion& o) {
  const RulePlan& r = plan_of(i);
  const model::Rule& m = *r.source;
  TriggerState& state = *i.trigger();
  if (state.raised == t) return;  // nothing raises twice at one instant
  const bool restart = state.held;
  if (restart && !m.raise_for) return;
  state.held = true;
  state.raised = t;
  if (m.raise_for) {
    state.until = core::add_clamped(t, *m.raise_for);
    timers_.arm({state.until, Phase::release, i.rule, i.subject});
  }
  if (restart) {  // the one raise that is held begins again; its release says from when
    state.restarted = true;
    count_from_raise(i, t);
    return;
  }
  state.first_raised = t;
  state.restarted = false;
  state.id = episode_id(i, t);
  ++tally(r).raised;
  core::Draft record = begin("trigger.raised", t, i);
  record.set_time("since", state.since)
      .set("to", program_->pack->levels[static_cast<std::size_t>(m.level)])
      .set("episode", state.id);
  if (m.raise_for) record.set_time("until", state.until);
  std::string because = wording_.because(r.when, true, scope);
  if (m.has_span && m.span > 0) because += wording_.say(phrases::kFor, {core::print_duration_literal(m.span)});
  if (!because.empty()) record.set("because", because);
  detail(record, i, scope, o);
  emit(record);  // with the values that raised it, before they are counted from here
  count_from_raise(i, t);
  subjects_[i.subject].raises.emplace_back(i.rule, m.level);
  level_touched_.push_back(i.subject);
}

// `since raised` counts from the last raise or restart.
void Machine::count_from_raise(Instance& i, Time t) {
  const RulePlan& r = plan_of(i);
  bool own = false;
  for (const int a : program_->spaces[static_cast<std::size_t>(r.space)].aggregates) {
    const AggregatePlan& plan = program_->aggregates[static_cast<std::size_t>(a)];
    if (plan.trigger != r.number) continue;
    own = true;
    AggregateState& s = subjects_[i.subject].aggregates[static_cast<std::size_t>(plan.local)];
    if (s.elements) s.elements->mark(t);
    if (s.signal) s.signal->mark(t);
    for (auto& p : s.partitions) p.second.mark(t);
  }
  i.trigger()->recounts = own && !r.on_event;
}

// What a raise counts has changed under its own condition: it is asked once more.
void Machine::look_again_after_raise(Instance& i, Scope& scope) {
  look_again(i, scope);
  if (std::exchange(i.trigger()->recounts, false)) arm(i.alarm, scope.now, Phase::condition, i.rule, i.subject);
}

void Machine::release(Instance& i, Time t) {
  const RulePlan& r = plan_of(i);
  TriggerState& state = *i.trigger();
  state.held = false;
  state.until = core::kNever;
  ++tally(r).released;
  core::Draft record = begin("trigger.released", t, i);
  record.set_time("since", state.first_raised)
      .set("from", program_->pack->levels[static_cast<std::size_t>(r.source->level)]);
  record.set("episode", state.id);
  if (state.restarted) record.set_time("restarted", state.raised);
  emit(record);
  auto& raises = subjects_[i.subject].raises;
  raises.erase(std::remove_if(raises.begin(), raises.end(), [&](const auto& x) { return x.first == i.rule; }),
               raises.end());
  level_touched_.push_back(i.subject);
}

void Machine::trigger_release_due(Instance& i, Time t) {
  const model::Rule& m = *plan_of(i).source;
  TriggerState& state = *i.trigger();
  if (!state.held) return;
  if (m.raise_for) {
    if (state.until != t) return;  // restarted since
    release(i, t);
    state.spent = i.last == Tri::yes && !plan_of(i).on_event;
  } else if (!m.until && i.last == Tri::no) {
    Occasion o;
    o.time = t;
    o.after = true;
    Scope scope = scope_for(plan_of(i), i.subject, o);
    Value ignored;
    if (guard(plan_of(i), scope, &ignored, false) == Tri::no) release(i, t);
  }
}

int Machine::held_level(const Subject& s) const {
  int level = 0;
  for (const auto& [rule, to] : s.raises) level = std::max(level, to);
  return level;
}

int Machine::level_of(SubjectId s) const {
  int level = held_level(subjects_[s]);
  for (const int space : program_->trigger_spaces) {
    const SubjectId up = subjects_.project(s, space);
    if (up != kNoSubject) level = std::max(level, held_level(subjects_[up]));
  }
  return level;
}

// Whose groups have come to the very level to which it came: it went with them, and what is recorded of them says so.
bool Machine::went_along(SubjectId s, const std::set<SubjectId>& changed) const {
  return std::any_of(program_->trigger_spaces.begin(), program_->trigger_spaces.end(), [&](int space) {
    const SubjectId up = subjects_.project(s, space);
    return up != kNoSubject && up != s && changed.contains(up) && subjects_[up].level == subjects_[s].level;
  });
}

void Machine::record_level(SubjectId s, int before, Time t) {
  core::Draft record = begin("level.changed", t);
  Subject& subject = subjects_[s];
  record.set("subject", wording_.subject(subject));
  record.set("from", program_->pack->levels[static_cast<std::size_t>(before)])
      .set("to", program_->pack->levels[static_cast<std::size_t>(subject.level)]);
  Json by(Json::Array{});
  std::vector<std::string> names;
  const auto holders = [&](const Subject& who) {
    for (const auto& [rule, to] : who.raises)
      if (to == subject.level) names.push_back(program_->rules[static_cast<std::size_t>(rule)].source->name);
  };
  holders(subject);
  for (const int space : program_->trigger_spaces) {
    const SubjectId up = subjects_.project(s, space);
    if (up != kNoSubject && up != s) holders(subjects_[up]);
  }
  std::sort(names.begin(), names.end());
  for (std::string& n : names) by.push(std::move(n));
  if (!names.empty()) record.set("held_by", by);
  if (subject.stage.tag() == Tag::integer)
    record.set("stage", program_->pack->stages[static_cast<std::size_t>(subject.stage.as_integer())]);
  emit(record);
}

void Machine::levels(Time t) {
  std::vector<SubjectId> touched;
  touched.swap(level_touched_);
  const auto in_order = [this](std::vector<SubjectId>& some) {
    std::sort(some.begin(), some.end(), [this](SubjectId a, SubjectId b) {
      const Subject &x = subjects_[a], &y = subjects_[b];
      return x.space != y.space ? x.space < y.space : x.key < y.key;
    });
    some.erase(std::unique(some.begin(), some.end()), some.end());
  };
  in_order(touched);
  std::set<SubjectId> affected;
  for (const SubjectId s : touched) {
    const int before = std::exchange(subjects_[s].level, level_of(s));
    if (subjects_[s].level == before) continue;
    record_level(s, before, t);
    affected.insert(s);
  }
  // Everybody who belongs to a subject whose raises changed may stand at another level now.
  std::vector<SubjectId> members;
  std::map<SubjectId, int> before;
  for (const SubjectId s : touched) {
    for (const SubjectId member : subjects_[s].members) {
      const int now = level_of(member);
      if (now == subjects_[member].level) continue;
      before[member] = std::exchange(subjects_[member].level, now);
      members.push_back(member);
      affected.insert(member);
    }
  }
  in_order(members);
  for (const SubjectId s : members) {
    if (!went_along(s, affected)) record_level(s, before.at(s), t);
  }
  for (const SubjectId s : affected) {
    for (std::size_t a = 0; a < program_->aggregates.size(); ++a)
      if (program_->aggregates[a].moves.level && follows(program_->aggregates[a], subjects_[s]))
        update_argument(static_cast<int>(a), s, t);
    // Itself, and those whose aggregates ask for the levels of their members.
    for (std::size_t space = 0; space < program_->spaces.size(); ++space) {
      const SubjectId who = subjects_.project(s, static_cast<int>(space));
      if (who != kNoSubject) ask_again(who, t, [](const Moves& m, bool) { return m.level; });
    }
  }
}

}  // namespace tripline::engine
