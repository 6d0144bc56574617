#include <algorithm>

#include "engine/run/machine.hpp"
#include "engine/run/phrases.hpp"

namespace tripline::engine {

using model::WindowKind;

ElementRef Machine::seal(StreamState& s, int stream_number) {
  if (!s.ref.sealed && s.ref.position != 0 && !program_->streams[static_cast<std::size_t>(stream_number)].personal) {
    s.ref.digest = core::sha256(s.bytes);
    s.ref.sealed = true;
  }
  return s.ref;
}

bool Machine::in_stages(std::uint64_t stages, const Subject& s) const {
  if (stages == 0) return true;
  return s.stage.tag() == Tag::integer && ((stages >> s.stage.as_integer()) & 1) != 0;
}

void Machine::take(Element& e, SubjectId s) {
  const StreamPlan& p = program_->streams[static_cast<std::size_t>(e.stream)];
  if (s == kNoSubject) s = subjects_.find(p.space, e.fields, p.key_fields);
  if (s == kNoSubject) {
    if (subjects_.size() >= limits_.subjects) {
      limit_reached("subjects", phrases::kSubjects, e.time);
      ++summary_.rejected;
      ++summary_.rejected_reasons["limit_subjects"];
      core::Draft r = begin("rejected", e.time);
      ElementRef ref{e.source, e.position, core::sha256(e.bytes), !p.personal};
      r.set("elements", core::Json(core::Json::Array{element_json(ref)}));
      emit(r, reason_of("limit_subjects", {phrases::kSubjectsAlready, std::to_string(subjects_.size())}));
      return;
    }
    std::vector<Value> names;
    for (const int k : p.key_fields) names.push_back(e.fields[static_cast<std::size_t>(k)]);
    s = subjects_.find_or_create(p.space, names, e.time);
  }
  move_groups(e, s);
  ElementRef ref{e.source, e.position, {}, false};
  enter(e.stream, s, e.fields, e.time, ref, &e.bytes);
  const StreamState& state = *evaluator_.state(e.stream, subjects_[s]);
  judge(e.stream, s, state.fields, e.time, state.ref);
  drain();
  if (fresh_) {
    for (const SubjectId f : subjects_.fresh()) subjects_[f].fresh = false;
    subjects_.fresh().clear();
    fresh_ = false;
  }
}

// Takes the groups that an element names for its subject: its stretches count for the new ones from here on, and so does what is raised for
// them. Whoever it left or joined, or reads its stage, is asked again once this instant's elements are in.
void Machine::move_groups(const Element& e, SubjectId s) {
  const StreamPlan& p = program_->streams[static_cast<std::size_t>(e.stream)];
  const std::vector<SubjectId> before = p.groups.empty() ? std::vector<SubjectId>() : subjects_[s].projections;
  const Value stage = subjects_[s].stage;
  bool moved = false;
  for (const auto& [field, group] : p.groups)
    moved = subjects_.regroup(s, group, e.fields[static_cast<std::size_t>(field)], e.time) || moved;
  if (!subjects_.fresh().empty()) welcome(e.time);
  if (!moved) return;
  for (std::size_t a = 0; a < program_->aggregates.size(); ++a) {
    // What this element is read for moves with it: the sample that it replaces was never of the new group.
    const auto& own = p.continuous_aggregates;
    if (follows(program_->aggregates[a], subjects_[s]) &&
        std::find(own.begin(), own.end(), static_cast<int>(a)) == own.end())
      update_argument(static_cast<int>(a), s, e.time);
  }
  const bool staged = !(subjects_[s].stage == stage);
  const auto ask = [&](SubjectId who, bool all) {
    if (who != kNoSubject)
      ask_again(who, e.time, [all](const Moves& m, bool staged_rule) { return all || m.stage || staged_rule; });
  };
  for (std::size_t space = 0; space < program_->spaces.size(); ++space) {
    const SubjectId left = before[space], now = subjects_.project(s, static_cast<int>(space));
    if (left != now) ask(left, true);
    if (left != now || staged) ask(now, left != now);
  }
  if (!subjects_[s].fresh) level_touched_.push_back(s);
}

// Whether a subject's samples are followed in continuous time, or as current ones, by an aggregate.
bool Machine::follows(const AggregatePlan& a, const Subject& s) const {
  return (!a.elements || a.source->window.kind == WindowKind::now) &&
         program_->streams[static_cast<std::size_t>(a.stream)].space == static_cast<int>(s.space);
}

void Machine::welcome(Time t) {
  fresh_ = true;
  for (std::size_t n = 0; n < subjects_.fresh().size(); ++n) {
    const SubjectId s = subjects_.fresh()[n];
    subjects_[s].level = level_of(s);
    for (const int order : program_->spaces[subjects_[s].space].rules) {
      ++summary_.rules[static_cast<std::size_t>(program_->rules[static_cast<std::size_t>(order)].number)].subjects;
      if (Instance& i = instance(s, order); i.assessment()) begin_assessing(i, t);
    }
    for (std::size_t a = 0; a < program_->aggregates.size(); ++a) {
      const AggregatePlan& plan = program_->aggregates[a];
      if (!follows(plan, subjects_[s])) continue;
      update_argument(static_cast<int>(a), s, t);
      // Whoever it belongs to has one more of whom nothing is known yet.
      const SubjectId owner = subjects_.project(s, plan.owner_space);
      if (owner == kNoSubject || owner == s) continue;
      for (const int order : program_->spaces[static_cast<std::size_t>(plan.owner_space)].rules)
        if (!program_->rules[static_cast<std::size_t>(order)].on_event)
          arm(instance(owner, order).alarm, t, Phase::condition, order, owner);
    }
  }
  summary_.subjects = subjects_.size();
}

void Machine::enter(int number, SubjectId s, std::vector<Value>& fields, Time t, const ElementRef& ref,
                    std::string* bytes) {
  const StreamPlan& p = program_->streams[static_cast<std::size_t>(number)];
  for (const int order : p.growing) {
    const SubjectId owner = subjects_.project(s, program_->rules[static_cast<std::size_t>(order)].space);
    if (owner != kNoSubject) measure_growth(instance(owner, order), t);
  }
  auto& state = *evaluator_.state(number, subjects_[s]);
  if (p.previous && state.seen) {
    state.previous.swap(state.fields);
    state.previous_time = state.time;
    state.has_previous = true;
  }
  state.fields.swap(fields);
  state.time = t;
  state.seen = true;
  state.ref = ref;
  if (bytes != nullptr) state.bytes.swap(*bytes);
  const model::Stream& m = stream(number);
  if (m.stale_after && !state.armed) {
    timers_.arm({core::add_clamped(t, *m.stale_after), Phase::staleness, number, s});
    state.armed = true;
  }
  enter_windows(number, s, state.fields, t);
}

void Machine::enter_windows(int number, SubjectId s, const std::vector<Value>& fields, Time t) {
  const StreamPlan& p = program_->streams[static_cast<std::size_t>(number)];
  for (const int a : p.continuous_aggregates) update_argument(a, s, t);
  for (const int a : p.element_aggregates) add_to_aggregate(a, number, s, fields, t);
  for (const auto& [a, mark] : p.marks) mark_aggregate(a, mark, number, s, fields, t);
  Occasion o;
  o.stream = number;
  o.fields = &fields;
  o.time = t;
  o.after = after_;
  for (const int d : p.derived) {
    const SubjectId owner =
        stream(number).violation ? s : subjects_.project(s, program_->streams[static_cast<std::size_t>(d)].space);
    if (owner != kNoSubject) update_derived(d, owner, o);
  }
}

Value Machine::argument(const AggregatePlan& a, Scope& scope) const {
  return of_condition(a.kind) ? evaluator_.condition(a.argument, scope) : evaluator_.evaluate(a.argument, scope);
}

void Machine::add_to_aggregate(int number, int from, SubjectId member, const std::vector<Value>& fields, Time t) {
  const AggregatePlan& a = program_->aggregates[static_cast<std::size_t>(number)];
  const SubjectId owner = subjects_.project(member, a.owner_space);
  if (owner == kNoSubject || !in_stages(a.source->stages, subjects_[member])) return;
  Scope scope;
  scope.subject = &subjects_[member];
  scope.element = {&fields, t, from};
  scope.now = t;
  scope.after = after_;
  scope.held = held_of(number, member);
  const Tri selected = evaluator_.truth(a.where, scope);
  const Standing standing = selected == Tri::yes  ? Standing::in
                            : selected == Tri::no ? Standing::out
                                                  : Standing::undecided;
  Value v;
  if (standing == Standing::in && a.argument != kNoNode) {
    v = argument(a, scope);
    if (v.is_missing()) v = Value::unknown(Reason::missing_value);
  }
  AggregateState& state = subjects_[owner].aggregates[static_cast<std::size_t>(a.local)];
  ElementWindow* window = state.elements.get();
  if (window == nullptr) {
    std::string key;
    for (const int f : a.correlated) {
      if (!fields[static_cast<std::size_t>(f)].known()) return;
      append_key_text(key, fields[static_cast<std::size_t>(f)]);
    }
    auto at = state.partitions.find(key);
    if (at == state.partitions.end())
      at = state.partitions.emplace(std::move(key), subjects_.element_window(a, state.marked)).first;
    window = &at->second;
  }
  ElementRef ref;
  if (standing != Standing::out)
    if (StreamState* s = evaluator_.state(from, subjects_[member])) ref = seal(*s, from);
  if (!window->add(t, standing, std::move(v), ref)) limit_reached("window_entries", phrases::kWindowElements, t);
}

void Machine::mark_aggregate(int number, int mark, int from, SubjectId member, const std::vector<Value>& fields,
                             Time t) {
  const AggregatePlan& a = program_->aggregates[static_cast<std::size_t>(number)];
  const SubjectId owner = subjects_.project(member, a.owner_space);
  if (owner == kNoSubject) return;
  Scope scope;
  scope.subject = &subjects_[member];
  scope.element = {&fields, t, from};
  scope.now = t;
  scope.after = after_;
  scope.held = held_of(number, member);
  if (evaluator_.truth(a.marks[static_cast<std::size_t>(mark)].where, scope) != Tri::yes) return;
  AggregateState& state = subjects_[owner].aggregates[static_cast<std::size_t>(a.local)];
  state.marked = true;
  if (state.elements) state.elements->mark(t);
  if (state.signal) state.signal->mark(t);
  for (auto& p : state.partitions) p.second.mark(t);
}

// How every held(…) of an aggregate stands for a member; null: it has none.
Held* Machine::held_of(int number, SubjectId member) {
  const int count = program_->aggregates[static_cast<std::size_t>(number)].held_count;
  if (count == 0) return nullptr;
  std::vector<Held>& held = subjects_[member].arguments[number].held;
  held.resize(static_cast<std::size_t>(count));
  return held.data();
}

void Machine::update_argument(int number, SubjectId member, Time t) {
  const AggregatePlan& a = program_->aggregates[static_cast<std::size_t>(number)];
  if (program_->streams[static_cast<std::size_t>(a.stream)].space != static_cast<int>(subjects_[member].space)) return;
  SubjectId owner = subjects_.project(member, a.owner_space);
  if (!in_stages(a.source->stages, subjects_[member])) owner = kNoSubject;
  ArgumentState& state = subjects_[member].arguments[number];
  state.held.resize(static_cast<std::size_t>(a.held_count));
  const auto window = [&](SubjectId who) -> AggregateState& {
    return subjects_[who].aggregates[static_cast<std::size_t>(a.local)];
  };
  MemberStep step = MemberStep::changes;
  if (state.owner != owner) {
    if (state.owner != kNoSubject) {
      AggregateState& left = window(state.owner);
      if (left.signal) left.signal->change(t, member, MemberStep::leaves, Value(), after_);
      if (left.members) left.members->clear(member);
    }
    step = state.counted ? MemberStep::joins : MemberStep::appears;
    state.owner = owner;
    state.counted = state.counted || owner != kNoSubject;
  }
  if (owner == kNoSubject) return;
  Scope scope;
  scope.subject = &subjects_[member];
  scope.now = t;
  scope.after = after_;
  scope.held = state.held.data();
  evaluator_.update_held(a.moves, scope);
  if (a.elements && a.source->window.kind != WindowKind::now) {  // its elements come by themselves
    arm(state.alarm, evaluator_.next_move(a.moves, scope), Phase::argument, number, member);
    return;
  }
  Value why;
  const Tri selected = evaluator_.truth(a.where, scope, Tri::yes, &why);
  Value v;  // a stretch that `where` leaves out has none
  if (selected == Tri::unknown) v = why;
  const StreamState* sample = evaluator_.state(a.stream, subjects_[member]);
  const bool ever = sample != nullptr && sample->seen;
  const bool seen = ever && !evaluator_.stale(a.stream, *sample, scope);
  if (selected != Tri::no && !seen) {
    // Under `ever` the time before its first sample is not looked at: it has no value there, and none is owed.
    const bool unlooked = !ever && a.source->window.kind == WindowKind::ever;
    v = unlooked ? Value() : Value::unknown(ever ? Reason::stale : Reason::never_seen, a.stream);
  }
  if (selected == Tri::yes && seen) v = a.argument == kNoNode ? Value::boolean(true) : argument(a, scope);
  if (v.is_missing()) v = Value::unknown(Reason::missing_value);
  AggregateState& into = window(owner);
  if (into.members) {
    const Standing standing = selected == Tri::yes  ? Standing::in
                              : selected == Tri::no ? Standing::out
                                                    : Standing::undecided;
    if (!seen)
      into.members->clear(member);
    else
      into.members->set(member, standing, std::move(v));
  } else if (into.signal) {
    if (!into.signal->change(t, member, step, v, after_)) limit_reached("window_entries", phrases::kWindowStretches, t);
  }
  if (a.moves.any()) {
    ArgumentState& again = subjects_[member].arguments[number];
    arm(again.alarm, evaluator_.next_move(a.moves, scope), Phase::argument, number, member);
  }
}

void Machine::update_derived(int number, SubjectId s, const Occasion& o) {
  const DerivedPlan& d = program_->derived[static_cast<std::size_t>(number)];
  const bool from_signal = stream(d.source).signal;
  const bool own_element = o.stream == d.source;
  Scope scope;
  scope.subject = &subjects_[s];
  scope.now = o.time;
  scope.after = o.after;
  if (own_element && !from_signal) scope.element = {o.fields, o.time, d.source};
  DerivedState* state = derived_state(number, s);
  scope.reads = o.stream >= 0;
  if (state != nullptr) scope.held = state->held.data();
  if (state != nullptr) evaluator_.update_held(d.moves, scope);
  bool makes = false;
  if (!from_signal) {
    makes = own_element && evaluator_.truth(d.when, scope) == Tri::yes;
  } else {
    // Before the signal's first sample there is nothing that an event could come from.
    const Tri now = evaluator_.state(d.source, subjects_[s])->seen ? evaluator_.truth(d.when, scope) : Tri::unknown;
    makes = now == Tri::yes && state->last != Tri::yes;
    state->last = now;
  }
  if (state != nullptr && d.moves.any()) {
    const Time next = evaluator_.next_move(d.moves, scope);
    arm(state->alarm, next, Phase::derived, number, s);
  }
  if (!makes) return;
  const StreamState* source = evaluator_.state(d.source, subjects_[s]);
  std::vector<Value> fields = own_element && o.fields != nullptr ? *o.fields : source->fields;
  std::string bytes = source->bytes;
  // What it makes in turn is judged after it.
  made_.push_back({number, s, fields, o.time, source->ref});
  enter(number, s, fields, o.time, source->ref, &bytes);
}

void Machine::make_violation(const RulePlan& r, SubjectId s, Time t, const ElementRef& ref) {
  if (program_->violation < 0) return;
  const model::Stream& v = stream(program_->violation);
  std::vector<Value> fields;
  for (std::size_t f = 0; f < v.fields.size(); ++f) {
    if (f == 0) {
      fields.push_back(Value::integer(r.number));
    } else if (f == 1) {
      fields.push_back(Value::integer(static_cast<int>(r.source->kind)));
    } else if (f == 2) {
      fields.push_back(Value::integer(static_cast<int>(r.source->severity)));
    } else {
      const Subject& subject = subjects_[s];
      const std::vector<std::string>& names = program_->spaces[subject.space].names;
      Value found = Value::missing();
      for (std::size_t i = 0; i < names.size(); ++i)
        if (names[i] == v.fields[f].name) found = subject.names[i];
      for (std::size_t g = 0; g < program_->groups.size(); ++g)
        if (program_->groups[g] == v.fields[f].name && subject.groups[g].known()) found = subject.groups[g];
      fields.push_back(std::move(found));
    }
  }
  // `Violation.rule` elsewhere is the last one of that subject: of whatever the violator belongs to.
  for (const SubjectId to : std::vector<SubjectId>(subjects_[s].projections)) {
    if (to == kNoSubject || to == s) continue;
    auto& state = *evaluator_.state(program_->violation, subjects_[to]);
    state.fields = fields;
    state.time = t;
    state.seen = true;
  }
  made_.push_back({program_->violation, s, fields, t, ref});
  enter(program_->violation, s, fields, t, ref, nullptr);
}

void Machine::judge(int number, SubjectId s, const std::vector<Value>& fields, Time t, const ElementRef& ref) {
  const StreamPlan& p = program_->streams[static_cast<std::size_t>(number)];
  Occasion o;
  o.stream = number;
  o.fields = &fields;
  o.time = t;
  o.ref = &ref;
  o.whose = s;
  o.after = after_;
  if (!fresh_) {
    Scope scope;  // of simple lines: they read nothing but what the subject holds
    scope.now = t;
    scope.after = after_;
    for (const int order : p.rules) {
      const RulePlan& r = program_->rules[static_cast<std::size_t>(order)];
      const SubjectId owner = subjects_.project(s, r.space);
      if (owner == kNoSubject) continue;
      if (r.simple) {
        Subject& subject = subjects_[owner];
        if (scope.subject != &subject) {
          scope.subject = &subject;
          scope.sampled = -1;
        }
        if (goes_on_well(r, subject.rules[static_cast<std::size_t>(r.local)], scope)) continue;
      }
      judge_rule(order, owner, o);
    }
    return;
  }
  // A subject exists for every rule of its key from its first element on, whether or not the rule reads that element.
  for (const RulePlan& r : program_->rules) {
    const SubjectId owner = subjects_.project(s, r.space);
    if (owner == kNoSubject) continue;
    if (subjects_[owner].fresh || std::find(p.rules.begin(), p.rules.end(), r.order) != p.rules.end())
      judge_rule(r.order, owner, o);
  }
}

void Machine::judge_rule(int order, SubjectId owner, const Occasion& o) {
  Instance& i = instance(owner, order);
  switch (plan_of(i).source->kind) {
    case model::RuleKind::redline:
    case model::RuleKind::limit:
    case model::RuleKind::warning: judge_line(i, o); return;
    case model::RuleKind::duty: judge_duty(i, o); return;
    case model::RuleKind::trigger: judge_trigger(i, o); return;
    case model::RuleKind::assessment: return;  // when its time has come
  }
}

}  // namespace tripline::engine
