// The command line: what was asked for, or what is wrong with the asking.
//
// Input: the arguments after the program's name. Output: the options of one command, a text that was asked for (help,
// version), or an error with the nearest word that exists; and what all commands take, for those that tell it. No file is
// looked at here. Pure. CLI11 is reachable only in options/ and describe.cpp.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "cli/manual.hpp"
#include "core/phrase.hpp"
#include "dsl/ast/ast.hpp"
#include "dsl/check/compile.hpp"

namespace tripline::cli {

// What a command's process says at its end (docs/commands.md).
inline constexpr int kFine = 0;
inline constexpr int kViolations = 1;
inline constexpr int kFailed = 1;  // of `test`
inline constexpr int kFound = 1;   // of `lint`
inline constexpr int kCouldNot = 2;
inline constexpr int kRejected = 3;

enum class Format : std::uint8_t { text, json, sarif };
enum class ColourChoice : std::uint8_t { automatic, always, never };
enum class LogLevel : std::uint8_t { off, error, warn, info, debug };
enum class Shell : std::uint8_t { bash, zsh, fish };

struct CommonOptions {
  ColourChoice colour = ColourChoice::automatic;
  LogLevel log_level = LogLevel::warn;
  core::Language language = core::Language::en;  // in which the command speaks
  std::vector<dsl::Setting> set;
};

struct CheckOptions : CommonOptions {
  std::vector<std::string> packs;  // at least one
  Format format = Format::text;
};

struct LintOptions : CommonOptions {
  std::vector<std::string> packs;  // at least one
  Format format = Format::text;
  std::vector<std::string> deny;  // codes of lints that count as warnings, whatever they are by themselves
  bool deny_all = false;
};

struct RunOptions : CommonOptions {
  std::string pack;
  std::vector<std::string> inputs;     // [STREAM=]INPUT as given; at least one, "-" is standard input
  std::optional<std::string> records;  // "-" is standard output
  char csv_delimiter = ',';
  char csv_decimal = '.';
  bool strict = false;
};

struct TestOptions : CommonOptions {
  std::vector<std::string> packs;    // at least one
  std::optional<std::string> only;   // part of the names of the scenarios wanted
  std::optional<std::string> junit;  // a file
  Format format = Format::text;      // text or json
  bool require_coverage = false;
};

struct FmtOptions : CommonOptions {
  std::vector<std::string> paths;  // at least one; "-" is standard input
  bool check = false;
  std::optional<dsl::ast::Language> written;  // the keywords; not given: as each file has them
};

struct NewOptions {
  std::string name;
  dsl::ast::Language language = dsl::ast::Language::en;
};

struct CompletionOptions {
  Shell shell = Shell::bash;
};

struct ManOptions {};

struct Text {
  std::string text;                         // to standard output; kFine
  std::optional<CommandText> command = {};  // where it is the help of one
};
struct UsageError {
  std::string text;  // to standard error; kCouldNot
};

using CommandLine = std::variant<CheckOptions, LintOptions, RunOptions, TestOptions, FmtOptions, NewOptions,
                                 CompletionOptions, ManOptions, Text, UsageError>;

CommandLine parse_command_line(const std::vector<std::string>& arguments);

// Every command and option, for completions and the manual page; commands in the order of the help.
Manual manual();

}  // namespace tripline::cli
