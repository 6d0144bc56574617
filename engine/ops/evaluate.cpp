#include "engine/ops/evaluate.hpp"

#include <re2/re2.h>

#include <cmath>
#include <utility>

#include "core/wide.hpp"

namespace tripline::engine {

using model::Access;
using model::Op;
using model::TypeKind;

namespace {

Value finite(double d) { return std::isfinite(d) ? Value::number(d) : Value::unknown(Reason::not_finite); }

Value whole(core::Wide v) {
  if (v > INT64_MAX || v < INT64_MIN) return Value::unknown(Reason::not_finite);
  return Value::integer(static_cast<std::int64_t>(v));
}

// Nearest whole number, halves away from zero; unknown beyond 64 bits.
Value rounded(double d) {
  const double r = std::round(d);
  if (!(r > -9.2e18 && r < 9.2e18)) return Value::unknown(Reason::not_finite);
  return Value::integer(static_cast<std::int64_t>(r));
}

Value not_known(const Value& v) { return v.is_missing() ? Value::unknown(Reason::missing_value) : v; }

int order(const Value& a, const Value& b) {
  switch (a.tag()) {
    case Tag::number: return a.as_number() < b.as_number() ? -1 : a.as_number() > b.as_number() ? 1 : 0;
    case Tag::integer: return a.as_integer() < b.as_integer() ? -1 : a.as_integer() > b.as_integer() ? 1 : 0;
    case Tag::small_text:
    case Tag::shared_text: return a.as_text().compare(b.as_text());
    default: return a == b ? 0 : 1;
  }
}

bool holds(Op op, int order) {
  switch (op) {
    case Op::eq: return order == 0;
    case Op::ne: return order != 0;
    case Op::lt: return order < 0;
    case Op::le: return order <= 0;
    case Op::gt: return order > 0;
    default: return order >= 0;
  }
}

double as_double(const Value& v) {
  return v.tag() == Tag::integer ? static_cast<double>(v.as_integer()) : v.as_number();
}

}  // namespace

const StreamState* Evaluator::state(int stream, const Subject& subject) const {
  const std::vector<int>& here = program_.spaces[subject.space].streams;
  const StreamPlan& p = program_.streams[static_cast<std::size_t>(stream)];
  if (p.space == static_cast<int>(subject.space) && static_cast<std::size_t>(p.slot) < here.size() &&
      here[static_cast<std::size_t>(p.slot)] == stream)
    return &subject.streams[static_cast<std::size_t>(p.slot)];
  for (std::size_t i = 0; i < here.size(); ++i)  // Violation stands in every space
    if (here[i] == stream) return &subject.streams[i];
  return nullptr;
}

StreamState* Evaluator::state(int stream, Subject& subject) const {
  return const_cast<StreamState*>(state(stream, std::as_const(subject)));
}

bool Evaluator::stale(int stream, const StreamState& s, const Scope& scope) const {
  const auto& limit = program_.pack->streams[static_cast<std::size_t>(stream)].stale_after;
  if (!limit) return false;
  const Duration age = scope.now - s.time;
  return age > *limit || (scope.after && age == *limit);
}

Value Evaluator::stage_of(const Subject& subject) const {
  const auto& source = program_.pack->stage_source;
  if (!source) return Value::unknown(Reason::no_row);
  const TablePlan& t = program_.tables[static_cast<std::size_t>(source->table)];
  const auto otherwise = [&] {
    return source->otherwise >= 0 ? Value::integer(source->otherwise) : Value::unknown(Reason::no_row, source->table);
  };
  std::string key;
  const std::vector<std::string>& names = program_.spaces[subject.space].names;
  for (const std::string& wanted : program_.stage_names) {
    bool found = false;
    for (std::size_t i = 0; i < names.size() && !found; ++i) {
      if (names[i] != wanted) continue;
      append_key_text(key, subject.names[i]);
      found = true;
    }
    for (std::size_t g = 0; g < program_.groups.size() && !found; ++g) {
      if (program_.groups[g] != wanted || !subject.groups[g].known()) continue;
      append_key_text(key, subject.groups[g]);
      found = true;
    }
    if (!found) return otherwise();
  }
  const auto row = t.by_key.find(key);
  if (row == t.by_key.end()) return otherwise();
  const Value& v = t.rows[row->second][static_cast<std::size_t>(source->field)];
  return v.known() ? v : otherwise();
}

Tri Evaluator::truth(NodeId id, Scope& scope, Tri otherwise, Value* why) const {
  if (id == kNoNode) return otherwise;
  Value v = evaluate(id, scope);
  if (v.tag() == Tag::boolean) return v.as_bool() ? Tri::yes : Tri::no;
  if (why != nullptr) *why = not_known(v);
  return Tri::unknown;
}

Value Evaluator::field(const Node& n, Scope& scope) const {
  const bool inside_previous = scope.previous_of == n.stream;
  const Fields* direct = nullptr;
  if (n.access == Access::opener)
    direct = &scope.opener;
  else if (n.access == Access::on && scope.on.values != nullptr)
    direct = &scope.on;
  else if (n.access == Access::element && scope.element.values != nullptr)
    direct = &scope.element;
  if (direct != nullptr && !inside_previous) {
    if (n.index == model::kTimeField) return Value::integer(direct->time);
    if (direct->values == nullptr) return Value::unknown(Reason::never_seen, n.stream);
    return (*direct->values)[static_cast<std::size_t>(n.index)];
  }
  const StreamState* s = state(n.stream, *scope.subject);
  if (s == nullptr || !s->seen) return Value::unknown(Reason::never_seen, n.stream);
  if (inside_previous) {
    if (!s->has_previous) return Value::unknown(Reason::first_element, n.stream);
    return n.index == model::kTimeField ? Value::integer(s->previous_time)
                                        : s->previous[static_cast<std::size_t>(n.index)];
  }
  if (stale(n.stream, *s, scope)) return Value::unknown(Reason::stale, n.stream);
  return n.index == model::kTimeField ? Value::integer(s->time) : s->fields[static_cast<std::size_t>(n.index)];
}

Value Evaluator::table_field(const Node& n, Scope& scope) const {
  std::string key;
  const NodeId* kids = program_.kids(n);
  for (std::uint32_t i = 0; i < n.count; ++i) {
    const Value v = evaluate(kids[i], scope);
    if (v.is_unknown()) return v;
    append_key_text(key, v);
  }
  const TablePlan& t = program_.tables[static_cast<std::size_t>(n.index)];
  const auto row = t.by_key.find(key);
  if (row == t.by_key.end()) return Value::unknown(Reason::no_row, n.index);
  return t.rows[row->second][static_cast<std::size_t>(n.member)];
}

AggregateState* Evaluator::aggregate_state(const Node& n, const Scope& scope) const {
  const AggregatePlan& p =
      program_.aggregates[static_cast<std::size_t>(program_.uses[static_cast<std::size_t>(n.use)].plan)];
  Subject& s = *scope.subject;
  if (static_cast<int>(s.space) != p.owner_space) return nullptr;
  return &s.aggregates[static_cast<std::size_t>(p.local)];
}

Value Evaluator::aggregate(const Node& n, Scope& scope) const {
  AggregateState* a = aggregate_state(n, scope);
  if (a == nullptr) return Value::unknown(Reason::never_seen);
  if (a->members) return a->members->result();
  if (a->signal) {
    a->signal->advance(scope.now);
    return a->signal->result();
  }
  if (a->elements) {
    a->elements->advance(scope.now);
    return a->elements->result();
  }
  const AggregateUse& use = program_.uses[static_cast<std::size_t>(n.use)];
  std::string key;
  for (const NodeId id : use.lookup) {
    const Value v = evaluate(id, scope);
    if (!v.known()) return not_known(v);
    append_key_text(key, v);
  }
  const auto at = a->partitions.find(key);
  if (at != a->partitions.end()) {
    at->second.advance(scope.now);
    return at->second.result();
  }
  // No element with these values was ever selected: the aggregate of nothing.
  const AggregatePlan& p = program_.aggregates[static_cast<std::size_t>(use.plan)];
  const WindowSpec spec{p.source->window.kind,   p.source->window.from,  p.source->window.to,
                        p.source->window.period, p.source->window.count, &program_.pack->zone};
  ElementWindow nothing(spec, p.kind, p.value_kind != TypeKind::number, p.source->q, 1, a->marked);
  nothing.advance(scope.now);
  return nothing.result();
}

bool Evaluator::on_is_stale(NodeId child, Scope& scope) const {
  const Node& n = node(child);
  if (!n.reads_on) return false;
  if (n.op == Op::field) {
    const bool direct = (n.access == Access::on && scope.on.values != nullptr) ||
                        (n.access == Access::element && scope.element.values != nullptr);
    if (direct) return false;
    const StreamState* s = state(n.stream, *scope.subject);
    return s == nullptr || !s->seen || stale(n.stream, *s, scope);
  }
  const NodeId* kids = program_.kids(n);
  for (std::uint32_t i = 0; i < n.count; ++i)
    if (on_is_stale(kids[i], scope)) return true;
  return false;
}

Value Evaluator::compare(const Node& n, Scope& scope) const {
  const NodeId* kids = program_.kids(n);
  if (n.exact_compare) {
    const Node& g = node(kids[n.aggregate_left ? 0 : 1]);
    const AggregateState* a = aggregate_state(g, scope);
    if (a == nullptr || !a->signal) return Value::unknown(Reason::never_seen);
    a->signal->advance(scope.now);
    const auto sign = a->signal->compare(program_.exact[static_cast<std::size_t>(n.index)], scope.after);
    if (!sign) return a->signal->result();
    return Value::boolean(holds(n.op, n.aggregate_left ? *sign : -*sign));
  }
  const Value a = evaluate(kids[0], scope);
  if (a.is_unknown()) return a;
  const Value b = evaluate(kids[1], scope);
  if (!b.known()) return not_known(b);
  if (!a.known()) return not_known(a);
  return Value::boolean(holds(n.op, order(a, b)));
}

Value Evaluator::arithmetic(const Node& n, Scope& scope) const {
  const NodeId* kids = program_.kids(n);
  const Value a = evaluate(kids[0], scope);
  if (!a.known()) return not_known(a);
  const Value b = evaluate(kids[1], scope);
  if (!b.known()) return not_known(b);
  const bool ints = a.tag() == Tag::integer && b.tag() == Tag::integer;
  switch (n.op) {
    case Op::add:
      if (ints) return whole(static_cast<core::Wide>(a.as_integer()) + b.as_integer());
      return finite(as_double(a) + as_double(b));
    case Op::sub:
      if (ints) return whole(static_cast<core::Wide>(a.as_integer()) - b.as_integer());
      return finite(as_double(a) - as_double(b));
    case Op::mul:
      if (a.tag() == Tag::integer || b.tag() == Tag::integer) return rounded(as_double(a) * as_double(b));
      return finite(a.as_number() * b.as_number());
    default:
      if (as_double(b) == 0) return Value::unknown(Reason::divided_by_zero);
      if (a.tag() == Tag::integer && !ints) return rounded(as_double(a) / b.as_number());
      return finite(as_double(a) / as_double(b));
  }
}

Value Evaluator::quantifier(const Node& n, Scope& scope) const {
  const NodeId* kids = program_.kids(n);
  const Value list = evaluate(kids[0], scope);
  if (!list.known()) return not_known(list);
  const bool any = n.op == Op::any;
  Value unknown = Value::boolean(!any);
  Value& variable = scope.variables[static_cast<std::size_t>(n.index) % scope.variables.size()];
  for (const Value& item : list.as_list()) {
    variable = item;
    Value v = evaluate(kids[1], scope);
    if (v.tag() == Tag::boolean) {
      if (v.as_bool() == any) return v;
    } else if (unknown.known()) {
      unknown = not_known(v);
    }
  }
  return unknown;
}

Value Evaluator::curve(const Node& n, const Value& x) const {
  const model::Curve& c = program_.pack->curves[static_cast<std::size_t>(n.index)];
  const double at = as_double(x);
  if (c.from.kind == TypeKind::enumerated) {
    for (const auto& [px, py] : c.points)
      if (px == at) return Value::number(py);
    return Value::unknown(Reason::outside_curve);
  }
  if (c.points.empty() || !(at >= c.points.front().first) || !(at <= c.points.back().first))
    return Value::unknown(Reason::outside_curve);
  std::size_t i = 1;
  while (i < c.points.size() && c.points[i].first < at) ++i;
  if (i >= c.points.size() || c.points[i - 1].first == at) return Value::number(c.points[i - 1].second);
  const auto& [x0, y0] = c.points[i - 1];
  const auto& [x1, y1] = c.points[i];
  if (x1 == at) return Value::number(y1);
  return finite(y0 + (y1 - y0) * ((at - x0) / (x1 - x0)));
}

Value Evaluator::evaluate(NodeId id, Scope& scope) const {
  const Node& n = node(id);
  const NodeId* kids = program_.kids(n);
  switch (n.op) {
    case Op::constant: return n.constant;
    case Op::param: return program_.params[static_cast<std::size_t>(n.index)];
    case Op::field: return field(n, scope);
    case Op::table_field: return table_field(n, scope);
    case Op::owner_key: return scope.subject->names[static_cast<std::size_t>(n.index)];
    case Op::level: return Value::integer(scope.subject->level);
    case Op::stage: return scope.subject->stage;
    case Op::now: return Value::integer(scope.now);
    case Op::variable: return scope.variables[static_cast<std::size_t>(n.index) % scope.variables.size()];
    case Op::aggregate: return aggregate(n, scope);
    case Op::held: {
      const Held& h = (*scope.held)[static_cast<std::size_t>(n.index)];
      if (h.state == Tri::unknown) return h.why;
      return Value::boolean(h.state == Tri::yes && scope.now - h.since >= n.span);
    }
    case Op::and_: {
      Value a = evaluate(kids[0], scope);
      if (a.is_false()) return a;
      Value b = evaluate(kids[1], scope);
      if (b.is_false()) return b;
      if (!a.known()) return not_known(a);
      return not_known(b);
    }
    case Op::or_: {
      Value a = evaluate(kids[0], scope);
      if (a.is_true()) return a;
      Value b = evaluate(kids[1], scope);
      if (b.is_true()) return b;
      if (!a.known()) return not_known(a);
      return not_known(b);
    }
    case Op::implies: {
      Value a = evaluate(kids[0], scope);
      if (a.is_false()) return Value::boolean(true);
      Value b = evaluate(kids[1], scope);
      if (b.is_true()) return b;
      if (!a.known()) return not_known(a);
      return not_known(b);
    }
    case Op::not_: {
      const Value a = evaluate(kids[0], scope);
      return a.known() ? Value::boolean(!a.as_bool()) : not_known(a);
    }
    case Op::else_: {
      Value a = evaluate(kids[0], scope);
      if (a.known()) return a;
      if (a.is_unknown() && on_is_stale(kids[0], scope)) return a;
      return evaluate(kids[1], scope);
    }
    case Op::present: {
      const Value a = evaluate(kids[0], scope);
      if (a.is_unknown() && on_is_stale(kids[0], scope)) return a;
      return Value::boolean(a.known());
    }
    case Op::eq:
    case Op::ne:
    case Op::lt:
    case Op::le:
    case Op::gt:
    case Op::ge: {
      // now - T against a constant: at the very instant of the crossing, "just after" is past it.
      if (scope.after && n.count == 2 && !n.exact_compare && n.operand == TypeKind::duration && n.op != Op::eq &&
          n.op != Op::ne) {
        const NodeId side = kids[n.aggregate_left ? 0 : 1];
        if (node(side).op == Op::sub && node(program_.kids(node(side))[0]).op == Op::now) {
          const Value a = evaluate(kids[0], scope), b = evaluate(kids[1], scope);
          if (!a.known()) return not_known(a);
          if (!b.known()) return not_known(b);
          const int o = order(a, b);
          return Value::boolean(holds(n.op, o != 0 ? o : n.aggregate_left ? 1 : -1));
        }
      }
      return compare(n, scope);
    }
    case Op::time_eq_date:
    case Op::time_ne_date:
    case Op::time_lt_date:
    case Op::time_le_date:
    case Op::time_gt_date:
    case Op::time_ge_date: {
      const Value t = evaluate(kids[0], scope);
      if (!t.known()) return not_known(t);
      const Value d = evaluate(kids[1], scope);
      if (!d.known()) return not_known(d);
      const auto day = static_cast<core::Day>(d.as_integer());
      const Time begin = program_.pack->zone.midnight(day);
      const Time end = program_.pack->zone.midnight(day + 1);
      const Time at = t.as_integer();
      switch (n.op) {
        case Op::time_eq_date: return Value::boolean(at >= begin && at < end);
        case Op::time_ne_date: return Value::boolean(at < begin || at >= end);
        case Op::time_lt_date: return Value::boolean(at < begin);
        case Op::time_le_date: return Value::boolean(at <= end);
        case Op::time_gt_date: return Value::boolean(at > end);
        default: return Value::boolean(at >= begin);
      }
    }
    case Op::add:
    case Op::sub:
    case Op::mul:
    case Op::div: return arithmetic(n, scope);
    case Op::min:
    case Op::max: {
      Value best;
      for (std::uint32_t i = 0; i < n.count; ++i) {
        Value v = evaluate(kids[i], scope);
        if (!v.known()) return not_known(v);
        if (!best.known() || (n.op == Op::min ? order(v, best) < 0 : order(v, best) > 0)) best = std::move(v);
      }
      return best;
    }
    case Op::distance: {
      const Value a = evaluate(kids[0], scope);
      if (!a.known()) return not_known(a);
      const Value b = evaluate(kids[1], scope);
      if (!b.known()) return not_known(b);
      return Value::number(distance(a.latitude(), a.longitude(), b.latitude(), b.longitude()));
    }
    case Op::in_set: {
      const Value a = evaluate(kids[0], scope);
      if (!a.known()) return not_known(a);
      for (std::uint32_t i = 1; i < n.count; ++i)
        if (a == evaluate(kids[i], scope)) return Value::boolean(true);
      return Value::boolean(false);
    }
    case Op::in_list: {
      const Value a = evaluate(kids[0], scope);
      if (!a.known()) return not_known(a);
      const Value list = evaluate(kids[1], scope);
      if (!list.known()) return not_known(list);
      for (const Value& item : list.as_list())
        if (a == item) return Value::boolean(true);
      return Value::boolean(false);
    }
    case Op::in_range: {
      const Value a = evaluate(kids[0], scope);
      if (!a.known()) return not_known(a);
      const Value low = evaluate(kids[1], scope);
      const Value high = evaluate(kids[2], scope);
      // One side may decide where the other is unknown.
      if (low.known() && order(a, low) < 0) return Value::boolean(false);
      if (high.known() && order(a, high) > 0) return Value::boolean(false);
      if (!low.known()) return not_known(low);
      if (!high.known()) return not_known(high);
      return Value::boolean(true);
    }
    case Op::any:
    case Op::all: return quantifier(n, scope);
    case Op::previous: {
      const int outer = scope.previous_of;
      scope.previous_of = n.stream;
      Value v = evaluate(kids[0], scope);
      scope.previous_of = outer;
      return v;
    }
    case Op::negate:
    case Op::abs:
    case Op::sqrt:
    case Op::round:
    case Op::floor:
    case Op::ceil:
    case Op::size:
    case Op::hour:
    case Op::weekday:
    case Op::date_of:
    case Op::to_number:
    case Op::day_begin:
    case Op::day_end:
    case Op::curve:
    case Op::in_area:
    case Op::matches: break;
  }
  const Value a = evaluate(kids[0], scope);
  if (!a.known()) return not_known(a);
  const core::Zone& zone = program_.pack->zone;
  switch (n.op) {
    case Op::negate:
      return a.tag() == Tag::integer ? whole(-static_cast<core::Wide>(a.as_integer())) : Value::number(-a.as_number());
    case Op::abs:
      if (a.tag() == Tag::integer) return a.as_integer() < 0 ? whole(-static_cast<core::Wide>(a.as_integer())) : a;
      return Value::number(std::fabs(a.as_number()));
    case Op::sqrt:
      return a.as_number() < 0 ? Value::unknown(Reason::not_finite) : Value::number(std::sqrt(a.as_number()));
    case Op::round: return Value::number(std::round(a.as_number()));
    case Op::floor: return Value::number(std::floor(a.as_number()));
    case Op::ceil: return Value::number(std::ceil(a.as_number()));
    case Op::size: return Value::number(static_cast<double>(a.is_text() ? a.as_text().size() : a.as_list().size()));
    case Op::hour: {
      const std::int64_t hour = zone.time_of_day(a.as_integer()) / (3600 * core::kSecond);
      return Value::number(static_cast<double>(hour));
    }
    case Op::weekday:
      return Value::number(core::weekday(n.operand == TypeKind::date ? static_cast<core::Day>(a.as_integer())
                                                                     : zone.day(a.as_integer())));
    case Op::date_of: return Value::integer(zone.day(a.as_integer()));
    case Op::to_number: return Value::number(static_cast<double>(a.as_integer()) / static_cast<double>(core::kSecond));
    case Op::day_begin: return Value::integer(zone.midnight(static_cast<core::Day>(a.as_integer())));
    case Op::day_end: return Value::integer(zone.midnight(static_cast<core::Day>(a.as_integer() + 1)));
    case Op::curve: return curve(n, a);
    case Op::in_area:
      return Value::boolean(
          inside(program_.pack->areas[static_cast<std::size_t>(n.index)], a.latitude(), a.longitude()));
    case Op::matches: {
      const std::string_view text = a.as_text();
      return Value::boolean(re2::RE2::FullMatch(re2::StringPiece(text.data(), text.size()),
                                                *program_.patterns[static_cast<std::size_t>(n.index)]));
    }
    default: break;
  }
  return Value::unknown(Reason::no_value);
}

void Evaluator::update_held(const Moves& moves, Scope& scope) const {
  for (const NodeId id : moves.held) {
    const Node& n = node(id);
    Held& h = (*scope.held)[static_cast<std::size_t>(n.index)];
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
      a->signal->advance(scope.now);
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
    const AggregateState* a = aggregate_state(node(program_.kids(n)[n.aggregate_left ? 0 : 1]), scope);
    if (a == nullptr || !a->signal) continue;
    a->signal->advance(scope.now);
    if (const auto t = a->signal->next_order(program_.exact[static_cast<std::size_t>(n.index)], scope.after)) offer(*t);
  }
  for (const NodeId id : moves.held) {
    const Node& n = node(id);
    const Held& h = (*scope.held)[static_cast<std::size_t>(n.index)];
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

Evaluator::Margin Evaluator::margin(NodeId id, Scope& scope) const {
  const Node& n = node(id);
  const NodeId* kids = program_.kids(n);
  const auto negated = [](Margin m) {
    m.share = -m.share;
    return m;
  };
  const auto lesser = [](const Margin& a, const Margin& b) { return b.share < a.share ? b : a; };
  const auto greater = [](const Margin& a, const Margin& b) { return b.share > a.share ? b : a; };
  switch (n.op) {
    case Op::and_:
    case Op::or_:
    case Op::implies: {
      Margin a = margin(kids[0], scope);
      if (n.op == Op::implies) a = negated(a);
      // What the first operand decides, the second need not be able to say: `present(x) and x > 3`.
      const bool decided = a.known && (n.op == Op::and_ ? a.share < 0 : a.share > 0);
      if (decided && !a.bounded) return a;
      const Margin b = margin(kids[1], scope);
      if (!a.known) return a;
      if (!b.known) return decided ? a : b;
      return n.op == Op::and_ ? lesser(a, b) : greater(a, b);
    }
    case Op::not_: return negated(margin(kids[0], scope));
    default: break;
  }
  Margin m;
  const bool ordered = n.op == Op::lt || n.op == Op::le || n.op == Op::gt || n.op == Op::ge;
  if (ordered && (n.operand == TypeKind::number || n.operand == TypeKind::duration)) {
    const Value a = evaluate(kids[0], scope), b = evaluate(kids[1], scope);
    if (!a.known() || !b.known()) return m;
    // The side that is fixed is the limit.
    const Op left = node(kids[0]).op;
    m.value_left = left != Op::constant && left != Op::param && left != Op::table_field;
    m.value = m.value_left ? a : b;
    m.limit = m.value_left ? b : a;
    m.comparison = id;
    const double value = as_double(m.value), limit = as_double(m.limit);
    if (limit != 0) {
      const bool upper = (n.op == Op::lt || n.op == Op::le) == m.value_left;  // the limit is the most
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

const char* reason_code(Reason r) {
  switch (r) {
    case Reason::none: return "unknown";
    case Reason::stale: return "stale";
    case Reason::never_seen: return "never_seen";
    case Reason::no_row: return "no_row";
    case Reason::no_mark: return "no_mark";
    case Reason::no_value: return "no_value";
    case Reason::divided_by_zero: return "divided_by_zero";
    case Reason::too_few: return "too_few";
    case Reason::first_element: return "first_element";
    case Reason::outside_curve: return "outside_curve";
    case Reason::undecided: return "undecided";
    case Reason::not_finite: return "not_finite";
    case Reason::over_limit: return "over_limit";
    case Reason::no_group: return "no_group";
    case Reason::missing_value: return "missing_value";
    case Reason::no_existing_day: return "no_existing_day";
  }
  return "unknown";
}

std::string reason_text(Reason r, int about, const model::Pack& pack) {
  const auto stream = [&] {
    return about >= 0 && static_cast<std::size_t>(about) < pack.streams.size()
               ? pack.streams[static_cast<std::size_t>(about)].name
               : std::string("the signal");
  };
  const auto table = [&] {
    return about >= 0 && static_cast<std::size_t>(about) < pack.tables.size()
               ? pack.tables[static_cast<std::size_t>(about)].name
               : std::string("the table");
  };
  switch (r) {
    case Reason::none: return "what the condition reads is not known";
    case Reason::stale: return "no sample of " + stream() + " for longer than it holds";
    case Reason::never_seen: return "no element of " + stream() + " has been seen";
    case Reason::no_row: return table() + " has no row for it";
    case Reason::no_mark: return "what the window counts from has not happened yet";
    case Reason::no_value: return "the window holds no value";
    case Reason::divided_by_zero: return "a division by zero";
    case Reason::too_few: return "the window asks for more elements than there have been";
    case Reason::first_element: return "there is no element of " + stream() + " before its first";
    case Reason::outside_curve: return "a value outside of the curve's points";
    case Reason::undecided: return "unseen time in the window leaves it undecided";
    case Reason::not_finite: return "a result beyond the range of numbers";
    case Reason::over_limit: return "the window has dropped elements over its limit";
    case Reason::no_group: return "the group that it belongs to has not been seen";
    case Reason::missing_value: return "an optional value is missing";
    case Reason::no_existing_day: return "there is no such day";
  }
  return "what the condition reads is not known";
}

}  // namespace tripline::engine
