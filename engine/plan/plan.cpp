#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <map>
#include <set>
#include <stdexcept>

#include "core/decimal.hpp"
#include "core/wide.hpp"
#include "engine/plan/exact_constant.hpp"
#include "engine/plan/program.hpp"
#include "engine/plan/signature.hpp"

namespace tripline::engine {

using model::Access;
using model::AggregateKind;
using model::Op;

namespace {

void append_bits(std::string& out, char kind, std::uint64_t bits) {
  std::array<char, 9> text{kind};
  for (int i = 0; i < 8; ++i) text[static_cast<std::size_t>(1 + i)] = static_cast<char>(bits >> (8 * (7 - i)));
  out.append(text.data(), text.size());
}

}  // namespace

void append_key_text(std::string& out, const Value& v) {
  switch (v.tag()) {
    case Tag::unknown: out += 'u'; break;
    case Tag::missing: out += 'm'; break;
    case Tag::boolean: out += v.as_bool() ? "b1" : "b0"; break;
    case Tag::number: {
      const double d = v.as_number() == 0 ? 0.0 : v.as_number();
      std::uint64_t bits = 0;
      std::memcpy(&bits, &d, 8);
      bits = (bits >> 63) != 0 ? ~bits : bits | (1ULL << 63);  // order of bytes is order of numbers
      append_bits(out, 'n', bits);
      break;
    }
    case Tag::integer: append_bits(out, 'i', static_cast<std::uint64_t>(v.as_integer()) ^ (1ULL << 63)); break;
    case Tag::small_text:
    case Tag::shared_text: {
      out += 't';
      std::string_view rest = v.as_text();
      for (std::size_t zero = 0; (zero = rest.find('\0')) != std::string_view::npos; rest.remove_prefix(zero + 1))
        out.append(rest.data(), zero + 1) += '\x01';
      out.append(rest).append(2, '\0');
      break;
    }
    case Tag::position:
      append_key_text(out, Value::number(v.latitude()));
      append_key_text(out, Value::number(v.longitude()));
      break;
    case Tag::list:
      out += 'l';
      for (const Value& item : v.as_list()) append_key_text(out, item);
      out += 'e';
      break;
  }
}

Value to_value(const model::Constant& c) {
  struct Visit {
    Value operator()(bool b) const { return Value::boolean(b); }
    Value operator()(double d) const { return Value::number(d); }
    Value operator()(std::int64_t i) const { return Value::integer(i); }
    Value operator()(const std::string& s) const { return Value::text(s); }
    Value operator()(const model::Position& p) const { return Value::position(p.latitude, p.longitude); }
    Value operator()(const model::ConstantList& items) const {
      std::vector<Value> out;
      for (const model::Constant& item : items) out.push_back(to_value(item));
      return Value::list(std::move(out));
    }
  };
  return std::visit(Visit{}, c.value);
}

namespace {

bool grows(const AggregatePlan& a) {
  if (a.elements) return false;
  return a.kind == AggregateKind::duration || a.kind == AggregateKind::integral || a.kind == AggregateKind::share ||
         a.kind == AggregateKind::avg;
}

bool constant(const model::Expr& e) { return e.op == Op::constant || e.op == Op::param; }

// now - T, the one form in which `now` may be compared outside rules on events.
bool mentions_now(const model::Expr& e) {
  if (e.op == Op::now) return true;
  if (e.op == Op::hour || e.op == Op::weekday || e.op == Op::date_of || e.op == Op::aggregate) return false;
  return std::any_of(e.children.begin(), e.children.end(), [](const auto& c) { return mentions_now(*c); });
}

class Planner {
 public:
  Planner(std::shared_ptr<const model::Pack> pack, const Trial& trial)
      : program_(std::make_shared<Program>()), trial_(trial) {
    program_->pack = std::move(pack);
  }

