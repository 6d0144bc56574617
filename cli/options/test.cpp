#include "cli/options/commands.hpp"
#include "cli/options/parse.hpp"

namespace tripline::cli::options {
namespace {

constexpr std::array<Word<Format>, 2> kTestFormats{{{"text", Format::text}, {"json", Format::json}}};

constexpr const char* kTestUsage = "tripline test [OPTIONS] PACK…";
constexpr const char* kTestAbout =
    "Runs the scenarios of packs: what was expected, what happened, and what no scenario has tried.\n\n"
    "PACK is a .trip file, or a folder whose .trip files are one pack; its scenarios stand in it.\n"
    "Exit status: 0 all passed, 1 some failed (or coverage is lacking under --require-coverage), 2 could not run.";
constexpr const char* kTestExamples =
    "Examples:\n"
    "  tripline test examples/streets\n"
    "  tripline test rules/* --require-coverage         every pack; each rule violated and kept\n"
    "  tripline test examples/streets --filter takes    the scenarios with takes in their names\n"
    "  tripline test examples/streets --junit report.xml";

}  // namespace

CommandLine parse_test(std::vector<std::string> arguments) {
  CLI::App app(kTestAbout, "test");
  TestOptions options;
  CommonTexts common;
  std::optional<std::string> format;
  app.add_option("PACK", options.packs)->required();
  app.add_option("--filter", options.only, "only the scenarios whose names hold TEXT; no coverage is told")
      ->option_text("TEXT");
  app.add_option("--junit", options.junit, "the results as JUnit XML, for continuous integration")->option_text("FILE");
  app.add_flag("--require-coverage", options.require_coverage,
               "exit status 1 where a rule has no violating or no passing scenario");
  app.add_option("--format", format, "text (default) or json, to standard output")
      ->option_text("FORMAT")
      ->type_name(alternatives(kTestFormats));
  add_common(app, common);
  app.footer(kTestExamples);
  return parse_with(app, kTestUsage, std::move(arguments), [&]() -> CommandLine {
    if (format) options.format = choose("--format", kTestFormats, *format);
    if (options.junit && (options.junit->empty() || *options.junit == "-")) throw Failure{"--junit takes a file name"};
    if (options.only && options.require_coverage)
      throw Failure{"--require-coverage asks for all scenarios: leave out --filter"};
    take_common(common, options);
    return options;
  });
}

}  // namespace tripline::cli::options
