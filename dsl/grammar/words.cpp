#include "dsl/grammar/words.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "core/dimension.hpp"
#include "core/nearest.hpp"

namespace tripline::dsl::grammar {
namespace {

constexpr std::array<std::string_view, 19> kReserved = {
    "and",   "or",   "not",  "implies", "in",     "matches", "else", "true", "false", "missing",
    "where", "when", "over", "since",   "within", "this",    "ever", "for",  "until"};

constexpr std::array<std::string_view, 25> kClauses = {
    "title", "cites",  "message", "severity", "during",  "per",   "action",   "effective", "on",
    "when",  "unless", "while",   "forbid",   "require", "grace", "tolerate", "warn",      "expect",
    "raise", "period", "hours",   "area",     "every",   "score", "grades"};

constexpr std::array<std::string_view, 21> kDeclarations = {
    "pack",  "levels", "stages",  "actions", "holidays", "type",       "param",
    "let",   "curve",  "table",   "stage",   "signal",   "event",      "redline",
    "limit", "duty",   "trigger", "warning", "sandbox",  "assessment", "scenario"};
constexpr std::array<std::string_view, 5> kHeader = {"title", "authority", "timezone", "lateness", "max"};

constexpr std::array<std::pair<std::string_view, std::string_view>, 52> kUsual = {{
    {"sec", "s"},        {"secs", "s"},        {"second", "s"},   {"seconds", "s"}, {"minute", "min"},
    {"minutes", "min"},  {"mins", "min"},      {"hr", "h"},       {"hrs", "h"},     {"hour", "h"},
    {"hours", "h"},      {"day", "d"},         {"days", "d"},     {"msec", "ms"},   {"millis", "ms"},
    {"meter", "m"},      {"meters", "m"},      {"metre", "m"},    {"metres", "m"},  {"kmh", "km/h"},
    {"kph", "km/h"},     {"kmph", "km/h"},     {"mps", "m/s"},    {"feet", "ft"},   {"foot", "ft"},
    {"knots", "kt"},     {"knot", "kt"},       {"kn", "kt"},      {"percent", "%"}, {"pct", "%"},
    {"celsius", "degC"}, {"degrees", "deg"},   {"degree", "deg"}, {"C", "degC"},    {"Celsius", "degC"},
    {"kelvin", "K"},     {"kgs", "kg"},        {"kilo", "kg"},    {"tonnes", "t"},  {"gram", "g"},
    {"grams", "g"},      {"litre", "L"},       {"liter", "L"},    {"liters", "L"},  {"l", "L"},
    {"volt", "V"},       {"volts", "V"},       {"watt", "W"},     {"watts", "W"},   {"RMB", "CNY"},
    {"yuan", "CNY"},     {"people", "person"},
}};

bool among(std::string_view word, std::span<const std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

bool is_reserved(std::string_view word) { return among(word, kReserved); }

std::span<const std::string_view> clause_words() { return kClauses; }

std::span<const std::string_view> declaration_words() { return kDeclarations; }

std::span<const std::string_view> header_words() { return kHeader; }

std::optional<ast::RuleKind> rule_kind(std::string_view word) {
  if (word == "redline") return ast::RuleKind::redline;
  if (word == "limit") return ast::RuleKind::limit;
  if (word == "duty") return ast::RuleKind::duty;
  if (word == "trigger") return ast::RuleKind::trigger;
  if (word == "warning") return ast::RuleKind::warning;
  if (word == "sandbox") return ast::RuleKind::sandbox;
  if (word == "assessment") return ast::RuleKind::assessment;
  return std::nullopt;
}

std::string nearest_unit(std::string_view word) {
  for (const auto& [said, meant] : kUsual) {
    if (said == word) return std::string(meant);
  }
  if (word.size() > 8) return {};
  const auto lower = [](std::string_view text) {
    std::string out(text);
    for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return out;
  };
  for (const std::string& unit : core::unit_atoms()) {
    if (lower(unit) == lower(word)) return unit;
  }
  return word.size() < 3 ? std::string() : core::nearest(word, core::unit_atoms());
}

}  // namespace tripline::dsl::grammar