  std::shared_ptr<const Program> run() {
    spaces();
    streams();
    tables();
    for (const model::Param& p : pack().params) program_->params.push_back(to_value(p.value));
    for (const model::Pattern& p : pack().patterns) {
      auto re = std::make_shared<re2::RE2>(p.text, re2::RE2::Quiet);
      if (!re->ok()) throw std::logic_error("a checked pattern does not compile: " + p.text);
      program_->patterns.push_back(std::move(re));
    }
    for (const model::Area& a : pack().areas) program_->areas.emplace_back(a);
    program_->derived.resize(pack().streams.size());
    for (const int s : pack().derived_order) derived(s);
    for (std::size_t i = 0; i < pack().rule_order.size(); ++i) rule(pack().rule_order[i], static_cast<int>(i));
    wire();
    return program_;
  }

 private:
  // What is being compiled: its nodes' held states are numbered from 0.
  struct Unit {
    Moves moves;
    int held = 0;
    int trigger = -1;
    std::set<int> reads;
    std::vector<NodeId> leaves;
    std::set<std::string> labels;
  };

  const model::Pack& pack() const { return *program_->pack; }

  int space(std::vector<std::string> names) {
    std::sort(names.begin(), names.end());
    for (std::size_t i = 0; i < program_->spaces.size(); ++i)
      if (program_->spaces[i].names == names) return static_cast<int>(i);
    program_->spaces.push_back({std::move(names), {}, {}, {}, {}});
    return static_cast<int>(program_->spaces.size()) - 1;
  }

  void spaces() {
    for (const model::KeySet& k : pack().key_sets) program_->space_of_key_set.push_back(space(k.names));
    std::set<std::string> groups;
    for (const model::Stream& s : pack().streams) {
      if (s.violation) continue;
      for (const model::Field& f : s.fields)
        if (f.group) groups.insert(f.name);
    }
    program_->groups.assign(groups.begin(), groups.end());
    if (pack().stage_source) {
      const model::Table& t = pack().tables[static_cast<std::size_t>(pack().stage_source->table)];
      for (const int k : t.keys) program_->stage_names.push_back(t.fields[static_cast<std::size_t>(k)].name);
    }
  }

  void streams() {
    program_->streams.resize(pack().streams.size());
    for (std::size_t i = 0; i < pack().streams.size(); ++i) {
      const model::Stream& s = pack().streams[i];
      StreamPlan& p = program_->streams[i];
      p.fields_read.assign(s.fields.size(), false);
      p.lateness = s.lateness.value_or(pack().lateness);
      if (s.stale_after) p.stale_after = *s.stale_after;
      if (s.violation) {
        program_->violation = static_cast<int>(i);
        continue;
      }
      std::vector<std::string> names;
      for (const int k : s.keys) names.push_back(s.fields[static_cast<std::size_t>(k)].name);
      p.space = space(names);
      for (const std::string& name : program_->spaces[static_cast<std::size_t>(p.space)].names)
        for (const int k : s.keys)
          if (s.fields[static_cast<std::size_t>(k)].name == name) p.key_fields.push_back(k);
      for (std::size_t f = 0; f < s.fields.size(); ++f) {
        const model::Field& field = s.fields[f];
        p.personal = p.personal || field.personal;
        if (field.key || field.group || field.id) p.fields_read[f] = true;
        if (field.id) p.ids.push_back(static_cast<int>(f));
        if (!field.group) continue;
        const auto at = std::lower_bound(program_->groups.begin(), program_->groups.end(), field.name);
        p.groups.emplace_back(static_cast<int>(f), static_cast<int>(at - program_->groups.begin()));
      }
    }
    program_->slots.assign(program_->spaces.size() * pack().streams.size(), -1);
    for (std::size_t k = 0; k < program_->spaces.size(); ++k) {
      std::vector<int>& here = program_->spaces[k].streams;
      for (std::size_t i = 0; i < pack().streams.size(); ++i) {
        const bool violation = pack().streams[i].violation;
        if (!violation && program_->streams[i].space != static_cast<int>(k)) continue;
        if (!violation) program_->streams[i].slot = static_cast<int>(here.size());
        program_->slots[k * pack().streams.size() + i] = static_cast<int>(here.size());
        here.push_back(static_cast<int>(i));
      }
    }
  }

