#include "cli/options.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <functional>
#include <sstream>
#include <utility>

#include "cli/describe.hpp"
#include "cli/words.hpp"
#include "dsl/lint/catalogue.hpp"

namespace tripline::cli {
namespace {

struct Failure {
  std::string text;
};

// ---------------------------------------------------------------- words that options take

template <typename T>
struct Word {
  const char* word;
  T value;
};
constexpr std::array<Word<Format>, 3> kFormats{
    {{"text", Format::text}, {"json", Format::json}, {"sarif", Format::sarif}}};
constexpr std::array<Word<Format>, 2> kTestFormats{{{"text", Format::text}, {"json", Format::json}}};
constexpr std::array<Word<ColourChoice>, 3> kColours{
    {{"auto", ColourChoice::automatic}, {"always", ColourChoice::always}, {"never", ColourChoice::never}}};
constexpr std::array<Word<dsl::ast::Language>, 2> kLanguages{
    {{"en", dsl::ast::Language::en}, {"zh", dsl::ast::Language::zh}}};
constexpr std::array<Word<LogLevel>, 5> kLevels{{{"off", LogLevel::off},
                                                 {"error", LogLevel::error},
                                                 {"warn", LogLevel::warn},
                                                 {"info", LogLevel::info},
                                                 {"debug", LogLevel::debug}}};

constexpr std::array<Word<Shell>, 3> kShells{{{"bash", Shell::bash}, {"zsh", Shell::zsh}, {"fish", Shell::fish}}};

// "text|json|sarif": as the type of an option it is what completions offer.
template <typename T, std::size_t N>
std::string alternatives(const std::array<Word<T>, N>& words) {
  std::string joined;
  for (const auto& word : words) joined += (joined.empty() ? "" : "|") + std::string(word.word);
  return joined;
}

template <typename T, std::size_t N>
T choose(const char* option, const std::array<Word<T>, N>& words, const std::string& given) {
  std::vector<std::string> names;
  for (const auto& word : words) {
    if (given == word.word) return word.value;
    names.emplace_back(word.word);
  }
  throw Failure{fmt::format("{} takes {}, not '{}'{}", option, fmt::join(names, ", "), printable(given),
                            did_you_mean(given, names))};
}

dsl::Setting read_setting(const std::string& given) {
  const std::size_t sign = given.find('=');
  if (sign == std::string::npos || sign == 0) {
    throw Failure{fmt::format("--set takes PARAMETER=VALUE, not '{}'", printable(given))};
  }
  return {given.substr(0, sign), given.substr(sign + 1)};
}

char read_mark(const char* option, const std::string& given) {
  if (given == "tab" || given == "\\t") return '\t';
  if (given.size() != 1 || static_cast<unsigned char>(given[0]) >= 0x80 || given[0] == '"' || given[0] == '\n' ||
      given[0] == '\r') {
    throw Failure{fmt::format("{} takes one ASCII character (or tab), not '{}'", option, printable(given))};
  }
  return given[0];
}

// ---------------------------------------------------------------- how help looks

class HelpForm : public CLI::Formatter {
 public:
  explicit HelpForm(std::string usage) : usage_(std::move(usage)) { column_width(26); }
  std::string make_usage(const CLI::App*, std::string) const override { return "\nUsage: " + usage_ + "\n"; }
  std::string make_option_opts(const CLI::Option* option) const override {
    return option->get_option_text().empty() ? std::string() : " " + option->get_option_text();
  }
  std::string make_positionals(const CLI::App*) const override {
    return {};
  }  // the usage line and the description name them

