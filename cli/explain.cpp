#include "cli/explain.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

#include "cli/explain_json.hpp"
#include "cli/explain_report.hpp"
#include "cli/findings.hpp"
#include "cli/log.hpp"
#include "cli/output.hpp"
#include "cli/words.hpp"
#include "engine/plan/dump.hpp"

namespace tripline::cli {
namespace {

constexpr std::size_t kPipeWidth = 100;

int refuse(const std::string& sentence) {
  std::fputs(("tripline explain: " + sentence + "\n").c_str(), stderr);
  return kCouldNot;
}

void print(const std::string& text) {
  Output output = Output::standard_output();
  output.write(text);
  output.close();
}

}  // namespace

int explain(const ExplainOptions& options) {
  const PackFindings found{options.pack, dsl::compile_path(options.pack, {options.set})};
  const Count count = count_of(found.compiled.diagnostics);
  if (count.errors > 0) {
    print_findings(found, options.language, surface_of(STDERR_FILENO, options.colour).colour);
    std::fputs((closing_line({found}).in(options.language) + "\n").c_str(), stderr);
    return kCouldNot;
  }
  if (count.warnings > 0) log(LogLevel::warn, counted(count.warnings, "warning") + ": tripline check shows them");
  const dsl::model::Pack& pack = *found.compiled.pack;

  std::vector<int> wanted;
  if (options.rule) {
    wanted = rules_named(pack, *options.rule);
    if (wanted.empty())
      return refuse(fmt::format("{} has no rule '{}'{}\ntripline explain {} shows all there are",
                                printable(options.pack), printable(*options.rule),
                                did_you_mean(*options.rule, rule_names(pack)), printable(options.pack)));
  }
  const Explanation explained = explanation(found.compiled.pack, wanted);
  std::vector<std::string> plan;
  if (options.plan) {
    std::vector<int> orders;
    if (options.rule)
      for (const RuleExplanation& r : explained.rules) orders.push_back(r.order);
    plan = engine::dump(*explained.program, orders);
  }
  if (options.format == Format::json) {
    print(explain_json(explained, options.language, plan).canonical() + "\n");
    return kFine;
  }
  if (options.plan) {
    std::string text;
    for (const std::string& line : plan) text += line + "\n";
    print(text);
    return kFine;
  }
  Surface surface = surface_of(STDOUT_FILENO, options.colour);
  if (isatty(STDOUT_FILENO) != 1) surface.width = kPipeWidth;
  print(explain_report(explained, options.language, surface));
  return kFine;
}

}  // namespace tripline::cli