  void tables() {
    for (std::size_t number = 0; number < pack().tables.size(); ++number) {
      const model::Table& t = pack().tables[number];
      const auto* rows = &t.rows;
      if (trial_.tables != nullptr)
        for (const model::StandIn& s : *trial_.tables)
          if (s.table == static_cast<int>(number)) rows = &s.rows;
      TablePlan plan;
      for (const auto& row : *rows) {
        std::vector<Value> values;
        for (const auto& cell : row) values.push_back(cell ? to_value(*cell) : Value::missing());
        std::string key;
        for (const int k : t.keys) append_key_text(key, values[static_cast<std::size_t>(k)]);
        plan.by_key.emplace(std::move(key), plan.rows.size());
        plan.rows.push_back(std::move(values));
      }
      program_->tables.push_back(std::move(plan));
    }
  }

  // ---------------------------------------------------------------- expressions

  NodeId compile(const model::Expr* e, Unit& unit, bool leaf = true) {
    if (e == nullptr) return kNoNode;
    Node n;
    n.op = e->op;
    n.kind = e->type.kind;
    n.access = e->access;
    n.stream = e->stream;
    n.index = e->index;
    n.member = e->member;
    n.span = e->span;
    n.source = e;
    if (e->op == Op::constant) n.constant = to_value(e->constant);
    std::vector<NodeId> kids;
    // A table's keys are not what the author wrote: they are no leaves.
    const bool below = leaf && e->op != Op::table_field;
    for (const auto& c : e->children) kids.push_back(compile(c.get(), unit, below));
    if (!kids.empty()) n.operand = node(kids[0]).kind;
    for (const NodeId k : kids) n.reads_on = n.reads_on || node(k).reads_on;
    n.bounded = bounded(n, kids);
    n.ratio = n.bounded && !e->children.empty() && ratio_scale(e->children[0]->type);
    n.limit_left = kids.size() == 2 && as_limit(kids[0]) > as_limit(kids[1]);
    n.threshold = threshold(n, kids);
    switch (e->op) {
      case Op::field: field(*e, n, unit); break;
      case Op::previous: program_->streams[static_cast<std::size_t>(e->stream)].previous = true; break;
      case Op::held: n.index = unit.held++; break;
      case Op::level: unit.moves.level = true; break;
      case Op::stage: unit.moves.stage = true; break;
      case Op::hour:
      case Op::weekday:
      case Op::date_of:
        if (!kids.empty() && node(kids[0]).op == Op::now)
          (e->op == Op::hour ? unit.moves.hours : unit.moves.days) = true;
        break;
      case Op::aggregate: n.use = aggregate(*e->aggregate, unit); break;
      default: break;
    }
    n.first = static_cast<std::uint32_t>(program_->children.size());
    n.count = static_cast<std::uint32_t>(kids.size());
    program_->children.insert(program_->children.end(), kids.begin(), kids.end());
    const auto id = static_cast<NodeId>(program_->nodes.size());
    program_->nodes.push_back(std::move(n));
    moves(id, *e, unit);
    const bool shown = e->op == Op::field || e->op == Op::param || e->op == Op::table_field || e->op == Op::aggregate ||
                       e->op == Op::level || e->op == Op::stage || e->op == Op::owner_key;
    if (leaf && shown && unit.labels.insert(e->label).second) unit.leaves.push_back(id);
    return id;
  }

