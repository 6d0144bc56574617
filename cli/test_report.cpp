#include "cli/test_report.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/table.hpp"
#include "cli/timeline.hpp"
#include "core/source.hpp"
#include "dsl/grammar/keywords.hpp"

namespace tripline::cli {
namespace {

using core::Phrase;
using engine::ConditionCoverage;
using engine::RuleCoverage;
using engine::ScenarioResult;

constexpr Phrase kPassed{"ok", "通过"}, kNotPassed{"failed", "未通过"};
constexpr Phrase kRule{"rule", "规则"}, kKind{"kind", "类型"}, kViolating{"violating", "违规算例"},
    kPassing{"passing", "合规算例"};
constexpr Phrase kRuleLine{"rule {0}: violating in {1}, passing in {2}", "规则 {0}：违规的有 {1}，合规的有 {2}"};
constexpr Phrase kNotCovered{"not covered", "未覆盖"};
constexpr Phrase kSaid{"{0}: {1}", "{0}：{1}"};
constexpr Phrase kNoViolating{"no violating scenario", "缺违规算例"};
constexpr Phrase kNoPassing{"no passing scenario", "缺合规算例"};
constexpr Phrase kNeither{"no violating and no passing scenario", "缺违规算例和合规算例"};
constexpr Phrase kConditions{"conditions: {0} of {1} seen true and false",
                             "条件：{1} 个中有 {0} 个成立和不成立都出现过"};
constexpr Phrase kNeverFalse{"never false", "从未不成立"}, kNeverTrue{"never true", "从未成立"},
    kNeverEither{"never true, never false", "从未成立，也从未不成立"};
constexpr Phrase kOfFailed{"{0} of {1} failed", "{1}中有 {0} 个未通过"};
constexpr Phrase kAllPassed{"{0} passed", "{0}通过"};
constexpr Phrase kRulesNotCovered{"{0} not covered", "{0}未覆盖"};

// "examples/streets/streets.trip:12:20"
std::string place_text(const TestedPack& tested, const core::Range& range) {
  const Spot spot = spot_of(tested.findings, range);
  return spot.in_text ? fmt::format("{}:{}:{}", printable(spot.path), spot.begin.line, spot.begin.column)
                      : printable(spot.path);
}

std::size_t half_seen(const TestedPack& tested) {
  const auto& all = tested.report.coverage.conditions;
  return static_cast<std::size_t>(
      std::count_if(all.begin(), all.end(), [](const ConditionCoverage& c) { return !c.complete(); }));
}

// ---------------------------------------------------------------- scenarios

std::string scenario_text(const TestedPack& tested, const ScenarioResult& result, const Surface& surface,
                          const Speech& said) {
  const Paint paint(surface.colour);
  const std::string name = printable(result.scenario->name);
  const std::string verdict = said(result.passed ? kPassed : kNotPassed);
  const std::string blanks(8 - std::min<std::size_t>(core::display_width(verdict), 7), ' ');
  if (result.passed) return paint(Ink::green, verdict) + blanks + name + "\n";
  return paint(Ink::red, verdict) + blanks + paint(Ink::strong, name) + "  " +
         paint(Ink::faint, place_text(tested, result.scenario->at)) + "\n" +
         failure_text(result, tested.pack().zone, paint, said, "  ");
}

// ---------------------------------------------------------------- coverage

std::string rule_table(const TestedPack& tested, const Surface& surface, Ink lacking, const Speech& said) {
  const std::vector<Column> columns{
      {said(kRule), false, 12}, {said(kKind)}, {said(kViolating), true}, {said(kPassing), true}};
  std::vector<std::vector<Cell>> rows;
  const auto figure = [lacking](std::size_t count) {
    return Cell{count_text(count), count == 0 ? lacking : Ink::plain};
  };
  for (const RuleCoverage& rule : tested.report.coverage.rules)
    rows.push_back({{rule.rule},
                    {std::string(dsl::grammar::word(rule.kind, said.language()))},
                    figure(rule.violating.size()),
                    figure(rule.passing.size())});
  return lay_out(columns, rows, surface.width, Paint(surface.colour));
}

std::string rule_lines(const TestedPack& tested, const Speech& said) {
  std::string text;
  for (const RuleCoverage& rule : tested.report.coverage.rules)
    text += said(kRuleLine,
                 {rule.rule, said.counted(rule.violating.size(), kScenarioNoun), count_text(rule.passing.size())}) +
            "\n";
  return text;
}

std::string lacking_rules(const TestedPack& tested, const Paint& paint, Ink ink, const Speech& said) {
  std::string text;
  for (const RuleCoverage& rule : tested.report.coverage.rules) {
    if (!rule.complete())
      text += said(kSaid, {paint(ink, said(kNotCovered)) + " " + rule.rule, lacking_text(rule, said)}) + "\n";
  }
  return text;
}

std::string conditions(const TestedPack& tested, const Paint& paint, const Speech& said) {
  const auto& all = tested.report.coverage.conditions;
  if (all.empty()) return {};
  const std::size_t lacking = half_seen(tested);
  std::string text = said(kConditions, {count_text(all.size() - lacking), count_text(all.size())}) + "\n";
  for (const ConditionCoverage& c : all) {
    if (c.complete()) continue;
    const Phrase& what = c.seen_true ? kNeverFalse : c.seen_false ? kNeverTrue : kNeverEither;
    text += "  " +
            said(kSaid, {place_text(tested, c.at), said(kSaid, {paint(Ink::yellow, said(what)), printable(c.text)})}) +
            "\n";
  }
  return text;
}

// ---------------------------------------------------------------- all

std::string pack_text(const TestedPack& tested, bool coverage_required, const Surface& surface, const Speech& said) {
  const Paint paint(surface.colour);
  std::string text = said(kSaid, {paint(Ink::strong, tested.pack().name + " " + tested.pack().version),
                                  said.counted(tested.report.scenarios.size(), kScenarioNoun)}) +
                     "\n";
  for (const ScenarioResult& result : tested.report.scenarios) text += scenario_text(tested, result, surface, said);
  if (!tested.whole) return text;
  const std::string blank = surface.terminal ? "\n" : "";
  const Ink ink = coverage_required ? Ink::red : Ink::yellow;
  if (!tested.report.coverage.rules.empty())
    text += blank + (surface.terminal ? rule_table(tested, surface, ink, said) : rule_lines(tested, said));
  const std::string lacking = lacking_rules(tested, paint, ink, said);
  if (!lacking.empty()) text += blank + lacking;
  const std::string seen = conditions(tested, paint, said);
  if (!seen.empty()) text += blank + seen;
  return text;
}

}  // namespace

std::string lacking_text(const RuleCoverage& rule, const Speech& said) {
  if (!rule.violating.empty()) return said(kNoPassing);
  return said(rule.passing.empty() ? kNeither : kNoViolating);
}

std::size_t failed_count(const std::vector<TestedPack>& packs) {
  std::size_t failed = 0;
  for (const TestedPack& tested : packs) {
    for (const ScenarioResult& result : tested.report.scenarios) failed += result.passed ? 0 : 1;
  }
  return failed;
}

std::size_t uncovered_count(const TestedPack& tested) {
  const auto& rules = tested.report.coverage.rules;
  return static_cast<std::size_t>(
      std::count_if(rules.begin(), rules.end(), [](const RuleCoverage& r) { return !r.complete(); }));
}

std::string test_report(const std::vector<TestedPack>& packs, bool coverage_required, const Surface& surface,
                        core::Language language) {
  const Paint paint(surface.colour);
  const Speech said(language);
  std::string text;
  std::size_t all = 0, uncovered = 0;
  for (const TestedPack& tested : packs) {
    text += pack_text(tested, coverage_required, surface, said);
    if (surface.terminal) text += "\n";
    all += tested.report.scenarios.size();
    if (tested.whole) uncovered += uncovered_count(tested);
  }
  const std::size_t failed = failed_count(packs);
  const std::string scenarios = said.counted(all, kScenarioNoun);
  text += failed > 0 ? paint(Ink::red, said(kOfFailed, {count_text(failed), scenarios}))
                     : paint(Ink::green, said(kAllPassed, {scenarios}));
  if (coverage_required && uncovered > 0)
    said.list(text, paint(Ink::red, said(kRulesNotCovered, {said.counted(uncovered, kRuleNoun)})));
  return text + "\n";
}

}  // namespace tripline::cli
