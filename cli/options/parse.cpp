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

dsl::Setting read_setting(const std::string& given) {
  const std::size_t sign = given.find('=');
  if (sign == std::string::npos || sign == 0) {
    throw Failure{fmt::format("--set takes PARAMETER=VALUE, not '{}'", printable(given))};
  }
  return {given.substr(0, sign), given.substr(sign + 1)};
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
  for (const std::string& given : texts.set) options.set.push_back(read_setting(given));
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
  } catch (const CLI::ParseError& error) {
    return failed(error.what());
  } catch (const Failure& failure) {
    return failed(failure.text);
  }
}

}  // namespace tripline::cli::options
