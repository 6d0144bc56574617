#include "dsl/grammar/words.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "core/dimension.hpp"
#include "core/nearest.hpp"
#include "dsl/grammar/keywords.hpp"

namespace tripline::dsl::grammar {
namespace {

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

const std::vector<std::string>& words(Role role, ast::Language language) {
  using Words = std::array<std::vector<std::string>, kLanguages>;
  const auto all = [](Role of) { return Words{words_of(of, ast::Language::en), words_of(of, ast::Language::zh)}; };
  static const Words clauses = all(kClause), declarations = all(kDeclaration), header = all(kHeader);
  const Words& chosen = role == kClause ? clauses : role == kDeclaration ? declarations : header;
  return chosen[static_cast<std::size_t>(language)];
}

}  // namespace

bool is_reserved(std::string_view word, ast::Language language) { return is_a(word, kReserved, language); }

const std::vector<std::string>& clause_words(ast::Language language) { return words(kClause, language); }

const std::vector<std::string>& declaration_words(ast::Language language) { return words(kDeclaration, language); }

const std::vector<std::string>& header_words(ast::Language language) { return words(kHeader, language); }

std::optional<ast::RuleKind> rule_kind(std::string_view english) {
  if (english == "redline") return ast::RuleKind::redline;
  if (english == "limit") return ast::RuleKind::limit;
  if (english == "duty") return ast::RuleKind::duty;
  if (english == "trigger") return ast::RuleKind::trigger;
  if (english == "warning") return ast::RuleKind::warning;
  if (english == "sandbox") return ast::RuleKind::sandbox;
  if (english == "assessment") return ast::RuleKind::assessment;
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
