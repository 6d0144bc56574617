#include "cli/options/commands.hpp"
#include "cli/options/parse.hpp"

namespace tripline::cli::options {
namespace {

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

}  // namespace

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
    if (language) {
      options.written = choose("--lang", kLanguages, *language);
      options.language = *options.written;
    }
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

}  // namespace tripline::cli::options
