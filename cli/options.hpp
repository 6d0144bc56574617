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
inline constexpr int kDiffer = 1;  // of `diff`
inline constexpr int kCouldNot = 2;
inline constexpr int kRejected = 3;
// Of `verify` besides these: audit::exit_code.

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

// What --audit needs besides a folder (audit/log/writer.hpp).
struct AuditOptions {
  std::string folder;
  std::string key;  // a file
  std::uint64_t commit_every = 256;
  std::uint64_t commit_within_ms = 50;
  bool fail_open = false;
};

struct RunOptions : CommonOptions {
  std::string pack;
  std::vector<std::string> inputs;     // [STREAM=]INPUT as given; at least one, "-" is standard input
  std::optional<std::string> records;  // "-" is standard output
  char csv_delimiter = ',';
  char csv_decimal = '.';
  bool strict = false;
  std::optional<AuditOptions> audit;
};

enum class KeyAction : std::uint8_t { make, rotate, show };

struct KeyOptions {
  KeyAction action = KeyAction::show;
  std::string file;
  std::string name;   // of the log; `new`
  std::string audit;  // the log's folder; `rotate`
};

struct VerifyOptions : CommonOptions {
  std::string folder;
  std::vector<std::string> keys, witnesses;  // texts of keys, or files that hold one
  std::optional<std::string> head, packs;    // files
  bool json = false;
};

struct ProveOptions : CommonOptions {
  std::string folder;  // of a log; with `check` empty
  std::optional<std::uint64_t> index, since;
  std::optional<std::string> check, key, head;  // a proof to check, the key, the head from before
};

struct DiffOptions : CommonOptions {
  std::string old_pack, new_pack;
  std::vector<dsl::Setting> set_old, set_new;  // beside `set`, which is for both
  std::vector<std::string> inputs;             // [STREAM=]INPUT as given; none: the packs alone
  char csv_delimiter = ',';
  char csv_decimal = '.';
  Format format = Format::text;  // text or json
  bool all = false;              // no list is cut
};

struct TestOptions : CommonOptions {
  std::vector<std::string> packs;    // at least one
  std::optional<std::string> only;   // part of the names of the scenarios wanted
  std::optional<std::string> junit;  // a file
  Format format = Format::text;      // text or json
  bool require_coverage = false;
};

struct ExplainOptions : CommonOptions {
  std::string pack;
  std::optional<std::string> rule;  // a rule's name, a sandbox's, SANDBOX.LINE; not given: the pack at a glance
  bool plan = false;
  Format format = Format::text;  // text or json
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

using CommandLine =
    std::variant<CheckOptions, LintOptions, RunOptions, TestOptions, DiffOptions, ExplainOptions, FmtOptions,
                 NewOptions, CompletionOptions, ManOptions, KeyOptions, VerifyOptions, ProveOptions, Text, UsageError>;

CommandLine parse_command_line(const std::vector<std::string>& arguments);

// Every command and option, for completions and the manual page; commands in the order of the help.
Manual manual();

}  // namespace tripline::cli
