#include "engine/plan/dump.hpp"

#include <algorithm>
#include <set>

#include "core/decimal.hpp"
#include "core/json.hpp"

namespace tripline::engine {

using model::Op;

const char* op_word(Op op) {
  switch (op) {
    case Op::constant: return "constant";
    case Op::param: return "param";
    case Op::field: return "field";
    case Op::table_field: return "table_field";
    case Op::owner_key: return "owner_key";
    case Op::level: return "level";
    case Op::stage: return "stage";
    case Op::now: return "now";
    case Op::score: return "score";
    case Op::negate: return "negate";
    case Op::not_: return "not";
    case Op::present: return "present";
    case Op::abs: return "abs";
    case Op::sqrt: return "sqrt";
    case Op::round: return "round";
    case Op::floor: return "floor";
    case Op::ceil: return "ceil";
    case Op::size: return "size";
    case Op::hour: return "hour";
    case Op::weekday: return "weekday";
    case Op::date_of: return "date";
    case Op::to_number: return "to_number";
    case Op::day_begin: return "day_begin";
    case Op::day_end: return "day_end";
    case Op::previous: return "previous";
    case Op::curve: return "curve";
    case Op::in_area: return "in_area";
    case Op::matches: return "matches";
    case Op::add: return "add";
    case Op::sub: return "sub";
    case Op::mul: return "mul";
    case Op::div: return "div";
    case Op::min: return "min";
    case Op::max: return "max";
    case Op::distance: return "distance";
    case Op::eq: return "eq";
    case Op::ne: return "ne";
    case Op::lt: return "lt";
    case Op::le: return "le";
    case Op::gt: return "gt";
    case Op::ge: return "ge";
    case Op::time_eq_date: return "time_eq_date";
    case Op::time_ne_date: return "time_ne_date";
    case Op::time_lt_date: return "time_lt_date";
    case Op::time_le_date: return "time_le_date";
    case Op::time_gt_date: return "time_gt_date";
    case Op::time_ge_date: return "time_ge_date";
    case Op::in_set: return "in_set";
    case Op::in_list: return "in_list";
    case Op::in_range: return "in_range";
    case Op::in_hours: return "in_hours";
    case Op::else_: return "else";
    case Op::and_: return "and";
    case Op::or_: return "or";
    case Op::implies: return "implies";
    case Op::any: return "any";
    case Op::all: return "all";
    case Op::variable: return "variable";
    case Op::held: return "held";
    case Op::aggregate: return "aggregate";
  }
  return "";
}

namespace {

const char* type_word(model::TypeKind kind) {
  switch (kind) {
    case model::TypeKind::bool_: return "bool";
    case model::TypeKind::number: return "number";
    case model::TypeKind::text: return "text";
    case model::TypeKind::enumerated: return "enumerated";
    case model::TypeKind::time: return "time";
    case model::TypeKind::date: return "date";
    case model::TypeKind::duration: return "duration";
    case model::TypeKind::position: return "position";
    case model::TypeKind::list: return "list";
  }
  return "";
}

const char* aggregate_word(model::AggregateKind kind) {
  switch (kind) {
    case model::AggregateKind::count: return "count";
    case model::AggregateKind::distinct: return "distinct";
    case model::AggregateKind::quantile: return "quantile";
    case model::AggregateKind::sum: return "sum";
    case model::AggregateKind::avg: return "avg";
    case model::AggregateKind::min: return "min";
    case model::AggregateKind::max: return "max";
    case model::AggregateKind::first: return "first";
    case model::AggregateKind::last: return "last";
    case model::AggregateKind::once: return "once";
    case model::AggregateKind::always: return "always";
    case model::AggregateKind::share: return "share";
    case model::AggregateKind::change: return "change";
    case model::AggregateKind::duration: return "duration";
    case model::AggregateKind::integral: return "integral";
  }
  return "";
}

const char* period_word(core::Period p) {
  switch (p) {
    case core::Period::hour: return "hour";
    case core::Period::day: return "day";
    case core::Period::week: return "week";
    case core::Period::month: return "month";
    case core::Period::quarter: return "quarter";
    case core::Period::year: return "year";
  }
  return "";
}

const char* access_word(model::Access access) {
  switch (access) {
    case model::Access::on: return "on";
    case model::Access::last: return "last";
    case model::Access::element: return "element";
    case model::Access::opener: return "opener";
  }
  return "";
}

std::string n(NodeId id) { return "n" + std::to_string(id); }

std::string value_text(const Value& v, const model::Type& type, const model::Pack& pack) {
  switch (v.tag()) {
    case Tag::unknown: return "unknown";
    case Tag::missing: return "missing";
    case Tag::boolean: return v.as_bool() ? "true" : "false";
    case Tag::number: {
      std::string out;
      core::write_number(out, v.as_number());
      // In base units, as the engine computes; behind it as written.
      return type.unit.text.empty() ? out : out + " (" + core::print_quantity(v.as_number(), type.unit) + ")";
    }
    case Tag::integer: {
      const std::string number = std::to_string(v.as_integer());
      switch (type.kind) {
        case model::TypeKind::enumerated: {
          const auto& members = pack.enums[static_cast<std::size_t>(type.enumeration)].members;
          const auto i = static_cast<std::size_t>(v.as_integer());
          return i < members.size() ? number + " (" + members[i].name + ")" : number;
        }
        case model::TypeKind::duration: return number + " (" + core::print_duration(v.as_integer()) + ")";
        case model::TypeKind::time: return number + " (" + core::print_rfc3339(v.as_integer()) + ")";
        case model::TypeKind::date:
          return number + " (" + core::print_day(static_cast<core::Day>(v.as_integer())) + ")";
        case model::TypeKind::bool_:
        case model::TypeKind::number:
        case model::TypeKind::text:
        case model::TypeKind::position:
        case model::TypeKind::list: return number;
      }
      return number;
    }
    case Tag::small_text:
    case Tag::shared_text: {
      std::string out;
      core::write_string(out, v.as_text());
      return out;
    }
    case Tag::position: {
      std::string out = "lat ";
      core::write_number(out, v.latitude());
      core::write_number(out += " lon ", v.longitude());
      return out;
    }
    case Tag::list: {
      std::string out = "[";
      for (const Value& item : v.as_list())
        out += (out.size() > 1 ? ", " : "") + value_text(item, type.element ? *type.element : type, pack);
      return out + "]";
    }
  }
  return {};
}

class Dumper {
 public:
  Dumper(const Program& program, const std::vector<int>& only) : program_(program), only_(only.begin(), only.end()) {}

