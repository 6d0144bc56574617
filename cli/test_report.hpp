// What `tripline test` says to people of packs whose scenarios have run (docs/commands.md).
//
// Input: packs and their reports. Output: text to print on a Surface. Pure but for asking whether a pack is a folder.
#pragma once
#include <string>
#include <vector>

#include "cli/findings.hpp"
#include "cli/terminal.hpp"
#include "cli/words.hpp"
#include "engine/scenario/scenarios.hpp"

namespace tripline::cli {

struct TestedPack {
  PackFindings findings;  // without errors
  engine::TestReport report;
  bool whole = true;  // every scenario ran: coverage means something

  const dsl::model::Pack& pack() const { return *findings.compiled.pack; }
};

std::size_t failed_count(const std::vector<TestedPack>&);
// Rules without a violating or without a passing scenario.
std::size_t uncovered_count(const TestedPack&);
// "no violating scenario", "no passing scenario", "no violating and no passing scenario". Requires a rule that is not covered.
std::string lacking_text(const engine::RuleCoverage&, const Speech&);

// `coverage_required`: rules that are not covered are said to be a failure.
std::string test_report(const std::vector<TestedPack>&, bool coverage_required, const Surface&,
                        core::Language language = core::Language::en);

}  // namespace tripline::cli
