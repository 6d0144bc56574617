// The road of an element through the engine, in the order of language.md, section 7.
//
// arrival.cpp   what comes in: refused, duplicate, late, or queued until the watermark has passed it
// late.cpp      red lines crossed in what comes too late
// instant.cpp   one instant: elements in order, then the state just after it, then changes of level
// intake.cpp    one element: what fields, windows and derived events say after it
// lines.cpp     red lines, limits, warnings   · duties.cpp   · triggers.cpp (and levels)   · assessments.cpp
// headroom.cpp  how far they are from their lines
// blind.cpp     time and events that a rule could not judge
// records.cpp   what is said of it
//
// One thread.
#pragma once
#include <boost/unordered/unordered_flat_map.hpp>
#include <deque>
#include <functional>
#include <queue>
#include <set>
#include <string>
#include <vector>

#include "engine/engine.hpp"
#include "engine/run/instance.hpp"
#include "engine/run/subjects.hpp"
#include "engine/run/timers.hpp"
#include "engine/run/wording.hpp"

namespace tripline::engine {

// What makes a rule look again: an element of a stream, or (stream -1) time alone.
struct Occasion {
  int stream = -1;
  const std::vector<Value>* fields = nullptr;
  Time time = 0;
  const ElementRef* ref = nullptr;
  SubjectId whose = kNoSubject;  // of the element
  bool after = false;
};

// A derived event or Violation: already in the windows, to be judged.
struct Made {
  int stream;
  SubjectId subject;
  std::vector<Value> fields;
  Time time;
  ElementRef ref;
};

class Machine {
 public:
  Machine(std::shared_ptr<const model::Pack> pack, core::RecordSink& sink, Limits limits, const Trial& trial,
          core::Language language);

  // arrival.cpp
  std::uint32_t add_source(std::string name, int only_stream);
  void observe(Element& e);
  void reject(const Rejection& r);
  void unread(const std::string& type);
  void idle(std::uint32_t source, Time at);
  void end(std::uint32_t source);
  void finish(Time until);
  Time watermark() const;
  Time highest(std::uint32_t source) const { return sources_.at(source).highest; }
  const RunSummary& summary() const { return summary_; }
  const Program& program() const { return *program_; }

 private:
  struct Source {
    std::string name;
    Time highest = core::kAlways;
    Duration lateness = 0;  // the longest of the streams that it may feed
    bool ended = false, idle = false;
    std::uint64_t last_position = 0;
    std::uint64_t heard = 0;  // elements of any fate
  };
  struct HowFar {  // headroom, as it is told
    core::Json json;
    std::optional<double> share;
    std::string text;  // where it is no share
  };
  struct Headroom {  // the least that there has been
    Worst worst;
    SubjectId whose = kNoSubject;
  };
  struct Head {                                                     // what every record of a rule begins with
    std::vector<std::pair<std::string_view, std::string>> members;  // values in canonical form
    std::string action;                                             // empty: none
  };
  struct Seen {  // an id, for de-duplication
    Time time;
    core::Sha256 digest;
    bool conflict_told = false;
  };
  using Ids = boost::unordered_flat_map<std::string, Seen>;
  using IdOrder = std::set<std::pair<Time, std::string>>;  // the oldest first
  struct Reasoned {                                        // a member `reason`, in canonical form
    std::string english, said;
  };
  struct Waiting {  // an element of the queue
    Time time;
    std::uint32_t slot;
    SubjectId subject;  // kNoSubject: it is the first of its subject, as far as is known
  };

  // arrival.cpp
  void open_for_input(std::uint32_t source) const;
  void heard(Source& s, std::uint64_t position);
  bool duplicate(const Element& e);
  static void forget_oldest(Ids& seen, IdOrder& order);
  void advance();
  bool before(const Waiting& a, const Waiting& b) const {
    return a.time != b.time ? a.time < b.time : before_at_one_instant(slots_[a.slot], slots_[b.slot]);
  }
  bool before_at_one_instant(const Element& x, const Element& y) const;
  std::uint32_t slot_for(Element& e);
  Duration lateness(int stream) const { return program_->streams[static_cast<std::size_t>(stream)].lateness; }

  // late.cpp
  void judge_late(Element& e);
  void judge_late_line(const RulePlan& r, Element& e, const ElementRef& ref);
  std::optional<Subject> alone(const RulePlan& r, const Element& e) const;

