#include "cli/options/commands.hpp"
#include "cli/options/parse.hpp"

namespace tripline::cli::options {
namespace {

constexpr std::array<Word<bool>, 2> kFailures{{{"closed", false}, {"open", true}}};

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
    "  tripline key new a.key --name example.org/a && tripline run examples/streets examples/streets/morning.jsonl "
    "--audit log --key a.key\n"
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
  std::optional<std::string> audit, key, failure;
  std::optional<std::uint64_t> every, within;
  app.add_option("--audit", audit, "also keeps every record in the audit log in this folder, which is made if need be")
      ->option_text("DIR");
  app.add_option("--key", key, "the file of the key that signs the audit log; tripline key new makes one")
      ->option_text("FILE");
  app.add_option("--commit-every", every, "how many records are brought to the disk at once, at most: 256 (default)")
      ->option_text("N");
  app.add_option("--commit-within", within, "how many milliseconds a record waits for that, at most: 50 (default)")
      ->option_text("MS");
  app.add_option("--audit-failure", failure,
                 "where the audit log cannot be written: closed (default) ends the run, open\ngoes on and "
                 "leaves a gap in the log that says what is missing")
      ->option_text("WAY")
      ->type_name(alternatives(kFailures));
  app.add_flag("--strict", options.strict, "exit status 3 where any input was rejected");
  add_common(app, common);
  app.footer(kRunExamples);
  return parse_with(app, kRunUsage, std::move(arguments), [&]() -> CommandLine {
    take_common(common, options);
    if (options.records == "") throw Failure{"--records takes a file name, or - for standard output"};
    take_csv(csv, options.csv_delimiter, options.csv_decimal);
    if (audit) {
      if (audit->empty()) throw Failure{"--audit takes the name of a folder"};
      if (!key) throw Failure{"--audit needs --key FILE, which signs the log: tripline key new makes one"};
      options.audit = AuditOptions{*audit, *key, every.value_or(256), within.value_or(50),
                                   failure && choose("--audit-failure", kFailures, *failure)};
      if (options.audit->commit_every == 0 || options.audit->commit_every > 1'000'000)
        throw Failure{"--commit-every takes a number from 1 to 1000000"};
      if (options.audit->commit_within_ms > 60'000) throw Failure{"--commit-within takes at most 60000 milliseconds"};
    } else if (key || every || within || failure) {
      throw Failure{"--key, --commit-every, --commit-within and --audit-failure belong to --audit DIR"};
    }
    if (options.inputs.empty()) options.inputs.emplace_back("-");
    return std::move(options);
  });
}

}  // namespace tripline::cli::options
