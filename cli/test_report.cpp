#include "cli/test_report.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/table.hpp"
#include "cli/timeline.hpp"
#include "cli/words.hpp"

namespace tripline::cli {
namespace {

using engine::ConditionCoverage;
using engine::RuleCoverage;
using engine::ScenarioResult;

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

std::string scenario_text(const TestedPack& tested, const ScenarioResult& result, const Surface& surface) {
  const Paint paint(surface.colour);
  const std::string name = printable(result.scenario->name);
  if (result.passed) return paint(Ink::green, "ok") + "      " + name + "\n";
  return paint(Ink::red, "failed") + "  " + paint(Ink::strong, name) + "  " +
         paint(Ink::faint, place_text(tested, result.scenario->at)) + "\n" +
         failure_text(result, tested.pack().zone, paint, "  ");
}

// ---------------------------------------------------------------- coverage

std::string rule_table(const TestedPack& tested, const Surface& surface, Ink lacking) {
  const std::vector<Column> columns{{"rule", false, 12}, {"kind"}, {"violating", true}, {"passing", true}};
  std::vector<std::vector<Cell>> rows;
  const auto figure = [lacking](std::size_t count) {
    return Cell{count_text(count), count == 0 ? lacking : Ink::plain};
  };
  for (const RuleCoverage& rule : tested.report.coverage.rules)
    rows.push_back({{rule.rule}, {rule.kind}, figure(rule.violating.size()), figure(rule.passing.size())});
  return lay_out(columns, rows, surface.width, Paint(surface.colour));
}

std::string rule_lines(const TestedPack& tested) {
  std::string text;
  for (const RuleCoverage& rule : tested.report.coverage.rules)
    text += fmt::format("rule {}: violating in {}, passing in {}\n", rule.rule,
                        counted(rule.violating.size(), "scenario"), count_text(rule.passing.size()));
  return text;
}

std::string lacking_rules(const TestedPack& tested, const Paint& paint, Ink ink) {
  std::string text;
  for (const RuleCoverage& rule : tested.report.coverage.rules) {
    if (!rule.complete()) text += paint(ink, "not covered") + " " + rule.rule + ": " + lacking_text(rule) + "\n";
  }
  return text;
}

std::string conditions(const TestedPack& tested, const Paint& paint) {
  const auto& all = tested.report.coverage.conditions;
  if (all.empty()) return {};
  const std::size_t lacking = half_seen(tested);
  std::string text = fmt::format("conditions: {} of {} seen true and false\n", count_text(all.size() - lacking),
                                 count_text(all.size()));
  for (const ConditionCoverage& c : all) {
    if (c.complete()) continue;
    const char* what = c.seen_true ? "never false" : c.seen_false ? "never true" : "never true, never false";
    text += fmt::format("  {}: {}: {}\n", place_text(tested, c.at), paint(Ink::yellow, what), printable(c.text));
  }
  return text;
}

// ---------------------------------------------------------------- all

std::string pack_text(const TestedPack& tested, bool coverage_required, const Surface& surface) {
  const Paint paint(surface.colour);
  std::string text = paint(Ink::strong, tested.pack().name + " " + tested.pack().version) + ": " +
                     counted(tested.report.scenarios.size(), "scenario") + "\n";
  for (const ScenarioResult& result : tested.report.scenarios) text += scenario_text(tested, result, surface);
  if (!tested.whole) return text;
  const std::string blank = surface.terminal ? "\n" : "";
  const Ink ink = coverage_required ? Ink::red : Ink::yellow;
  if (!tested.report.coverage.rules.empty())
    text += blank + (surface.terminal ? rule_table(tested, surface, ink) : rule_lines(tested));
  const std::string lacking = lacking_rules(tested, paint, ink);
  if (!lacking.empty()) text += blank + lacking;
  const std::string seen = conditions(tested, paint);
  if (!seen.empty()) text += blank + seen;
  return text;
}

}  // namespace

std::string lacking_text(const RuleCoverage& rule) {
  std::string text;
  if (rule.violating.empty()) text = "no violating";
  if (rule.passing.empty()) text += text.empty() ? "no passing" : " and no passing";
  return text + " scenario";
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

std::string test_report(const std::vector<TestedPack>& packs, bool coverage_required, const Surface& surface) {
  const Paint paint(surface.colour);
  std::string text;
  std::size_t all = 0, uncovered = 0;
  for (const TestedPack& tested : packs) {
    text += pack_text(tested, coverage_required, surface);
    if (surface.terminal) text += "\n";
    all += tested.report.scenarios.size();
    if (tested.whole) uncovered += uncovered_count(tested);
  }
  const std::size_t failed = failed_count(packs);
  text += failed > 0 ? paint(Ink::red, fmt::format("{} of {} failed", count_text(failed), counted(all, "scenario")))
                     : paint(Ink::green, counted(all, "scenario") + " passed");
  if (coverage_required && uncovered > 0) text += ", " + paint(Ink::red, counted(uncovered, "rule") + " not covered");
  return text + "\n";
}

}  // namespace tripline::cli
