// Everything that is known of one subject: its last samples, the windows and rules that are kept for it, what it belongs to.
//
// A Subject is of one key set (space): a vehicle, a fleet, the pack as a whole. Numbers are given in the order in which subjects are first judged; nothing
// recorded depends on them. One thread.
#pragma once
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/plan/program.hpp"
#include "engine/state/element_window.hpp"
#include "engine/state/member_window.hpp"
#include "engine/state/signal_window.hpp"

namespace tripline::engine {

using SubjectId = std::uint32_t;
inline constexpr SubjectId kNoSubject = UINT32_MAX;

// The last element of one stream, and the one before where a rule asks for it.
struct StreamState {
  bool seen = false;
  bool armed = false;  // a timer waits for its staleness
  bool has_previous = false;
  Time time = 0;
  Time previous_time = 0;
  std::vector<Value> fields, previous;
  ElementRef ref;
  std::string bytes;  // as received, until a digest is asked for
};

enum class Tri : std::uint8_t { unset, no, yes, unknown };

// held(C, D): how C stands and since when. Of what grows inside of a larger expression: what it came to when it was read.
struct Held {
  Tri state = Tri::unset;  // of what grows, unset: to be read when it is asked for next
  Time since = 0;
  Value why;  // of C where it is unknown; of what grows its value
};

// When something wants to be looked at again, and the earliest timer that is out for it.
struct Alarm {
  Time wake = core::kNever;
  Time armed = core::kNever;
};

struct AggregateState {
  std::unique_ptr<ElementWindow> elements;
  std::unique_ptr<SignalWindow> signal;
  std::unique_ptr<MemberWindow> members;
  std::unordered_map<std::string, ElementWindow> partitions;  // by the values of the correlated fields
  bool marked = false;
};

// How the value of a continuous aggregate's argument stands for one member.
struct ArgumentState {
  SubjectId owner = kNoSubject;  // in whose window it counts now
  bool counted = false;          // has been a member somewhere before
  std::vector<Held> held;
  Alarm alarm;
};

struct DerivedState {
  Tri last = Tri::unset;
  std::vector<Held> held;
  Alarm alarm;
};

struct Instance;  // a rule kept for a subject: run/instance.hpp

struct Subject {
  std::uint32_t space = 0;
  SubjectId number = 0;
  std::string key;                     // text of its key values: orders subjects
  std::string written;                 // as records name it, once one has
  std::vector<Value> names;            // values of the space's names
  std::vector<SubjectId> projections;  // for each space, the subject there that this one belongs to
  std::vector<Value> groups;           // for each of Program::groups, the value last seen; Unknown: none
  std::vector<StreamState> streams;    // by slot
  std::vector<AggregateState> aggregates;
  std::vector<Instance> rules;
  std::vector<DerivedState> derived;
  std::unordered_map<int, ArgumentState> arguments;  // by aggregate, where this subject is a member
  Value stage;                                       // index, or Unknown
  std::set<SubjectId> members;                       // others that belong to it, where raises may be held for it
  std::vector<std::pair<int, int>> raises;           // rule order, level: held for it now
  int level = 0;                                     // the highest of them, as conditions see it
  Time since = 0;                                    // when it first appeared
  bool fresh = true;                                 // in the instant of its first element

  Subject();
  Subject(Subject&&) noexcept;
  ~Subject();
};

}  // namespace tripline::engine
