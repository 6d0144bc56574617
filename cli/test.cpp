#include "cli/test.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <utility>

#include "cli/junit.hpp"
#include "cli/log.hpp"
#include "cli/output.hpp"
#include "cli/overwrite.hpp"
#include "cli/test_json.hpp"
#include "cli/test_report.hpp"
#include "cli/words.hpp"

namespace tripline::cli {
namespace {

int refuse(const std::string& sentence) {
  std::fputs(("tripline test: " + sentence + "\n").c_str(), stderr);
  return kCouldNot;
}

// All packs, or none after saying why.
std::vector<PackFindings> compile(const TestOptions& options) {
  std::vector<PackFindings> packs;
  bool faulty = false;
  std::size_t warnings = 0;
  for (const std::string& path : options.packs) {
    packs.push_back({path, dsl::compile_path(path, {options.set})});
    const Count count = count_of(packs.back().compiled.diagnostics);
    faulty = faulty || count.errors > 0;
    warnings += count.warnings;
  }
  if (faulty) {
    const bool colour = surface_of(STDERR_FILENO, options.colour).colour;
    for (const PackFindings& pack : packs) print_findings(pack, options.language, colour);
    std::fputs((closing_line(packs).in(options.language) + "\n").c_str(), stderr);
    return {};
  }
  if (warnings > 0) log(LogLevel::warn, counted(warnings, "warning") + ": tripline check shows them");
  return packs;
}

void print(const std::string& text) {
  Output output = Output::standard_output();
  output.write(text);
  output.close();
}

}  // namespace

int test(const TestOptions& options) {
  std::vector<PackFindings> packs = compile(options);
  if (packs.empty()) return kCouldNot;
  for (const PackFindings& pack : packs) {
    if (pack.compiled.pack->scenarios.empty())
      return refuse(printable(pack.path) + " has no scenarios: there is nothing to run");
  }
  if (options.junit) {
    for (const PackFindings& pack : packs) {
      if (is_one_of(*options.junit, pack.compiled.files))
        return refuse(fmt::format("--junit {} would overwrite what the test reads", printable(*options.junit)));
    }
  }
  const auto wanted = [&](const dsl::model::Scenario& scenario) {
    return !options.only || scenario.name.find(*options.only) != std::string::npos;
  };
  std::vector<TestedPack> tested;
  for (PackFindings& pack : packs) {
    const auto model = pack.compiled.pack;
    log(LogLevel::info, "running the scenarios of " + printable(pack.path));
    tested.push_back({std::move(pack), engine::run_scenarios(model, wanted, options.language), !options.only});
    if (tested.back().report.scenarios.empty()) tested.pop_back();  // none of these is wanted
  }
  if (tested.empty())
    return refuse(fmt::format("no scenario has '{}' in its name", printable(options.only.value_or(""))));

  if (options.junit) {
    Output file = Output::file(*options.junit);
    file.write(junit(tested, options.require_coverage, options.language));
    file.close();
  }
  print(options.format == Format::json ? test_json(tested, options.language).canonical() + "\n"
                                       : test_report(tested, options.require_coverage,
                                                     surface_of(STDOUT_FILENO, options.colour), options.language));
  if (failed_count(tested) > 0) return kFailed;
  if (!options.require_coverage) return kFine;
  for (const TestedPack& pack : tested) {
    if (uncovered_count(pack) > 0) return kFailed;
  }
  return kFine;
}

}  // namespace tripline::cli
