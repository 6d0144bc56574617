#include "cli/check.hpp"

#include <unistd.h>

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

int check(const CheckOptions& options) {
  const bool colour = surface_of(STDERR_FILENO, options.colour).colour;
  std::vector<PackFindings> packs;
  bool faulty = false;
  for (const std::string& path : options.packs) {
    packs.push_back({path, dsl::compile_path(path, {options.set})});
    dsl::Compiled& compiled = packs.back().compiled;
    for (core::Diagnostic& d : dsl::lint::lint(compiled)) compiled.diagnostics.push_back(std::move(d));
    core::sort_and_unique(compiled.diagnostics);
    log(LogLevel::info, "checked " + printable(path));
    faulty = faulty || core::has_errors(compiled.diagnostics);
    if (options.format != Format::text) continue;
    // Pack by pack: the first mistakes are on the screen while the next pack is still being read.
    print_findings(packs.back(), options.language, colour);
  }
  switch (options.format) {
    case Format::text: std::fputs((closing_line(packs).in(options.language) + "\n").c_str(), stderr); break;
    case Format::json: print_json(diagnostics_json(packs, options.language)); break;
    case Format::sarif: print_json(sarif(packs, options.language)); break;
  }
  return faulty ? kCouldNot : kFine;
}

}  // namespace tripline::cli
