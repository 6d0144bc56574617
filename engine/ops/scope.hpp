// Where an expression finds what it reads: which subject, which element, which instant.
#pragma once
#include <array>

#include "engine/state/subject.hpp"

namespace tripline::engine {

struct Fields {
  const std::vector<Value>* values = nullptr;
  Time time = 0;
  int stream = -1;
};

struct Scope {
  Subject* subject = nullptr;  // the rule's (or derived event's, or member's) own
  Fields on;                   // a rule on an event: the event judged. Without: the signal's last sample
  Fields element;  // the element selected by a `where`, an argument, a derived event. Without: the member's last sample
  Fields opener;   // of a duty
  Time now = 0;
  bool after = false;            // the state just after `now`
  Held* held = nullptr;          // how every held(…) of the unit stands, and what it read last of what grows
  bool reads = false;            // what grows inside of larger expressions is read now
  int previous_of = -1;          // inside previous(…)
  const Value* score = nullptr;  // an assessment's
  // The sample asked for last: its stream, and where it stands; null where none holds.
  int sampled = -1;
  const StreamState* sample = nullptr;
  std::array<const Value*, 4> variables{};  // of any and all, by how deep they stand
};

}  // namespace tripline::engine
