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
  bool after = false;  // the state just after `now`
  std::vector<Held>* held = nullptr;
  int previous_of = -1;  // inside previous(…)
  std::array<Value, 4> variables;
};

}  // namespace tripline::engine
