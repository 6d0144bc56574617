#include "dsl/grammar/words.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "core/dimension.hpp"

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

// Optimal string alignment; words are short.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) d[i][0] = i;
  for (std::size_t j = 0; j <= b.size(); ++j) d[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  }
  return d[a.size()][b.size()];
}

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

std::string_view nearest(std::string_view word, std::span<const std::string_view> known) {
  if (word.size() > 40) return {};
  std::string_view best;
  std::size_t least = std::max<std::size_t>(1, (word.size() + 1) / 3) + 1;
  for (const std::string_view k : known) {
    const std::size_t d = distance(word, k);
    if (d < least) {
      least = d;
      best = k;
    }
  }
  return best;
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
  const std::vector<std::string>& atoms = core::unit_atoms();
  const std::vector<std::string_view> known(atoms.begin(), atoms.end());
  return word.size() < 3 ? std::string() : std::string(nearest(word, known));
}

}  // namespace tripline::dsl::grammar
