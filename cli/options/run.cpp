#include "cli/options/commands.hpp"
#include "cli/options/parse.hpp"

namespace tripline::cli::options {
namespace {

constexpr const char* kRunUsage = "tripline run [OPTIONS] PACK [[STREAM=]INPUT…]";
constexpr const char* kRunAbout =
    "Holds telemetry against a pack: every verdict is a record, and the report at the end says what was found and\n"
    "what could not be seen.\n\n"
    "INPUT is a file of JSON lines, CloudEvents or CSV, also gzipped; - or none is standard input. Several inputs are\n"
    "merged by their times. STREAM=INPUT reads the whole of it as that stream of the pack, otherwise each element's\n"
    "type says which it belongs to.\n"
    "Exit status: 0 nothing violated, 1 violations, 2 could not run, 3 rejected input under --strict.";
constexpr const char* kRunExamples =
    "Examples:\n"
    "  tripline run examples/streets examples/streets/morning.jsonl\n"
    "  tripline run examples/streets examples/streets/morning.jsonl --records records.jsonl --set 'cap=35 km/h'\n"
    "  tripline run examples/streets Motion=examples/streets/motion.csv --csv-delimiter ';' --csv-decimal ,\n"
    "  cat examples/streets/*.jsonl | tripline run examples/streets --records - | grep duty.missed";

}  // namespace

CommandLine parse_run(std::vector<std::string> arguments) {
  CLI::App app(kRunAbout, "run");
  RunOptions options;
  CommonTexts common;
  CsvTexts csv;
  app.add_option("PACK", options.pack)->required();
  app.add_option("INPUT", options.inputs);
  app.add_option("--records", options.records,
                 "every record as a line of JSON (RFC 8785), the summary last; - is standard output")
      ->option_text("FILE");
  add_csv(app, csv);
  app.add_flag("--strict", options.strict, "exit status 3 where any input was rejected");
  add_common(app, common);
  app.footer(kRunExamples);
  return parse_with(app, kRunUsage, std::move(arguments), [&]() -> CommandLine {
    take_common(common, options);
    if (options.records == "") throw Failure{"--records takes a file name, or - for standard output"};
    take_csv(csv, options.csv_delimiter, options.csv_decimal);
    if (options.inputs.empty()) options.inputs.emplace_back("-");
    return std::move(options);
  });
}

}  // namespace tripline::cli::options