  Threshold threshold(const Node& n, const std::vector<NodeId>& kids) const {
    Threshold t;
    if (trial_.observer != nullptr) {
      t.tag = Tag::boolean;
      t.told = n.kind == model::TypeKind::bool_;
      t.access = Access::opener;  // never at hand
      return t;
    }
    const bool compares =
        n.op == Op::eq || n.op == Op::ne || n.op == Op::lt || n.op == Op::le || n.op == Op::gt || n.op == Op::ge;
    if (!compares || kids.size() != 2) return t;
    const bool field_left = node(kids[0]).op == Op::field;
    const Node& f = node(kids[field_left ? 0 : 1]);
    const Node& c = node(kids[field_left ? 1 : 0]);
    if (f.op != Op::field || f.index < 0 || (c.op != Op::constant && c.op != Op::param)) return t;
    const Value& v = c.op == Op::param ? program_->params[static_cast<std::size_t>(c.index)] : c.constant;
    if (v.tag() != Tag::number && v.tag() != Tag::integer) return t;
    t.tag = v.tag();
    if (t.tag == Tag::integer) t.integer = v.as_integer();
    t.number = t.tag == Tag::integer ? static_cast<double>(t.integer) : v.as_number();
    const bool low = n.op == Op::lt || n.op == Op::le || n.op == Op::ne;
    const bool high = n.op == Op::gt || n.op == Op::ge || n.op == Op::ne;
    t.less = field_left ? low : high;
    t.greater = field_left ? high : low;
    t.equal = n.op == Op::eq || n.op == Op::le || n.op == Op::ge;
    t.most = t.less;
    // About a length of time beyond 2^53 ns a double could lose the side on which a value lies.
    const bool exact = t.tag == Tag::number || std::fabs(t.number) < 0x1p53;
    t.share = exact && n.ratio && n.op != Op::eq && n.op != Op::ne && t.number != 0 && n.limit_left != field_left;
    t.access = f.access;
    t.stream = f.stream;
    t.index = f.index;
    return t;
  }

  // A personal value leaves no measure behind from which it could be told.
  bool personal(NodeId id) const {
    const Node& n = node(id);
    if (n.op == Op::field && n.index >= 0)
      return pack().streams[static_cast<std::size_t>(n.stream)].fields[static_cast<std::size_t>(n.index)].personal;
    if (n.op == Op::table_field)
      return pack().tables[static_cast<std::size_t>(n.index)].fields[static_cast<std::size_t>(n.member)].personal;
    if (n.op == Op::aggregate) return plan_of(n).argument != kNoNode && personal(plan_of(n).argument);
    const NodeId* kids = program_->kids(n);
    return std::any_of(kids, kids + n.count, [this](NodeId k) { return personal(k); });
  }

  bool bounded(const Node& n, const std::vector<NodeId>& kids) const {
    const bool logic = n.op == Op::and_ || n.op == Op::or_ || n.op == Op::implies || n.op == Op::not_;
    if (!logic && std::any_of(kids.begin(), kids.end(), [this](NodeId k) { return personal(k); })) return false;
    switch (n.op) {
      case Op::and_:
      case Op::or_:
      case Op::implies:
      case Op::not_: return std::any_of(kids.begin(), kids.end(), [this](NodeId k) { return node(k).bounded; });
      case Op::eq:
      case Op::ne: return n.operand == model::TypeKind::number || n.operand == model::TypeKind::duration;
      case Op::lt:
      case Op::le:
      case Op::gt:
      case Op::ge:
      case Op::time_lt_date:
      case Op::time_le_date:
      case Op::time_gt_date:
      case Op::time_ge_date:
      case Op::in_range:
      case Op::in_hours: return true;
      default: return false;
    }
  }

  // Whether a share of such a value says something: its zero is nothing of it.
  static bool ratio_scale(const model::Type& t) {
    if (t.kind == model::TypeKind::duration) return true;
    if (t.kind != model::TypeKind::number || t.unit.affine()) return false;
    const core::Dimension& d = t.unit.dimension;
    return d.exponent[static_cast<std::size_t>(core::Axis::sound_level)] == 0 &&
           d.exponent[static_cast<std::size_t>(core::Axis::level_ratio)] == 0;
  }

