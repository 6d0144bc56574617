// Conditions: whether they hold, and how far they are from changing.
#include <cmath>

#include "engine/ops/compare.hpp"
#include "engine/ops/evaluate.hpp"

namespace tripline::engine {

using model::Op;
using model::TypeKind;

namespace {

Tri tri(bool b) { return b ? Tri::yes : Tri::no; }

Tri opposite(Tri t) { return t == Tri::yes ? Tri::no : t == Tri::no ? Tri::yes : t; }

Tri unknown(Value v, Value* why) {
  if (why != nullptr) *why = std::move(v);
  return Tri::unknown;
}

// The side of a comparison that is the limit.
bool fixed(const Node& n) { return n.op == Op::constant || n.op == Op::param || n.op == Op::table_field; }

}  // namespace

inline const Value* Evaluator::at_hand(const Threshold& t, Scope& scope) const {
  if (scope.previous_of >= 0 || t.access == model::Access::opener) return nullptr;
  const auto index = static_cast<std::size_t>(t.index);
  if (t.access == model::Access::on && scope.on.values != nullptr) return &(*scope.on.values)[index];
  if (t.access == model::Access::element && scope.element.values != nullptr) return &(*scope.element.values)[index];
  if (scope.sampled != t.stream) look_for_sample(t.stream, scope);
  return scope.sample == nullptr ? nullptr : &scope.sample->fields[index];
}

void Evaluator::look_for_sample(int stream, Scope& scope) const {
  scope.sampled = stream;
  const StreamState* s = state(stream, *scope.subject);
  scope.sample = s != nullptr && s->seen && !stale(stream, *s, scope) ? s : nullptr;
}

Tri Evaluator::truth(NodeId id, Scope& scope, Tri otherwise, Value* why) const {
  if (id == kNoNode) return otherwise;
  const Node& n = node(id);
  if (const Threshold& t = n.threshold; t.tag != Tag::unknown) {
    if (const Value* v = at_hand(t, scope); v != nullptr && v->tag() == t.tag) {
      if (t.tag == Tag::integer)
        return tri(v->as_integer() < t.integer ? t.less : v->as_integer() > t.integer ? t.greater : t.equal);
      return tri(v->as_number() < t.number ? t.less : v->as_number() > t.number ? t.greater : t.equal);
    }
  }
  const NodeId* kids = program_.kids(n);
  switch (n.op) {
    case Op::and_: return joined(truth(kids[0], scope, otherwise, why), Tri::no, kids[1], scope, why);
    case Op::or_: return joined(truth(kids[0], scope, otherwise, why), Tri::yes, kids[1], scope, why);
    case Op::implies: return joined(opposite(truth(kids[0], scope, otherwise, why)), Tri::yes, kids[1], scope, why);
    case Op::not_: return opposite(truth(kids[0], scope, otherwise, why));
    case Op::eq:
    case Op::ne:
    case Op::lt:
    case Op::le:
    case Op::gt:
    case Op::ge: return n.exact_compare ? compare_exactly(n, scope, why) : compare(n, scope, why);
    default: return truth_of_value(id, scope, why);
  }
}

// What the first operand leaves open, the second may decide; where neither does, the first one's reason is told.
inline Tri Evaluator::joined(Tri a, Tri deciding, NodeId second, Scope& scope, Value* why) const {
  if (a == deciding) return a;
  const Tri b = truth(second, scope, Tri::yes, a == Tri::unknown ? nullptr : why);
  return b == deciding || a != Tri::unknown ? b : a;
}

Tri Evaluator::truth_of_value(NodeId id, Scope& scope, Value* why) const {
  Value made;
  const Value& v = read(id, scope, made);
  return v.tag() == Tag::boolean ? tri(v.as_bool()) : unknown(not_known(v), why);
}

Tri Evaluator::compare(const Node& n, Scope& scope, Value* why) const {
  const NodeId* kids = program_.kids(n);
  Value made_a, made_b;
  const Value& a = read(kids[0], scope, made_a);
  if (a.is_unknown()) return unknown(a, why);
  const Value& b = read(kids[1], scope, made_b);
  if (!b.known()) return unknown(not_known(b), why);
  if (!a.known()) return unknown(not_known(a), why);
  int o = order(a, b);
  // now - T against a constant: at the very instant of the crossing, "just after" is past it.
  if (o == 0 && scope.after && n.operand == TypeKind::duration && n.op != Op::eq && n.op != Op::ne) {
    const Node& side = node(kids[n.aggregate_left ? 0 : 1]);
    if (side.op == Op::sub && node(program_.kids(side)[0]).op == Op::now) o = n.aggregate_left ? 1 : -1;
  }
  return tri(holds(n.op, o));
}

Tri Evaluator::compare_exactly(const Node& n, const Scope& scope, Value* why) const {
  const Node& g = node(program_.kids(n)[n.aggregate_left ? 0 : 1]);
  const AggregateState* a = aggregate_state(g, scope);
  if (a == nullptr || !a->signal) return unknown(Value::unknown(Reason::never_seen), why);
  a->signal->advance(scope.now, scope.after);
  const auto sign = a->signal->compare(program_.exact[static_cast<std::size_t>(n.index)], scope.after);
  if (!sign) return unknown(a->signal->result(), why);
  return tri(holds(n.op, n.aggregate_left ? *sign : -*sign));
}

Evaluator::Compared Evaluator::compared(NodeId comparison, Scope& scope) const {
  const Node& n = node(comparison);
  const NodeId* kids = program_.kids(n);
  const NodeId side = kids[fixed(node(kids[0])) ? 1 : 0];
  return {side, evaluate(side, scope)};
}

Evaluator::Margin Evaluator::margin(NodeId id, Scope& scope) const {
  const Node& n = node(id);
  const NodeId* kids = program_.kids(n);
  switch (n.op) {
    case Op::and_:
    case Op::or_:
    case Op::implies: {
      Margin a = margin(kids[0], scope);
      if (n.op == Op::implies) a.share = -a.share;
      // What the first operand decides, the second need not be able to say: `present(x) and x > 3`.
      const bool decided = a.known && (n.op == Op::and_ ? a.share < 0 : a.share > 0);
      if (decided && !a.bounded) return a;
      const Margin b = margin(kids[1], scope);
      if (!a.known) return a;
      if (!b.known) return decided ? a : b;
      return (n.op == Op::and_ ? b.share < a.share : b.share > a.share) ? b : a;
    }
    case Op::not_: {
      Margin a = margin(kids[0], scope);
      a.share = -a.share;
      return a;
    }
    default: break;
  }
  Margin m;
  if (const Threshold& t = n.threshold; n.bounded && t.tag != Tag::unknown && t.number != 0) {
    if (const Value* v = at_hand(t, scope); v != nullptr && v->tag() == t.tag) {
      const double value = as_double(*v);
      return {true, true, (t.most ? t.number - value : value - t.number) / std::fabs(t.number), id};
    }
  }
  if (n.bounded) {
    Value made_a, made_b;
    const Value& a = read(kids[0], scope, made_a);
    const Value& b = read(kids[1], scope, made_b);
    if (!a.known() || !b.known()) return m;
    const bool value_left = !fixed(node(kids[0]));
    m.comparison = id;
    const double value = as_double(value_left ? a : b), limit = as_double(value_left ? b : a);
    if (limit != 0) {
      const bool upper = (n.op == Op::lt || n.op == Op::le) == value_left;  // the limit is the most
      m.known = true;
      m.bounded = true;
      m.share = (upper ? limit - value : value - limit) / std::fabs(limit);
      return m;
    }
  }
  const Tri t = truth(id, scope);
  if (t == Tri::unknown) return m;
  m.known = true;
  m.share = t == Tri::yes ? HUGE_VAL : -HUGE_VAL;
  return m;
}

}  // namespace tripline::engine
