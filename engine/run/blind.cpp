#include "engine/ops/reasons.hpp"
#include "engine/run/machine.hpp"

namespace tripline::engine {

using core::Json;

void Machine::account_blind(Instance& i, Time t) {
  Blindness& blind = *i.blind;
  if (t > blind.since) tally(plan_of(i)).blind[reason_code(blind.why.reason())] += t - blind.since;
  blind.since = t;
}

void Machine::blind(Instance& i, bool is_blind, const Value& why, Time t) {
  if (!is_blind && !i.blind) return;
  if (i.blind) account_blind(i, t);
  if (is_blind && i.blind) {
    i.blind->why = why;
    return;
  }
  const Value reason = is_blind ? why : i.blind->why;
  const std::string episode = is_blind ? episode_id(i, t) : std::move(i.blind->id);
  i.blind = is_blind ? std::make_unique<Blindness>(Blindness{t, why, episode}) : nullptr;
  core::Draft record = begin(is_blind ? "blind.opened" : "blind.closed", t, i);
  record.set_written("reason", reason_of(reason).said).set("episode", episode);
  emit(record);
}

// A rule on an event could not judge this one.
void Machine::blind_occurrence(Instance& i, const Value& why, const Occasion& o) {
  ++tally(plan_of(i)).blind_events;
  core::Draft record = begin("blind", o.time, i);
  if (o.ref != nullptr) record.set("elements", Json(Json::Array{element_json(sealed(o))}));
  emit(record, reason_of(why));
}

const Machine::Reasoned& Machine::reason_of(const Value& why) {
  Reasoned& known = reasons_[{why.reason(), why.about()}];
  if (known.said.empty())
    known = reason_of(reason_code(why.reason()), reason_text(why.reason(), why.about(), *program_->pack));
  return known;
}

}  // namespace tripline::engine