  // How well a side serves as the limit that the other is held against: a literal, what is made of parameters, a table's or curve's value; 0: none.
  int as_limit(NodeId id) const {
    const Node& n = node(id);
    switch (n.op) {
      case Op::constant: return 4;
      case Op::param: return 3;
      case Op::table_field:
      case Op::curve: return 2;
      case Op::to_number:
      case Op::day_begin:
      case Op::day_end: return as_limit(program_->kids(n)[0]);
      case Op::negate:
      case Op::abs:
      case Op::add:
      case Op::sub:
      case Op::mul:
      case Op::div:
      case Op::min:
      case Op::max: {
        const NodeId* kids = program_->kids(n);
        for (std::uint32_t i = 0; i < n.count; ++i)
          if (as_limit(kids[i]) < 3) return 0;
        return 3;
      }
      default: return 0;
    }
  }

  void field(const model::Expr& e, Node& n, Unit& unit) {
    const model::Stream& s = pack().streams[static_cast<std::size_t>(e.stream)];
    n.reads_on = s.signal && (e.access == Access::on || e.access == Access::element);
    unit.reads.insert(e.stream);
    if (e.index < 0) return;
    // What a derived event's field is, its source's is: mark the whole chain.
    for (int at = e.stream; at >= 0; at = pack().streams[static_cast<std::size_t>(at)].derived_from)
      program_->streams[static_cast<std::size_t>(at)].fields_read[static_cast<std::size_t>(e.index)] = true;
  }

  void moves(NodeId id, const model::Expr& e, Unit& unit) {
    Node& n = program_->nodes[static_cast<std::size_t>(id)];
    if (e.op == Op::held) unit.moves.held.push_back(id);
    if (e.op == Op::aggregate) {
      if (grows_here(n)) {
        n.index = unit.held++;
        unit.moves.read.push_back(id);
      } else {
        unit.moves.aggregates.push_back(id);
      }
    }
    const bool ordered =
        e.op == Op::lt || e.op == Op::le || e.op == Op::gt || e.op == Op::ge || e.op == Op::eq || e.op == Op::ne;
    if (!ordered || n.count != 2) return;
    const NodeId* kids = program_->kids(n);
    for (int side = 0; side < 2; ++side) {
      const Node& a = node(kids[side]);
      if (!constant(*e.children[static_cast<std::size_t>(1 - side)])) continue;
      if (a.op == Op::aggregate && grows_here(a)) {
        // Compared alone with a constant it is followed, not read.
        program_->nodes[static_cast<std::size_t>(kids[side])].index = model::kNone;
        unit.moves.read.pop_back();
        --unit.held;
        n.exact_compare = true;
        n.aggregate_left = side == 0;
        n.index = static_cast<std::int32_t>(program_->exact.size());
        program_->exact.push_back(exact(node(kids[1 - side])));
        unit.moves.exact.push_back(id);
        return;
      }
      if (e.op != Op::eq && e.op != Op::ne && mentions_now(*e.children[static_cast<std::size_t>(side)])) {
        n.aggregate_left = side == 0;
        unit.moves.now_compares.push_back(id);
        return;
      }
    }
  }

  // Whether what this reads of an aggregate changes with time alone: what is projected does, too.
  bool grows_here(const Node& n) const {
    return program_->uses[static_cast<std::size_t>(n.use)].projected || grows(plan_of(n));
  }

  ExactConstant exact(const Node& n) const {
    const Value v = n.op == Op::param ? program_->params[static_cast<std::size_t>(n.index)] : n.constant;
    return v.tag() == Tag::integer ? ExactConstant{v.as_integer(), 1}
                                   : exact_constant(v.as_number(), n.source->type.unit);
  }