  // instant.cpp
  void instant(Time t);
  void elements_at(Time t);
  void just_after(Time t);
  void fire(const Timer& t);
  void ask_readers(const StreamPlan& p, SubjectId s, Time t, bool reads);
  void ask_again(SubjectId s, Time t, const std::function<bool(const Moves&, bool staged)>& concerned);
  DerivedState* derived_state(int stream, SubjectId s);
  void levels(Time t);
  bool went_along(SubjectId s, const std::set<SubjectId>& changed) const;
  void record_level(SubjectId s, int before, Time t);
  void drain();

  // intake.cpp
  void take(Element& e, SubjectId s);
  void enter(int stream, SubjectId s, std::vector<Value>& fields, Time t, const ElementRef& ref, std::string* bytes);
  void enter_windows(int stream, SubjectId s, const std::vector<Value>& fields, Time t);
  void make_violation(const RulePlan& r, SubjectId s, Time t, const ElementRef& ref);
  Value argument(const AggregatePlan& a, Scope& scope) const;
  void add_to_aggregate(int number, int stream, SubjectId member, const std::vector<Value>& fields, Time t);
  void mark_aggregate(int number, int mark, int stream, SubjectId member, const std::vector<Value>& fields, Time t);
  void update_argument(int number, SubjectId member, Time t);
  void move_groups(const Element& e, SubjectId s);
  bool follows(const AggregatePlan& a, const Subject& s) const;
  Held* held_of(int number, SubjectId member);
  void update_derived(int stream, SubjectId s, const Occasion& o);
  void welcome(Time t);  // what is new: members begin in their windows
  void judge(int stream, SubjectId s, const std::vector<Value>& fields, Time t, const ElementRef& ref);
  void judge_rule(int order, SubjectId owner, const Occasion& o);
  bool in_stages(std::uint64_t stages, const Subject& s) const;
  ElementRef seal(StreamState& s, int stream);
  void arm(Alarm& a, Time wake, Phase phase, int order, SubjectId s);
  bool awake(Alarm& a, Time t, Phase phase, int order, SubjectId s);

  // lines.cpp
  Scope scope_for(const RulePlan& r, SubjectId s, const Occasion& o);
  Tri guard(const RulePlan& r, Scope& scope, Value* why, bool with_effective = true) const;
  Tri breached(const RulePlan& r, Scope& scope, Tri* g, Value* why) const;
  void look_again(Instance& i, Scope& scope);  // arms the instance's next wake-up
  bool goes_on_well(const RulePlan& r, Instance& i, Scope& scope);
  void judge_line(Instance& i, const Occasion& o);
  void judge_occurrence(Instance& i, const Occasion& o, Scope& scope);
  void line_open(Instance& i, Time at, Scope& scope, const Occasion& o);
  void line_close(Instance& i, Time at, const Value* why);
  void near(Instance& i, Scope& scope, const Occasion& o, bool sample);
  void near_ends(Instance& i, Time at);
  bool in_band(const RulePlan& r, Scope& scope) const;
  void budget(core::Draft& record, const Instance& i);
  void count_crossing(Instance& i, bool tolerated, Time at, const Occasion& o);
  void hold_ended(Instance& i, Time t);
  bool within_tolerance(Instance& i, Time at);

  // headroom.cpp
  Evaluator::Margin headroom(const RulePlan& r, Scope& scope) const;
  void measure(Instance& i, Scope& scope, Worst* worst);
  void measure_growth(Instance& i, Time t);
  int order_of(const Evaluator::Margin& m, const Worst& than) const;
  Worst worst_of(const Evaluator::Margin& m, Scope& scope) const;
  core::Json worst_json(const Worst& w) const;
  HowFar how_far(const Worst& w) const;
  void set_worst(core::Draft& r, const Worst& w) const;

  // blind.cpp
  void blind(Instance& i, bool is_blind, const Value& why, Time t);
  void blind_occurrence(Instance& i, const Value& why, const Occasion& o);
  void account_blind(Instance& i, Time t);
  const Reasoned& reason_of(const Value& why);

  // duties.cpp
  void judge_duty(Instance& i, const Occasion& o);
  void open_duty(Instance& i, const Occasion& o, Scope& scope);
  void answer(Instance& i, const Occasion& o, Scope& scope);
  bool due_known(const RulePlan& r, Scope& scope, Value& why) const;
  const AnswerPlan* answering(const RulePlan& r, const OpenDuty& d, const Occasion& o, Scope& scope) const;
  void discharge(Instance& i, const OpenDuty& d, const Occasion& o, Scope& scope);
  void every(Instance& i, const Occasion& o, Scope& scope, bool opens);
  void excuse(Instance& i, const Occasion& o);
  void deadline(Instance& i, Time t);
  void miss(Instance& i, OpenDuty& d, Time t);

