#include <algorithm>

#include "engine/run/machine.hpp"

namespace tripline::engine {

namespace {

// Subjects come in any order and seldom stand in the cache: what the next steps read is fetched while this one goes on.
void fetch_ahead(const void* memory) { __builtin_prefetch(memory); }

void fetch_what_is_kept_for(const Subject& s) {
  constexpr std::size_t kMost = 16;
  fetch_ahead(s.streams.data());
  for (std::size_t i = 0; i < std::min(s.rules.size(), kMost); ++i) fetch_ahead(&s.rules[i]);
}

}  // namespace

void Machine::instant(Time t) {
  now_ = t;
  after_ = false;
  elements_at(t);
  after_ = true;
  just_after(t);
  // A change of level may change what conditions say, and they what is raised: until nothing moves. Nothing raises twice at one instant, so it ends.
  while (!level_touched_.empty()) {
    levels(t);
    just_after(t);
  }
}

void Machine::elements_at(Time t) {
  const auto later = [this](const Waiting& a, const Waiting& b) { return before(b, a); };
  while (!queue_.empty() && queue_.front().time == t) {
    const auto [time, slot, subject] = queue_.front();
    std::pop_heap(queue_.begin(), queue_.end(), later);
    queue_.pop_back();
    if (!queue_.empty()) {
      fetch_ahead(&slots_[queue_.front().slot]);
      if (queue_.front().subject != kNoSubject) fetch_ahead(&subjects_[queue_.front().subject]);
    }
    if (subject != kNoSubject) fetch_what_is_kept_for(subjects_[subject]);
    take(slots_[slot], subject);
    free_slots_.push_back(slot);
  }
}

void Machine::just_after(Time t) {
  while (timers_.next() <= t) {
    fire(timers_.take());
    drain();
  }
}

void Machine::drain() {
  while (!made_.empty()) {
    const Made m = std::move(made_.front());
    made_.pop_front();
    judge(m.stream, m.subject, m.fields, m.time, m.ref);
  }
}

void Machine::fire(const Timer& timer) {
  const Time t = timer.at;
  Subject& s = subjects_[timer.subject];
  Occasion o;
  o.time = t;
  o.after = true;
  switch (timer.phase) {
    case Phase::staleness: {
      const int number = timer.order;
      StreamState& state =
          s.streams[static_cast<std::size_t>(program_->streams[static_cast<std::size_t>(number)].slot)];
      state.armed = false;
      const Time due = core::add_clamped(state.time, *stream(number).stale_after);
      if (due > t) {  // a newer sample holds longer
        timers_.arm({due, Phase::staleness, number, timer.subject});
        state.armed = true;
        return;
      }
      const StreamPlan& p = program_->streams[static_cast<std::size_t>(number)];
      for (const int a : p.continuous_aggregates) update_argument(a, timer.subject, t);
      // Whoever reads the signal is asked in its own turn, after all that went stale at this instant.
      ask_readers(p, timer.subject, t, true);
      return;
    }
    case Phase::argument: {
      ArgumentState& a = s.arguments[timer.order];
      if (!awake(a.alarm, t, Phase::argument, timer.order, timer.subject)) return;
      update_argument(timer.order, timer.subject, t);
      const AggregatePlan& plan = program_->aggregates[static_cast<std::size_t>(timer.order)];
      if (subjects_.project(timer.subject, plan.owner_space) != kNoSubject)
        ask_readers(program_->streams[static_cast<std::size_t>(plan.stream)], timer.subject, t, false);
      return;
    }
    case Phase::derived: {
      DerivedState* d = derived_state(timer.order, timer.subject);
      if (d == nullptr || !awake(d->alarm, t, Phase::derived, timer.order, timer.subject)) return;
      update_derived(timer.order, timer.subject, o);
      return;
    }
    case Phase::condition: {
      Instance& i = instance(timer.subject, timer.order);
      if (!awake(i.alarm, t, Phase::condition, timer.order, timer.subject)) return;
      judge_rule(timer.order, timer.subject, o);
      return;
    }
    case Phase::hold: {
      Instance& i = instance(timer.subject, timer.order);
      if (i.line()) hold_ended(i, t);
      if (i.trigger()) trigger_hold_ended(i, t);
      return;
    }
    case Phase::deadline: deadline(instance(timer.subject, timer.order), t); return;
    case Phase::release: trigger_release_due(instance(timer.subject, timer.order), t); return;
    case Phase::assessment: assess(instance(timer.subject, timer.order), t); return;
  }
}

// Derived events and rules that read a stream are asked in their own turn, just after this instant; with `reads`, for what grows too.
void Machine::ask_readers(const StreamPlan& p, SubjectId s, Time t, bool reads) {
  const auto forget = [&](const Moves& moves, Held* held) {
    if (!reads || held == nullptr) return;
    for (const NodeId id : moves.read) held[program_->nodes[static_cast<std::size_t>(id)].index].state = Tri::unset;
  };
  for (const int d : p.derived) {
    const SubjectId owner = subjects_.project(s, program_->streams[static_cast<std::size_t>(d)].space);
    if (DerivedState* state = owner == kNoSubject ? nullptr : derived_state(d, owner)) {
      forget(program_->derived[static_cast<std::size_t>(d)].moves, state->held.data());
      arm(state->alarm, t, Phase::derived, d, owner);
    }
  }
  for (const int order : p.rules) {
    const SubjectId owner = subjects_.project(s, program_->rules[static_cast<std::size_t>(order)].space);
    if (owner == kNoSubject) continue;
    Instance& i = instance(owner, order);
    forget(program_->rules[static_cast<std::size_t>(order)].moves, i.held.get());
    arm(i.alarm, t, Phase::condition, order, owner);
  }
}

// So are those that are kept for `s` and concerned. A rule on an event is judged at its events only, but its `while` and held(…) go on between them.
void Machine::ask_again(SubjectId s, Time t, const std::function<bool(const Moves&, bool staged)>& concerned) {
  const SpacePlan& space = program_->spaces[subjects_[s].space];
  for (const int d : space.derived)
    if (concerned(program_->derived[static_cast<std::size_t>(d)].moves, false))
      arm(derived_state(d, s)->alarm, t, Phase::derived, d, s);
  for (const int order : space.rules) {
    const RulePlan& r = program_->rules[static_cast<std::size_t>(order)];
    if (concerned(r.moves, r.source->stages != 0)) arm(instance(s, order).alarm, t, Phase::condition, order, s);
  }
}

// Null: a derived event that its source's elements alone decide.
DerivedState* Machine::derived_state(int stream, SubjectId s) {
  const auto& here = program_->spaces[subjects_[s].space].derived;
  const auto at = std::find(here.begin(), here.end(), stream);
  return at == here.end() ? nullptr : &subjects_[s].derived[static_cast<std::size_t>(at - here.begin())];
}

void Machine::arm(Alarm& a, Time wake, Phase phase, int order, SubjectId s) {
  a.wake = wake;
  if (wake >= a.armed) return;  // the timer that is out comes first and looks at `wake` then
  a.armed = wake;
  timers_.arm({wake, phase, order, s});
}

bool Machine::awake(Alarm& a, Time t, Phase phase, int order, SubjectId s) {
  if (a.armed != t) return false;  // overtaken
  a.armed = core::kNever;
  if (a.wake <= t) {
    a.wake = core::kNever;
    return true;
  }
  if (a.wake != core::kNever) arm(a, a.wake, phase, order, s);
  return false;
}

}  // namespace tripline::engine
