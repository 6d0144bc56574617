#include "engine/scenario/scenarios.hpp"

#include <algorithm>

#include "engine/scenario/judgement.hpp"

namespace tripline::engine {

namespace {

// An element that the engine refused: there is no expectation that could speak of it, so it is the scenario's mistake.
bool refused(const Happening& h) { return h.what == "rejected"; }

ScenarioResult run(const std::shared_ptr<const model::Pack>& pack, const model::Scenario& scenario, CoverageBook& book,
                   core::Language language) {
  Trial trial;
  trial.observer = &book;
  trial.tables = &scenario.tables;
  trial.personal_shown = true;
  Happenings said;
  Expansion written = expand(scenario, *pack);
  const core::Time end = scenario.start + scenario.length;
  book.begin(pack);
  Engine engine(pack, said, {}, trial, language);
  engine.add_source("scenario");
  for (Element& e : written.elements) engine.observe(e);
  engine.finish(end);
  book.end(scenario.name, engine.summary());

  ScenarioResult result;
  result.scenario = &scenario;
  result.happenings = said.take();
  result.expectations = judge(written.expectations, result.happenings, *plan(pack), end);
  result.passed = std::all_of(result.expectations.begin(), result.expectations.end(),
                              [](const ExpectationResult& e) { return e.holds; }) &&
                  std::none_of(result.happenings.begin(), result.happenings.end(), refused);
  return result;
}

}  // namespace

TestReport run_scenarios(const std::shared_ptr<const model::Pack>& pack,
                         const std::function<bool(const model::Scenario&)>& wanted, core::Language language) {
  CoverageBook book(*pack);
  TestReport report;
  for (const model::Scenario& scenario : pack->scenarios) {
    if (wanted(scenario))
      report.scenarios.push_back(run(scenario.pack ? scenario.pack : pack, scenario, book, language));
  }
  report.coverage = book.coverage();
  return report;
}

}  // namespace tripline::engine