  std::vector<std::string> dump() {
    choose();
    line("program " + pack().name + " " + pack().version + ": " + std::to_string(program_.nodes.size()) + " nodes, " +
         std::to_string(program_.aggregates.size()) + " windows, " + std::to_string(program_.rules.size()) + " rules");
    spaces();
    streams();
    if (!windows_.empty()) head("windows");
    for (const int w : windows_) window(w);
    head("rules, in the order in which they are judged");
    for (std::size_t i = 0; i < program_.rules.size(); ++i)
      if (wanted(static_cast<int>(i))) rule(i);
    derived();
    if (!nodes_.empty()) head("nodes");
    for (const NodeId id : nodes_) node(id);
    return std::move(lines_);
  }

 private:
  const model::Pack& pack() const { return *program_.pack; }
  bool wanted(int rule) const { return only_.empty() || only_.count(rule) > 0; }
  void line(std::string text) { lines_.push_back(std::move(text)); }
  void head(const std::string& text) {
    line("");
    line(text);
  }
  const std::string& stream_name(int s) const { return pack().streams[static_cast<std::size_t>(s)].name; }
  std::string rule_names(const std::vector<int>& orders) const {
    std::string out;
    for (const int r : orders)
      if (wanted(r)) out += " r" + std::to_string(r);
    return out;
  }

  // ---------------------------------------------------------------- what is wanted

