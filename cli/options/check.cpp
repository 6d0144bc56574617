#include "cli/options/commands.hpp"
#include "cli/options/parse.hpp"
#include "dsl/lint/catalogue.hpp"

namespace tripline::cli::options {
namespace {

std::vector<std::string> deniable() {
  std::vector<std::string> codes{"all"};
  for (const dsl::lint::Lint& lint : dsl::lint::kLints) codes.emplace_back(lint.code);
  return codes;
}

void read_denied(const std::string& given, LintOptions& options) {
  if (given == "all") {
    options.deny_all = true;
    return;
  }
  if (dsl::lint::find_lint(given) != nullptr) {
    options.deny.push_back(given);
    return;
  }
  throw Failure{fmt::format("--deny takes the code of a lint (L0601), or all, not '{}'{}", printable(given),
                            did_you_mean(given, deniable()))};
}

constexpr const char* kCheckUsage = "tripline check [OPTIONS] PACK…";
constexpr const char* kCheckAbout =
    "Finds everything that is wrong with packs, before any telemetry is read.\n\n"
    "PACK is a .trip file, or a folder whose .trip files are one pack. What `tripline lint` finds is shown as well, "
    "and\n"
    "is no mistake.\n"
    "Exit status: 0 no mistakes (warnings are none), 2 mistakes, or a pack that could not be read.";
constexpr const char* kCheckExamples =
    "Examples:\n"
    "  tripline check rules/low_altitude\n"
    "  tripline check rules/*                           every pack, one verdict\n"
    "  tripline check --set 'ceiling=150 m' rules/low_altitude\n"
    "  tripline check --format sarif rules/low_altitude > check.sarif";

constexpr const char* kLintUsage = "tripline lint [OPTIONS] PACK…";
constexpr const char* kLintAbout =
    "Finds what is not wrong with packs and yet hardly meant: conditions that are never true, rules that can never be\n"
    "violated or that a stricter one makes needless, breaches that nobody could see, names that nothing uses.\n\n"
    "A warning is certain, a note is worth knowing. What is meant is silenced in the pack, with the reason, on a line\n"
    "before the declaration or clause that it is about: # allow L0203: REASON\n"
    "Exit status: 0 nothing but notes, 1 warnings, or notes that --deny names, 2 a pack with mistakes, or that could\n"
    "not be read.";
constexpr const char* kLintExamples =
    "Examples:\n"
    "  tripline lint rules/low_altitude\n"
    "  tripline lint --deny all rules/*                  notes, too, must be mended or silenced\n"
    "  tripline lint --deny L0601 rules/low_altitude     every rule must say which text it follows\n"
    "  tripline lint --format sarif rules/low_altitude > lint.sarif";

}  // namespace

CommandLine parse_check(std::vector<std::string> arguments) {
  CLI::App app(kCheckAbout, "check");
  CheckOptions options;
  CommonTexts common;
  std::optional<std::string> format;
  app.add_option("PACK", options.packs)->required();
  app.add_option("--format", format, "text (to standard error, default), json or sarif (to standard output)")
      ->option_text("FORMAT")
      ->type_name(alternatives(kFormats));
  add_common(app, common);
  app.footer(kCheckExamples);
  return parse_with(app, kCheckUsage, std::move(arguments), [&]() -> CommandLine {
    if (format) options.format = choose("--format", kFormats, *format);
    take_common(common, options);
    return std::move(options);
  });
}

CommandLine parse_lint(std::vector<std::string> arguments) {
  CLI::App app(kLintAbout, "lint");
  LintOptions options;
  CommonTexts common;
  std::optional<std::string> format;
  std::vector<std::string> denied;
  app.add_option("PACK", options.packs)->required();
  app.add_option("--format", format, "text (to standard error, default), json or sarif (to standard output)")
      ->option_text("FORMAT")
      ->type_name(alternatives(kFormats));
  app.add_option("--deny", denied, "notes of this code end with status 1, too; all: every note;\nrepeatable")
      ->option_text("CODE")
      ->type_name(fmt::format("{}", fmt::join(deniable(), "|")))
      ->allow_extra_args(false);
  add_common(app, common);
  app.footer(kLintExamples);
  return parse_with(app, kLintUsage, std::move(arguments), [&]() -> CommandLine {
    if (format) options.format = choose("--format", kFormats, *format);
    for (const std::string& given : denied) read_denied(given, options);
    take_common(common, options);
    return std::move(options);
  });
}

}  // namespace tripline::cli::options