  // Of a requirement on what grows with time, compared alone with a constant: the comparison that says whether it is past the edge of the band,
  // and when it will be. Otherwise none: what does not grow is measured where it stands.
  NodeId near_edge(const model::NearBand& band, const RulePlan& p, Unit& unit) {
    const model::Expr& c = *band.comparison;
    const model::Expr& limit = *c.children[band.value_left ? 1 : 0];
    const Node& value = node(p.near_value);
    const bool growing = value.op == Op::aggregate && grows_here(value);
    if (!constant(limit) || (!growing && !mentions_now(*c.children[band.value_left ? 0 : 1]))) return kNoNode;
    const bool most = (c.op == Op::lt || c.op == Op::le) == band.value_left;
    const bool whole = limit.type.kind == model::TypeKind::duration;
    ExactConstant width = exact_constant(band.width, band.relative || whole ? core::Unit{} : limit.type.unit);
    if (whole && !band.relative) width = times(width, {core::kSecond, 1});
    const ExactConstant edge = band_edge(exact(node(p.near_limit)), width, band.relative, most);
    Node n;
    n.op = most ? Op::gt : Op::lt;
    n.operand = value.kind;
    n.source = &c;
    std::vector<NodeId> kids = {p.near_value, p.near_limit};
    if (growing) {
      n.exact_compare = true;
      n.index = static_cast<std::int32_t>(program_->exact.size());
      program_->exact.push_back(edge);
    } else {
      // A length of time in whole nanoseconds: past the edge is past the nanosecond that it lies in.
      const bool up = !most && edge.numerator % edge.denominator != 0;
      Node at = node(p.near_limit);
      at.op = Op::constant;
      at.constant = Value::integer(edge.numerator / edge.denominator + (up ? 1 : 0));
      kids[1] = static_cast<NodeId>(program_->nodes.size());
      program_->nodes.push_back(std::move(at));
    }
    n.first = static_cast<std::uint32_t>(program_->children.size());
    n.count = 2;
    program_->children.insert(program_->children.end(), kids.begin(), kids.end());
    const auto id = static_cast<NodeId>(program_->nodes.size());
    program_->nodes.push_back(std::move(n));
    (growing ? unit.moves.exact : unit.moves.now_compares).push_back(id);
    return id;
  }

  const Node& node(NodeId id) const { return program_->nodes[static_cast<std::size_t>(id)]; }
  const AggregatePlan& plan_of(const Node& n) const {
    return program_->aggregates[static_cast<std::size_t>(program_->uses[static_cast<std::size_t>(n.use)].plan)];
  }

  // ---------------------------------------------------------------- aggregates

  int aggregate(const model::Aggregate& a, Unit& unit) {
    std::string key = signature(a);
    const bool own = std::any_of(a.window.marks.begin(), a.window.marks.end(), [](const auto& m) { return m.raised; });
    if (own) key += " raised by " + std::to_string(unit.trigger);
    auto found = known_.find(key);
    if (found == known_.end()) {
      AggregatePlan p;
      p.source = &a;
      p.kind = a.kind;
      p.elements = a.elements;
      p.stream = a.stream;
      p.reads = a.reads;
      p.trigger = own ? unit.trigger : -1;
      p.owner_space = program_->space_of_key_set[static_cast<std::size_t>(a.owner)];
      if (a.argument) p.value_kind = a.argument->type.kind;
      for (const auto& c : a.correlations) {
        p.correlated.push_back(c.first);
        for (int at = a.stream; at >= 0; at = pack().streams[static_cast<std::size_t>(at)].derived_from)
          program_->streams[static_cast<std::size_t>(at)].fields_read[static_cast<std::size_t>(c.first)] = true;
      }
      Unit inner;
      p.argument = compile(a.argument.get(), inner);
      p.where = compile(a.where.get(), inner);
      for (const model::Mark& m : a.window.marks) {
        p.marks.push_back({m.raised, m.stream, compile(m.where.get(), inner)});
      }
      p.moves = std::move(inner.moves);
      p.held_count = inner.held;
      for (const int r : inner.reads)
        if (std::find(p.reads.begin(), p.reads.end(), r) == p.reads.end()) p.reads.push_back(r);
      SpacePlan& owner = program_->spaces[static_cast<std::size_t>(p.owner_space)];
      p.local = static_cast<int>(owner.aggregates.size());
      const auto number = static_cast<int>(program_->aggregates.size());
      owner.aggregates.push_back(number);
      program_->aggregates.push_back(std::move(p));
      found = known_.emplace(std::move(key), number).first;
    }
    const AggregatePlan& p = program_->aggregates[static_cast<std::size_t>(found->second)];
    unit.moves.level = unit.moves.level || p.moves.level;
    unit.moves.stage = unit.moves.stage || p.moves.stage;
    unit.reads.insert(p.stream);
    unit.reads.insert(p.reads.begin(), p.reads.end());
    for (const MarkPlan& m : p.marks)
      if (m.stream >= 0) unit.reads.insert(m.stream);
    AggregateUse use;
    use.plan = found->second;
    use.projected = a.projected;
    for (const auto& c : a.correlations) use.lookup.push_back(compile(c.second.get(), unit, false));
    program_->uses.push_back(std::move(use));
    return static_cast<int>(program_->uses.size()) - 1;
  }