  void look(NodeId id) {
    if (id == kNoNode || !nodes_.insert(id).second) return;
    const Node& at = program_.nodes[static_cast<std::size_t>(id)];
    for (std::uint32_t i = 0; i < at.count; ++i) look(program_.kids(at)[i]);
    if (at.op == Op::field) hear(at.stream);
    if (at.op != Op::aggregate) return;
    const AggregateUse& use = program_.uses[static_cast<std::size_t>(at.use)];
    for (const NodeId key : use.lookup) look(key);
    look_into(use.plan);
  }
  void look_into(int w) {
    if (!windows_.insert(w).second) return;
    const AggregatePlan& a = program_.aggregates[static_cast<std::size_t>(w)];
    hear(a.stream);
    look(a.argument);
    look(a.where);
    for (const MarkPlan& m : a.marks) {
      hear(m.stream);
      look(m.where);
    }
  }
  void hear(int s) {
    if (s < 0 || !streams_.insert(s).second) return;
    const DerivedPlan& d = program_.derived[static_cast<std::size_t>(s)];
    if (d.stream < 0) return;
    hear(d.source);
    look(d.when);
  }
  void choose() {
    for (std::size_t i = 0; i < program_.rules.size(); ++i) {
      if (!wanted(static_cast<int>(i))) continue;
      const RulePlan& r = program_.rules[i];
      for (const auto& [word, id] : parts(r)) look(id);
      for (const AnswerPlan& a : r.answers) {
        hear(a.stream);
        look(a.where);
      }
      if (r.source->on >= 0) hear(r.source->on);
      if (r.source->until) hear(r.source->until->stream);
    }
    if (!only_.empty()) return;
    for (std::size_t s = 0; s < program_.streams.size(); ++s) hear(static_cast<int>(s));
    for (std::size_t id = 0; id < program_.nodes.size(); ++id) nodes_.insert(static_cast<NodeId>(id));
  }

  static std::vector<std::pair<const char*, NodeId>> parts(const RulePlan& r) {
    std::vector<std::pair<const char*, NodeId>> out;
    const auto part = [&](const char* word, NodeId id) {
      if (id != kNoNode) out.emplace_back(word, id);
    };
    part("when", r.when);
    part("unless", r.unless);
    part("while", r.while_);
    part(r.source->forbid ? "forbid" : r.source->kind == model::RuleKind::warning ? "warn" : "require", r.condition);
    part("by", r.by);
    part("score", r.score);
    part("raise when", r.raise_when);
    part("until where", r.until_where);
    part("near value", r.near_value);
    part("near limit", r.near_limit);
    part("near edge", r.near_edge);
    for (const NodeId id : r.message) part("message", id);
    return out;
  }

  // ---------------------------------------------------------------- sections

  void spaces() {
    head("key sets");
    for (std::size_t k = 0; k < program_.spaces.size(); ++k) {
      const SpacePlan& s = program_.spaces[k];
      std::string names;
      for (const std::string& name : s.names) names += (names.empty() ? "" : ", ") + name;
      std::string text = "  s" + std::to_string(k) + " (" + names + ") samples of:";
      for (const int stream : s.streams) text += " " + stream_name(stream);
      if (!s.aggregates.empty()) text += "; windows:";
      for (const int w : s.aggregates) text += " w" + std::to_string(w);
      if (!s.rules.empty()) text += "; rules:";
      for (const int r : s.rules) text += " r" + std::to_string(r);
      line(text);
    }
    if (!program_.groups.empty()) {
      std::string text = "  groups:";
      for (const std::string& g : program_.groups) text += " " + g;
      line(text);
    }
  }

  void streams() {
    head("streams, and what one element of each touches");
    for (const int number : streams_) {
      const StreamPlan& p = program_.streams[static_cast<std::size_t>(number)];
      const model::Stream& s = pack().streams[static_cast<std::size_t>(number)];
      std::string text = "  " + s.name + (s.signal ? " (signal" : " (event");
      if (!s.violation) text += ", key set s" + std::to_string(p.space) + ", slot " + std::to_string(p.slot);
      if (p.stale_after != INT64_MAX) text += ", stale after " + core::print_duration(p.stale_after);
      if (p.lateness != 0) text += ", lateness " + core::print_duration(p.lateness);
      line(text + ")");
      std::string fields;
      for (std::size_t f = 0; f < s.fields.size(); ++f)
        if (p.fields_read[f]) fields += " " + s.fields[f].name;
      if (!fields.empty()) line("    decoded:" + fields);
      list("    windows it enters:", p.element_aggregates, windows_, "w");
      list("    windows it changes:", p.continuous_aggregates, windows_, "w");
      std::string marks;
      for (const auto& [w, mark] : p.marks)
        if (windows_.count(w) > 0) marks += " w" + std::to_string(w);
      if (!marks.empty()) line("    windows it marks:" + marks);
      std::string made;
      for (const int d : p.derived)
        if (streams_.count(d) > 0) made += " " + stream_name(d);
      if (!made.empty()) line("    derived events it may make:" + made);
      if (const std::string rules = rule_names(p.rules); !rules.empty()) line("    rules it is held against:" + rules);
      if (const std::string rules = rule_names(p.late_rules); !rules.empty())
        line("    rules that judge it late:" + rules);
      if (p.previous) line("    the one before is kept");
    }
  }