  // triggers.cpp
  void judge_trigger(Instance& i, const Occasion& o);
  void raise(Instance& i, Time t, Scope& scope, const Occasion& o);
  void count_from_raise(Instance& i, Time t);
  void look_again_after_raise(Instance& i, Scope& scope);
  void release(Instance& i, Time t);
  void trigger_hold_ended(Instance& i, Time t);
  void trigger_release_due(Instance& i, Time t);
  int held_level(const Subject& s) const;
  int level_of(SubjectId s) const;

  // assessments.cpp
  void begin_assessing(Instance& i, Time t);
  void assess(Instance& i, Time t);
  bool settle_raise(Instance& i, Tri wanted);
  core::Json terms(const RulePlan& r, Scope& scope);
  core::Json last_assessments(const RulePlan& r, const std::vector<SubjectId>& who);

  // records.cpp
  core::Draft begin(std::string_view kind, Time at);
  core::Draft begin(std::string_view kind, Time at, const RulePlan& r, Subject& s);
  const std::string& subject_json(Subject& s);
  core::Draft begin(std::string_view kind, Time at, const Instance& i) {
    return begin(kind, at, plan_of(i), subjects_[i.subject]);
  }
  void detail(core::Draft& r, const Instance& i, Scope& scope, const Occasion& o);  // message, values, elements
  static constexpr std::size_t kMostBytes = 65'535;
  void write_heads();
  Reasoned reason_of(const std::string& code, const core::Text& text) const;
  void identify(core::Draft& r);
  void emit(core::Draft& r);
  void emit(core::Draft& r, const Reasoned& reason);
  std::string episode_id(Instance& i, Time at);
  core::Json element_json(const ElementRef& ref);
  ElementRef sealed(const Occasion& o);
  ElementRef decided_by(const RulePlan& r, SubjectId s, const Occasion& o);
  core::Json elements(const RulePlan& r, Scope& scope, const Occasion& o);
  std::string violated_because(const RulePlan& r, Scope& scope);
  void pack_loaded();
  void still_open(const Instance& i, core::Json& list);
  void write_summary();
  void limit_reached(const char* code, const core::Phrase& text, Time at);
  RuleSummary& tally(const RulePlan& r) { return summary_.rules[static_cast<std::size_t>(r.number)]; }

  const RulePlan& plan_of(const Instance& i) const { return program_->rules[static_cast<std::size_t>(i.rule)]; }
  Instance& instance(SubjectId s, int order) {
    return subjects_[s].rules[static_cast<std::size_t>(program_->rules[static_cast<std::size_t>(order)].local)];
  }
  const model::Stream& stream(int s) const { return program_->pack->streams[static_cast<std::size_t>(s)]; }

  std::shared_ptr<const Program> program_;
  core::RecordSink& sink_;
  Limits limits_;
  core::Language language_;
  Evaluator evaluator_;
  Evaluator telling_;  // of what is told: nobody observes it
  Subjects subjects_;
  Wording wording_;
  Timers timers_;
  std::vector<Source> sources_;
  std::vector<Element> slots_;
  std::vector<std::uint32_t> free_slots_;
  std::vector<Waiting> queue_;  // a heap, the earliest first
  std::vector<Ids> ids_;        // by stream
  std::vector<IdOrder> id_order_;
  std::deque<Made> made_;
  Time begun_at_ = core::kAlways;  // the instant of the episodes that are counted here
  std::map<std::pair<int, SubjectId>, std::uint64_t> begun_;
  std::vector<SubjectId> level_touched_;  // whose raises changed in this instant
  Time now_ = core::kAlways;              // the instant that was judged last
  bool after_ = false;                    // it is the state just after it that is asked for, by what timers make too
  Time passed_ = core::kAlways;           // the highest watermark so far
  Time last_ = core::kAlways;             // the highest time of any element taken
  bool finished_ = false;
  bool fresh_ = false;       // a subject was created by the element being judged
  std::string pack_digest_;  // in hexadecimal
  std::string pack_;         // name, version and digest, in canonical form
  std::vector<Head> heads_;  // by rule order
  std::map<std::pair<Reason, int>, Reasoned> reasons_;
  core::Hasher hasher_;
  core::Draft spare_;  // these three hold nothing between records but room
  std::string text_;
  RunSummary summary_;
  std::map<std::string, bool> limits_told_;
  std::vector<Headroom> headroom_;  // by rule number
};

}  // namespace tripline::engine
