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
      state.stale = true;
      const StreamPlan& p = program_->streams[static_cast<std::size_t>(number)];
      for (const int a : p.continuous_aggregates) update_argument(a, timer.subject, t, true);
      // Whoever reads the signal is asked in its own turn, after all that went stale at this instant.
      for (const int d : p.derived) {
        const SubjectId owner = subjects_.project(timer.subject, program_->streams[static_cast<std::size_t>(d)].space);
        if (owner == kNoSubject) continue;
        const auto& here = program_->spaces[subjects_[owner].space].derived;
        const auto at = std::find(here.begin(), here.end(), d);
        if (at != here.end())
          arm(subjects_[owner].derived[static_cast<std::size_t>(at - here.begin())].alarm, t, Phase::derived, d, owner);
      }
      for (const int order : p.rules) {
        const SubjectId owner =
            subjects_.project(timer.subject, program_->rules[static_cast<std::size_t>(order)].space);
        if (owner != kNoSubject) arm(instance(owner, order).alarm, t, Phase::condition, order, owner);
      }
      return;
    }
    case Phase::argument: {
      ArgumentState& a = s.arguments[timer.order];
      if (!awake(a.alarm, t, Phase::argument, timer.order, timer.subject)) return;
      update_argument(timer.order, timer.subject, t, true);
      const AggregatePlan& plan = program_->aggregates[static_cast<std::size_t>(timer.order)];
      const SubjectId owner = subjects_.project(timer.subject, plan.owner_space);
      if (owner == kNoSubject) return;
      for (const int order : program_->streams[static_cast<std::size_t>(plan.stream)].rules) {
        const SubjectId who = subjects_.project(timer.subject, program_->rules[static_cast<std::size_t>(order)].space);
        if (who != kNoSubject) arm(instance(who, order).alarm, t, Phase::condition, order, who);
      }
      return;
    }
    case Phase::derived: {
      const auto& here = program_->spaces[s.space].derived;
      const auto at = std::find(here.begin(), here.end(), timer.order);
      if (at == here.end()) return;
      DerivedState& d = s.derived[static_cast<std::size_t>(at - here.begin())];
      if (!awake(d.alarm, t, Phase::derived, timer.order, timer.subject)) return;
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
  }
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