  void list(const char* what, const std::vector<int>& numbers, const std::set<int>& among, const char* sign) {
    std::string text;
    for (const int number : numbers)
      if (among.count(number) > 0) text += std::string(" ") + sign + std::to_string(number);
    if (!text.empty()) line(what + text);
  }

  std::string window_text(const AggregatePlan& a) const {
    const model::Window& w = a.source->window;
    const auto marks = [&] {
      std::string text = " since";
      for (const MarkPlan& m : a.marks)
        text += m.raised ? " raised" : " " + stream_name(m.stream) + (m.where == kNoNode ? "" : " where " + n(m.where));
      return text;
    };
    switch (w.kind) {
      case model::WindowKind::over:
        return " over " + (w.from > 0 ? core::print_duration(w.from) + " .. " : std::string()) +
               core::print_duration(w.to);
      case model::WindowKind::since: return marks();
      case model::WindowKind::over_since: return " over " + core::print_duration(w.to) + marks();
      case model::WindowKind::this_period: return std::string(" this ") + period_word(w.period);
      case model::WindowKind::last_periods:
        return " last " + std::to_string(w.count) + " " + period_word(w.period) + "s";
      case model::WindowKind::last_samples: return " last " + std::to_string(w.count);
      case model::WindowKind::ever: return " ever";
      case model::WindowKind::now: return " now";
      case model::WindowKind::between:
        return " from " + core::print_rfc3339(w.begin) + " to " + core::print_rfc3339(w.end);
    }
    return {};
  }

  void window(int number) {
    const AggregatePlan& a = program_.aggregates[static_cast<std::size_t>(number)];
    std::string text =
        "  w" + std::to_string(number) + " " + aggregate_word(a.kind) + window_text(a) + " of " + stream_name(a.stream);
    text += a.elements ? " (elements)" : " (continuous time)";
    if (a.argument != kNoNode) text += ", argument " + n(a.argument);
    if (a.where != kNoNode) text += ", where " + n(a.where);
    if (!a.correlated.empty()) text += ", kept by";
    for (const int f : a.correlated)
      text += " " + pack().streams[static_cast<std::size_t>(a.stream)].fields[static_cast<std::size_t>(f)].name;
    text += ", key set s" + std::to_string(a.owner_space) + ", slot " + std::to_string(a.local);
    if (a.held_count > 0) text += ", held " + std::to_string(a.held_count);
    std::set<int> readers;
    for (std::size_t i = 0; i < program_.rules.size(); ++i)
      if (reads(program_.rules[i], number)) readers.insert(static_cast<int>(i));
    text += readers.size() > 1 ? "; shared by" : readers.empty() ? "" : "; read by";
    for (const int r : readers) text += " r" + std::to_string(r);
    line(text);
  }

  bool reads(const RulePlan& r, int window) const {
    const auto below = [&](const auto& self, NodeId id) -> bool {
      if (id == kNoNode) return false;
      const Node& at = program_.nodes[static_cast<std::size_t>(id)];
      if (at.op == Op::aggregate && program_.uses[static_cast<std::size_t>(at.use)].plan == window) return true;
      const NodeId* kids = program_.kids(at);
      return std::any_of(kids, kids + at.count, [&](NodeId k) { return self(self, k); });
    };
    for (const auto& [word, id] : parts(r))
      if (below(below, id)) return true;
    return std::any_of(r.answers.begin(), r.answers.end(), [&](const AnswerPlan& a) { return below(below, a.where); });
  }

  void rule(std::size_t i) {
    const RulePlan& r = program_.rules[i];
    const model::Rule& m = *r.source;
    std::string text = "  r" + std::to_string(i) + " " + model::word(m.kind) + " " + m.name + ", key set s" +
                       std::to_string(r.space) + ", slot " + std::to_string(r.local);
    if (m.on >= 0) text += ", on " + stream_name(m.on);
    if (r.simple) text += ", simple";
    if (r.timed) text += ", timed";
    if (r.grows) text += ", grows";
    if (r.held_count > 0) text += ", held " + std::to_string(r.held_count);
    line(text);
    for (const auto& [word, id] : parts(r)) line(std::string("    ") + word + " " + n(id));
    for (const AnswerPlan& a : r.answers)
      line("    answered by " + stream_name(a.stream) + (a.state ? " (its state)" : "") +
           (a.where == kNoNode ? "" : " where " + n(a.where)));
    if (m.has_span) line("    for " + core::print_duration(m.span));
    if (m.grace > 0) line("    grace " + core::print_duration(m.grace));
    moves(r.moves);
  }

