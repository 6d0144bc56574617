// What time alone changes in a unit's expressions, and when.
#include <algorithm>

#include "engine/ops/evaluate.hpp"

namespace tripline::engine {

void Evaluator::update_held(const Moves& moves, Scope& scope) const {
  for (const NodeId id : moves.read) {
    const Node& n = node(id);
    if (scope.held == nullptr) break;
    Held& h = scope.held[n.index];
    if (scope.reads || h.state == Tri::unset) h = {Tri::yes, scope.now, current(n, scope)};
  }
  for (const NodeId id : moves.held) {
    const Node& n = node(id);
    Held& h = scope.held[n.index];
    Value why;
    const Tri t = truth(program_.kids(n)[0], scope, Tri::yes, &why);
    if (t == Tri::yes && h.state != Tri::yes) h.since = scope.now;
    h.state = t;
    h.why = why;
  }
}

Time Evaluator::next_move(const Moves& moves, Scope& scope) const {
  Time at = core::kNever;
  const auto offer = [&](Time t) {
    if (t < at && (t > scope.now || (t == scope.now && !scope.after))) at = t;
  };
  for (const NodeId id : moves.aggregates) {
    const Node& n = node(id);
    AggregateState* a = aggregate_state(n, scope);
    if (a == nullptr) continue;
    std::optional<Time> t;
    if (a->elements) {
      a->elements->advance(scope.now);
      t = a->elements->next_change();
    } else if (a->signal) {
      a->signal->advance(scope.now, scope.after);
      t = a->signal->next_change();
    } else if (!a->partitions.empty()) {
      // The partition asked for may follow the opener or the element: whichever moves first will do.
      for (auto& [key, window] : a->partitions) {
        window.advance(scope.now);
        if (const auto u = window.next_change()) t = t ? std::min(*t, *u) : *u;
      }
    }
    if (t) offer(*t);
  }
  for (const NodeId id : moves.exact) {
    const Node& n = node(id);
    const Node& g = node(program_.kids(n)[n.aggregate_left ? 0 : 1]);
    const ExactConstant& c = program_.exact[static_cast<std::size_t>(n.index)];
    if (program_.uses[static_cast<std::size_t>(g.use)].projected) {
      Value why;
      if (const auto p = pace(g, scope, why))
        if (const auto t = next_order(*p, c, scope.after)) offer(*t);
      continue;
    }
    const AggregateState* a = aggregate_state(g, scope);
    if (a == nullptr || !a->signal) continue;
    a->signal->advance(scope.now, scope.after);
    if (const auto t = a->signal->next_order(c, scope.after)) offer(*t);
  }
  for (const NodeId id : moves.held) {
    const Node& n = node(id);
    const Held& h = scope.held[n.index];
    if (h.state != Tri::yes) continue;
    const Time due = core::add_clamped(h.since, n.span);
    if (due > scope.now) offer(due);
  }
  for (const NodeId id : moves.now_compares) {
    const Node& n = node(id);
    const NodeId* kids = program_.kids(n);
    const Value v = evaluate(kids[n.aggregate_left ? 0 : 1], scope);
    const Value c = evaluate(kids[n.aggregate_left ? 1 : 0], scope);
    if (v.tag() != Tag::integer || c.tag() != Tag::integer || v.as_integer() > c.as_integer()) continue;
    offer(core::add_clamped(scope.now, c.as_integer() - v.as_integer()));
  }
  const core::Zone& zone = program_.pack->zone;
  if (moves.hours) offer(zone.start_of_next(core::Period::hour, scope.now));
  if (moves.days || moves.hours) offer(zone.start_of_next(core::Period::day, scope.now));
  return at;
}

}  // namespace tripline::engine
