// How far a condition is from changing its verdict (language.md, section 6; records.md, headroom).
#include <cmath>

#include "core/wide.hpp"
#include "engine/ops/compare.hpp"
#include "engine/ops/evaluate.hpp"

namespace tripline::engine {

using model::Op;
using model::TypeKind;

namespace {

using Margin = Evaluator::Margin;
using Measure = Evaluator::Measure;

Margin by_truth(bool holds) { return {true, Measure::truth, holds ? HUGE_VAL : -HUGE_VAL, kNoNode}; }

bool against_date(Op op) { return op >= Op::time_eq_date && op <= Op::time_ge_date; }

Margin opposite(Margin m) {
  m.amount = -m.amount;
  return m;
}

// a - b: of numbers in base units, of whole numbers exactly before it is rounded once.
double difference(const Value& a, const Value& b) {
  if (a.tag() == Tag::integer && b.tag() == Tag::integer)
    return static_cast<double>(static_cast<core::Wide>(a.as_integer()) - b.as_integer());
  return as_double(a) - as_double(b);
}

}  // namespace

std::optional<int> Evaluator::order_of(const Margin& a, const Margin& b) const {
  const auto by_amount = [&] { return a.amount < b.amount ? -1 : a.amount > b.amount ? 1 : 0; };
  if (a.measure == Measure::truth || b.measure == Measure::truth) return by_amount();
  const auto alike = [&] {
    const Node &x = node(a.comparison), &y = node(b.comparison);
    const model::Type& of_x = x.source->children[0]->type;
    const model::Type& of_y = y.source->children[0]->type;
    return of_x.kind == of_y.kind && of_x.unit.dimension == of_y.unit.dimension;
  };
  if (a.measure == b.measure && (a.measure == Measure::share || a.comparison == b.comparison || alike()))
    return by_amount();
  if ((a.amount < 0) != (b.amount < 0)) return a.amount < 0 ? -1 : 1;
  return std::nullopt;
}

// The least of an `and`, the greatest of an `or`. Of two that cannot be compared the one that is a share of its limit stands.
Margin Evaluator::joined_margin(const Node& n, Scope& scope) const {
  const NodeId* kids = program_.kids(n);
  Margin a = margin(kids[0], scope);
  if (n.op == Op::implies) a = opposite(a);
  // What the first operand decides, the second need not be able to say: `present(x) and x > 3`.
  const bool decided = a.known && (n.op == Op::and_ ? a.amount < 0 : a.amount > 0);
  if (decided && a.measure == Measure::truth) return a;
  const Margin b = margin(kids[1], scope);
  if (!a.known) return a;
  if (!b.known) return decided ? a : b;
  if (a.measure != Measure::distance && b.measure != Measure::distance)  // most are
    return (n.op == Op::and_ ? b.amount < a.amount : b.amount > a.amount) ? b : a;
  const std::optional<int> order = order_of(a, b);
  if (!order) return b.measure == Measure::share ? b : a;
  return (n.op == Op::and_ ? *order > 0 : *order < 0) ? b : a;
}

// The margin of value <= limit (`most`), or of value >= limit.
Margin Evaluator::against(const Node& n, const Value& value, const Value& limit, bool most) const {
  Margin m;
  m.known = true;
  const double gap = most ? difference(limit, value) : difference(value, limit);
  const double size = n.ratio ? std::fabs(as_double(limit)) : 0;
  m.measure = size > 0 ? Measure::share : Measure::distance;
  m.amount = size > 0 ? gap / size : gap;
  return m;
}

// In a comparison with an instant: `t <= d` and `t > d` mean the day's end, `t < d` and `t >= d` its beginning.
Time Evaluator::edge_of(Op op, const Value& date) const {
  const bool end = op == Op::time_le_date || op == Op::time_gt_date;
  return program_.pack->zone.midnight(static_cast<core::Day>(date.as_integer() + (end ? 1 : 0)));
}

Margin Evaluator::compared_margin(NodeId id, const Node& n, Scope& scope) const {
  const NodeId* kids = program_.kids(n);
  Value made_a, made_b;
  const Value& a = read(kids[0], scope, made_a);
  if (!a.known()) return {};
  if (n.op == Op::in_hours) {
    const core::Duration day = core::kDay, clock = program_.pack->zone.time_of_day(a.as_integer());
    const core::Duration from = node(kids[1]).constant.as_integer(), to = node(kids[2]).constant.as_integer();
    // Both as on the dial, from the beginning on.
    const core::Duration at = (clock - from + day) % day, length = to == from + day ? day : (to - from + day) % day;
    const core::Duration gap = at < length ? std::min(at, length - at) : -std::min(at - length, day - at);
    return {true, Measure::distance, static_cast<double>(gap), id};
  }
  const Value& b = read(kids[1], scope, made_b);
  if (!b.known()) return {};
  Margin m;
  if (n.op == Op::in_range) {
    Value made_high;
    const Value& high = read(kids[2], scope, made_high);
    if (!high.known()) return {};
    m = against(n, a, b, false);
    m.comparison = id;
    Margin above = against(n, a, high, true);
    above.comparison = id;
    above.upper = true;
    const std::optional<int> order = order_of(above, m);
    if (order ? *order < 0 : above.measure == Measure::share) m = above;
    return m;
  }
  if (against_date(n.op)) {
    m = against(n, a, Value::integer(edge_of(n.op, b)), n.op == Op::time_lt_date || n.op == Op::time_le_date);
    m.comparison = id;
    return m;
  }
  const Value& value = n.limit_left ? b : a;
  const Value& limit = n.limit_left ? a : b;
  if (n.op == Op::eq || n.op == Op::ne) {
    // Of an equality only that it fails can be measured: one that holds would be at its line all the time.
    if ((difference(value, limit) == 0)) return by_truth(n.op == Op::eq);
    m = against(
        n, value, limit,
        value.tag() == Tag::integer ? value.as_integer() < limit.as_integer() : value.as_number() < limit.as_number());
    if (n.op == Op::eq) m = opposite(m);
  } else {
    m = against(n, value, limit, (n.op == Op::lt || n.op == Op::le) != n.limit_left);
  }
  m.comparison = id;
  return m;
}

Margin Evaluator::margin(NodeId id, Scope& scope) const {
  const Node& n = node(id);
  switch (n.op) {
    case Op::and_:
    case Op::or_:
    case Op::implies: return joined_margin(n, scope);
    case Op::not_: return opposite(margin(program_.kids(n)[0], scope));
    default: break;
  }
  if (const Threshold& t = n.threshold; t.share) {
    if (const Value* v = at_hand(t, scope); v != nullptr && v->tag() == t.tag) {
      const double value = as_double(*v);
      return {true, Measure::share, (t.most ? t.number - value : value - t.number) / std::fabs(t.number), id};
    }
  }
  if (n.bounded) return compared_margin(id, n, scope);
  // How far it is from changing is asked aside: nobody is told.
  const Tri t = observer_ == nullptr ? truth(id, scope) : Evaluator(program_).truth(id, scope);
  return t == Tri::unknown ? Margin{} : by_truth(t == Tri::yes);
}

std::int64_t Evaluator::integer_of(NodeId comparison, const Compared& c) const {
  const Op op = node(comparison).op;
  return against_date(op) && node(c.side).source->type.kind == TypeKind::date ? edge_of(op, c.value)
                                                                              : c.value.as_integer();
}

Evaluator::Compared Evaluator::limit_of(const Margin& m, Scope& scope) const {
  const Node& n = node(m.comparison);
  if (n.op == Op::in_hours) return {};
  const NodeId side = program_.kids(n)[n.op == Op::in_range && m.upper ? 2 : n.limit_left ? 0 : 1];
  return {side, evaluate(side, scope)};
}

Evaluator::Compared Evaluator::compared(NodeId comparison, Scope& scope) const {
  const Node& n = node(comparison);
  const NodeId side = program_.kids(n)[n.limit_left ? 1 : 0];
  return {side, evaluate(side, scope)};
}

}  // namespace tripline::engine
