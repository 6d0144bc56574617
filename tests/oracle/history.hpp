// All that has happened, and who it happened to: what the definitions of language.md speak about.
//
// Input: a checked pack and elements in the order of section 7. Output: lists that are only ever appended to. Nothing is summed up, dropped or
// moved on: whoever wants to know what held at some moment looks at what had been entered by then. One thread.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "dsl/model/model.hpp"
#include "engine/state/value.hpp"

namespace tripline::oracle {

namespace model = dsl::model;
using core::Duration;
using core::Time;
using engine::Reason;
using engine::Value;

using Who = int;  // a subject's number
inline constexpr Who kNobody = -1;

// "At one instant t: samples, then events … Then everything is asked once more for the state just after t" (section 7): an instant, how much of the
// history has been entered, and whether it is the state just after the instant that is meant.
struct Moment {
  Time at = 0;
  std::size_t seen = 0;
  bool after = false;
};

// Whether a moment is not after another, of what was judged in this order.
inline bool by_then(const Moment& m, const Moment& then) {
  if (m.at != then.at) return m.at < then.at;
  return m.after != then.after ? !m.after : m.seen <= then.seen;
}

struct Entry {
  int stream = 0;
  Who who = kNobody;
  std::vector<Value> fields;
  Time time = 0;
  std::uint32_t source = 0;
  std::uint64_t position = 0;  // in the source; of what was made: of the element that it was made of. 0: of none
  bool after = false;          // it came about just after its instant
  // A derived event or a violation: it "enters windows together with what made" it (section 7).
  bool with_former = false;
  std::vector<Who>
      belongs;  // for each space, whom it counted for then (section 4: "counts for the group that its subject then belonged to")
};

struct Subject {
  int space = 0;
  std::vector<Value> names;  // values of the space's names
  Time since = 0;
  std::size_t born = 0;                                                      // entries before its first
  std::map<std::string, std::vector<std::pair<std::size_t, Value>>> groups;  // name -> (number of the entry, value)
};

class History {
 public:
  explicit History(const model::Pack& pack);

  const model::Pack& pack;
  // Key sets, as names in order: those of the rules, then those of the streams.
  std::vector<std::vector<std::string>> spaces;
  std::vector<int> space_of_stream;
  std::vector<int> space_of_key_set;
  std::vector<Subject> subjects;
  std::vector<Entry> entries;
  std::vector<std::vector<std::vector<std::size_t>>> by_stream_and_who;  // [stream][who] -> entries, in order
  std::vector<std::vector<std::size_t>> by_who;                          // entries of exactly this subject
  std::vector<std::vector<std::size_t>> concerning;  // entries of this subject and of those who belonged to it then
  std::vector<std::vector<std::size_t>> by_stream;
  std::vector<Time> instants;  // that have been judged

  bool violation(int stream) const { return pack.streams[static_cast<std::size_t>(stream)].violation; }
  Who find(int space, const std::vector<Value>& names) const;
  // The subject of an element, brought into being with all whom it belongs to; `fresh` receives those that are new.
  Who meet(int stream, const std::vector<Value>& fields, Time t, std::vector<Who>& fresh);
  // Notes what group the element that comes next says its subject is in. True: another than before.
  bool regroup(Who who, int stream, const std::vector<Value>& fields, Time t, std::vector<Who>& fresh);
  void append(Entry e);

  // Whom a subject belongs to in another space, as far as had been seen.
  Who belongs(Who who, int space, std::size_t seen) const;
  const Value* group(Who who, const std::string& name, std::size_t seen) const;
  // The stage of a subject (section 4, `stage from`): member, or unknown.
  Value stage(Who who, std::size_t seen) const;
  // The last and the last but one entry of a stream for a subject; Violation also of those who belong to it.
  const Entry* last(int stream, Who who, std::size_t seen, int back = 0) const;
  const std::vector<Who>& everybody(int space) const {
    return everybody_[static_cast<std::size_t>(space)];
  }                                   // in the order of their keys
  std::size_t seen_by(Time t) const;  // how many entries there are up to an instant
  // The moment of an entry, with all that entered together with it.
  Moment whole(std::size_t entry) const {
    std::size_t seen = entry + 1;
    while (seen < entries.size() && entries[seen].with_former) ++seen;
    return {entries[entry].time, seen, entries[entry].after};
  }
  Moment at_entry(std::size_t entry) const { return {entries[entry].time, entry + 1, entries[entry].after}; }

 private:
  Who create(int space, std::vector<Value> names, Time t, std::vector<Who>& fresh);
  void create_owners(Who who, std::size_t seen, Time t, std::vector<Who>& fresh);
  std::optional<std::vector<Value>> names_in(Who who, int space, std::size_t seen) const;

  std::vector<std::vector<Who>> everybody_;
};

// The order of subjects within a space.
bool key_less(const std::vector<Value>& a, const std::vector<Value>& b);
int order(const Value& a, const Value& b);

}  // namespace tripline::oracle
