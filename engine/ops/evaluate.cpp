#include "engine/ops/evaluate.hpp"

#include <re2/re2.h>

#include <cmath>
#include <utility>

#include "core/wide.hpp"
#include "engine/ops/compare.hpp"

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

}  // namespace

const StreamState* Evaluator::state(int stream, const Subject& subject) const {
  const int slot = program_.slot(stream, subject.space);
  return slot < 0 ? nullptr : &subject.streams[static_cast<std::size_t>(slot)];
}

StreamState* Evaluator::state(int stream, Subject& subject) const {
  const int slot = program_.slot(stream, subject.space);
  return slot < 0 ? nullptr : &subject.streams[static_cast<std::size_t>(slot)];
}

bool Evaluator::stale(int stream, const StreamState& s, const Scope& scope) const {
  const Duration holds_for = program_.streams[static_cast<std::size_t>(stream)].stale_after;
  const Duration age = scope.now - s.time;
  return age > holds_for || (scope.after && age == holds_for);
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

const Value& Evaluator::field(const Node& n, const Scope& scope, Value& made) const {
  const auto out = [&](Value v) -> const Value& { return made = std::move(v); };
  const bool inside_previous = scope.previous_of == n.stream;
  const Fields* direct = nullptr;
  if (n.access == Access::opener)
    direct = &scope.opener;
  else if (n.access == Access::on && scope.on.values != nullptr)
    direct = &scope.on;
  else if (n.access == Access::element && scope.element.values != nullptr)
    direct = &scope.element;
  if (direct != nullptr && !inside_previous) {
    if (n.index == model::kTimeField) return out(Value::integer(direct->time));
    if (direct->values == nullptr) return out(Value::unknown(Reason::never_seen, n.stream));
    return (*direct->values)[static_cast<std::size_t>(n.index)];
  }
  const StreamState* s = state(n.stream, *scope.subject);
  if (s == nullptr || !s->seen) return out(Value::unknown(Reason::never_seen, n.stream));
  if (inside_previous) {
    if (!s->has_previous) return out(Value::unknown(Reason::first_element, n.stream));
    if (n.index == model::kTimeField) return out(Value::integer(s->previous_time));
    return s->previous[static_cast<std::size_t>(n.index)];
  }
  if (stale(n.stream, *s, scope)) return out(Value::unknown(Reason::stale, n.stream));
  if (n.index == model::kTimeField) return out(Value::integer(s->time));
  return s->fields[static_cast<std::size_t>(n.index)];
}

const Value& Evaluator::read(NodeId id, Scope& scope, Value& made) const {
  const Node& n = node(id);
  switch (n.op) {
    case Op::constant: return n.constant;
    case Op::param: return program_.params[static_cast<std::size_t>(n.index)];
    case Op::field: return field(n, scope, made);
    default: return made = evaluate(id, scope);
  }
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

// The window that the element judged asks for; of elements that were never selected, `nothing`. Null: a value looked up by is unknown.
ElementWindow* Evaluator::partition(const Node& n, AggregateState& a, Scope& scope,
                                    std::optional<ElementWindow>& nothing, Value& why) const {
  const AggregateUse& use = program_.uses[static_cast<std::size_t>(n.use)];
  std::string key;
  for (const NodeId id : use.lookup) {
    const Value v = evaluate(id, scope);
    if (!v.known()) {
      why = not_known(v);
      return nullptr;
    }
    append_key_text(key, v);
  }
  const auto at = a.partitions.find(key);
  if (at != a.partitions.end()) return &at->second;
  const AggregatePlan& p = program_.aggregates[static_cast<std::size_t>(use.plan)];
  const model::Window& w = p.source->window;
  const WindowSpec spec{w.kind, w.from, w.to, w.period, w.count, &program_.pack->zone, w.begin, w.end};
  nothing.emplace(spec, p.kind, p.value_kind != TypeKind::number, p.source->q, 1, a.marked);
  return &*nothing;
}

Value Evaluator::aggregate(const Node& n, Scope& scope) const {
  // "inside a larger expression they are read at the subject's elements of streams that the rule reads, at their staleness, and nowhere else"
  if (n.index >= 0 && scope.held != nullptr) return scope.held[n.index].why;
  return current(n, scope);
}

Value Evaluator::current(const Node& n, Scope& scope) const {
  if (program_.uses[static_cast<std::size_t>(n.use)].projected) {
    Value why;
    const std::optional<Pace> p = pace(n, scope, why);
    return p ? projected(*p) : why;
  }
  AggregateState* a = aggregate_state(n, scope);
  if (a == nullptr) return Value::unknown(Reason::never_seen);
  if (a->members) return a->members->result();
  if (a->signal) {
    a->signal->advance(scope.now, scope.after);
    return a->signal->result();
  }
  if (a->elements) {
    a->elements->advance(scope.now);
    return a->elements->result();
  }
  std::optional<ElementWindow> nothing;
  Value why;
  ElementWindow* window = partition(n, *a, scope, nothing, why);
  if (window == nullptr) return why;
  window->advance(scope.now);
  return window->result();
}

std::optional<Pace> Evaluator::pace(const Node& n, Scope& scope, Value& why) const {
  AggregateState* a = aggregate_state(n, scope);
  if (a == nullptr) {
    why = Value::unknown(Reason::never_seen);
    return std::nullopt;
  }
  const auto of = [&](auto& window) {
    window.advance(scope.now);
    std::optional<Pace> p = window.pace();
    if (!p) why = window.result();
    return p;
  };
  if (a->signal) return of(*a->signal);
  if (a->elements) return of(*a->elements);
  std::optional<ElementWindow> nothing;
  ElementWindow* window = partition(n, *a, scope, nothing, why);
  return window == nullptr ? std::nullopt : of(*window);
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
  const Value*& variable = scope.variables[static_cast<std::size_t>(n.index) % scope.variables.size()];
  for (const Value& item : list.as_list()) {
    variable = &item;
    Value v = condition(kids[1], scope);
    if (v.tag() == Tag::boolean) {
      if (v.as_bool() == any) return v;
    } else if (unknown.known()) {
      unknown = std::move(v);
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
    case Op::constant:
    case Op::param:
    case Op::field: {
      Value made;
      return read(id, scope, made);
    }
    case Op::table_field: return table_field(n, scope);
    case Op::owner_key: return scope.subject->names[static_cast<std::size_t>(n.index)];
    case Op::level: return Value::integer(scope.subject->level);
    case Op::stage: return scope.subject->stage;
    case Op::now: return Value::integer(scope.now);
    case Op::score: return scope.score == nullptr ? Value::unknown(Reason::no_value) : *scope.score;
    case Op::variable: return *scope.variables[static_cast<std::size_t>(n.index) % scope.variables.size()];
    case Op::aggregate: return aggregate(n, scope);
    case Op::held: {
      const Held& h = scope.held[n.index];
      if (h.state == Tri::unknown) return h.why;
      return Value::boolean(h.state == Tri::yes && scope.now - h.since >= n.span);
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
    case Op::and_:
    case Op::or_:
    case Op::implies:
    case Op::not_:
    case Op::eq:
    case Op::ne:
    case Op::lt:
    case Op::le:
    case Op::gt:
    case Op::ge: return condition(id, scope);
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
      return Value::number(distance_m(a.latitude(), a.longitude(), b.latitude(), b.longitude()));
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
    case Op::in_hours: {
      const Value a = evaluate(kids[0], scope);
      if (!a.known()) return not_known(a);
      const Duration clock = program_.pack->zone.time_of_day(a.as_integer());
      const Duration from = node(kids[1]).constant.as_integer(), to = node(kids[2]).constant.as_integer();
      return Value::boolean(from < to ? clock >= from && clock < to : clock >= from || clock < to);
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
      return Value::boolean(program_.areas[static_cast<std::size_t>(n.index)].covers(a.latitude(), a.longitude()));
    case Op::matches: {
      const std::string_view text = a.as_text();
      return Value::boolean(re2::RE2::FullMatch(re2::StringPiece(text.data(), text.size()),
                                                *program_.patterns[static_cast<std::size_t>(n.index)]));
    }
    default: break;
  }
  return Value::unknown(Reason::no_value);
}

}  // namespace tripline::engine
