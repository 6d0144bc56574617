// Every word and sign of the language, one row each, a column for each natural language.
//
// A row's `id` is its English word; where one English word is two in another language, the id says the place: "every (due)".
// A column holds the spellings that are read, joined by "|"; the first is the one that the formatter writes.
// "" : not written in that language, its neighbour says it. kNone: the language says it with other rows.
// A further language is a value of ast::Language and a column more. Read through keywords.hpp; docs/keywords.md shows it.
#pragma once
#include <array>
#include <cstdint>
#include <string_view>

#include "dsl/ast/ast.hpp"

namespace tripline::dsl::grammar {

using core::kLanguages;
inline constexpr std::string_view kNone = "~";

// What a row is, beyond being a keyword where the grammar asks for it.
enum Role : std::uint16_t {
  kWord = 0,
  kDeclaration = 1,  // begins a declaration
  kClause = 2,       // begins a clause of a rule
  kHeader = 4,       // begins an item of a pack's header
  kReserved = 8,     // never a name: L2
  kFunction = 16,    // a name that is called
  kName = 32,        // a built-in name: resolved as names are
  kSign = 64,        // no letters
  kOutcome = 128,    // of a scenario
};

struct Keyword {
  std::string_view id;
  std::array<std::string_view, kLanguages> spellings;  // by ast::Language
  std::uint16_t role = kWord;
};

inline constexpr Keyword kKeywords[] = {
    // ---- declarations
    {"pack", {"pack", "规则包"}, kDeclaration},
    {"levels", {"levels", "监管等级"}, kDeclaration},
    {"stages", {"stages", "阶段序列"}, kDeclaration},
    {"actions", {"actions", "处置措施"}, kDeclaration},
    {"holidays", {"holidays", "节假日"}, kDeclaration},
    {"type", {"type", "类型"}, kDeclaration},
    {"param", {"param", "参数"}, kDeclaration},
    {"let", {"let", "定义"}, kDeclaration},
    {"curve", {"curve", "对照表"}, kDeclaration},
    {"table", {"table", "台账"}, kDeclaration},
    {"stage (from)", {"stage", "所处阶段"}, kDeclaration},
    {"signal", {"signal", "状态"}, kDeclaration},
    {"event", {"event", "事件"}, kDeclaration},
    {"redline", {"redline", "红线"}, kDeclaration},
    {"limit", {"limit", "限值"}, kDeclaration},
    {"duty", {"duty", "义务"}, kDeclaration},
    {"trigger", {"trigger", "触发"}, kDeclaration},
    {"warning", {"warning", "预警"}, kDeclaration},
    {"sandbox", {"sandbox", "沙盒"}, kDeclaration},
    {"assessment", {"assessment", "评估"}, kDeclaration},
    {"scenario", {"scenario", "算例"}, kDeclaration},

    // ---- a pack's header
    {"title", {"title", "名称"}, kClause | kHeader},
    {"authority", {"authority", "发布机关"}, kHeader},
    {"timezone", {"timezone", "时区"}, kHeader},
    {"lateness", {"lateness", "迟到容限"}, kHeader},
    {"max", {"max", "最大超前"}, kHeader},
    {"ahead", {"ahead", ""}},

    // ---- types, fields, streams
    {"list", {"list", "列表"}},
    {"of (list)", {"of", ""}},
    {"one", {"one", "取值"}},
    {"of (one)", {"of", ""}},
    {"bool", {"bool", "是非"}},
    {"number", {"number", "数值"}},
    {"text", {"text", "文本"}},
    {"time (type)", {"time", "时刻"}},
    {"date (type)", {"date", "日期"}},
    {"duration (type)", {"duration", "时长"}},
    {"position", {"position", "位置"}},
    {"from", {"from", "取自"}},
    {"in (encoding)", {"in", "单位"}},
    {"as (encoding)", {"as", "格式"}},
    {"key", {"key", "主体"}},
    {"group", {"group", "所属"}},
    {"personal", {"personal", "个人信息"}},
    {"id", {"id", "编号"}},
    {"unique", {"unique", "去重期"}},
    {"for (unique)", {"for", ""}},
    {"stale", {"stale", "失效时限"}},
    {"after", {"after", ""}},

    // ---- clauses
    {"cites", {"cites", "依据"}, kClause},
    {"message", {"message", "说明"}, kClause},
    {"severity", {"severity", "严重程度"}, kClause},
    {"info", {"info", "提示"}},
    {"minor", {"minor", "轻微"}},
    {"major", {"major", "严重"}},
    {"critical", {"critical", "重大"}},
    {"during", {"during", "适用阶段"}, kClause},
    {"per", {"per", "按"}, kClause},
    {"action", {"action", "处置"}, kClause},
    {"effective", {"effective", "施行"}, kClause},
    {"on", {"on", "对"}, kClause},
    {"as", {"as", "记作"}},
    {"when", {"when", "当"}, kClause | kReserved},
    {"unless", {"unless", "除外"}, kClause},
    {"while", {"while", "期间"}, kClause},
    {"forbid", {"forbid", "禁止"}, kClause},
    {"require", {"require", "应当"}, kClause},
    {"for", {"for", "持续"}, kReserved},
    {"grace", {"grace", "宽限"}, kClause},
    {"tolerate", {"tolerate", "容许"}, kClause},
    {"times", {"times", "次"}},
    {"warn", {"warn", "临近"}, kClause},
    {"within (warn)", {"within", ""}},
    {"expect", {"expect", "应有"}, kClause},
    {"within", {"within", "限期"}, kReserved},
    {"working", {"working", "个工作日|工作日"}},
    {"days (working)", {"days", ""}},
    {"days", {"days", "日"}},
    {"months", {"months", "个月|月"}},
    {"years", {"years", "年"}},
    {"by", {"by", "截至"}},
    {"end", {"end", kNone}},
    {"of (end)", {"of", kNone}},
    {"end of hour", {kNone, "时终|时末"}},
    {"end of day", {kNone, "日终|日末"}},
    {"end of week", {kNone, "周终"}},
    {"end of month", {kNone, "月终|月末|月底"}},
    {"end of quarter", {kNone, "季终|季末|季度末"}},
    {"end of year", {kNone, "年终|年末|年底"}},
    {"day (next)", {"day", "次月"}},
    {"of (next)", {"of", "日"}},
    {"next", {"next", ""}},
    {"month (next)", {"month", ""}},
    {"every (due)", {"every", "每隔"}},
    {"raise", {"raise", "升至"}, kClause},
    {"to", {"to", ""}},
    {"until", {"until", "直至"}, kReserved},
    {"period", {"period", "试点期"}, kClause},
    {"hours", {"hours", "时段"}, kClause},
    {"area", {"area", "范围"}, kClause},
    {"every", {"every", "每"}, kClause},
    {"score", {"score", "得分"}, kClause},
    {"grades", {"grades", "等级"}, kClause},

    // ---- expressions
    {"implies", {"implies", "则"}, kReserved},
    {"or", {"or", "或"}, kReserved},
    {"and", {"and", "且"}, kReserved},
    {"not", {"not", "非"}, kReserved},
    {"in", {"in", "属于"}, kReserved},
    {"matches", {"matches", "匹配"}, kReserved},
    {"else", {"else", "缺省"}, kReserved},
    {"true", {"true", "是"}, kReserved},
    {"false", {"false", "否"}, kReserved},
    {"missing", {"missing", "缺失"}, kReserved},
    {"where", {"where", "其中"}, kReserved},
    {"over", {"over", "近"}, kReserved},
    {"since", {"since", "自"}, kReserved},
    {"ever", {"ever", "历来"}, kReserved},
    {"this", {"this", kNone}, kReserved},
    {"this hour", {kNone, "本时|本小时"}},
    {"this day", {kNone, "本日"}},
    {"this week", {kNone, "本周"}},
    {"this month", {kNone, "本月"}},
    {"this quarter", {kNone, "本季|本季度"}},
    {"this year", {kNone, "本年"}},
    {"hour", {"hour", kNone}},
    {"day", {"day", kNone}},
    {"week", {"week", kNone}},
    {"month", {"month", kNone}},
    {"quarter", {"quarter", kNone}},
    {"year", {"year", kNone}},
    {"last", {"last", "最近"}},
    {"samples", {"samples", "个样本"}},
    {"events", {"events", "个事件|次"}},
    {"days (last)", {"days", "日"}},
    {"weeks", {"weeks", "周"}},
    {"months (last)", {"months", "个月|月"}},
    {"quarters", {"quarters", "个季度|季度|季"}},
    {"years (last)", {"years", "年"}},
    {"now (window)", {"now", "当前"}},

    // ---- names that are called
    {"abs", {"abs", "绝对值"}, kFunction},
    {"min", {"min", "最小"}, kFunction},
    {"max (call)", {"max", "最大"}, kFunction},
    {"sqrt", {"sqrt", "平方根"}, kFunction},
    {"round", {"round", "四舍五入"}, kFunction},
    {"floor", {"floor", "下取整"}, kFunction},
    {"ceil", {"ceil", "上取整"}, kFunction},
    {"distance", {"distance", "距离"}, kFunction},
    {"size", {"size", "项数"}, kFunction},
    {"hour (call)", {"hour", "时"}, kFunction},
    {"weekday", {"weekday", "星期"}, kFunction},
    {"date", {"date", "日期"}, kFunction},
    {"present", {"present", "有值"}, kFunction},
    {"previous", {"previous", "前值"}, kFunction},
    {"held", {"held", "保持"}, kFunction},
    {"any", {"any", "任一"}, kFunction},
    {"all", {"all", "全部"}, kFunction},
    {"projected", {"projected", "推算"}, kFunction},
    {"count", {"count", "次数"}, kFunction},
    {"distinct", {"distinct", "个数"}, kFunction},
    {"quantile", {"quantile", "分位"}, kFunction},
    {"sum", {"sum", "合计"}, kFunction},
    {"avg", {"avg", "均值"}, kFunction},
    {"first", {"first", "首个"}, kFunction},
    {"last (call)", {"last", "末个"}, kFunction},
    {"once", {"once", "曾"}, kFunction},
    {"always", {"always", "始终"}, kFunction},
    {"share", {"share", "占比"}, kFunction},
    {"change", {"change", "变化"}, kFunction},
    {"duration", {"duration", "历时"}, kFunction},
    {"integral", {"integral", "累计"}, kFunction},

    // ---- names that are built in
    {"level", {"level", "监管级别"}, kName},
    {"stage", {"stage", "所处阶段"}, kName},
    {"now", {"now", "此刻"}, kName},
    {"time", {"time", "时刻"}, kName},
    {"Violation", {"Violation", "违规"}, kName},
    {"rule (Violation)", {"rule", "规则"}, kName},
    {"kind (Violation)", {"kind", "类别"}, kName},
    {"severity (Violation)", {"severity", "严重程度"}, kName},
    {"raised (since)", {"raised", "上次触发"}, kName},
    {"all (per)", {"all", "全体"}, kName},
    {"lat", {"lat", "纬度"}, kName},
    {"lon", {"lon", "经度"}, kName},

    // ---- scenarios
    {"starting", {"starting", "起于"}},
    {"repeat", {"repeat", "重复"}},
    {"every (repeat)", {"every", "每隔"}},
    {"set", {"set", "设"}},
    {"expect (scenario)", {"expect", "应见"}},
    {"at", {"at", "时点"}},
    {"nothing", {"nothing", "别无其他|别无"}},
    {"else (nothing)", {"else", ""}},
    {"about", {"about", "关于"}},
    {"for (subject)", {"for", "对"}},
    {"violated", {"violated", "违规"}, kOutcome},
    {"tolerated", {"tolerated", "容许"}, kOutcome},
    {"near", {"near", "临近"}, kOutcome},
    {"met", {"met", "履行"}, kOutcome},
    {"missed", {"missed", "逾期"}, kOutcome},
    {"cured", {"cured", "补正"}, kOutcome},
    {"excused", {"excused", "免除"}, kOutcome},
    {"open", {"open", "待履行"}, kOutcome},
    {"raised", {"raised", "升级"}, kOutcome},
    {"released", {"released", "解除"}, kOutcome},
    {"warned", {"warned", "预警"}, kOutcome},
    {"blind", {"blind", "不明"}, kOutcome},
    {"late", {"late", "迟到"}, kOutcome},

    // ---- signs
    {"==", {"==", "为|==|＝＝|等于"}, kSign},
    {"!=", {"!=|≠", "不为|!=|≠|不等于"}, kSign},
    {"<=", {"<=|≤", "≤|<=|＜＝|不大于|不超过"}, kSign},
    {">=", {">=|≥", "≥|>=|＞＝|不小于|不低于"}, kSign},
    {"<", {"<", "<|＜|小于|低于"}, kSign},
    {">", {">", ">|＞|大于|超过"}, kSign},
    {"=", {"=", "=|＝"}, kSign},
    {"(", {"(", "（|("}, kSign},
    {")", {")", "）|)"}, kSign},
    {"[", {"[", "[|［"}, kSign},
    {"]", {"]", "]|］"}, kSign},
    {"{", {"{", "{|｛"}, kSign},
    {"}", {"}", "}|｝"}, kSign},
    {":", {":", "：|:"}, kSign},
    {",", {",", "，|,|、"}, kSign},
    {"+", {"+", "+|＋"}, kSign},
    {"-", {"-", "-|－"}, kSign},
    {"*", {"*", "*|＊|×"}, kSign},
    {"/", {"/", "/|／|÷"}, kSign},
    {".", {".", ".|．"}, kSign},
    {"..", {"..", "..|．．"}, kSign},
    {"?", {"?", "?|？"}, kSign},
};

}  // namespace tripline::dsl::grammar
