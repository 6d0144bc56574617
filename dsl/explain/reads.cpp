#include "dsl/explain/reads.hpp"

#include <array>

#include "dsl/explain/rule.hpp"
#include "dsl/explain/values.hpp"

namespace tripline::dsl::explain {

using model::Access;
using model::Expr;
using model::Op;
using model::Pack;
using model::Rule;

namespace {

class Collector {
 public:
  Collector(const Pack& pack, Reads& reads) : pack_(pack), reads_(reads) {}

  void touch(int s, Role role) {
    if (s < 0) return;
    const bool fresh = reads_.streams.find(s) == reads_.streams.end();
    reads_.streams[s].roles |= static_cast<std::uint8_t>(role);
    const model::Stream& stream = pack_.streams[static_cast<std::size_t>(s)];
    if (!fresh || stream.derived_from == model::kNone) return;
    touch(stream.derived_from, Role::source);
    look(stream.derived_when.get());
  }

  void look(const Expr* e) {
    if (e == nullptr) return;
    for (const auto& c : e->children) look(c.get());
    switch (e->op) {
      case Op::field: field(*e); break;
      case Op::table_field: reads_.tables[e->index].insert(e->member); break;
      case Op::param: reads_.params.insert(e->index); break;
      case Op::curve: reads_.curves.insert(e->index); break;
      case Op::in_area: reads_.areas.insert(e->index); break;
      case Op::matches: reads_.patterns.insert(e->index); break;
      case Op::level: reads_.level = true; break;
      case Op::stage: stage(); break;
      case Op::now: reads_.now = true; break;
      case Op::aggregate: aggregate(*e->aggregate); break;
      case Op::constant:
      case Op::owner_key:
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
      case Op::held: break;
    }
  }

  void stage() {
    reads_.stage = true;
    if (pack_.stage_source) reads_.tables[pack_.stage_source->table].insert(pack_.stage_source->field);
  }

 private:
  void field(const Expr& e) {
    switch (e.access) {
      case Access::on: touch(e.stream, Role::judged); break;
      case Access::last: touch(e.stream, Role::last); break;
      case Access::element:
      case Access::opener: touch(e.stream, Role{}); break;  // whoever selects it says how
    }
    reads_.streams[e.stream].fields.insert(e.index);
  }

  void aggregate(const model::Aggregate& a) {
    touch(a.stream, Role::gathered);
    for (const auto& [f, equals] : a.correlations) {
      reads_.streams[a.stream].fields.insert(f);
      look(equals.get());
    }
    look(a.argument.get());
    look(a.where.get());
    if (a.stages != 0) stage();
    for (const model::Mark& m : a.window.marks) {
      touch(m.stream, Role::marks);
      look(m.where.get());
    }
  }

