#include "core/dimension.hpp"

#include <array>
#include <limits>
#include <numeric>
#include <utility>

#include "core/natural.hpp"
#include "core/unit_table.hpp"

namespace tripline::core {
namespace {

constexpr int kMaxExponent = 100;

bool combine(const Dimension& a, const Dimension& b, int sign, Dimension& out) {
  Dimension result;
  for (std::size_t i = 0; i < kAxes; ++i) {
    const int e = a.exponent[i] + sign * b.exponent[i];
    if (e < -kMaxExponent || e > kMaxExponent) return false;
    result.exponent[i] = static_cast<std::int8_t>(e);
  }
  out = result;
  return true;
}

const UnitAtom* find_atom(std::string_view text) {
  for (const UnitAtom& atom : unit_table()) {
    if (atom.text == text) return &atom;
  }
  return nullptr;
}

const Kind* find_kind(const Dimension& d) {
  for (const Kind& kind : kind_table()) {
    if (kind.dimension == d) return &kind;
  }
  return nullptr;
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
// Bytes beyond ASCII count: a name may go on in any script.
bool is_name_byte(char c) { return is_letter(c) || is_digit(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80; }

bool starts_with(std::string_view text, std::size_t at, std::string_view what) {
  return text.substr(at < text.size() ? at : text.size(), what.size()) == what;
}

// One ATOM with its exponent as it stands in a text.
struct Factor {
  const UnitAtom* atom = nullptr;
  int exponent = 1;
  std::size_t end = 0;    // just after it
  std::string canonical;  // "m^2"
};

// The factor that begins at `at`; atom is nullptr if there is none. What follows is not looked at.
Factor read_factor(std::string_view text, std::size_t at) {
  Factor f;
  std::string word;
  std::size_t i = at;
  if (starts_with(text, i, "\u00B5") || starts_with(text, i, "\u03BC")) {  // micro sign, Greek mu
    word = "u";
    i += 2;
  }
  while (i < text.size() && is_letter(text[i])) word.push_back(text[i++]);
  const UnitAtom* atom = find_atom(word);
  if (atom == nullptr) return f;
  f.canonical = word;
  if (starts_with(text, i, "\u00B2") || starts_with(text, i, "\u00B3")) {
    f.exponent = starts_with(text, i, "\u00B2") ? 2 : 3;
    i += 2;
    f.canonical += f.exponent == 2 ? "^2" : "^3";
  } else if (starts_with(text, i, "^")) {
    const std::size_t sign = starts_with(text, i + 1, "-") ? 1 : 0;
    const std::size_t digit = i + 1 + sign;
    if (digit < text.size() && is_digit(text[digit])) {
      f.exponent = (text[digit] - '0') * (sign != 0 ? -1 : 1);
      f.canonical += text.substr(i, digit + 1 - i);
      i = digit + 1;
    }
  }
  f.atom = atom;
  f.end = i;
  return f;
}

bool ends_name(std::string_view text, std::size_t at) { return at >= text.size() || !is_name_byte(text[at]); }

struct Fraction {
  std::int64_t numerator = 1;
  std::int64_t denominator = 1;
};

// a * b in lowest terms; false if it leaves 64 bits.
bool scale(Fraction& a, Fraction b) {
  const std::int64_t g1 = std::gcd(a.numerator, b.denominator);
  const std::int64_t g2 = std::gcd(b.numerator, a.denominator);
  const U128 n = static_cast<U128>(a.numerator / g1) * static_cast<U128>(b.numerator / g2);
  const U128 d = static_cast<U128>(a.denominator / g2) * static_cast<U128>(b.denominator / g1);
  constexpr auto kMax = static_cast<U128>(std::numeric_limits<std::int64_t>::max());
  if (n > kMax || d > kMax) return false;
  a = {static_cast<std::int64_t>(n), static_cast<std::int64_t>(d)};
  return true;
}

// unit *= atom ^ exponent
bool apply(Unit& unit, const UnitAtom& atom, int exponent) {
  Fraction total{unit.numerator, unit.denominator};
  Fraction once{atom.numerator, atom.denominator};
  if (exponent < 0) std::swap(once.numerator, once.denominator);
  for (int i = 0; i < (exponent < 0 ? -exponent : exponent); ++i) {
    if (!scale(total, once)) return false;
    if (!combine(unit.dimension, atom.dimension, exponent < 0 ? -1 : 1, unit.dimension)) return false;
  }
  unit.numerator = total.numerator;
  unit.denominator = total.denominator;
  return true;
}

std::string power(std::string_view symbol, int exponent) {
  std::string text(symbol);
  if (exponent != 1) text += "^" + std::to_string(exponent);
  return text;
}

// What stands for one unit of each axis. A share has no unit of factor 1, so it is shown in percent.
constexpr std::array<std::string_view, kAxes> kSymbols = {"m",      "kg", "s",  "K",  "A",  "mol", "rad", "B",  "CNY",
                                                          "person", "Sv", "Gy", "Bq", "Hz", "%",   "dBA", "dB", "lx"};

}  // namespace

bool multiply(const Dimension& a, const Dimension& b, Dimension& out) { return combine(a, b, 1, out); }
bool divide(const Dimension& a, const Dimension& b, Dimension& out) { return combine(a, b, -1, out); }

std::optional<Unit> parse_unit(std::string_view text) {
  Unit unit;
  if (text == "%") {
    unit.text = "%";
    unit.dimension.exponent[static_cast<std::size_t>(Axis::share)] = 1;
    unit.denominator = 100;
    return unit;
  }
  std::size_t at = 0;
  int sign = 1;
  if (starts_with(text, 0, "1/")) {
    unit.text = "1/";
    at = 2;
    sign = -1;
  }
  bool affine = false;
  for (int factors = 1;; ++factors) {
    const Factor f = read_factor(text, at);
    if (f.atom == nullptr || f.exponent == 0) return std::nullopt;
    affine = affine || f.atom->offset_numerator != 0;
    unit.text += f.canonical;
    if (affine) {
      if (factors > 1 || sign < 0 || f.end != text.size() || f.canonical != f.atom->text) return std::nullopt;
      unit.offset_numerator = f.atom->offset_numerator;
      unit.offset_denominator = f.atom->offset_denominator;
    }
    if (!apply(unit, *f.atom, sign * f.exponent)) return std::nullopt;
    if (f.end == text.size()) return unit;
    const char op = text[f.end];
    if (op != '*' && op != '/') return std::nullopt;
    sign = op == '*' ? 1 : -1;
    unit.text.push_back(op);
    at = f.end + 1;
  }
}

std::size_t match_unit(std::string_view text) {
  if (starts_with(text, 0, "%")) return 1;
  std::size_t matched = 0;
  for (std::size_t at = 0;;) {
    const Factor f = read_factor(text, at);
    if (f.atom == nullptr) return matched;
    // "m/s2" is not "m/s" and a 2, but "m" divided by a name.
    if (ends_name(text, f.end)) matched = f.end;
    if (f.end >= text.size() || (text[f.end] != '/' && text[f.end] != '*')) return matched;
    at = f.end + 1;
  }
}

const std::vector<std::string>& unit_atoms() {
  static const std::vector<std::string> atoms = [] {
    std::vector<std::string> names;
    for (const UnitAtom& atom : unit_table()) names.emplace_back(atom.text);
    return names;
  }();
  return atoms;
}

Unit base_unit(const Dimension& dimension) {
  Unit unit;
  unit.dimension = dimension;
  const int shares = dimension.exponent[static_cast<std::size_t>(Axis::share)];
  Fraction factor;
  bool in_range = true;
  for (int i = 0; i < (shares < 0 ? -shares : shares); ++i) in_range = in_range && scale(factor, {1, 100});
  if (shares < 0) std::swap(factor.numerator, factor.denominator);
  if (in_range) {
    unit.numerator = factor.numerator;
    unit.denominator = factor.denominator;
  }

  if (const Kind* kind = find_kind(dimension); kind != nullptr && (!kind->base.empty() || dimension.plain())) {
    unit.text = kind->base;
    return unit;
  }
  std::string above;
  std::string below;
  std::array<std::size_t, kAxes> order{};
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::swap(order[0], order[1]);  // kg*m, as people write it
  for (const std::size_t i : order) {
    const int e = dimension.exponent[i];
    if (e > 0) above += (above.empty() ? "" : "*") + power(kSymbols[i], e);
    if (e < 0) below += "/" + power(kSymbols[i], -e);
  }
  unit.text = (above.empty() ? "1" : above) + below;
  return unit;
}

Text kind_name(const Dimension& dimension) {
  if (const Kind* kind = find_kind(dimension)) return kind->name;
  return Said{"a quantity in {0}", "以{0}计的量", base_unit(dimension).text};
}

std::vector<std::string> usual_units(const Dimension& dimension) {
  std::vector<std::string> units;
  if (const Kind* kind = find_kind(dimension)) {
    for (const std::string_view unit : kind->usual) {
      if (!unit.empty()) units.emplace_back(unit);
    }
  }
  return units;
}

}  // namespace tripline::core
