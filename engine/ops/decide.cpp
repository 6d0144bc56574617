// Conditions: whether they hold.
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

}  // namespace

void Evaluator::look_for_sample(int stream, Scope& scope) const {
  scope.sampled = stream;
  const StreamState* s = state(stream, *scope.subject);
  scope.sample = s != nullptr && s->seen && !stale(stream, *s, scope) ? s : nullptr;
}

[[gnu::always_inline]] inline Tri Evaluator::decide(const Node& n, NodeId id, Scope& scope, Tri otherwise,
                                                    Value* why) const {
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

Tri Evaluator::told(const Node& n, NodeId id, Scope& scope, Tri otherwise, Value* why) const {
  const Tri t = decide(n, id, scope, otherwise, why);
  if (observer_ != nullptr && t != Tri::unknown) observer_->found(*n.source, t == Tri::yes);
  return t;
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
    if (t.told) return told(n, id, scope, otherwise, why);
  }
  return decide(n, id, scope, otherwise, why);
}

Value Evaluator::condition(NodeId id, Scope& scope) const {
  Value why;
  const Tri t = truth(id, scope, Tri::yes, &why);
  return t == Tri::unknown ? why : Value::boolean(t == Tri::yes);
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

Tri Evaluator::compare_exactly(const Node& n, Scope& scope, Value* why) const {
  const Node& g = node(program_.kids(n)[n.aggregate_left ? 0 : 1]);
  const ExactConstant& c = program_.exact[static_cast<std::size_t>(n.index)];
  std::optional<int> sign;
  if (program_.uses[static_cast<std::size_t>(g.use)].projected) {
    Value reason;
    const std::optional<Pace> p = pace(g, scope, reason);
    if (!p) return unknown(reason, why);
    sign = order(*p, c, scope.after);
    if (!sign) return unknown(projected(*p), why);
  } else {
    const AggregateState* a = aggregate_state(g, scope);
    if (a == nullptr || !a->signal) return unknown(Value::unknown(Reason::never_seen), why);
    a->signal->advance(scope.now, scope.after);
    sign = a->signal->compare(c, scope.after);
    if (!sign) return unknown(a->signal->result(), why);
  }
  return tri(holds(n.op, n.aggregate_left ? *sign : -*sign));
}

}  // namespace tripline::engine
