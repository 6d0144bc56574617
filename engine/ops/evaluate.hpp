// Expressions to values (language.md, sections 3 and 5).
//
// Input: a compiled node and a Scope. Output: a Value; Unknown carries why. No exception, no clock, no allocation but for texts longer than 22 bytes. One thread for each Scope.
#pragma once
#include <optional>

#include "engine/ops/scope.hpp"

namespace tripline::engine {

class Evaluator {
 public:
  // `observer` (may be null) is told of what truth() finds. Requires a program that was planned for it.
  explicit Evaluator(const Program& program, ConditionObserver* observer = nullptr)
      : program_(program), observer_(observer) {}

  Value evaluate(NodeId id, Scope& scope) const;
  // true, false or unknown of a condition; kNoNode is `otherwise`. `why` (may be null) receives the unknown value, and means something only then.
  Tri truth(NodeId id, Scope& scope, Tri otherwise = Tri::yes, Value* why = nullptr) const;

  // The same as a value: true, false, or the unknown one.
  Value condition(NodeId id, Scope& scope) const;

  // Brings every held(…) of a unit up to the scope's instant, and reads what grows where it is the time to. Must come before its expressions are evaluated there.
  void update_held(const Moves& moves, Scope& scope) const;
  // The first instant at which time alone may change what the unit's expressions say: at or after now, after now where scope.after. kNever: none.
  Time next_move(const Moves& moves, Scope& scope) const;

  // Whether the signal's sample does not hold any more at the scope's instant.
  bool stale(int stream, const StreamState& s, const Scope& scope) const;
  // What the subject holds of the stream; null: nothing ever.
  const StreamState* state(int stream, const Subject& subject) const;
  StreamState* state(int stream, Subject& subject) const;
  // The stage of a subject: unknown where the table has no row and no default is given.
  Value stage_of(const Subject& subject) const;

  // How far a condition is from changing its verdict: positive while it is true. For and / or the least / greatest, for not the negative, as in the
  // robustness of signal temporal logic (Fainekos, Pappas 2009; Donzé, Maler 2010).
  enum class Measure : std::uint8_t {
    truth,     // nothing to measure: +-infinity
    share,     // of the limit that a comparison holds its value against
    distance,  // from a limit of zero, or one on a scale without: in base units, nanoseconds, steps of an enumeration
  };
  struct Margin {
    bool known = false;
    Measure measure = Measure::truth;
    double amount = 0;
    NodeId comparison = kNoNode;
    bool upper = false;  // of a range: to its upper bound
  };
  Margin margin(NodeId id, Scope& scope) const;
  // Which of two margins is the lesser; nullopt: they are no more comparable than seconds and metres.
  std::optional<int> order_of(const Margin& a, const Margin& b) const;
  // What a comparison holds against its limit, and the limit that a margin is measured from, unknown where that is none of its sides (`hours`).
  struct Compared {
    NodeId side = kNoNode;
    Value value;
  };
  Compared compared(NodeId comparison, Scope& scope) const;
  Compared limit_of(const Margin& m, Scope& scope) const;
  NodeId first_of(NodeId comparison) const { return program_.kids(node(comparison))[0]; }
  // A whole number that was compared; of a date that was held against an instant, the instant that it stands for.
  std::int64_t integer_of(NodeId comparison, const Compared& c) const;

 private:
  Value aggregate(const Node& n, Scope& scope) const;
  Value current(const Node& n, Scope& scope) const;
  AggregateState* aggregate_state(const Node& n, const Scope& scope) const;
  // The field of a threshold where it is at hand; null: the general way must look.
  const Value* at_hand(const Threshold& t, Scope& scope) const;
  void look_for_sample(int stream, Scope& scope) const;
  Tri decide(const Node& n, NodeId id, Scope& scope, Tri otherwise, Value* why) const;
  Tri told(const Node& n, NodeId id, Scope& scope, Tri otherwise, Value* why) const;
  Tri joined(Tri a, Tri deciding, NodeId second, Scope& scope, Value* why) const;
  Tri truth_of_value(NodeId id, Scope& scope, Value* why) const;
  // A value where it stands, or put into `made`.
  const Value& read(NodeId id, Scope& scope, Value& made) const;
  const Value& field(const Node& n, const Scope& scope, Value& made) const;
  Value table_field(const Node& n, Scope& scope) const;
  Tri compare(const Node& n, Scope& scope, Value* why) const;
  Tri compare_exactly(const Node& n, Scope& scope, Value* why) const;
  // How what is projected stands; nullopt: unknown, as `why` then says.
  std::optional<Pace> pace(const Node& n, Scope& scope, Value& why) const;
  ElementWindow* partition(const Node& n, AggregateState& a, Scope& scope, std::optional<ElementWindow>& nothing,
                           Value& why) const;
  Margin joined_margin(const Node& n, Scope& scope) const;
  Margin compared_margin(NodeId id, const Node& n, Scope& scope) const;
  Time edge_of(model::Op op, const Value& date) const;
  Margin against(const Node& n, const Value& value, const Value& limit, bool most) const;
  Value arithmetic(const Node& n, Scope& scope) const;
  Value quantifier(const Node& n, Scope& scope) const;
  Value curve(const Node& n, const Value& x) const;
  bool on_is_stale(NodeId child, Scope& scope) const;
  const Node& node(NodeId id) const { return program_.nodes[static_cast<std::size_t>(id)]; }

  const Program& program_;
  ConditionObserver* observer_;
};

inline const Value* Evaluator::at_hand(const Threshold& t, Scope& scope) const {
  if (scope.previous_of >= 0 || t.access == model::Access::opener) return nullptr;
  const auto index = static_cast<std::size_t>(t.index);
  if (t.access == model::Access::on && scope.on.values != nullptr) return &(*scope.on.values)[index];
  if (t.access == model::Access::element && scope.element.values != nullptr) return &(*scope.element.values)[index];
  if (scope.sampled != t.stream) look_for_sample(t.stream, scope);
  return scope.sample == nullptr ? nullptr : &scope.sample->fields[index];
}

}  // namespace tripline::engine
