#include "cli/options/parse.hpp"

#include <algorithm>

#include "cli/describe.hpp"

namespace tripline::cli::options {
namespace {

constexpr std::array<Word<ColourChoice>, 3> kColours{
    {{"auto", ColourChoice::automatic}, {"always", ColourChoice::always}, {"never", ColourChoice::never}}};
constexpr std::array<Word<LogLevel>, 5> kLevels{{{"off", LogLevel::off},
                                                 {"error", LogLevel::error},
                                                 {"warn", LogLevel::warn},
                                                 {"info", LogLevel::info},
                                                 {"debug", LogLevel::debug}}};

char read_mark(const char* option, const std::string& given) {
  if (given == "tab" || given == "\\t") return '\t';
  if (given.size() != 1 || static_cast<unsigned char>(given[0]) >= 0x80 || given[0] == '"' || given[0] == '\n' ||
      given[0] == '\r') {
    throw Failure{fmt::format("{} takes one ASCII character (or tab), not '{}'", option, printable(given))};
  }
  return given[0];
}

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

}  // namespace

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
  app.add_option("--lang", texts.language, "what is said of the pack, in English (en, default) or Chinese (zh)")
      ->option_text("LANGUAGE")
      ->type_name(alternatives(kLanguages));
  add_surface(app, texts);
}

void take_common(const CommonTexts& texts, CommonOptions& options) {
  if (texts.colour) options.colour = choose("--color", kColours, *texts.colour);
  if (texts.language) options.language = choose("--lang", kLanguages, *texts.language);
  if (texts.log_level) options.log_level = choose("--log-level", kLevels, *texts.log_level);
  for (const std::string& given : texts.set) options.set.push_back(read_setting("--set", given));
}

void add_csv(CLI::App& app, CsvTexts& texts) {
  app.add_option("--csv-delimiter", texts.delimiter, "what stands between the columns of CSV: , (default), ';', tab …")
      ->option_text("C");
  app.add_option("--csv-decimal", texts.decimal, "the decimal mark in CSV: . (default) or ,")->option_text("C");
}

void take_csv(const CsvTexts& texts, char& delimiter, char& decimal) {
  if (texts.delimiter) delimiter = read_mark("--csv-delimiter", *texts.delimiter);
  if (texts.decimal) decimal = read_mark("--csv-decimal", *texts.decimal);
  if (decimal != '.' && decimal != ',') throw Failure{"--csv-decimal takes . or ,"};
  if (decimal == delimiter) {
    if (texts.delimiter) throw Failure{"--csv-delimiter and --csv-decimal cannot be the same character"};
    throw Failure{"with --csv-decimal , columns need another delimiter: add --csv-delimiter ';'"};
  }
}

dsl::Setting read_setting(const char* option, const std::string& given) {
  const std::size_t sign = given.find('=');
  if (sign == std::string::npos || sign == 0) {
    throw Failure{fmt::format("{} takes PARAMETER=VALUE, not '{}'", option, printable(given))};
  }
  const std::string name = given.substr(0, sign), value = given.substr(sign + 1);
  if (value.find_first_not_of(" \t") == std::string::npos)
    throw Failure{fmt::format("{} {} gives no value; a text stands in quotes: {} '{}\"\"'", option, printable(given),
                              option, printable(given))};
  return {name, value};
}

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
  } catch (const CLI::ArgumentMismatch& error) {
    // "--format: 1 required text|json|sarif missing"
    const std::string what = error.what();
    const std::size_t sign = what.find(": 1 required "), end = what.rfind(" missing");
    if (sign == std::string::npos || end == std::string::npos) return failed(what);
    const std::string kind = what.substr(sign + 13, end - sign - 13);
    return failed(what.substr(0, sign) + " needs a value" + (kind == "TEXT" ? "" : ": " + kind));
  } catch (const CLI::ParseError& error) {
    return failed(error.what());
  } catch (const Failure& failure) {
    return failed(failure.text);
  }
}

}  // namespace tripline::cli::options
