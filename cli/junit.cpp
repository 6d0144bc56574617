#include "cli/junit.hpp"

#include <fmt/format.h>

#include "cli/timeline.hpp"
#include "cli/words.hpp"

namespace tripline::cli {
namespace {

using engine::ScenarioResult;

constexpr core::Phrase kRefused{"an element was rejected", "有数据被拒收"};
constexpr core::Phrase kNotCovered{"{0} not covered", "{0}未覆盖"};
constexpr core::Phrase kLacking{"{0}: {1}", "{0}：{1}"};

std::string failure(const std::string& message, const std::string& lines) {
  return fmt::format("    <failure type=\"expectation\" message=\"{}\">{}</failure>\n", xml_text(message), lines);
}

std::string scenario_case(const TestedPack& tested, const ScenarioResult& result, const Speech& said) {
  const Spot spot = spot_of(tested.findings, result.scenario->at);
  std::string text =
      fmt::format("  <testcase classname=\"{}\" name=\"{}\" file=\"{}\" line=\"{}\"", xml_text(tested.pack().name),
                  xml_text(result.scenario->name), xml_text(spot.path), spot.begin.line);
  if (result.passed) return text + "/>\n";
  std::string message;
  for (const engine::ExpectationResult& e : result.expectations) {
    if (!e.holds) message += (message.empty() ? "" : "; ") + shortfall(e, result.scenario->start, said);
  }
  if (message.empty()) message = said(kRefused);
  std::string lines = "\n";
  // Line by line: line ends are XML's own, what stands between them is the scenario's.
  const std::string told = failure_text(result, tested.pack().zone, Paint(false), said, "");
  for (std::size_t begin = 0; begin < told.size();) {
    const std::size_t end = told.find('\n', begin);
    lines += xml_text(std::string_view(told).substr(begin, end - begin)) + "\n";
    begin = end + 1;
  }
  return text + ">\n" + failure(message, lines) + "  </testcase>\n";
}

std::string coverage_case(const TestedPack& tested, const Speech& said) {
  std::string text = fmt::format("  <testcase classname=\"{}\" name=\"coverage\"", xml_text(tested.pack().name));
  if (uncovered_count(tested) == 0) return text + "/>\n";
  std::string lines = "\n";
  for (const engine::RuleCoverage& rule : tested.report.coverage.rules) {
    if (!rule.complete()) lines += xml_text(said(kLacking, {rule.rule, lacking_text(rule, said)})) + "\n";
  }
  return text + ">\n" + failure(said(kNotCovered, {said.counted(uncovered_count(tested), kRuleNoun)}), lines) +
         "  </testcase>\n";
}

}  // namespace

std::string xml_text(std::string_view bytes) {
  std::string text;
  const std::string shown = printable(bytes);
  for (std::size_t i = 0; i < shown.size(); ++i) {
    switch (shown[i]) {
      case '&': text += "&amp;"; break;
      case '<': text += "&lt;"; break;
      case '>': text += "&gt;"; break;
      case '"': text += "&quot;"; break;
      case '\'': text += "&apos;"; break;
      default:
        // U+FFFE and U+FFFF are no characters of XML.
        if (shown.compare(i, 2, "\xEF\xBF") == 0 && i + 2 < shown.size() &&
            (shown[i + 2] == '\xBE' || shown[i + 2] == '\xBF')) {
          text += "\xEF\xBF\xBD";
          i += 2;
        } else {
          text += shown[i];
        }
    }
  }
  return text;
}

std::string junit(const std::vector<TestedPack>& packs, bool coverage_required, core::Language language) {
  const Speech said(language);
  std::string suites;
  std::size_t all_tests = 0, all_failures = 0;
  for (const TestedPack& tested : packs) {
    std::size_t tests = tested.report.scenarios.size(), failures = 0;
    std::string cases;
    for (const ScenarioResult& result : tested.report.scenarios) {
      failures += result.passed ? 0 : 1;
      cases += scenario_case(tested, result, said);
    }
    if (coverage_required) {
      ++tests;
      failures += uncovered_count(tested) > 0 ? 1 : 0;
      cases += coverage_case(tested, said);
    }
    suites +=
        fmt::format("<testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"0\">\n{}</testsuite>\n",
                    xml_text(tested.findings.path), tests, failures, cases);
    all_tests += tests;
    all_failures += failures;
  }
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"tripline\" tests=\"{}\" failures=\"{}\" "
      "errors=\"0\">\n{}</testsuites>\n",
      all_tests, all_failures, suites);
}

}  // namespace tripline::cli