  void moves(const Moves& m) {
    const auto nodes = [&](const char* what, const std::vector<NodeId>& ids) {
      std::string text;
      for (const NodeId id : ids) text += " " + n(id);
      if (!text.empty()) line(std::string("    ") + what + text);
    };
    nodes("timers of windows:", m.aggregates);
    nodes("timers of exact crossings:", m.exact);
    nodes("timers of held:", m.held);
    nodes("timers of ages:", m.now_compares);
    if (m.hours) line("    timer of full hours");
    if (m.days) line("    timer of midnights");
  }

  void derived() {
    bool first = true;
    for (const int s : streams_) {
      const DerivedPlan& d = program_.derived[static_cast<std::size_t>(s)];
      if (d.stream < 0) continue;
      if (first) head("derived events");
      first = false;
      line("  " + stream_name(s) + " from " + stream_name(d.source) + " when " + n(d.when));
      moves(d.moves);
    }
  }

  void node(NodeId id) {
    const Node& at = program_.nodes[static_cast<std::size_t>(id)];
    std::string text = "  " + n(id) + " " + type_word(at.kind) + " " + op_word(at.op);
    const auto index = static_cast<std::size_t>(at.index);
    switch (at.op) {
      case Op::constant: text += " " + value_text(at.constant, at.source->type, pack()); break;
      case Op::param:
        text += " " + pack().params[index].name + " = " +
                value_text(program_.params[index], pack().params[index].type, pack());
        break;
      case Op::field: {
        const model::Stream& s = pack().streams[static_cast<std::size_t>(at.stream)];
        text +=
            " " + s.name + "." + (at.index < 0 ? "time" : s.fields[index].name) + " (" + access_word(at.access) + ")";
        break;
      }
      case Op::table_field:
        text += " " + pack().tables[index].name + "." +
                pack().tables[index].fields[static_cast<std::size_t>(at.member)].name;
        break;
      case Op::curve: text += " " + pack().curves[index].name; break;
      case Op::in_area: text += " " + pack().areas[index].file; break;
      case Op::matches: text += " " + pack().patterns[index].text; break;
      case Op::held: text += " for " + core::print_duration(at.span) + ", state " + std::to_string(at.index); break;
      case Op::aggregate: {
        const AggregateUse& use = program_.uses[static_cast<std::size_t>(at.use)];
        text += " w" + std::to_string(use.plan);
        if (use.projected) text += " projected";
        if (!use.lookup.empty()) text += " looked up by";
        for (const NodeId key : use.lookup) text += " " + n(key);
        break;
      }
      case Op::level:
      case Op::stage:
      case Op::now:
      case Op::score:
      case Op::negate:
      case Op::not_:
      case Op::present:
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
      case Op::previous:
      case Op::add:
      case Op::sub:
      case Op::mul:
      case Op::div:
      case Op::min:
      case Op::max:
      case Op::distance:
      case Op::eq:
      case Op::ne:
      case Op::lt:
      case Op::le:
      case Op::gt:
      case Op::ge:
      case Op::time_eq_date:
      case Op::time_ne_date:
      case Op::time_lt_date:
      case Op::time_le_date:
      case Op::time_gt_date:
      case Op::time_ge_date:
      case Op::in_set:
      case Op::in_list:
      case Op::in_range:
      case Op::in_hours:
      case Op::else_:
      case Op::and_:
      case Op::or_:
      case Op::implies:
      case Op::any:
      case Op::all:
      case Op::variable:
      case Op::owner_key: break;  // the word says it
    }
    for (std::uint32_t i = 0; i < at.count; ++i) text += " " + n(program_.kids(at)[i]);
    if (at.exact_compare) text += " exactly";
    if (at.threshold.tag == Tag::number || at.threshold.tag == Tag::integer) text += " at hand";
    const bool plain = at.op == Op::constant || at.op == Op::field || at.op == Op::param;
    if (!plain && at.source != nullptr && !at.source->label.empty()) text += "  # " + at.source->label;
    line(text);
  }

  const Program& program_;
  std::set<int> only_;
  std::set<NodeId> nodes_;
  std::set<int> windows_, streams_;
  std::vector<std::string> lines_;
};

}  // namespace

std::vector<std::string> dump(const Program& program, const std::vector<int>& only) {
  return Dumper(program, only).dump();
}

}  // namespace tripline::engine
