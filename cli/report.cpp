#include "cli/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "cli/table.hpp"
#include "cli/words.hpp"
#include "engine/ops/reasons.hpp"

namespace tripline::cli {
namespace {

using engine::RuleSummary;
using engine::RunSummary;

using core::Phrase;

constexpr std::size_t kTypesTold = 5;

// ---------------------------------------------------------------- words

constexpr Phrase kHeading{"{0}: {1} from {2}, {3}", "{0}：{1}，来自 {2}，{3}"};
constexpr Noun kSources{{"no sources", "0 个来源"}, {"{0} source", "{0} 个来源"}, {"{0} sources", "{0} 个来源"}};
constexpr Noun kSubjects{{"no subjects", "无主体"}, {"{0} subject", "{0} 个主体"}, {"{0} subjects", "{0} 个主体"}};
constexpr Noun kOccurrences{{"no occurrences", "0 次"}, {"{0} occurrence", "{0} 次"}, {"{0} occurrences", "{0} 次"}};

constexpr Phrase kRule{"rule", "规则"}, kViolationColumn{"violations", "违规"}, kTolerated{"tolerated", "容许"},
    kNear{"near", "临近"}, kWorst{"worst", "最不利值"}, kHeadroom{"headroom", "余量"}, kBlind{"blind", "不明"};
constexpr Phrase kTimeAndOccurrences{"{0} and {1}", "{0}和 {1}"};
constexpr Phrase kMet{"{0} met", "履行 {0}"}, kMissed{"{0} missed", "逾期 {0}"}, kCured{"{0} cured", "补正 {0}"},
    kExcused{"{0} excused", "免除 {0}"}, kPending{"{0} pending at the end", "结束时待履行 {0}"},
    kRaised{"{0} raised", "升级 {0}"}, kReleased{"{0} released", "解除 {0}"};
constexpr Phrase kOneWarning{"{0} warning", "预警 {0}"}, kWarnings{"{0} warnings", "预警 {0}"},
    kOneAssessment{"{0} assessment", "评估 {0}"}, kAssessments{"{0} assessments", "评估 {0}"},
    kOneOpen{"{0} episode open at the end", "结束时未了结时段 {0}"},
    kOpen{"{0} episodes open at the end", "结束时未了结时段 {0}"};
constexpr Phrase kByLate{"{0} by late elements", "由迟到数据引起 {0}"};
constexpr Phrase kGrade{"{0} {1}", "{1} {0} 个"};
constexpr Phrase kAtLast{"at last {0}the lowest {1} ({2})", "末次：{0}最低 {1}（{2}）"};
constexpr Phrase kGrades{"{0}, ", "{0}，"};
constexpr Phrase kNote{"{0}: {1}", "{0}：{1}"};
constexpr Phrase kBlindNote{"{0}: blind {1}: {2}", "{0}：不明 {1}：{2}"};
constexpr Phrase kRuleLine{"rule {0}: {1}", "规则 {0}：{1}"};
constexpr Phrase kOfLimit{"{0} tolerated, {1} near", "容许 {0}，临近 {1}"};
constexpr Phrase kLeastHeadroom{"least headroom {0} ({1})", "最小余量 {0}（{1}）"};
constexpr Phrase kBlindFor{"blind {0}", "不明 {0}"};
constexpr Phrase kBlindBecause{"blind {0}: {1}", "不明 {0}：{1}"};

constexpr Phrase kLateMark{" (late)", "（迟到）"};
constexpr Phrase kViolation{"violation {0}", "违规 {0}"};
constexpr Phrase kViolationSaid{"violation {0}: {1}", "违规 {0}：{1}"};
constexpr Phrase kNextSentence{"; ", "；"};
constexpr Phrase kMoreViolations{"and {0} more", "另有 {0} 起"};
constexpr Phrase kKeep{" (--records FILE keeps them all)", "（--records FILE 可全部保存）"};

constexpr Phrase kLimitReached{"limit reached", "达到上限"};
constexpr Phrase kRefused{"{0} rejected", "拒收 {0} 条"};
constexpr Phrase kStandardInput{"standard input", "标准输入"};
constexpr Phrase kElement{"element {0}", "第 {0} 条数据"};
constexpr Phrase kMoreElements{"and {0} more", "另有 {0} 条"};
constexpr Phrase kLate{"{0} late", "迟到 {0} 条"};
constexpr Phrase kLateMeans{"older than their source's watermark, held against red lines alone",
                            "早于其来源的水位线，只对照红线判定"};
constexpr Phrase kDuplicate{"{0} duplicate: seen before, counted once", "重复 {0} 条：此前已收到，只计一次"};
constexpr Phrase kUnread{"{0} unread: no stream of the pack takes their type",
                         "未读 {0} 条：规则包中没有数据流接收其类型"};
constexpr Phrase kOfType{"{0} of '{1}'", "“{1}”{0} 条"};
constexpr Phrase kAndSoOn{", …", "，……"};
constexpr Phrase kColon{": ", "："};

constexpr Phrase kNotCompliance{"no violation found while blind is not compliance", "不明期间未发现违规，不等于合规"};
constexpr Phrase kWhereSeen{"no violations where the rules could see", "在规则能够观测的范围内无违规"};
constexpr Phrase kInterrupted{"interrupted: this is what was read until then", "已中断：以上为中断之前读取的内容"};

// ---------------------------------------------------------------- what a rule came to

core::Duration blind_time(const RuleSummary& rule) {
  core::Duration total = 0;
  for (const auto& [reason, length] : rule.blind) total = core::add_clamped(total, length);
  return total;
}

bool was_blind(const RuleSummary& rule) { return blind_time(rule) > 0 || rule.blind_events > 0; }

// "2 h 3 min", "2 h 3 min and 3 occurrences"
std::string blind_text(const RuleSummary& rule, const Speech& said) {
  const std::string time = rough_duration(blind_time(rule), said.language());
  if (rule.blind_events == 0) return time;
  const std::string occurrences = said.counted(rule.blind_events, kOccurrences);
  return blind_time(rule) > 0 ? said(kTimeAndOccurrences, {time, occurrences}) : occurrences;
}

// "stale 2 h, never seen 3 min": the longest first.
std::string blind_reasons(const RuleSummary& rule, const Speech& said) {
  std::vector<std::pair<std::string, core::Duration>> reasons(rule.blind.begin(), rule.blind.end());
  std::stable_sort(reasons.begin(), reasons.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  std::string text;
  for (const auto& [reason, length] : reasons)
    if (length != 0)
      said.list(text, engine::reason_name(reason).in(said.language()) + " " + rough_duration(length, said.language()));
  return text;
}

// What has no column of its own: "12 met, 3 missed, 1 cured, 2 pending".
std::string outcomes(const RuleSummary& rule, const Speech& said) {
  std::string text;
  const auto add = [&](std::uint64_t count, const Phrase& what) {
    if (count > 0) said.list(text, said(what, {count_text(count)}));
  };
  add(rule.met, kMet);
  add(rule.missed, kMissed);
  add(rule.cured, kCured);
  add(rule.excused, kExcused);
  add(rule.pending, kPending);
  add(rule.raised, kRaised);
  add(rule.released, kReleased);
  add(rule.warned, rule.warned == 1 ? kOneWarning : kWarnings);
  add(rule.assessed, rule.assessed == 1 ? kOneAssessment : kAssessments);
  add(rule.open_episodes, rule.open_episodes == 1 ? kOneOpen : kOpen);
  add(rule.late, kByLate);
  return text;
}

// How the subjects of an assessment stood at last: "at last 3 A, 1 D, the lowest 72 (fleet F)".
std::string last_text(const RuleSummary& rule, const Speech& said) {
  if (rule.lowest_score.empty()) return {};
  std::string grades;
  for (const auto& [grade, count] : rule.grades) said.list(grades, said(kGrade, {count_text(count), printable(grade)}));
  return said(kAtLast, {grades.empty() ? grades : said(kGrades, {grades}), printable(rule.lowest_score),
                        printable(rule.lowest_subject)});
}

// "5.2%", or "-3 mSv" where no share says it.
std::string headroom_text(const RuleSummary& rule) {
  if (!rule.has_headroom) return {};
  return rule.headroom_distance.empty() ? percent_text(rule.least_headroom) : printable(rule.headroom_distance);
}

bool over_the_line(const RuleSummary& rule) {
  return rule.has_headroom &&
         (rule.headroom_distance.empty() ? rule.least_headroom < 0 : rule.headroom_distance[0] == '-');
}

// Tolerance and a band of warning are a limit's.
bool may_be_near(const RuleSummary& rule) { return rule.kind == "limit"; }

std::string worst_text(const RuleSummary& rule) {
  const std::string value = printable(rule.worst_value), subject = printable(rule.worst_subject);
  return value.empty() || subject.empty() ? value + subject : value + ", " + subject;
}

// ---------------------------------------------------------------- rules

std::string rule_table(const RunSummary& summary, const Surface& surface, const Speech& said) {
  const std::vector<Column> columns{
      {said(kRule), false, 12, 1},  {said(kViolationColumn), true}, {said(kTolerated), true}, {said(kNear), true},
      {said(kWorst), false, 10, 2}, {said(kHeadroom), true},        {said(kBlind), false, 9}};
  std::vector<std::vector<Cell>> rows;
  const auto figure = [](std::uint64_t count, Ink ink) {
    return Cell{count_text(count), count == 0 ? Ink::faint : ink};
  };
  const auto figure_of_limit = [&](const RuleSummary& rule, std::uint64_t count) {
    return may_be_near(rule) ? figure(count, Ink::yellow) : Cell{};
  };
  for (const RuleSummary& rule : summary.rules) {
    rows.push_back({{rule.rule},
                    figure(rule.violations, Ink::red),
                    figure_of_limit(rule, rule.tolerated),
                    figure_of_limit(rule, rule.near),
                    {worst_text(rule)},
                    {headroom_text(rule), over_the_line(rule) ? Ink::red : Ink::plain},
                    {was_blind(rule) ? blind_text(rule, said) : "0 s", was_blind(rule) ? Ink::yellow : Ink::faint}});
  }
  return lay_out(columns, rows, surface.width, Paint(surface.colour));
}

std::string rule_notes(const RunSummary& summary, const Speech& said) {
  std::string text;
  for (const RuleSummary& rule : summary.rules) {
    for (const std::string& also : {outcomes(rule, said), last_text(rule, said)})
      if (!also.empty()) text += said(kNote, {rule.rule, also}) + "\n";
    const std::string reasons = blind_reasons(rule, said);
    if (!reasons.empty())
      text += said(kBlindNote, {rule.rule, rough_duration(blind_time(rule), said.language()), reasons}) + "\n";
  }
  return text;
}

std::string rule_lines(const RunSummary& summary, const Speech& said) {
  std::string text;
  for (const RuleSummary& rule : summary.rules) {
    std::string line = said(kRuleLine, {rule.rule, said.counted(rule.violations, kViolationNoun)});
    if (may_be_near(rule)) said.list(line, said(kOfLimit, {count_text(rule.tolerated), count_text(rule.near)}));
    said.list(line, outcomes(rule, said));
    said.list(line, last_text(rule, said));
    if (rule.has_headroom) said.list(line, said(kLeastHeadroom, {headroom_text(rule), worst_text(rule)}));
    if (was_blind(rule)) {
      const std::string reasons = blind_reasons(rule, said), blind = blind_text(rule, said);
      said.list(line, reasons.empty() ? said(kBlindFor, {blind}) : said(kBlindBecause, {blind, reasons}));
    }
    text += line + "\n";
  }
  return text;
}

// ---------------------------------------------------------------- violations

// The instants of one report line up under each other on a terminal; elsewhere each violation is one line.
std::string violation_text(const Highlight& told, const Surface& surface, const Paint& paint, const Speech& said) {
  std::string head = core::print_rfc3339(told.at) + " " + told.rule;
  said.list(head, printable(told.subject));
  if (told.late) head += said(kLateMark);
  std::vector<std::string> sentences;
  for (const std::string* sentence : {&told.message, &told.because}) {
    if (!sentence->empty()) sentences.push_back(printable(*sentence));
  }
  if (!surface.terminal)
    return (sentences.empty()
                ? said(kViolation, {head})
                : said(kViolationSaid, {head, fmt::format("{}", fmt::join(sentences, said(kNextSentence)))})) +
           "\n";
  std::string text = "  " + paint(Ink::strong, head) + "\n";
  for (const std::string& sentence : sentences) text += "    " + sentence + "\n";
  return text;
}

std::string violations(const RunFacts& facts, const RunSummary& summary, const Recorder& recorder,
                       const Surface& surface, const Speech& said) {
  const Paint paint(surface.colour);
  std::string text;
  for (const Highlight& told : recorder.violations()) text += violation_text(told, surface, paint, said);
  const std::uint64_t total = summary.violations();
  if (total > recorder.violations().size() && !recorder.violations().empty())
    text += (surface.terminal ? "  " : "") + said(kMoreViolations, {count_text(total - recorder.violations().size())}) +
            (facts.records_kept ? "" : said(kKeep)) + "\n";
  return text;
}

// ---------------------------------------------------------------- what was not looked at

std::string rejected(const RunSummary& summary, const Recorder& recorder, const Paint& paint, const Speech& said) {
  std::string reasons;
  for (const auto& [code, count] : summary.rejected_reasons) said.list(reasons, count_text(count) + " " + code);
  std::string text = paint(Ink::yellow, said(kRefused, {count_text(summary.rejected)})) +
                     (reasons.empty() ? "" : said(kColon) + reasons) + "\n";
  for (const Refusal& refusal : recorder.refusals()) {
    std::string where = refusal.source == "-" ? said(kStandardInput) : printable(refusal.source);
    if (refusal.position > 0) said.list(where, said(kElement, {count_text(refusal.position)}));
    text += "  " + where + (where.empty() ? "" : said(kColon)) +
            printable(refusal.text.empty() ? refusal.code : refusal.text) + "\n";
  }
  if (summary.rejected > recorder.refusals().size() && !recorder.refusals().empty())
    text += "  " + said(kMoreElements, {count_text(summary.rejected - recorder.refusals().size())}) + "\n";
  return text;
}

std::string unread(const RunSummary& summary, const Speech& said) {
  std::vector<std::pair<std::string, std::uint64_t>> types(summary.unread_types.begin(), summary.unread_types.end());
  std::stable_sort(types.begin(), types.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  std::string names;
  for (std::size_t i = 0; i < types.size() && i < kTypesTold; ++i)
    said.list(names, said(kOfType, {count_text(types[i].second), printable(types[i].first)}));
  if (types.size() > kTypesTold) names += said(kAndSoOn);
  return said(kUnread, {count_text(summary.unread)}) + (names.empty() ? "" : said(kColon) + names) + "\n";
}

std::string unseen(const RunSummary& summary, const Recorder& recorder, const Paint& paint, const Speech& said) {
  std::string text;
  for (const std::string& limit : recorder.limits())
    text += paint(Ink::yellow, said(kLimitReached)) + said(kColon) + printable(limit) + "\n";
  if (summary.rejected > 0) text += rejected(summary, recorder, paint, said);
  if (summary.late > 0)
    text += paint(Ink::yellow, said(kLate, {count_text(summary.late)})) + said(kColon) + said(kLateMeans) + "\n";
  if (summary.duplicate > 0) text += said(kDuplicate, {count_text(summary.duplicate)}) + "\n";
  if (summary.unread > 0) text += unread(summary, said);
  return text;
}

std::string closing(const RunFacts& facts, const RunSummary& summary, const Paint& paint, const Speech& said) {
  std::string text;
  const std::uint64_t total = summary.violations();
  if (total > 0) {
    text += paint(Ink::red, said.counted(total, kViolationNoun)) + "\n";
  } else if (std::any_of(summary.rules.begin(), summary.rules.end(), was_blind)) {
    text += paint(Ink::yellow, said(kNotCompliance)) + "\n";
    text += said(kWhereSeen) + "\n";
  } else {
    text += paint(Ink::green, said.counted(0, kViolationNoun)) + "\n";
  }
  if (facts.interrupted) text += paint(Ink::yellow, said(kInterrupted)) + "\n";
  return text;
}

}  // namespace

std::string report(const RunFacts& facts, const RunSummary& summary, const Recorder& recorder, const Surface& surface) {
  const Paint paint(surface.colour);
  const Speech said(facts.language);
  std::string text =
      said(kHeading, {paint(Ink::strong, facts.pack), said.counted(summary.read, kElementNoun),
                      said.counted(facts.sources, kSources), said.counted(summary.subjects, kSubjects)}) +
      "\n";
  const std::string blank = surface.terminal ? "\n" : "";
  const auto section = [&](const std::string& part) {
    if (!part.empty()) text += blank + part;
  };
  if (surface.terminal) {
    if (!summary.rules.empty()) section(rule_table(summary, surface, said));
    section(rule_notes(summary, said));
  } else {
    section(rule_lines(summary, said));
  }
  section(violations(facts, summary, recorder, surface, said));
  section(unseen(summary, recorder, paint, said));
  section(closing(facts, summary, paint, said));
  return text;
}

}  // namespace tripline::cli
