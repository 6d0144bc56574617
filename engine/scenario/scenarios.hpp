// The scenarios of a pack, run: language.md, section 8.
//
// Input: a checked pack. Output: for each scenario what was expected, what happened, and when; and what all of them together tried. Each
// scenario runs in an engine of its own, with its own rows and parameters, to the latest instant that it names. The same pack gives the same
// report. `language`: of what happenings say in words. One thread.
//
//   const TestReport report = run_scenarios(pack, [](const model::Scenario&) { return true; });
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/scenario/coverage.hpp"
#include "engine/scenario/happening.hpp"

namespace tripline::engine {

struct ExpectationResult {
  const dsl::model::Expectation* what = nullptr;  // of the scenario
  core::Range place;                              // of the step
  std::optional<core::Time> at;                   // where it names an instant
  bool holds = false;
  std::size_t count = 0;          // how often what it speaks of happened; of nothing else: how much else did
  std::vector<core::Time> found;  // where it does not hold: when the rule had that outcome, at most five
};

struct ScenarioResult {
  const dsl::model::Scenario* scenario = nullptr;  // of the pack
  bool passed = false;                             // every expectation holds, and every element was taken
  std::vector<ExpectationResult> expectations;     // as written
  std::vector<Happening> happenings;               // in the order of the records
};

struct TestReport {
  std::vector<ScenarioResult> scenarios;  // those wanted, in the order of the pack's files
  Coverage coverage;                      // by these
};

TestReport run_scenarios(const std::shared_ptr<const dsl::model::Pack>& pack,
                         const std::function<bool(const dsl::model::Scenario&)>& wanted,
                         core::Language language = core::Language::en);

}  // namespace tripline::engine
