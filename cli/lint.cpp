#include "cli/lint.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "cli/diagnostics_json.hpp"
#include "cli/findings.hpp"
#include "cli/log.hpp"
#include "cli/output.hpp"
#include "cli/sarif.hpp"
#include "cli/terminal.hpp"
#include "cli/words.hpp"
#include "dsl/lint/lint.hpp"

namespace tripline::cli {

int lint(const LintOptions& options) {
  const bool colour = surface_of(STDERR_FILENO, options.colour).colour;
  std::vector<PackFindings> packs;
  bool faulty = false, found = false;
  const auto counts = [&options](const core::Diagnostic& d) {
    return d.severity == core::Severity::warning || options.deny_all ||
           std::find(options.deny.begin(), options.deny.end(), d.code) != options.deny.end();
  };
  for (const std::string& path : options.packs) {
    packs.push_back({path, dsl::compile_path(path, {options.set})});
    dsl::Compiled& compiled = packs.back().compiled;
    log(LogLevel::info, "checked " + printable(path));
    if (core::has_errors(compiled.diagnostics)) {
      faulty = true;  // the mistakes are shown: they come first
    } else {
      compiled.diagnostics = dsl::lint::lint(compiled);
      found = found || std::any_of(compiled.diagnostics.begin(), compiled.diagnostics.end(), counts);
    }
    if (options.format == Format::text) print_findings(packs.back(), options.language, colour);
  }
  switch (options.format) {
    case Format::text: std::fputs((lint_line(packs).in(options.language) + "\n").c_str(), stderr); break;
    case Format::json: print_json(diagnostics_json(packs, options.language)); break;
    case Format::sarif: print_json(sarif(packs, options.language)); break;
  }
  if (faulty) return kCouldNot;
  return found ? kFound : kFine;
}

}  // namespace tripline::cli
