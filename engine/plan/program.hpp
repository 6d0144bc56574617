// A pack compiled for the engine: expressions as flat nodes, aggregates shared between the rules that ask the same, and for each stream what it touches.
//
// Input: model::Pack. Output: Program. Invariant: nodes are in post-order, so a child's number is below its parent's; an aggregate stands once,
// however many rules read it. Immutable once made: many threads.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "dsl/model/model.hpp"
#include "engine/plan/area.hpp"
#include "engine/state/signal_window.hpp"
#include "engine/state/value.hpp"
#include "engine/trial.hpp"

namespace re2 {
class RE2;
}

namespace tripline::engine {

namespace model = dsl::model;
using core::Duration;
using core::Time;

using NodeId = std::int32_t;
inline constexpr NodeId kNoNode = -1;

// A field of an element or sample held against a constant: what most conditions are made of, decided without a detour.
struct Threshold {
  Tag tag = Tag::unknown;  // of both: number or integer; unknown: the comparison is none of these
  bool less = false, equal = false, greater = false;  // what it says where the field is so
  bool most = false;                                  // the constant is the most that the field may be, else the least
  bool share = false;                                 // headroom is a share of the constant
  bool told = false;  // somebody looks on: nothing is decided at hand, whatever the condition is
  model::Access access = model::Access::on;
  std::int32_t stream = -1;
  std::int32_t index = -1;
  double number = 0;
  std::int64_t integer = 0;
};

struct Node {
  model::Op op = model::Op::constant;
  model::TypeKind kind = model::TypeKind::bool_;     // of the result
  model::TypeKind operand = model::TypeKind::bool_;  // of the first child
  model::Access access = model::Access::on;
  bool reads_on = false;       // reads a field of the unit's own signal outside aggregates
  bool exact_compare = false;  // compares one growing aggregate with a constant: decided exactly, with its slope
  bool aggregate_left = true;  // … and the aggregate is child 0
  bool bounded = false;     // how far it is from changing can be measured: it holds a comparison of what has an order
  bool ratio = false;       // a comparison on a scale with a zero: headroom is a share of its limit
  bool limit_left = false;  // a comparison: its limit is child 0
  std::int32_t stream = -1;
  std::int32_t index = -1;
  std::int32_t member = -1;
  std::int32_t use = -1;    // aggregate: into Program::uses
  std::uint32_t first = 0;  // children: Program::children[first .. first + count)
  std::uint32_t count = 0;
  Duration span = 0;
  Threshold threshold;
  Value constant;
  const model::Expr* source = nullptr;
};

// What moves between elements in a set of expressions (language.md, section 7).
struct Moves {
  std::vector<NodeId> aggregates;     // nodes whose window lets elements go, or whose value changes at instants
  std::vector<NodeId> exact;          // exact_compare nodes
  std::vector<NodeId> held;           // inner ones first
  std::vector<NodeId> read;           // what grows inside of larger expressions: stands as it was read last
  std::vector<NodeId> now_compares;   // comparisons of now - T with a constant
  bool hours = false, days = false;   // hour(now); weekday(now), date(now)
  bool level = false, stage = false;  // also inside their aggregates
  bool any() const {
    return !aggregates.empty() || !exact.empty() || !held.empty() || !now_compares.empty() || hours || days;
  }
};

struct MarkPlan {
  bool raised = false;
  int stream = -1;
  NodeId where = kNoNode;
};

struct AggregatePlan {
  const model::Aggregate* source = nullptr;
  model::AggregateKind kind = model::AggregateKind::count;
  model::TypeKind value_kind = model::TypeKind::number;  // of the argument
  bool elements = true;
  int stream = -1;
  NodeId argument = kNoNode, where = kNoNode;
  std::vector<int> correlated;  // field numbers of `stream`
  std::vector<MarkPlan> marks;
  int owner_space = 0;
  int local = 0;     // its number among the aggregates of its owner's space
  int trigger = -1;  // whose `raised` it counts from
  std::vector<int> reads;
  Moves moves;  // of argument and where, continuous time only
  int held_count = 0;
};

// Whether its argument is a condition rather than a value.
inline bool of_condition(model::AggregateKind kind) {
  return kind == model::AggregateKind::once || kind == model::AggregateKind::always ||
         kind == model::AggregateKind::share || kind == model::AggregateKind::duration;
}

struct AggregateUse {
  int plan = 0;
  bool projected = false;      // its value at the end of the period is asked for
  std::vector<NodeId> lookup;  // the values that the correlated fields must equal
};

struct SpacePlan {                 // a key set: whose subjects things are kept by
  std::vector<std::string> names;  // sorted
  std::vector<int> streams;        // streams kept by exactly this set, Violation in every one
  std::vector<int> aggregates;     // owned here
  std::vector<int> rules;          // owned here, in rule order
  std::vector<int> derived;        // derived streams kept here, in derived order
};

// A derived event from a signal or event.
struct DerivedPlan {
  int stream = -1;
  int source = -1;
  NodeId when = kNoNode;
  Moves moves;
  int held_count = 0;
  std::vector<int> reads;
};

struct AnswerPlan {
  int stream = -1;
  bool state = false;  // a signal with a `where`: answers by the state that it holds
  NodeId where = kNoNode;
};

struct RulePlan {
  const model::Rule* source = nullptr;
  int number = 0;  // in Pack::rules
  int order = 0;   // place in Pack::rule_order
  int space = 0;
  int local = 0;  // among the rules of its space
  bool on_event = false;
  NodeId when = kNoNode, unless = kNoNode, while_ = kNoNode, condition = kNoNode, by = kNoNode;
  NodeId score = kNoNode, raise_when = kNoNode;
  std::vector<Value> least;     // of its grades; Unknown: whatever is left
  std::vector<NodeId> message;  // kNoNode where the part is text
  std::vector<AnswerPlan> answers;
  NodeId until_where = kNoNode;
  NodeId near_value = kNoNode, near_limit = kNoNode;
  NodeId near_edge = kNoNode;  // of what grows with time: whether it is past the edge of the band
  Moves moves;
  bool timed = false;    // time alone may change what it says
  bool guarded = false;  // judged only at times, stages or under conditions
  bool bounded = false;  // its condition is
  bool grows = false;    // … and holds what grows with time against its limit
  // A line on signals whose condition alone decides, by the samples as they stand: no guard, no band, no time.
  bool simple = false;
  int held_count = 0;
  std::vector<NodeId>
      leaves;  // fields, parameters, table values, aggregates of when, unless and condition (or score), each label once
};

struct StreamPlan {
  int space = 0;
  int slot = 0;                             // among the streams of its space
  std::vector<int> key_fields;              // in the order of the space's names
  std::vector<int> ids;                     // fields that name an element
  std::vector<std::pair<int, int>> groups;  // field, number in Program::groups
  std::vector<int> rules;                   // that it can touch, in rule order
  std::vector<int> element_aggregates;      // it is their element
  std::vector<int> continuous_aggregates;   // their argument, or what is held in their `where`, reads it
  std::vector<std::pair<int, int>> marks;   // aggregate, number of the mark
  std::vector<int> derived;                 // whose source it is, or whose condition reads it, in derived order
  std::vector<int> late_rules;
  std::vector<int> growing;  // rules that grow with time, and that it may set back
  std::vector<bool> fields_read;
  bool previous = false;  // previous(x) asks for its last element but one
  bool personal = false;  // has a personal field
  Duration lateness = 0;
  Duration stale_after = INT64_MAX;
};

struct TablePlan {
  std::vector<std::vector<Value>> rows;
  std::unordered_map<std::string, std::size_t> by_key;  // key_text of the key values -> row
};

struct Program {
  std::shared_ptr<const model::Pack> pack;
  std::vector<Node> nodes;
  std::vector<NodeId> children;
  std::vector<AggregatePlan> aggregates;
  std::vector<AggregateUse> uses;
  std::vector<SpacePlan> spaces;
  std::vector<std::string> groups;  // names of all group fields
  std::vector<StreamPlan> streams;
  std::vector<DerivedPlan> derived;  // by stream number; stream -1 where not derived
  std::vector<RulePlan> rules;       // in rule order
  std::vector<TablePlan> tables;
  std::vector<Value> params;
  std::vector<PreparedArea> areas;
  std::vector<std::shared_ptr<const re2::RE2>> patterns;
  std::vector<NodeId> stage_keys;        // key_fields of the stage table as names: see stage_names
  std::vector<std::string> stage_names;  // the stage table's key fields
  int violation = -1;                    // the stream Violation
  std::vector<int> space_of_key_set;     // Pack::key_sets -> spaces
  std::vector<int> trigger_spaces;       // spaces that raises are held in (of triggers and assessments), each once
  std::vector<int> slots;                // see slot()
  std::vector<ExactConstant> exact;      // what exact_compare nodes compare with: Node::index

  const NodeId* kids(const Node& n) const { return children.data() + n.first; }
  // The place of a stream among those that the subjects of a space hold; -1: none.
  int slot(int stream, std::uint32_t space) const {
    return slots[space * streams.size() + static_cast<std::size_t>(stream)];
  }
};

// Requires a pack without errors. Cost: linear in the pack.
std::shared_ptr<const Program> plan(std::shared_ptr<const model::Pack> pack, const Trial& trial = {});

// Texts of key values that are equal only for equal values: the order of subjects, and the key of look-ups.
void append_key_text(std::string& out, const Value& v);

// A model constant as a run-time value.
Value to_value(const model::Constant& c);

}  // namespace tripline::engine