  const Pack& pack_;
  Reads& reads_;
};

constexpr Phrase kSignal{"the signal {0}", "状态{0}"};
constexpr Phrase kEvent{"the event {0}", "事件{0}"};
constexpr Phrase kDerivedSignal{"the event {0}, derived from {1}", "由{1}派生的事件{0}"};
constexpr Phrase kViolation{"the built-in event {0}", "内置事件{0}"};
constexpr Phrase kInputType{"{0} (in the input: {1})", "{0}（数据类型标识：{1}）"};
constexpr Phrase kStale{"{0}; a sample holds for {1}", "{0}；一条数据的有效期为{1}"};
constexpr Phrase kHolds{"{0}; a sample holds until the next", "{0}；一条数据在下一条到来之前一直有效"};
constexpr Phrase kWith{"{0}: {1}", "{0}：{1}"};
constexpr Phrase kTime{"its time", "其时间"};
constexpr std::array<std::pair<Role, Phrase>, 7> kRoles{
    {{Role::judged, {"it is judged", "据以判定"}},
     {Role::last, {"its last value is read", "读取最近值"}},
     {Role::gathered, {"it fills a window", "计入统计窗口"}},
     {Role::marks, {"it begins a window", "作为统计窗口的起点"}},
     {Role::answers, {"it answers the duty", "用于履行义务"}},
     {Role::ends, {"it ends the raise", "用于解除提升"}},
     {Role::source, {"a derived event comes from it", "派生事件的来源"}}}};
constexpr Phrase kParam{"the parameter {0}, now {1}", "参数{0}，现值为{1}"};
constexpr Phrase kParamSet{"the parameter {0}, set to {1}", "参数{0}，已设为{1}"};
constexpr Phrase kTable{"the table {0} (from {1}): {2}", "台账{0}（取自{1}）：{2}"};
constexpr Phrase kCurve{"the curve {0}", "对照表{0}"};
constexpr Phrase kArea{"the area {0}", "区域{0}"};
constexpr Phrase kPattern{"the form {0}", "格式{0}"};
constexpr Phrase kStage{"the stage", "所处阶段"};
constexpr Phrase kLevel{"the level of supervision", "监管级别"};
constexpr Phrase kLevelBy{"the level of supervision, raised by {0}", "监管级别（由{0}提升）"};
constexpr Phrase kViolations{"violations of {0}", "{0}的违反记录"};
constexpr Phrase kNow{"the clock", "时钟"};
constexpr Phrase kHolidays{"the days off and worked weekends of the pack", "规则包的节假日"};
constexpr Phrase kNothing{"nothing", "无"};

constexpr Phrase kFrom{"{0}, from {1}", "{0}，取自{1}"};
constexpr Phrase kFromIn{"{0}, from {1} in {2}", "{0}，取自{1}（单位为{2}）"};
constexpr Phrase kIn{"{0}, in the input in {1}", "{0}，数据中的单位为{1}"};
constexpr Phrase kOptional{"{0}, may be missing", "{0}，可缺失"};
constexpr Phrase kPersonal{"{0}, personal", "{0}，属个人信息"};
constexpr Phrase kKey{"{0}, names the subject", "{0}，标识主体"};
constexpr Phrase kGroup{"{0}, says what the subject belongs to", "{0}，说明主体所属"};

Text stream_text(const model::Stream& s, const Pack& pack) {
  const Text name = ticked(s.name);
  if (s.violation) return Text(kViolation, name);
  if (s.derived_from != model::kNone)
    return Text(kDerivedSignal, name, ticked(pack.streams[static_cast<std::size_t>(s.derived_from)].name));
  Text said(s.signal ? kSignal : kEvent, name);
  if (s.from != s.name) said = Text(kInputType, said, ticked(s.from));
  return said;
}

Text with_staleness(const Text& said, const model::Stream& s) {
  if (!s.signal) return said;
  return s.stale_after ? Text(kStale, said, length(*s.stale_after)) : Text(kHolds, said);
}

Said item(const Text& text) { return {text, {}}; }

Text rule_names(const Pack& pack, const std::vector<int>& rules) {
  std::vector<std::string> names;
  for (const int r : rules) names.push_back(pack.rules[static_cast<std::size_t>(r)].name);
  return names_of(names);
}

}  // namespace

Text field_text(const Pack& pack, const model::Field& f) {
  Text said = type_name(f.type, pack);
  const bool elsewhere = f.from != std::vector<std::string>{f.name} && !f.from.empty();
  const bool other_unit =
      f.type.kind == model::TypeKind::number && !f.input_unit.text.empty() && f.input_unit.text != f.type.unit.text;
  if (elsewhere && other_unit)
    said = Text(kFromIn, said, names_of(f.from), unit_text(f.input_unit));
  else if (elsewhere)
    said = Text(kFrom, said, names_of(f.from));
  else if (other_unit)
    said = Text(kIn, said, unit_text(f.input_unit));
  if (f.type.optional) said = Text(kOptional, said);
  if (f.personal) said = Text(kPersonal, said);
  if (f.key) said = Text(kKey, said);
  if (f.group) said = Text(kGroup, said);
  return said;
}

Reads reads_of(const Pack& pack, const Rule& r) {
  Reads reads;
  Collector collector(pack, reads);
  collector.touch(r.on, Role::judged);
  for (const Expr* e : {r.when.get(), r.unless.get(), r.while_.get(), r.condition.get(), r.due.by.get(), r.score.get(),
                        r.raise_when.get()})
    collector.look(e);
  for (const auto& part : r.message_parts) collector.look(part.value.get());
  for (const model::Answer& a : r.answers) {
    collector.touch(a.stream, Role::answers);
    collector.look(a.where.get());
  }
  if (r.until) {
    collector.touch(r.until->stream, Role::ends);
    collector.look(r.until->where.get());
  }
  if (r.stages != 0) collector.stage();
  const bool days = r.kind == model::RuleKind::duty &&
                    (r.due.kind == model::DueKind::days || r.due.kind == model::DueKind::working_days ||
                     r.due.kind == model::DueKind::months || r.due.kind == model::DueKind::years);
  reads.holidays = days && pack.has_holidays;
  if (r.reads_violation) reads.violations = r.violation_rules;
  if (reads.level)
    for (std::size_t i = 0; i < pack.rules.size(); ++i)
      if (pack.rules[i].level != model::kNone) reads.raised_by.push_back(static_cast<int>(i));
  return reads;
}

std::vector<Said> reads_in_words(const Pack& pack, const Reads& reads) {
  std::vector<Said> out;
  for (const auto& [s, read] : reads.streams) {
    const model::Stream& stream = pack.streams[static_cast<std::size_t>(s)];
    std::vector<Text> roles;
    for (const auto& [role, phrase] : kRoles)
      if (read.has(role)) roles.push_back(Text(phrase));
    const Text name = stream_text(stream, pack);
    const Text what = roles.empty() ? name : Text(kWith, name, core::listed(roles, core::Joint::both));
    Said said = item(with_staleness(what, stream));
    for (const int f : read.fields) {
      if (f == model::kTimeField) {
        said.parts.push_back(item(Text(kWith, ticked("time"), Text(kTime))));
        continue;
      }
      const model::Field& field = stream.fields[static_cast<std::size_t>(f)];
      said.parts.push_back(item(Text(kWith, ticked(field.name), field_text(pack, field))));
    }
    out.push_back(std::move(said));
  }
  for (const int p : reads.params) {
    const model::Param& param = pack.params[static_cast<std::size_t>(p)];
    out.push_back(
        item(Text(param.set ? kParamSet : kParam, ticked(param.name), constant(param.value, param.type, pack))));
  }
  for (const auto& [t, fields] : reads.tables) {
    const model::Table& table = pack.tables[static_cast<std::size_t>(t)];
    std::vector<std::string> names;
    for (const int f : fields) names.push_back(table.fields[static_cast<std::size_t>(f)].name);
    out.push_back(item(Text(kTable, ticked(table.name), ticked(table.file), names_of(names))));
  }
  for (const int c : reads.curves)
    out.push_back(item(Text(kCurve, ticked(pack.curves[static_cast<std::size_t>(c)].name))));
  for (const int a : reads.areas)
    out.push_back(item(Text(kArea, ticked(pack.areas[static_cast<std::size_t>(a)].file))));
  for (const int p : reads.patterns)
    out.push_back(item(Text(kPattern, ticked(pack.patterns[static_cast<std::size_t>(p)].text))));
  if (reads.stage) out.push_back(item(Text(kStage)));
  if (reads.level)
    out.push_back(item(reads.raised_by.empty() ? Text(kLevel) : Text(kLevelBy, rule_names(pack, reads.raised_by))));
  if (!reads.violations.empty()) out.push_back(item(Text(kViolations, rule_names(pack, reads.violations))));
  if (reads.now) out.push_back(item(Text(kNow)));
  if (reads.holidays) out.push_back(item(Text(kHolidays)));
  if (out.empty()) out.push_back(item(Text(kNothing)));
  return out;
}

}  // namespace tripline::dsl::explain
