#include "dsl/explain/glance.hpp"

#include "dsl/explain/reads.hpp"
#include "dsl/explain/rule.hpp"
#include "dsl/explain/values.hpp"

namespace tripline::dsl::explain {

using model::Pack;
using model::Stream;

namespace {

constexpr Phrase kGeneral{"In general", "概况"};
constexpr Phrase kAuthority{"issued by “{0}”", "发布机关：“{0}”"};
constexpr Phrase kZone{"days and clocks are those of {0}", "日期和钟点按{0}时间"};
constexpr Phrase kLateness{"what comes more than {0} after a later element is late",
                           "比已收到的更晚数据迟到超过{0}的，视为迟到"};
constexpr Phrase kNoLateness{"what comes after a later element is late", "晚于更晚数据到来的，视为迟到"};
constexpr Phrase kAhead{"what claims a time more than {0} after its receipt is refused",
                        "所载时间比收到时间晚{0}以上的，不予接收"};
constexpr Phrase kHolidays{"it knows {0} days off and worked days", "含{0}个休息日和调休工作日"};

constexpr Phrase kStreams{"What it looks at", "数据"};
constexpr Phrase kSignal{"the signal {0}, for {1}", "状态{0}，按{1}"};
constexpr Phrase kEvent{"the event {0}, for {1}", "事件{0}，按{1}"};
constexpr Phrase kPer{"{0}", "{0}区分"};
constexpr Phrase kWhole{"the whole", "整体"};
constexpr Phrase kStale{"{0}; a sample holds for {1}", "{0}；一条数据的有效期为{1}"};
constexpr Phrase kHolds{"{0}; a sample holds until the next", "{0}；一条数据在下一条到来之前有效"};
constexpr Phrase kOwnLateness{"{0}; may come {1} late", "{0}；容许迟到{1}"};
constexpr Phrase kInput{"{0} (in the input: {1})", "{0}（数据类型标识：{1}）"};
constexpr Phrase kField{"{0}: {1}", "{0}：{1}"};
constexpr Phrase kDoc{"{0} — “{1}”", "{0}——“{1}”"};

constexpr Phrase kStages{"Stages", "阶段"};
constexpr Phrase kStageList{"{0}, in this order", "依次为{0}"};
constexpr Phrase kStageFrom{"a subject's stage stands in {0}", "主体所处阶段取自{0}"};
constexpr Phrase kStageElse{"a subject's stage stands in {0}; without a row there it is {1}",
                            "主体所处阶段取自{0}，其中没有的为{1}"};
constexpr Phrase kLevels{"Levels of supervision", "监管级别"};
constexpr Phrase kLevelList{"{0}, lowest first", "由低到高为{0}"};
constexpr Phrase kActions{"Actions", "处置措施"};
constexpr Phrase kParams{"Parameters", "参数"};
constexpr Phrase kParam{"{0} = {1}", "{0} = {1}"};
constexpr Phrase kParamSet{"{0} = {1}, set for this run", "{0} = {1}（本次另行设定）"};
constexpr Phrase kTables{"Tables", "台账"};
constexpr Phrase kTable{"{0}, from {1}; rows: {2}", "{0}，取自{1}：{2}行"};
constexpr Phrase kCurves{"Curves", "对照表"};
constexpr Phrase kCurve{"{0}: {1} gives {2}; points: {3}", "{0}，由“{1}”到“{2}”：{3}个点"};

Said item(const Text& text, const std::string& doc = {}) { return {doc.empty() ? text : Text(kDoc, text, doc), {}}; }

Text per(const Stream& s) {
  std::vector<std::string> keys;
  for (const int k : s.keys) keys.push_back(s.fields[static_cast<std::size_t>(k)].name);
  if (keys.empty()) return Text(kPer, Text(kWhole));
  return Text(kPer, Text(Phrase("each {0}", "{0}"), names_of(keys)));
}

std::vector<Said> general(const Pack& pack) {
  std::vector<Said> out;
  if (!pack.authority.empty()) out.push_back(item(Text(kAuthority, pack.authority)));
  out.push_back(item(Text(kZone, ticked(pack.zone.name()))));
  out.push_back(item(pack.lateness > 0 ? Text(kLateness, length(pack.lateness)) : Text(kNoLateness)));
  out.push_back(item(Text(kAhead, length(pack.max_ahead))));
  if (pack.has_holidays) out.push_back(item(Text(kHolidays, whole(pack.holidays.size()))));
  return out;
}

std::vector<Said> streams(const Pack& pack) {
  std::vector<Said> out;
  for (const Stream& s : pack.streams) {
    if (s.violation) continue;
    if (s.derived_from != model::kNone) {
      for (Said& said : derived_sentences(pack, s)) out.push_back(std::move(said));
      continue;
    }
    Text text(s.signal ? kSignal : kEvent, ticked(s.name), per(s));
    if (s.from != s.name) text = Text(kInput, text, ticked(s.from));
    if (s.signal) text = s.stale_after ? Text(kStale, text, length(*s.stale_after)) : Text(kHolds, text);
    if (s.lateness) text = Text(kOwnLateness, text, length(*s.lateness));
    Said said = item(text, s.doc);
    for (const model::Field& f : s.fields)
      said.parts.push_back(item(Text(kField, ticked(f.name), field_text(pack, f)), f.doc));
    out.push_back(std::move(said));
  }
  return out;
}

std::vector<Said> stages(const Pack& pack) {
  if (pack.stages.empty()) return {};
  std::vector<Said> out{item(Text(kStageList, names_of(pack.stages)))};
  if (!pack.stage_source) return out;
  const model::Table& t = pack.tables[static_cast<std::size_t>(pack.stage_source->table)];
  const Text where = ticked(t.name + "." + t.fields[static_cast<std::size_t>(pack.stage_source->field)].name);
  const int otherwise = pack.stage_source->otherwise;
  out.push_back(item(otherwise == model::kNone
                         ? Text(kStageFrom, where)
                         : Text(kStageElse, where, ticked(pack.stages[static_cast<std::size_t>(otherwise)]))));
  return out;
}

std::vector<Said> params(const Pack& pack) {
  std::vector<Said> out;
  for (const model::Param& p : pack.params)
    out.push_back(item(Text(p.set ? kParamSet : kParam, ticked(p.name), constant(p.value, p.type, pack)), p.doc));
  return out;
}

std::vector<Said> tables(const Pack& pack) {
  std::vector<Said> out;
  for (const model::Table& t : pack.tables) {
    Said said = item(Text(kTable, ticked(t.name), ticked(t.file), whole(t.rows.size())), t.doc);
    for (const model::Field& f : t.fields)
      said.parts.push_back(item(Text(kField, ticked(f.name), field_text(pack, f)), f.doc));
    out.push_back(std::move(said));
  }
  return out;
}

std::vector<Said> curves(const Pack& pack) {
  std::vector<Said> out;
  for (const model::Curve& c : pack.curves)
    out.push_back(
        item(Text(kCurve, ticked(c.name), type_name(c.from, pack), type_name(c.to, pack), whole(c.points.size()))));
  return out;
}

}  // namespace

std::vector<Section> at_a_glance(const Pack& pack) {
  std::vector<Section> out;
  const auto section = [&](const char* word, const Phrase& title, std::vector<Said> items) {
    if (!items.empty()) out.push_back({word, Text(title), std::move(items)});
  };
  section("general", kGeneral, general(pack));
  section("streams", kStreams, streams(pack));
  section("stages", kStages, stages(pack));
  if (!pack.levels.empty()) section("levels", kLevels, {item(Text(kLevelList, names_of(pack.levels)))});
  if (!pack.actions.empty()) section("actions", kActions, {item(names_of(pack.actions))});
  section("params", kParams, params(pack));
  section("tables", kTables, tables(pack));
  section("curves", kCurves, curves(pack));
  return out;
}

}  // namespace tripline::dsl::explain
