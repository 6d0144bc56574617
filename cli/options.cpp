#include "cli/options.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "cli/options/commands.hpp"
#include "cli/words.hpp"

namespace tripline::cli {
namespace {

struct Command {
  const char* name;
  const char* about;
  CommandLine (*parse)(std::vector<std::string>);
};
constexpr std::array<Command, 13> kCommands{
    {{"check", "find everything that is wrong with packs", options::parse_check},
     {"completion", "print the script by which a shell completes commands and options", options::parse_completion},
     {"diff", "what an amended pack means beside the one before", options::parse_diff},
     {"explain", "say in plain sentences what a pack or a rule demands", options::parse_explain},
     {"fmt", "write packs in their canonical text, in English or Chinese", options::parse_fmt},
     {"key", "make, replace or show the key that signs an audit log", options::parse_key},
     {"lint", "find what is not wrong and yet hardly meant", options::parse_lint},
     {"man", "print the manual page", options::parse_man},
     {"new", "make a pack to go on from", options::parse_new},
     {"prove", "prove that a record is in an audit log, or check such a proof", options::parse_prove},
     {"run", "hold telemetry against a pack and record every verdict", options::parse_run},
     {"test", "run the scenarios of packs", options::parse_test},
     {"verify", "say whether an audit log is whole and unchanged", options::parse_verify}}};

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
