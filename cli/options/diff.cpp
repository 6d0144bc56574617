#include "cli/options/commands.hpp"
#include "cli/options/parse.hpp"

namespace tripline::cli::options {
namespace {

constexpr std::array<Word<Format>, 2> kDiffFormats{{{"text", Format::text}, {"json", Format::json}}};

constexpr const char* kDiffUsage = "tripline diff [OPTIONS] OLD NEW [[STREAM=]INPUT…]";
constexpr const char* kDiffAbout =
    "Says what an amended pack means beside the one before: which rules were added, removed, tightened, loosened or\n"
    "changed, clause by clause. Compared is what the packs mean, not their text: units, names of lets, order, layout "
    "and\n"
    "the language of the keywords make no difference.\n\n"
    "OLD and NEW are packs: .trip files, or folders whose .trip files are one pack. With INPUT (as `tripline run` "
    "takes\n"
    "it; - is standard input) both are held against the same telemetry: what each would have recorded, and for whom "
    "the\n"
    "verdict changes.\n"
    "Exit status: 0 no difference in meaning, 1 differences, 2 could not compare.";
constexpr const char* kDiffExamples =
    "Examples:\n"
    "  tripline diff examples/streets examples/streets --set-new 'cap=35 km/h'\n"
    "  tripline diff examples/streets examples/streets examples/streets/morning.jsonl --set-new 'cap=35 km/h'\n"
    "  tripline diff examples/streets rules/low_altitude --format json";

}  // namespace

CommandLine parse_diff(std::vector<std::string> arguments) {
  CLI::App app(kDiffAbout, "diff");
  DiffOptions options;
  CommonTexts common;
  CsvTexts csv;
  std::optional<std::string> format;
  std::vector<std::string> set_old, set_new;
  app.add_option("OLD", options.old_pack)->required();
  app.add_option("NEW", options.new_pack)->required();
  app.add_option("INPUT", options.inputs);
  app.add_option("--set-old", set_old, "a value for a parameter of OLD alone; --set is for both; repeatable")
      ->option_text("PARAMETER=VALUE")
      ->allow_extra_args(false);
  app.add_option("--set-new", set_new, "a value for a parameter of NEW alone; repeatable")
      ->option_text("PARAMETER=VALUE")
      ->allow_extra_args(false);
  app.add_flag("--all", options.all, "every subject and every change, however many");
  app.add_option("--format", format, "text (default) or json, to standard output")
      ->option_text("FORMAT")
      ->type_name(alternatives(kDiffFormats));
  add_csv(app, csv);
  add_common(app, common);
  app.footer(kDiffExamples);
  return parse_with(app, kDiffUsage, std::move(arguments), [&]() -> CommandLine {
    if (format) options.format = choose("--format", kDiffFormats, *format);
    take_csv(csv, options.csv_delimiter, options.csv_decimal);
    take_common(common, options);
    for (const std::string& given : set_old) options.set_old.push_back(read_setting("--set-old", given));
    for (const std::string& given : set_new) options.set_new.push_back(read_setting("--set-new", given));
    return options;
  });
}

}  // namespace tripline::cli::options