  // ---------------------------------------------------------------- derived events and rules

  void derived(int stream) {
    const model::Stream& s = pack().streams[static_cast<std::size_t>(stream)];
    DerivedPlan& d = program_->derived[static_cast<std::size_t>(stream)];
    Unit unit;
    d.stream = stream;
    d.source = s.derived_from;
    d.when = compile(s.derived_when.get(), unit);
    d.moves = std::move(unit.moves);
    d.held_count = unit.held;
    unit.reads.insert(d.source);
    d.reads.assign(unit.reads.begin(), unit.reads.end());
  }

  void rule(int number, int order) {
    const model::Rule& r = pack().rules[static_cast<std::size_t>(number)];
    RulePlan p;
    Unit unit;
    p.source = &r;
    p.number = number;
    p.order = order;
    p.space = program_->space_of_key_set[static_cast<std::size_t>(r.owner)];
    p.on_event = r.on >= 0 && !pack().streams[static_cast<std::size_t>(r.on)].signal;
    unit.trigger = number;
    if (r.on >= 0) unit.reads.insert(r.on);
    p.when = compile(r.when.get(), unit);
    p.unless = compile(r.unless.get(), unit);
    p.condition = compile(r.condition.get(), unit);
    p.while_ = compile(r.while_.get(), unit);
    p.score = compile(r.score.get(), unit);
    p.raise_when = compile(r.raise_when.get(), unit);
    for (const model::Grade& g : r.grades) p.least.push_back(g.least ? to_value(*g.least) : Value());
    p.leaves = unit.leaves;
    for (const auto& part : r.message_parts) p.message.push_back(compile(part.value.get(), unit, false));
    p.by = compile(r.due.by.get(), unit, false);
    for (const model::Answer& a : r.answers) {
      AnswerPlan answer;
      answer.stream = a.stream;
      answer.where = compile(a.where.get(), unit, false);
      answer.state =
          pack().streams[static_cast<std::size_t>(a.stream)].signal && a.where && r.due.kind != model::DueKind::every;
      p.answers.push_back(answer);
      unit.reads.insert(a.stream);
    }
    if (r.until) {
      p.until_where = compile(r.until->where.get(), unit, false);
      unit.reads.insert(r.until->stream);
    }
    if (r.near && r.near->comparison != nullptr) {
      const model::Expr& c = *r.near->comparison;
      Unit aside;
      aside.held = unit.held;
      p.near_value = compile(c.children[r.near->value_left ? 0 : 1].get(), aside, false);
      p.near_limit = compile(c.children[r.near->value_left ? 1 : 0].get(), aside, false);
      p.near_edge = near_edge(*r.near, p, unit);
      unit.held = aside.held;
      unit.moves.read.insert(unit.moves.read.end(), aside.moves.read.begin(), aside.moves.read.end());
    }
    p.moves = std::move(unit.moves);
    p.timed = p.moves.any() || r.effective_from || r.effective_to;
    p.guarded = r.when || r.unless || r.stages != 0 || r.effective_from || r.effective_to;
    p.held_count = unit.held;
    const bool line =
        r.kind == model::RuleKind::redline || r.kind == model::RuleKind::limit || r.kind == model::RuleKind::warning;
    p.simple = line && !p.on_event && !r.near && !p.guarded && !p.timed && p.held_count == 0 && r.condition != nullptr;
    p.bounded = p.condition != kNoNode && node(p.condition).bounded;
    p.grows = line && !p.on_event && p.bounded && !(p.moves.exact.empty() && p.moves.now_compares.empty());
    SpacePlan& home = program_->spaces[static_cast<std::size_t>(p.space)];
    p.local = static_cast<int>(home.rules.size());
    home.rules.push_back(order);
    if (r.level != model::kNone && std::find(program_->trigger_spaces.begin(), program_->trigger_spaces.end(),
                                             p.space) == program_->trigger_spaces.end())
      program_->trigger_spaces.push_back(p.space);
    program_->rules.push_back(std::move(p));
    // Telemetry only fills the windows of an assessment: it looks at them when its time has come.
    if (r.kind == model::RuleKind::assessment) unit.reads.clear();
    rule_reads_.push_back(std::move(unit.reads));
  }

