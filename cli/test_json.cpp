#include "cli/test_json.hpp"

#include "cli/timeline.hpp"

namespace tripline::cli {
namespace {

using core::Json;
using engine::ConditionCoverage;
using engine::RuleCoverage;
using engine::ScenarioResult;

Json place_json(const TestedPack& tested, const core::Range& range) {
  const Spot spot = spot_of(tested.findings, range);
  Json at;
  at.set("file", spot.path);
  if (!spot.in_text) return at;
  return at.set("line", static_cast<std::uint64_t>(spot.begin.line))
      .set("column", static_cast<std::uint64_t>(spot.begin.column));
}

Json happening_json(const engine::Happening& h, core::Time zero) {
  Json json;
  json.set("what", h.what).set("expected", h.expected).set("besides", h.unexpected);
  if (h.at != core::kAlways) json.set("at", core::print_rfc3339(h.at)).set("after", offset_text(h.at - zero));
  if (!h.rule.empty()) json.set("rule", h.rule);
  if (!h.subject.empty()) json.set("subject", h.subject);
  if (!h.because.empty()) json.set("because", h.because);
  return json;
}

Json scenario_json(const TestedPack& tested, const ScenarioResult& result, const Speech& said) {
  const core::Time zero = result.scenario->start;
  Json expectations{Json::Array{}}, happened{Json::Array{}};
  for (const engine::ExpectationResult& e : result.expectations) {
    Json json;
    json.set("text", e.what->text)
        .set("place", place_json(tested, e.place))
        .set("holds", e.holds)
        .set("count", static_cast<std::uint64_t>(e.count));
    if (e.at) json.set("at", core::print_rfc3339(*e.at)).set("after", offset_text(*e.at - zero));
    if (!e.holds) json.set("message", shortfall(e, zero, said));
    expectations.push(std::move(json));
  }
  for (const engine::Happening& h : result.happenings) happened.push(happening_json(h, zero));
  return Json()
      .set("name", result.scenario->name)
      .set("place", place_json(tested, result.scenario->at))
      .set("start", core::print_rfc3339(zero))
      .set("passed", result.passed)
      .set("expectations", std::move(expectations))
      .set("happened", std::move(happened));
}

Json names(const std::vector<std::string>& list) {
  Json json{Json::Array{}};
  for (const std::string& name : list) json.push(name);
  return json;
}

}  // namespace

Json test_json(const std::vector<TestedPack>& packs, core::Language language) {
  const Speech said(language);
  Json all{Json::Array{}};
  std::size_t scenarios = 0;
  for (const TestedPack& tested : packs) {
    scenarios += tested.report.scenarios.size();
    Json results{Json::Array{}};
    for (const ScenarioResult& result : tested.report.scenarios) results.push(scenario_json(tested, result, said));
    Json json;
    json.set("path", tested.findings.path)
        .set("name", tested.pack().name)
        .set("version", tested.pack().version)
        .set("digest", core::hex(tested.pack().digest))
        .set("scenarios", std::move(results));
    if (tested.whole) {
      Json rules{Json::Array{}}, seen{Json::Array{}};
      for (const RuleCoverage& rule : tested.report.coverage.rules)
        rules.push(Json()
                       .set("rule", rule.rule)
                       .set("kind", rule.kind)
                       .set("violating", names(rule.violating))
                       .set("passing", names(rule.passing)));
      for (const ConditionCoverage& c : tested.report.coverage.conditions)
        seen.push(Json()
                      .set("text", c.text)
                      .set("place", place_json(tested, c.at))
                      .set("seen_true", c.seen_true)
                      .set("seen_false", c.seen_false));
      json.set("rules", std::move(rules)).set("conditions", std::move(seen));
    }
    all.push(std::move(json));
  }
  return Json()
      .set("tripline", TRIPLINE_VERSION)
      .set("scenarios", static_cast<std::uint64_t>(scenarios))
      .set("failed", static_cast<std::uint64_t>(failed_count(packs)))
      .set("packs", std::move(all));
}

}  // namespace tripline::cli