 private:
  std::string usage_;
};

// ---------------------------------------------------------------- commands

struct CommonTexts {
  std::optional<std::string> colour, log_level;
  std::vector<std::string> set;
};

void add_surface(CLI::App& app, CommonTexts& texts) {
  app.add_option("--color", texts.colour, "colours: auto (on a terminal, unless NO_COLOR is set), always, never")
      ->option_text("WHEN")
      ->type_name(alternatives(kColours));
  app.add_option("--log-level", texts.log_level,
                 "what the program says of itself on standard error:\noff, error, warn (default), info, debug")
      ->option_text("LEVEL")
      ->type_name(alternatives(kLevels));
  app.set_help_flag("-h,--help", "this text");
}

void add_common(CLI::App& app, CommonTexts& texts) {
  app.add_option(
         "--set", texts.set,
         "a value for a parameter of the pack, written as in the language:\n--set 'core_speed_cap=35 km/h'; repeatable")
      ->option_text("PARAMETER=VALUE")
      ->allow_extra_args(false);
  add_surface(app, texts);
}

void take_common(const CommonTexts& texts, CommonOptions& options) {
  if (texts.colour) options.colour = choose("--color", kColours, *texts.colour);
  if (texts.log_level) options.log_level = choose("--log-level", kLevels, *texts.log_level);
  for (const std::string& given : texts.set) options.set.push_back(read_setting(given));
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
constexpr const char* kFmtUsage = "tripline fmt [OPTIONS] PATH…";
constexpr const char* kFmtAbout =
    "Writes packs in their canonical text, in place. Comments, numbers and texts stay as they are written.\n\n"
    "PATH is a .trip file, or a folder whose .trip files are one pack; - reads standard input and writes standard "
    "output.\n"
    "A file with mistakes is not touched.\n"
    "Exit status: 0 done, 1 some differ under --check, 2 mistakes, or a file that could not be read or written.";
constexpr const char* kFmtExamples =
    "Examples:\n"
    "  tripline fmt --check rules/low_altitude          names the files that differ\n"
    "  tripline fmt rules/low_altitude\n"
    "  tripline fmt --lang zh - < examples/streets/streets.trip";

constexpr const char* kNewUsage = "tripline new [OPTIONS] NAME";
constexpr const char* kNewAbout =
    "Makes a folder with a pack to go on from: two rules, scenarios that try them, telemetry, and a README.md that "
    "says "
    "what\nto run next.\n\n"
    "NAME is the name of the pack and of the folder, which is made in the current one and must not be there yet.\n"
    "Exit status: 0 made, 2 not made: a name that is none, a folder that is there, or cannot be written.";
constexpr const char* kNewExamples =
    "Examples:\n"
    "  tripline new delivery_robots\n"
    "  tripline new --lang zh robots                     keywords, names and comments in Chinese";

constexpr const char* kCompletionUsage = "tripline completion SHELL";
constexpr const char* kCompletionAbout =
    "Prints a script by which a shell completes commands, options and their values: SHELL is bash, zsh or fish.\n\n"
    "Bash reads it from ~/.local/share/bash-completion/completions/tripline (with the package bash-completion), zsh "
    "as\n"
    "_tripline from a folder of $fpath, fish from ~/.config/fish/completions/tripline.fish.\n"
    "Exit status: 0 printed, 2 not.";
constexpr const char* kCompletionExamples =
    "Examples:\n"
    "  tripline completion bash > tripline.bash         then: source tripline.bash\n"
    "  tripline completion zsh > _tripline\n"
    "  tripline completion fish > tripline.fish";

constexpr const char* kManUsage = "tripline man";
constexpr const char* kManAbout =
    "Prints the manual page of tripline, for man: every command with its options and examples.\n\n"
    "Exit status: 0 printed, 2 not.";
constexpr const char* kManExamples =
    "Examples:\n"
    "  tripline man > tripline.1                        then: man ./tripline.1";

CommandLine parse_with(CLI::App& app, const char* usage, std::vector<std::string> arguments,
                       const std::function<CommandLine()>& take) {
  app.formatter(std::make_shared<HelpForm>(usage));
  app.allow_extras();
  const auto failed = [&](const std::string& what) {
    return UsageError{fmt::format("tripline {}: {}\n{} --help says what it takes\n", app.get_name(), what,
                                  "tripline " + app.get_name())};
  };
  try {
    std::reverse(arguments.begin(), arguments.end());  // as CLI11 wants it
    app.parse(std::move(arguments));
    for (const std::string& extra : app.remaining()) {
      if (extra == "--") continue;  // what follows it has been taken as files
      if (!extra.starts_with('-')) return failed(fmt::format("'{}' is one too many", printable(extra)));
      const std::string name = extra.substr(0, extra.find('='));
      std::vector<std::string> names;
      for (const CLI::Option* option : app.get_options()) {
        for (const std::string& long_name : option->get_lnames()) names.push_back("--" + long_name);
      }
      return failed(fmt::format("there is no option '{}'{}", printable(name), did_you_mean(name, names)));
    }
    return take();
  } catch (const CLI::CallForHelp&) {
    return Text{app.help(), described(app, usage)};
  } catch (const CLI::ParseError& error) {
    return failed(error.what());
  } catch (const Failure& failure) {
    return failed(failure.text);
  }
}

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

CommandLine parse_run(std::vector<std::string> arguments) {
  CLI::App app(kRunAbout, "run");
  RunOptions options;
  CommonTexts common;
  std::optional<std::string> delimiter, decimal;
  app.add_option("PACK", options.pack)->required();
  app.add_option("INPUT", options.inputs);
  app.add_option("--records", options.records,
                 "every record as a line of JSON (RFC 8785), the summary last; - is standard output")
      ->option_text("FILE");
  app.add_option("--csv-delimiter", delimiter, "what stands between the columns of CSV: , (default), ';', tab …")
      ->option_text("C");
  app.add_option("--csv-decimal", decimal, "the decimal mark in CSV: . (default) or ,")->option_text("C");
  app.add_flag("--strict", options.strict, "exit status 3 where any input was rejected");
  add_common(app, common);
  app.footer(kRunExamples);
  return parse_with(app, kRunUsage, std::move(arguments), [&]() -> CommandLine {
    take_common(common, options);
    if (options.records == "") throw Failure{"--records takes a file name, or - for standard output"};
    if (delimiter) options.csv_delimiter = read_mark("--csv-delimiter", *delimiter);
    if (decimal) options.csv_decimal = read_mark("--csv-decimal", *decimal);
    if (options.csv_decimal != '.' && options.csv_decimal != ',') throw Failure{"--csv-decimal takes . or ,"};
    if (options.csv_decimal == options.csv_delimiter) {
      if (delimiter) throw Failure{"--csv-delimiter and --csv-decimal cannot be the same character"};
      throw Failure{"with --csv-decimal , columns need another delimiter: add --csv-delimiter ';'"};
    }
    if (options.inputs.empty()) options.inputs.emplace_back("-");
    return std::move(options);
  });
}

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

CommandLine parse_fmt(std::vector<std::string> arguments) {
  CLI::App app(kFmtAbout, "fmt");
  FmtOptions options;
  CommonTexts common;
  std::optional<std::string> language;
  app.add_option("PATH", options.paths)->required();
  app.add_flag("--check", options.check, "changes nothing, names the files that differ; exit status 1 where some do");
  app.add_option("--lang", language, "keywords and units in English (en) or Chinese (zh); names and texts stay")
      ->option_text("LANGUAGE")
      ->type_name(alternatives(kLanguages));
  add_surface(app, common);
  app.footer(kFmtExamples);
  return parse_with(app, kFmtUsage, std::move(arguments), [&]() -> CommandLine {
    take_common(common, options);
    if (language) options.language = choose("--lang", kLanguages, *language);
    return std::move(options);
  });
}

CommandLine parse_new(std::vector<std::string> arguments) {
  CLI::App app(kNewAbout, "new");
  NewOptions options;
  std::optional<std::string> language;
  app.add_option("NAME", options.name)->required();
  app.add_option("--lang", language, "the pack in English (en, default) or Chinese (zh)")
      ->option_text("LANGUAGE")
      ->type_name(alternatives(kLanguages));
  app.set_help_flag("-h,--help", "this text");
  app.footer(kNewExamples);
  return parse_with(app, kNewUsage, std::move(arguments), [&]() -> CommandLine {
    if (language) options.language = choose("--lang", kLanguages, *language);
    return std::move(options);
  });
}

CommandLine parse_completion(std::vector<std::string> arguments) {
  CLI::App app(kCompletionAbout, "completion");
  std::string shell;
  app.add_option("SHELL", shell)->required()->type_name(alternatives(kShells));
  app.set_help_flag("-h,--help", "this text");
  app.footer(kCompletionExamples);
  return parse_with(app, kCompletionUsage, std::move(arguments),
                    [&]() -> CommandLine { return CompletionOptions{choose("SHELL", kShells, shell)}; });
}

CommandLine parse_man(std::vector<std::string> arguments) {
  CLI::App app(kManAbout, "man");
  app.set_help_flag("-h,--help", "this text");
  app.footer(kManExamples);
  return parse_with(app, kManUsage, std::move(arguments), []() -> CommandLine { return ManOptions{}; });
}

struct Command {
  const char* name;
  const char* about;
  CommandLine (*parse)(std::vector<std::string>);
};
constexpr std::array<Command, 8> kCommands{
    {{"check", "find everything that is wrong with packs", parse_check},
     {"completion", "print the script by which a shell completes commands and options", parse_completion},
     {"fmt", "write packs in their canonical text, in English or Chinese", parse_fmt},
     {"lint", "find what is not wrong and yet hardly meant", parse_lint},
     {"man", "print the manual page", parse_man},
     {"new", "make a pack to go on from", parse_new},
     {"run", "hold telemetry against a pack and record every verdict", parse_run},
     {"test", "run the scenarios of packs", parse_test}}};

constexpr const char* kAbout = "Tripline supervises pilot technologies by rules that read like the regulation.";
constexpr const char* kHelpAbout = "this text, or that of a command: tripline help run";
constexpr const char* kExamples =
    "Examples:\n"
    "  tripline new delivery_robots\n"
    "  tripline check rules/low_altitude\n"
    "  tripline run examples/streets examples/streets/morning.jsonl --records records.jsonl\n"
    "  tripline test examples/streets";

std::string overview() {
  std::string text = fmt::format("{}\n\nUsage: tripline COMMAND …\n\nCommands:\n", kAbout);
  for (const Command& command : kCommands) text += fmt::format("  {:<12}{}\n", command.name, command.about);
  text += fmt::format(
      "  {:<12}{}\n\n"
      "Options:\n"
      "  -h, --help     this text\n"
      "  -V, --version  which version this is\n\n"
      "{}\n",
      "help", kHelpAbout, kExamples);
  return text;
}

UsageError unknown(const char* what, const std::string& word, const std::vector<std::string>& words) {
  return UsageError{fmt::format("tripline: there is no {} '{}'{}\ntripline --help says what there is\n", what,
                                printable(word), did_you_mean(word, words))};
}

}  // namespace

CommandLine parse_command_line(const std::vector<std::string>& arguments) {
  if (arguments.empty()) return UsageError{overview()};
  const std::string& first = arguments.front();
  std::vector<std::string> rest(arguments.begin() + 1, arguments.end());
  if (first == "help" && !rest.empty()) {
    if (rest.front() == "help") return Text{overview()};
    rest = {rest.front(), "--help"};
    return parse_command_line(rest);
  }
  if (first == "help" || first == "--help" || first == "-h") return Text{overview()};
  if (first == "--version" || first == "-V") return Text{"tripline " TRIPLINE_VERSION "\n"};

  std::vector<std::string> names{"help"};
  for (const Command& command : kCommands) {
    if (first == command.name) return command.parse(std::move(rest));
    names.emplace_back(command.name);
  }
  if (first.starts_with("-")) return unknown("option", first, {"--help", "--version"});
  return unknown("command", first, names);
}

Manual manual() {
  Manual all{
      kAbout,
      {},
      {{{"-h", "--help"}, {}, {}, "this text", false}, {{"-V", "--version"}, {}, {}, "which version this is", false}},
      kExamples};
  std::vector<std::string> names;
  for (const Command& command : kCommands) {
    CommandText text = std::get<Text>(command.parse({"--help"})).command.value();
    text.summary = command.about;
    all.commands.push_back(std::move(text));
    names.emplace_back(command.name);
  }
  names.emplace_back("help");
  all.commands.push_back(
      {"help", kHelpAbout, "tripline help [COMMAND]", {}, {}, {{{}, "COMMAND", names, {}, false}}, {}});
  return all;
}

}  // namespace tripline::cli
