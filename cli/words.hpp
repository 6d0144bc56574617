// Figures, lengths of time and foreign text as people read them on a terminal.
//
// Input: numbers, phrases, UTF-8 from outside. Output: text. Rounded for the eye: what must be exact stands in the records.
// Pure functions, no locale; many threads.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/phrase.hpp"
#include "core/time.hpp"
#include "core/utf8.hpp"

namespace tripline::cli {

// "1,160"
std::string count_text(std::uint64_t);

// "1 violation", "1,160 violations", "no violations"; `several` by default `one` + "s".
std::string counted(std::uint64_t, std::string_view one, std::string_view several = {});

// What is counted, in every language: none of it, one, several ({0} is the figure).
struct Noun {
  core::Phrase none, one, several;
};
inline constexpr Noun kViolationNoun{
    {"no violations", "无违规"}, {"{0} violation", "{0} 起违规"}, {"{0} violations", "{0} 起违规"}};
inline constexpr Noun kElementNoun{
    {"no elements", "无数据"}, {"{0} element", "{0} 条数据"}, {"{0} elements", "{0} 条数据"}};
inline constexpr Noun kScenarioNoun{
    {"no scenarios", "0 个算例"}, {"{0} scenario", "{0} 个算例"}, {"{0} scenarios", "{0} 个算例"}};
inline constexpr Noun kRuleNoun{{"no rules", "无规则"}, {"{0} rule", "{0} 条规则"}, {"{0} rules", "{0} 条规则"}};
inline constexpr Noun kWarningNoun{
    {"no warnings", "无警告"}, {"{0} warning", "{0} 项警告"}, {"{0} warnings", "{0} 项警告"}};
inline constexpr Noun kNoteNoun{{"no notes", "无提示"}, {"{0} note", "{0} 项提示"}, {"{0} notes", "{0} 项提示"}};
inline constexpr Noun kPackNoun{{"no packs", "无规则包"}, {"{0} pack", "{0} 个规则包"}, {"{0} packs", "{0} 个规则包"}};
inline constexpr Noun kMistakeNoun{
    {"no mistakes", "无错误"}, {"{0} mistake", "{0} 处错误"}, {"{0} mistakes", "{0} 处错误"}};

// Speaks one language.
class Speech {
 public:
  explicit Speech(core::Language language) : language_(language) {}
  std::string operator()(const core::Phrase& phrase, const std::vector<std::string_view>& parts = {}) const {
    return core::say(phrase, language_, parts);
  }
  // "1 violation", "1,160 violations", "no violations"
  std::string counted(std::uint64_t, const Noun&) const;
  // `one` and what is added to it, set apart as a list: "a", "a, b".
  void list(std::string& one, const std::string& more) const;
  core::Language language() const { return language_; }

 private:
  core::Language language_;
};

// The two largest units, rounded down: "2 h 3 min", "1 min 3 s", "250 ms", "0 s"; what is shorter than 1 ms but not
// nothing is "under 1 ms". Requires length >= 0.
std::string rough_duration(core::Duration length, core::Language language = core::Language::en);

// Decimal multiples of bytes: "812 B", "1.2 MB".
std::string bytes_text(std::uint64_t);

// A share as a percentage with one decimal, more where it would be shown as nothing: "-67.5%", "0.04%", "0%".
std::string percent_text(double share);

// Text that came with telemetry, safe to show.
using core::printable;

// "; did you mean '--records'?" of the candidate nearest to `name`, or nothing where none is near.
std::string did_you_mean(std::string_view name, const std::vector<std::string>& candidates);

}  // namespace tripline::cli
