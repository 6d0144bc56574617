// What the commands' options have in common: words that they take, how a wrong one is told, how help looks.
//
// Input: CLI11's App, made by one function for each command in this folder. Output: a CommandLine. Nothing is opened or read here. One thread.
#pragma once
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <array>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/options.hpp"
#include "cli/words.hpp"

namespace tripline::cli::options {

// Why a command line is none, in words; parse_with makes a UsageError of it.
struct Failure {
  std::string text;
};

template <typename T>
struct Word {
  const char* word;
  T value;
};
constexpr std::array<Word<Format>, 3> kFormats{
    {{"text", Format::text}, {"json", Format::json}, {"sarif", Format::sarif}}};
constexpr std::array<Word<dsl::ast::Language>, 2> kLanguages{
    {{"en", dsl::ast::Language::en}, {"zh", dsl::ast::Language::zh}}};

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

struct CommonTexts {
  std::optional<std::string> colour, log_level, language;
  std::vector<std::string> set;
};

// --color, --log-level and --help; add_common: --lang and --set as well. take_common reads what they were given.
void add_surface(CLI::App& app, CommonTexts& texts);
void add_common(CLI::App& app, CommonTexts& texts);
void take_common(const CommonTexts& texts, CommonOptions& options);

// Parses what stands behind the command's name and calls `take`, or says what is wrong or what the command takes.
CommandLine parse_with(CLI::App& app, const char* usage, std::vector<std::string> arguments,
                       const std::function<CommandLine()>& take);

}  // namespace tripline::cli::options
