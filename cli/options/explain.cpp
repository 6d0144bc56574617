#include "cli/options/commands.hpp"
#include "cli/options/parse.hpp"

namespace tripline::cli::options {
namespace {

constexpr std::array<Word<Format>, 2> kExplainFormats{{{"text", Format::text}, {"json", Format::json}}};

constexpr const char* kExplainUsage = "tripline explain [OPTIONS] PACK [RULE]";
constexpr const char* kExplainAbout =
    "Says in plain sentences what a pack, or one of its rules, demands: what it reads, what it keeps in memory, and "
    "where "
    "time alone can change its verdict.\n\n"
    "PACK is a .trip file, or a folder whose .trip files are one pack. RULE is a rule's name, a sandbox's (each of its "
    "lines) "
    "or SANDBOX.LINE; without it the pack is shown at a glance.\n"
    "Exit status: 0 explained, 2 could not.";
constexpr const char* kExplainExamples =
    "Examples:\n"
    "  tripline explain rules/low_altitude\n"
    "  tripline explain examples/streets core_speed\n"
    "  tripline explain examples/streets take_over --lang zh\n"
    "  tripline explain examples/streets --plan         the program that the pack is compiled to";

}  // namespace

CommandLine parse_explain(std::vector<std::string> arguments) {
  CLI::App app(kExplainAbout, "explain");
  ExplainOptions options;
  CommonTexts common;
  std::optional<std::string> format;
  app.add_option("PACK", options.pack)->required();
  app.add_option("RULE", options.rule);
  app.add_flag("--plan", options.plan,
               "the compiled program instead: what each element touches, what is shared, timers");
  app.add_option("--format", format, "text (default) or json, to standard output")
      ->option_text("FORMAT")
      ->type_name(alternatives(kExplainFormats));
  add_common(app, common);
  app.footer(kExplainExamples);
  return parse_with(app, kExplainUsage, std::move(arguments), [&]() -> CommandLine {
    if (format) options.format = choose("--format", kExplainFormats, *format);
    take_common(common, options);
    return options;
  });
}

}  // namespace tripline::cli::options
