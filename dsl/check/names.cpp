// What does a name mean where it stands? (language.md, section 2: the order in which names resolve.)
#include <algorithm>

#include "dsl/check/expression.hpp"
#include "dsl/check/literals.hpp"
#include "dsl/grammar/keywords.hpp"

namespace tripline::dsl::check {

using model::Access;
using model::Op;
using model::TypeKind;

const model::Field* Checker::field_of(int stream, const std::string& name, int& index) const {
  if (stream == kNone) return nullptr;
  const auto& fields = c_.streams[static_cast<std::size_t>(stream)].fields;
  const auto found = fields.find(name);
  if (found == fields.end()) return nullptr;
  index = found->second;
  return &c_.pack.streams[static_cast<std::size_t>(stream)].fields[static_cast<std::size_t>(index)];
}

Checker::Found Checker::find(const std::string& name) const {
  using Kind = Found::Kind;
  for (auto b = binders_.rbegin(); b != binders_.rend(); ++b) {
    if (b->name == name) return {Kind::binder, static_cast<int>(binders_.rend() - b) - 1};
  }
  int index = kNone;
  if (scope_.bare_fields && scope_.selected != kNone && (is_time(name) || field_of(scope_.selected, name, index))) {
    return {Kind::selected, index};
  }
  if (!scope_.on_name.empty() && name == scope_.on_name) return {Kind::on_name, kNone};
  if (scope_.bare_fields && scope_.on != kNone && (is_time(name) || field_of(scope_.on, name, index)))
    return {Kind::on_field, index};
  const auto symbol = c_.symbols.find(name);
  if (symbol != c_.symbols.end()) {
    if (symbol->second.kind == SymbolKind::let) return {Kind::let, symbol->second.index};
    if (symbol->second.kind == SymbolKind::param) return {Kind::param, symbol->second.index};
    return {Kind::owned_elsewhere, symbol->second.index};
  }
  if (grammar::spells("level", name)) return {Kind::level, kNone};
  if (grammar::spells("stage", name)) return {Kind::stage, kNone};
  if (grammar::spells("now", name)) return {Kind::now, kNone};
  if (scope_.score && grammar::spells("score", name)) return {Kind::score, kNone};
  return {};
}

int Checker::enumeration_named(const std::string& name) const {
  using Kind = Found::Kind;
  const auto of = [](const model::Type& t) { return t.kind == TypeKind::enumerated ? t.enumeration : kNone; };
  const Found found = find(name);
  switch (found.kind) {
    case Kind::binder: return of(binders_[static_cast<std::size_t>(found.index)].type);
    case Kind::selected:
    case Kind::on_field: {
      int index = kNone;
      const model::Field* f = field_of(found.kind == Kind::selected ? scope_.selected : scope_.on, name, index);
      return f == nullptr ? kNone : of(f->type);
    }
    case Kind::param: return of(c_.pack.params[static_cast<std::size_t>(found.index)].type);
    case Kind::level: return c_.pack.level_enum;
    case Kind::stage: return c_.pack.stage_enum;
    case Kind::none:
    case Kind::on_name:
    case Kind::let:
    case Kind::now:
    case Kind::score:
    case Kind::owned_elsewhere: return kNone;
  }
  return kNone;
}

ExprPtr Checker::name(const ast::Expr& e, int hint) {
  using Kind = Found::Kind;
  if (hint != kNone) {
    const int member = member_number(c_, hint, e.name.text);
    if (member != kNone) {
      ExprPtr made = make(Op::constant, enumerated(hint), e);
      made->constant.value = std::int64_t{member};
      return made;
    }
  }
  const Found found = find(e.name.text);
  switch (found.kind) {
    case Kind::none: return not_found(e, hint);
    case Kind::binder: {
      const Binder& binder = binders_[static_cast<std::size_t>(found.index)];
      ExprPtr made = make(Op::variable, binder.type, e);
      made->index = binder.number;
      return made;
    }
    case Kind::selected: return field(scope_.selected, e.name, Access::element, e);
    case Kind::on_field:
      if (scope_.in_aggregate && !scope_.on_each) {
        const std::string stream = c_.pack.streams[static_cast<std::size_t>(scope_.on)].name;
        const std::string as_name = scope_.on_name.empty() ? "this" : scope_.on_name;
        c_.error("E0409", e.at,
                 {"what is judged cannot be read inside an aggregate, but for `field == name.field`",
                  "统计之内不能读取正在判定的数据，但`〈字段〉 为 〈名称〉.〈字段〉`除外"},
                 {"{0} is a field of {1}", "{0}是{1}的字段", ticked(e.name.text), ticked(stream)},
                 {"for its last value at that element write {0}.{1}\nfor that of the element judged: on {2} as {3} … "
                  "where FIELD == {4}.{5}",
                  "若指该条数据时的最新值，请写：`{0}.{1}`\n若指正在判定的数据的值，请写：`对 {2} 记作 {3} … 其中 "
                  "〈字段〉 为 {4}.{5}`",
                  stream, e.name.text, stream, as_name, as_name, e.name.text});
        return nullptr;
      }
      return field(scope_.on, e.name, scope_.on_access, e);
    case Kind::on_name:
      c_.error("E0118", e.at, {"{0} is an element, not a value", "{0}是一条数据，不是值", ticked(e.name.text)}, {},
               {"write one of its fields: {0}.FIELD", "请写它的一个字段：`{0}.〈字段〉`", e.name.text});
      return nullptr;
    case Kind::let: return let(found.index, e);
    case Kind::param: {
      const auto index = static_cast<std::size_t>(found.index);
      if (c_.bad_params[index]) return nullptr;
      ExprPtr made = make(Op::param, c_.pack.params[index].type, e);
      made->index = found.index;
      return made;
    }
    case Kind::owned_elsewhere: {
      const SymbolKind kind = c_.symbols.at(e.name.text).kind;
      if (kind == SymbolKind::curve) {
        c_.error("E0118", e.at, {"{0} is a curve, not a value", "{0}是对照表，不是值", ticked(e.name.text)}, {},
                 {"write what it is read at: {0}(x)", "请写明查表的自变量：`{0}（x）`", e.name.text});
      } else {
        c_.error("E0118", e.at,
                 kind == SymbolKind::table
                     ? Said{"{0} is a table, not a value", "{0}是台账，不是值", ticked(e.name.text)}
                     : Said{"{0} is a stream, not a value", "{0}是数据流，不是值", ticked(e.name.text)},
                 {}, {"write one of its fields: {0}.FIELD", "请写它的一个字段：`{0}.〈字段〉`", e.name.text});
      }
      return nullptr;
    }
    case Kind::level:
    case Kind::stage:
    case Kind::now: return builtin(found.kind, e);
    case Kind::score: return make(Op::score, *scope_.score, e);
  }
  return nullptr;
}

ExprPtr Checker::builtin(Found::Kind kind, const ast::Expr& e) {
  if (kind == Found::Kind::level) {
    if (c_.pack.level_enum == kNone) {
      c_.error("E0304", e.at, {"no levels are declared", "没有声明监管等级"}, {},
               {"declare them: levels normal < watch < restricted", "请声明：`监管等级 正常 < 关注 < 限制`"});
      return nullptr;
    }
    return make(Op::level, enumerated(c_.pack.level_enum), e);
  }
  if (kind == Found::Kind::stage) {
    if (c_.stage_from == nullptr) {
      c_.error(
          "E0304", e.at, {"it is not said where a subject's stage stands", "没有写明主体所处阶段取自何处"}, {},
          {"declare it: stage from TABLE.FIELD else STAGE", "请声明：`所处阶段 取自 〈台账〉.〈字段〉 缺省 〈阶段〉`"});
      return nullptr;
    }
    if (!c_.pack.stage_source) return nullptr;
    return make(Op::stage, enumerated(c_.pack.stage_enum), e);
  }
  const bool allowed = now_here_ || (!scope_.in_aggregate && (scope_.now_anywhere || now_at_ == &e));
  if (!allowed) {
    if (scope_.in_aggregate) {
      c_.error("E0303", e.at, {"`now` cannot stand inside an aggregate", "`此刻`不能写在统计之内"}, {},
               {"an element's own instant is its field `time`", "数据自身的时刻是其字段`时刻`"});
    } else {
      c_.error("E0303", e.at,
               {"`now` changes all the time, also where no telemetry comes in", "`此刻`时时在变，没有数据时也在变"}, {},
               {"it may stand in hour(now), weekday(now) and date(now), in a rule on an event,\nand as `now - T` "
                "compared with a constant: now - Permit.expires > 0 s",
                "它可用于`时（此刻）`、`星期（此刻）`和`日期（此刻）`，可用于判定事件的规则，\n也可写作`此刻 - "
                "T`与常量比较：`此刻 - 许可.到期 > 0 秒`"});
    }
    return nullptr;
  }
  return make(Op::now, of_kind(TypeKind::time), e);
}

ExprPtr Checker::field(int stream, const ast::Name& name, Access access, const ast::Expr& e) {
  const model::Stream& s = c_.pack.streams[static_cast<std::size_t>(stream)];
  if (stream == c_.violation && !scope_.holder.empty()) {
    c_.error("E0510", e.at, {"{0} cannot read `Violation`", "{0}不能读取`违规`", scope_.holder}, {},
             {"read it in a rule", "请在规则中读取"});
    return nullptr;
  }
  ExprPtr made;
  int index = kNone;
  if (is_time(name.text)) {
    made = make(Op::field, of_kind(TypeKind::time), e);
    index = model::kTimeField;
  } else {
    const model::Field* f = field_of(stream, name.text, index);
    if (f == nullptr) {
      if (c_.streams[static_cast<std::size_t>(stream)].bad) return nullptr;
      std::vector<std::string> names{std::string(grammar::word("time", c_.language(name.at)))};
      for (const model::Field& other : s.fields) names.push_back(other.name);
      Said help = c_.did_you_mean(name.text, names);
      if (help.empty()) help = {"it has: {0}", "其字段有：{0}", all_of(names)};
      c_.error("E0109", name.at, {"{0} has no field {1}", "{0}没有字段{1}", ticked(s.name), ticked(name.text)}, {},
               help);
      return nullptr;
    }
    made = make(Op::field, f->type, e);
    made->type.optional = f->type.optional && !s.violation;
  }
  made->access = access;
  made->stream = stream;
  made->index = index;
  return made;
}

ExprPtr Checker::table_field(int table, const ast::Name& name, const ast::Expr& e) {
  const TableEntry& entry = c_.tables[static_cast<std::size_t>(table)];
  const model::Table& t = c_.pack.tables[static_cast<std::size_t>(table)];
  const auto found = entry.fields.find(name.text);
  if (found == entry.fields.end()) {
    if (entry.bad) return nullptr;
    std::vector<std::string> names;
    for (const model::Field& f : t.fields) names.push_back(f.name);
    c_.error("E0109", name.at, {"{0} has no field {1}", "{0}没有字段{1}", ticked(t.name), ticked(name.text)}, {},
             c_.did_you_mean(name.text, names));
    return nullptr;
  }
  if (t.keys.empty()) return nullptr;
  const model::Field& f = t.fields[static_cast<std::size_t>(found->second)];
  ExprPtr made = make(Op::table_field, f.type, e);
  made->type.optional = f.type.optional;
  made->index = table;
  made->member = found->second;
  return made;
}

// The name of a sandbox's line, as `rule == trial_area.hours` says it; empty: it is none.
std::string Checker::line_named(const ast::Expr& e) const {
  if (e.kind != ast::ExprKind::name || !e.member) return {};
  std::string name = e.name.text + "." + e.member->text;
  return c_.rule_numbers.count(name) != 0 ? name : std::string();
}

ExprPtr Checker::path(const ast::Expr& e, int hint) {
  const std::string& first = e.name.text;
  if (hint == c_.rule_enum && hint != kNone) {
    if (const std::string line = line_named(e); !line.empty()) {
      ExprPtr made = make(Op::constant, enumerated(hint), e);
      made->constant.value = std::int64_t{member_number(c_, hint, line)};
      return made;
    }
  }
  if (!scope_.on_name.empty() && first == scope_.on_name) {
    if (scope_.in_aggregate && !scope_.on_each) {
      c_.error("E0409", e.at,
               {"the element judged can be compared inside an aggregate only as `field == {0}.field`",
                "统计之内只能以`〈字段〉 为 {0}.〈字段〉`的形式与正在判定的数据比较", first},
               {}, {"as a condition of its own, joined by `and`", "作为单独的条件，用`且`连接"});
      return nullptr;
    }
    return field(scope_.on, *e.member, scope_.on_access, e);
  }
  const auto symbol = c_.symbols.find(first);
  if (symbol != c_.symbols.end() && symbol->second.kind == SymbolKind::stream) {
    const int stream = symbol->second.index;
    if (stream == scope_.selected) return field(stream, *e.member, Access::element, e);
    if (stream == scope_.on && scope_.selected == kNone) return field(stream, *e.member, scope_.on_access, e);
    return field(stream, *e.member, Access::last, e);
  }
  if (symbol != c_.symbols.end() && symbol->second.kind == SymbolKind::table)
    return table_field(symbol->second.index, *e.member, e);
  if (symbol != c_.symbols.end() || find(first).kind != Found::Kind::none) {
    c_.error("E0118", e.name.at, {"{0} has no fields", "{0}没有字段", ticked(first)}, {},
             {"a dot stands after a stream, a table or the name given with `as`",
              "点号写在数据流、台账或`记作`所给名称之后"});
    return nullptr;
  }
  if (!scope_.lost_name.empty() && first == scope_.lost_name) {
    c_.error(
        "E0108", e.name.at,
        {"{0}, the element that raised, is not known in `until`", "`直至`中无法得知触发升级的数据{0}", ticked(first)},
        {},
        {"`until` is asked later, of other elements of the same subject: compare their fields with "
         "literals,\nparameters or Stream.field; to tell one occurrence from another make it a key of the trigger: per "
         "NAME",
         "`直至`在之后针对同一主体的其他数据判断：请将其字段与直接写出的值、\n参数或`〈数据流〉.〈字段〉`"
         "比较；若要区分各次触发，请将其设为触发的主键：`按 〈名称〉`"});
    return nullptr;
  }
  std::vector<std::string> names;
  for (const model::Stream& s : c_.pack.streams) names.push_back(s.name);
  for (const model::Table& t : c_.pack.tables) names.push_back(t.name);
  if (!scope_.on_name.empty()) names.push_back(scope_.on_name);
  c_.error("E0108", e.name.at, {"there is no stream or table {0}", "没有数据流或台账{0}", ticked(first)}, {},
           c_.did_you_mean(first, names));
  return nullptr;
}

std::vector<std::string> Checker::names_in_scope(ast::Language language) const {
  std::vector<std::string> names;
  for (const Binder& b : binders_) names.push_back(b.name);
  if (scope_.bare_fields) {
    for (const int stream : {scope_.selected, scope_.on}) {
      if (stream == kNone) continue;
      for (const model::Field& f : c_.pack.streams[static_cast<std::size_t>(stream)].fields) names.push_back(f.name);
    }
  }
  for (const LetEntry& l : c_.lets) names.push_back(l.tree->name.text);
  for (const model::Param& p : c_.pack.params) names.push_back(p.name);
  for (const char* id : {"level", "stage", "now", "time"}) names.emplace_back(grammar::word(id, language));
  if (scope_.score) names.emplace_back(grammar::word("score", language));
  return names;
}

ExprPtr Checker::not_found(const ast::Expr& e, int hint) {
  const std::string& wanted = e.name.text;
  for (const int stream : {scope_.selected, scope_.on}) {
    if (scope_.bare_fields && stream != kNone && c_.streams[static_cast<std::size_t>(stream)].bad) return nullptr;
  }
  if (hint != kNone) {
    std::vector<std::string> names = member_names(c_, hint);
    if (hint == c_.rule_enum && c_.rule_names.count(wanted) != 0) {
      std::vector<std::string> lines;
      for (const std::string& name : names) {
        if (name.compare(0, wanted.size() + 1, wanted + ".") == 0) lines.push_back(name);
      }
      c_.error("E0213", e.at,
               {"{0} is a sandbox: each of its lines is a rule of its own", "{0}是沙盒：其中每一项自成一条规则",
                ticked(wanted)},
               {}, {"name the line: {0}", "请写明是哪一项：{0}", any_of(lines)});
      return nullptr;
    }
    const Said members = names.size() <= 12 ? Said{"one of: {0}", "可选：{0}", any_of(names)} : Said();
    for (std::string& other : names_in_scope(c_.language(e.at))) names.push_back(std::move(other));
    Said help = c_.did_you_mean(wanted, names);
    if (help.empty()) help = members;
    c_.error("E0213", e.at,
             {"{0} is not a member of {1}", "{0}不是{1}的取值", ticked(wanted), kind_of(c_, enumerated(hint))}, {},
             help);
    return nullptr;
  }
  Said help = c_.did_you_mean(wanted, names_in_scope(c_.language(e.at)));
  if (help.empty() || !scope_.bare_fields) {
    std::string owner;  // a field of that name elsewhere
    std::size_t owners = 0;
    for (const model::Stream& s : c_.pack.streams) {
      int index = kNone;
      if (field_of(static_cast<int>(&s - c_.pack.streams.data()), wanted, index) == nullptr) continue;
      if (owners++ == 0) owner = s.name;
    }
    if (owners > 0)
      help = {"a field of another stream stands with its stream: {0}.{1}", "其他数据流的字段须写明数据流：`{0}.{1}`",
              owner, wanted};
    if (!scope_.bare_fields && owners > 0)
      help = {"a `let` names fields with their stream: {0}.{1}", "`定义`中的字段须写明数据流：`{0}.{1}`", owner,
              wanted};
  }
  c_.error("E0107", e.at, {"there is no {0} here", "此处没有{0}", ticked(wanted)}, {}, help);
  return nullptr;
}

ExprPtr Checker::let(int index, const ast::Expr& e) {
  LetEntry& entry = c_.lets[static_cast<std::size_t>(index)];
  using State = LetEntry::State;
  if (entry.state == State::bad) return nullptr;
  if (entry.state == State::open) {
    core::Diagnostic& d =
        c_.error("E0117", e.at, {"{0} is defined by itself", "{0}的定义引用了自身", ticked(e.name.text)},
                 {"it comes back to itself here", "在此处又回到自身"});
    for (const LetEntry& other : c_.lets) {
      if (other.state == State::open)
        d.secondary.push_back({other.tree->name.at, {"{0} leads to it", "经由{0}", ticked(other.tree->name.text)}});
    }
    for (LetEntry& other : c_.lets) {
      if (other.state == State::open) other.state = State::bad;
    }
    return nullptr;
  }
  const bool first_look = entry.state == State::untouched;
  if (first_look) entry.state = State::open;
  const Scope outside = scope_;
  std::vector<Binder> binders;
  binders.swap(binders_);
  scope_.bare_fields = false;
  scope_.on_name.clear();
  const std::size_t mistakes = c_.diagnostics.size();
  ++let_depth_;
  ExprPtr made = maybe_missing(entry.tree->value.get());
  --let_depth_;
  scope_ = outside;
  binders_.swap(binders);
  if (first_look && entry.state == State::open) entry.state = made ? State::good : State::bad;
  if (!made && !first_look) {
    // The let itself is good: what is wrong is how it meets this place.
    for (std::size_t i = mistakes; i < c_.diagnostics.size(); ++i) {
      if (c_.diagnostics[i].secondary.size() < 4)
        c_.diagnostics[i].secondary.push_back({e.at, {"used here", "在此处使用"}});
    }
  }
  if (made && let_depth_ == 0) made->at = e.at;
  return made;
}

void Checker::streams_of(const ast::Expr& e, std::vector<int>& out, std::set<int>& lets, int depth) const {
  const auto add = [&out](int stream) {
    if (std::find(out.begin(), out.end(), stream) == out.end()) out.push_back(stream);
  };
  if (depth > kMostDepth || out.size() > 16) return;
  if (e.kind == ast::ExprKind::name) {
    if (e.member) {
      if (!scope_.on_name.empty() && e.name.text == scope_.on_name) return;
      const auto symbol = c_.symbols.find(e.name.text);
      if (symbol != c_.symbols.end() && symbol->second.kind == SymbolKind::stream) add(symbol->second.index);
      return;
    }
    const Found found = find(e.name.text);
    if (found.kind == Found::Kind::on_field) add(scope_.on);
    if (found.kind == Found::Kind::selected) add(scope_.selected);
    if (found.kind == Found::Kind::let) {
      const LetEntry& entry = c_.lets[static_cast<std::size_t>(found.index)];
      if (entry.tree->value && lets.insert(found.index).second) streams_of(*entry.tree->value, out, lets, depth + 1);
    }
    return;
  }
  for (const ast::ExprPtr& child : e.children) {
    if (child) streams_of(*child, out, lets, depth + 1);
  }
  for (const ast::Argument& argument : e.args) {
    if (argument.value) streams_of(*argument.value, out, lets, depth + 1);
  }
}

}  // namespace tripline::dsl::check
