// Assessments: a score at each multiple of a period, its grade, and the level that it holds (language.md, section 6).
#include <algorithm>

#include "engine/ops/compare.hpp"
#include "engine/run/machine.hpp"
#include "engine/run/multiple.hpp"

namespace tripline::engine {

using core::Json;

// A subject exists from its first element on: at that element's instant it is assessed already.
void Machine::begin_assessing(Instance& i, Time t) {
  const Time first = multiple_from(plan_of(i).source->every, t, program_->pack->zone);
  if (first != core::kNever) timers_.arm({first, Phase::assessment, i.rule, i.subject});
}

void Machine::assess(Instance& i, Time t) {
  const RulePlan& r = plan_of(i);
  begin_assessing(i, core::add_clamped(t, 1));
  Occasion o;
  o.time = t;
  o.after = true;
  Scope scope = scope_for(r, i.subject, o);
  scope.reads = true;
  evaluator_.update_held(r.moves, scope);
  Value why;
  const Tri g = guard(r, scope, &why);
  if (g == Tri::no) return;
  Value score;
  if (g == Tri::yes) {
    score = evaluator_.evaluate(r.score, scope);
    if (!score.known()) why = not_known(score);
  }
  if (!score.known()) {  // what it held before it holds on
    blind_occurrence(i, why, o);
    return;
  }
  scope.score = &score;
  AssessmentState& state = *i.assessment();
  state.given = true;
  state.score = score;
  state.grade = -1;
  for (std::size_t n = 0; n < r.least.size() && state.grade < 0; ++n)
    if (r.least[n].is_unknown() || order(score, r.least[n]) >= 0) state.grade = static_cast<int>(n);
  ++tally(r).assessed;
  const bool raises = settle_raise(i, evaluator_.truth(r.raise_when, scope, Tri::no));
  core::Draft record = begin("assessment", t, i);
  record.set("score", wording_.json(score, wording_.type_of(r.score)));
  if (state.grade >= 0) record.set("grade", r.source->grades[static_cast<std::size_t>(state.grade)].name);
  if (raises) {
    record.set("raises", program_->pack->levels[static_cast<std::size_t>(r.source->level)]);
    if (const std::string because = wording_.because(r.raise_when, true, scope); !because.empty())
      record.set("because", because);
    if (const std::string& action = heads_[static_cast<std::size_t>(r.order)].action; !action.empty())
      record.set_written("action", action);
  }
  record.set("terms", terms(r, scope));
  record.set("episode", episode_id(i, t));
  detail(record, i, scope, o);
  emit(record);
}

// Its level holds until an assessment says otherwise; where `raise … when` is unknown, it says nothing. True: it holds.
bool Machine::settle_raise(Instance& i, Tri wanted) {
  AssessmentState& state = *i.assessment();
  const RulePlan& r = plan_of(i);
  if (wanted == Tri::unknown || (wanted == Tri::yes) == state.held) return state.held;
  state.held = !state.held;
  auto& raises = subjects_[i.subject].raises;
  if (state.held) {
    ++tally(r).raised;
    raises.emplace_back(i.rule, r.source->level);
  } else {
    ++tally(r).released;
    raises.erase(std::remove_if(raises.begin(), raises.end(), [&](const auto& x) { return x.first == i.rule; }),
                 raises.end());
  }
  level_touched_.push_back(i.subject);
  return state.held;
}

// Each aggregate of the score, and what it came to.
Json Machine::terms(const RulePlan& r, Scope& scope) {
  std::vector<NodeId> aggregates;
  for (const NodeId id : r.leaves)
    if (program_->nodes[static_cast<std::size_t>(id)].op == model::Op::aggregate) aggregates.push_back(id);
  return wording_.values(aggregates, scope);
}

// For the summary: how the subjects stood at last.
Json Machine::last_assessments(const RulePlan& r, const std::vector<SubjectId>& who) {
  std::vector<std::uint64_t> counted(r.least.size(), 0);
  const AssessmentState* lowest = nullptr;
  SubjectId whose = kNoSubject;
  for (const SubjectId s : who) {
    const AssessmentState& state = *instance(s, r.order).assessment();
    if (!state.given) continue;
    if (state.grade >= 0) ++counted[static_cast<std::size_t>(state.grade)];
    if (lowest != nullptr && order(state.score, lowest->score) >= 0) continue;
    lowest = &state;
    whose = s;
  }
  Json last(Json::Object{});
  if (lowest == nullptr) return last;
  RuleSummary& sum = tally(r);
  Json grades(Json::Object{});
  for (std::size_t n = 0; n < counted.size(); ++n) {
    if (counted[n] == 0) continue;
    sum.grades.emplace_back(r.source->grades[n].name, counted[n]);
    grades.set(r.source->grades[n].name, counted[n]);
  }
  if (!sum.grades.empty()) last.set("grades", std::move(grades));
  sum.lowest_score = wording_.show(lowest->score, wording_.type_of(r.score));
  sum.lowest_subject = wording_.subject_text(subjects_[whose]);
  last.set("lowest", Json().set("score", sum.lowest_score).set("subject", wording_.subject(subjects_[whose])));
  return last;
}

}  // namespace tripline::engine
