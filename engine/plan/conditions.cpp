#include "engine/plan/conditions.hpp"

namespace tripline::engine {

using model::Op;

namespace {

class Collector {
 public:
  explicit Collector(const Program& program) : program_(program), atomic_(program.nodes.size(), false) {}

  std::vector<const model::Expr*> collect() {
    for (const RulePlan& r : program_.rules) {
      for (const NodeId id : {r.when, r.unless, r.condition, r.while_, r.until_where}) condition(id);
      for (const AnswerPlan& a : r.answers) condition(a.where);
      value(r.by);
    }
    for (const DerivedPlan& d : program_.derived) condition(d.when);
    for (const AggregatePlan& a : program_.aggregates) {
      condition(a.where);
      if (of_condition(a.kind))
        condition(a.argument);
      else
        value(a.argument);
      for (const MarkPlan& m : a.marks) condition(m.where);
    }
    std::vector<const model::Expr*> out;
    for (std::size_t id = 0; id < atomic_.size(); ++id)
      if (atomic_[id]) out.push_back(program_.nodes[id].source);
    return out;
  }

 private:
  void condition(NodeId id) {
    if (id == kNoNode) return;
    const Node& n = program_.nodes[static_cast<std::size_t>(id)];
    if (n.op == Op::and_ || n.op == Op::or_ || n.op == Op::implies || n.op == Op::not_) {
      for (std::uint32_t i = 0; i < n.count; ++i) condition(program_.kids(n)[i]);
      return;
    }
    if (n.op != Op::constant) atomic_[static_cast<std::size_t>(id)] = true;
    value(id);
  }

  // What asks a condition inside: held(C, D), any(xs, x: C), all(xs, x: C).
  void value(NodeId id) {
    if (id == kNoNode) return;
    const Node& n = program_.nodes[static_cast<std::size_t>(id)];
    const std::uint32_t asked = n.op == Op::held ? 0 : n.op == Op::any || n.op == Op::all ? 1 : n.count;
    for (std::uint32_t i = 0; i < n.count; ++i) {
      if (i == asked)
        condition(program_.kids(n)[i]);
      else
        value(program_.kids(n)[i]);
    }
  }

  const Program& program_;
  std::vector<bool> atomic_;  // by node
};

}  // namespace

std::vector<const model::Expr*> atomic_conditions(const Program& program) { return Collector(program).collect(); }

}  // namespace tripline::engine