  // Which streams touch what.
  void wire() {
    for (std::size_t i = 0; i < program_->rules.size(); ++i) {
      for (const int s : rule_reads_[i])
        if (s >= 0) program_->streams[static_cast<std::size_t>(s)].rules.push_back(static_cast<int>(i));
      if (program_->rules[i].grows)
        for (const int s : rule_reads_[i])
          if (s >= 0) program_->streams[static_cast<std::size_t>(s)].growing.push_back(static_cast<int>(i));
      const model::Rule& r = *program_->rules[i].source;
      if (r.late_judged && r.on >= 0)
        program_->streams[static_cast<std::size_t>(r.on)].late_rules.push_back(static_cast<int>(i));
    }
    for (std::size_t i = 0; i < program_->aggregates.size(); ++i) {
      const AggregatePlan& a = program_->aggregates[i];
      const bool by_element = a.elements && a.source->window.kind != model::WindowKind::now;
      if (by_element)
        program_->streams[static_cast<std::size_t>(a.stream)].element_aggregates.push_back(static_cast<int>(i));
      // What is held when an element comes has to be followed until then.
      if (!by_element || a.held_count > 0) {
        for (const int s : a.reads)
          program_->streams[static_cast<std::size_t>(s)].continuous_aggregates.push_back(static_cast<int>(i));
      }
      for (std::size_t m = 0; m < a.marks.size(); ++m)
        if (a.marks[m].stream >= 0)
          program_->streams[static_cast<std::size_t>(a.marks[m].stream)].marks.emplace_back(static_cast<int>(i),
                                                                                            static_cast<int>(m));
    }
    for (const int s : pack().derived_order) {
      DerivedPlan& d = program_->derived[static_cast<std::size_t>(s)];
      const int home = program_->streams[static_cast<std::size_t>(s)].space;
      program_->spaces[static_cast<std::size_t>(home)].derived.push_back(s);
      const bool on_signal = pack().streams[static_cast<std::size_t>(d.source)].signal;
      for (const int r : d.reads)
        if (on_signal || r == d.source || !d.moves.held.empty())
          program_->streams[static_cast<std::size_t>(r)].derived.push_back(s);
    }
  }

  std::shared_ptr<Program> program_;
  const Trial& trial_;
  std::map<std::string, int> known_;  // signature -> aggregate
  std::vector<std::set<int>> rule_reads_;
};

}  // namespace

std::shared_ptr<const Program> plan(std::shared_ptr<const model::Pack> pack, const Trial& trial) {
  return Planner(std::move(pack), trial).run();
}

}  // namespace tripline::engine
