#include "engine/run/subjects.hpp"

#include <algorithm>

namespace tripline::engine {

Subject::Subject() = default;
Subject::Subject(Subject&&) noexcept = default;
Subject::~Subject() = default;

SubjectId Subjects::find(int space, const std::vector<Value>& fields, const std::vector<int>& key_fields) {
  scratch_.clear();
  for (const int k : key_fields) append_key_text(scratch_, fields[static_cast<std::size_t>(k)]);
  const auto& here = by_key_[static_cast<std::size_t>(space)];
  const auto at = here.find(scratch_);
  return at == here.end() ? kNoSubject : at->second;
}

SubjectId Subjects::find_or_create(int space, const std::vector<Value>& names, Time now) {
  std::string key;
  for (const Value& v : names) append_key_text(key, v);
  auto& here = by_key_[static_cast<std::size_t>(space)];
  if (const auto at = here.find(key); at != here.end()) return at->second;
  const auto id = static_cast<SubjectId>(all_.size());
  here.emplace(key, id);
  Subject& s = all_.emplace_back();
  s.space = static_cast<std::uint32_t>(space);
  s.number = id;
  s.key = std::move(key);
  s.names = names;
  s.since = now;
  s.groups.assign(program_.groups.size(), Value::unknown(Reason::no_group));
  s.projections.assign(program_.spaces.size(), kNoSubject);
  s.projections[static_cast<std::size_t>(space)] = id;
  lay_out(s);
  fresh_.push_back(id);
  project_all(id, now);
  return id;
}

void Subjects::lay_out(Subject& s) {
  const SpacePlan& plan = program_.spaces[s.space];
  s.streams.resize(plan.streams.size());
  s.aggregates.reserve(plan.aggregates.size());
  for (const int number : plan.aggregates) {
    const AggregatePlan& a = program_.aggregates[static_cast<std::size_t>(number)];
    AggregateState state;
    // `since raised` counts from the subject's beginning before any raise.
    state.marked = a.source->window.kind == model::WindowKind::since && a.trigger >= 0;
    const bool whole = a.value_kind != model::TypeKind::number;
    if (a.source->window.kind == model::WindowKind::now)
      state.members = std::make_unique<MemberWindow>(a.kind, whole, a.source->q);
    else if (!a.elements)
      state.signal = std::make_unique<SignalWindow>(window_spec(a), a.kind, whole, window_limit_);
    else if (a.correlated.empty())
      state.elements = std::make_unique<ElementWindow>(element_window(a, state.marked));
    if (state.marked && state.signal) state.signal->mark(s.since);
    s.aggregates.push_back(std::move(state));
  }
  s.rules.reserve(plan.rules.size());
  for (const int order : plan.rules) {
    const RulePlan& r = program_.rules[static_cast<std::size_t>(order)];
    Instance& i = s.rules.emplace_back();
    i.rule = order;
    i.subject = s.number;
    if (r.held_count > 0) i.held = std::make_unique<Held[]>(static_cast<std::size_t>(r.held_count));
    switch (r.source->kind) {
      case model::RuleKind::redline:
      case model::RuleKind::limit:
      case model::RuleKind::warning: break;
      case model::RuleKind::duty: i.progress = std::make_unique<DutyState>(); break;
      case model::RuleKind::trigger: i.progress = std::make_unique<TriggerState>(); break;
      case model::RuleKind::assessment: i.progress = std::make_unique<AssessmentState>(); break;
    }
  }
  s.derived.resize(plan.derived.size());
  for (std::size_t i = 0; i < plan.derived.size(); ++i)
    s.derived[i].held.resize(
        static_cast<std::size_t>(program_.derived[static_cast<std::size_t>(plan.derived[i])].held_count));
  s.stage = evaluator_.stage_of(s);
}

WindowSpec Subjects::window_spec(const AggregatePlan& a) const {
  const model::Window& w = a.source->window;
  return {w.kind, w.from, w.to, w.period, w.count, &program_.pack->zone, w.begin, w.end};
}

ElementWindow Subjects::element_window(const AggregatePlan& a, bool marked) const {
  return ElementWindow(window_spec(a), a.kind, a.value_kind != model::TypeKind::number, a.source->q, window_limit_,
                       marked);
}

void Subjects::project_all(SubjectId id, Time now) {
  for (std::size_t k = 0; k < program_.spaces.size(); ++k) {
    if (all_[id].space == k) continue;
    std::vector<Value> values;
    bool whole = true;
    for (const std::string& name : program_.spaces[k].names) {
      const Subject& s = all_[id];
      const std::vector<std::string>& own = program_.spaces[s.space].names;
      const Value* found = nullptr;
      for (std::size_t i = 0; i < own.size(); ++i)
        if (own[i] == name) found = &s.names[i];
      for (std::size_t g = 0; g < program_.groups.size() && found == nullptr; ++g)
        if (program_.groups[g] == name && s.groups[g].known()) found = &s.groups[g];
      if (found == nullptr) {
        whole = false;
        break;
      }
      values.push_back(*found);
    }
    const SubjectId target = whole ? find_or_create(static_cast<int>(k), values, now) : kNoSubject;
    SubjectId& current = all_[id].projections[k];
    if (current == target) continue;
    if (std::find(program_.trigger_spaces.begin(), program_.trigger_spaces.end(), static_cast<int>(k)) !=
        program_.trigger_spaces.end()) {
      if (current != kNoSubject) all_[current].members.erase(id);
      if (target != kNoSubject) all_[target].members.insert(id);
    }
    current = target;
  }
}

bool Subjects::regroup(SubjectId id, int group, const Value& v, Time now) {
  Value& current = all_[id].groups[static_cast<std::size_t>(group)];
  if (!v.known() || (current.known() && current == v)) return false;
  current = v;
  project_all(id, now);
  all_[id].stage = evaluator_.stage_of(all_[id]);
  return true;
}

}  // namespace tripline::engine
