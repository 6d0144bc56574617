#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <string>
#include <utility>

#include "core/decimal.hpp"
#include "core/exact_quantity.hpp"
#include "core/natural.hpp"
#include "core/number_form.hpp"

namespace tripline::core {
namespace {

constexpr int kDigits = 17;
constexpr std::uint64_t k1e16 = 10'000'000'000'000'000U;
constexpr std::uint64_t k1e17 = 10 * k1e16;

// The beginning of a magnitude's decimal expansion: first * 10^exponent, cut off, with 17 digits; `more` if something
// was cut off.
struct Expansion {
  std::uint64_t first = 0;
  int exponent = 0;
  bool more = false;
};

// (+-) digits * 10^exponent
struct Decimal {
  bool negative = false;
  std::uint64_t digits = 0;
  int exponent = 0;
};

bool factor_is_one(const Unit& unit) { return unit.numerator == 1 && unit.denominator == 1 && !unit.affine(); }

bool reads_back(const Decimal& d, const Unit& unit, double base_value) {
  std::array<char, 40> text{};
  char* at = text.data();
  char* const end = at + text.size() - 8;  // room for what stands between the numbers
  if (d.negative) *at++ = '-';
  at = std::to_chars(at, end, d.digits).ptr;
  *at++ = 'e';
  at = std::to_chars(at, end + 6, d.exponent).ptr;
  const Number read = read_decimal({text.data(), static_cast<std::size_t>(at - text.data())}, unit);
  return read.fault == NumberFault::none && read.value == base_value;
}

std::string write(Decimal d) {
  std::string out;
  if (d.digits == 0) return "0";
  while (d.digits % 10 == 0) {
    d.digits /= 10;
    ++d.exponent;
  }
  const std::string digits = std::to_string(d.digits);
  append_number_form(out, d.negative, digits, d.exponent + static_cast<int>(digits.size()));
  return out;
}

// Of the decimals with `from` to `to` digits next to the value, the shortest that reads back, and of two the nearer.
bool shortest(const Expansion& x, bool negative, int from, int to, const Unit& unit, double base_value,
              Decimal& found) {
  std::uint64_t unit_of_place = 1;
  for (int i = from; i < kDigits; ++i) unit_of_place *= 10;
  for (int count = from; count <= to; ++count, unit_of_place /= 10) {
    const std::uint64_t cut = x.first / unit_of_place;
    const std::uint64_t rest = x.first % unit_of_place;
    const bool up = unit_of_place > 1 && rest >= unit_of_place - rest;
    const int exponent = x.exponent + kDigits - count;
    const Decimal below{negative, cut, exponent};
    const Decimal above{negative, cut + 1, exponent};
    for (const Decimal& d : up ? std::array{above, below} : std::array{below, above}) {
      if (reads_back(d, unit, base_value)) {
        found = d;
        return true;
      }
    }
  }
  return false;
}

// From a double that is off by a few units of its last place: right for the first 15 digits, or one beside them, which
// `shortest` tries.
Expansion approximate(double magnitude) {
  std::array<char, 40> text{};
  const char* end =
      std::to_chars(text.data(), text.data() + text.size(), magnitude, std::chars_format::scientific, kDigits - 1).ptr;
  Expansion x;
  const char* at = text.data();
  for (; *at != 'e'; ++at) {
    if (*at != '.') x.first = x.first * 10 + static_cast<std::uint64_t>(*at - '0');
  }
  ++at;
  if (*at == '+') ++at;
  std::from_chars(at, end, x.exponent);
  x.exponent -= kDigits - 1;
  x.more = true;
  return x;
}

// Requires x not zero.
Expansion expand(const ExactQuantity& x) {
  const auto bits =
      static_cast<int>(x.numerator.bit_length()) - static_cast<int>(x.denominator.bit_length()) + x.exponent;
  int point = static_cast<int>(std::floor(bits * 0.30103));  // within 1 of the right one
  while (true) {
    Natural n = x.numerator;
    Natural d = x.denominator;
    const int scale = kDigits - point;  // n / d * 2^exponent * 10^scale has 17 digits before its point
    (scale < 0 ? d : n).multiply_by_power_of_5(static_cast<unsigned>(std::abs(scale)));
    const int twos = x.exponent + scale;
    (twos < 0 ? d : n).shift_left(static_cast<std::size_t>(std::abs(twos)));
    const Natural q = n.divide(d);
    if (compare(q, Natural(k1e17)) >= 0) {
      ++point;
    } else if (compare(q, Natural(k1e16)) < 0) {
      --point;
    } else {
      return {static_cast<std::uint64_t>(q.low128()), -scale, !n.zero()};
    }
  }
}

std::string print_plain(double value) {
  std::array<char, 40> text{};
  const char* end =
      std::to_chars(text.data(), text.data() + text.size(), std::fabs(value), std::chars_format::scientific).ptr;
  Decimal d{value < 0, 0, 0};
  const char* at = text.data();
  bool fraction = false;
  for (; *at != 'e'; ++at) {
    if (*at == '.') {
      fraction = true;
      continue;
    }
    d.digits = d.digits * 10 + static_cast<std::uint64_t>(*at - '0');
    if (fraction) --d.exponent;
  }
  ++at;
  if (*at == '+') ++at;
  int exponent = 0;
  std::from_chars(at, end, exponent);
  d.exponent += exponent;
  return write(d);
}

// base_value - offset and all the rest in 128 bits, where it fits.
std::optional<double> affine_quickly(double base_value, const Unit& unit) {
  const Parts parts = parts_of(base_value);
  const auto d = magnitude(unit.offset_denominator);
  const auto offset = magnitude(unit.offset_numerator);
  if (parts.exponent > 0 || parts.exponent < -60 || bit_length(d) > 60 || bit_length(offset) - parts.exponent > 120 ||
      bit_length(d) + bit_length(magnitude(unit.numerator)) > 64) {
    return std::nullopt;
  }
  auto n = static_cast<I128>(parts.mantissa) * static_cast<I128>(d);
  if (base_value < 0) n = -n;
  const auto shifted = static_cast<I128>(static_cast<U128>(offset) << static_cast<unsigned>(-parts.exponent));
  n -= unit.offset_numerator < 0 ? -shifted : shifted;
  const auto size = static_cast<U128>(n < 0 ? -n : n);
  if (bit_length(size) + bit_length(magnitude(unit.denominator)) > 127) return std::nullopt;
  const double m = round_ratio(size * magnitude(unit.denominator), d * magnitude(unit.numerator), parts.exponent);
  return n < 0 ? -m : m;
}

}  // namespace

std::string print_decimal(double base_value, const Unit& unit) {
  if (factor_is_one(unit)) {
    std::string text = print_plain(base_value);
    // A plain integer beyond 2^53 would be refused when read; with a point it says that it is the nearest.
    const bool whole = text.find_first_of(".e") == std::string::npos;
    if (unit.dimension.plain() && whole && std::fabs(base_value) > 0x1p53) text += ".0";
    return text;
  }
  if (base_value == 0 && !unit.affine()) return "0";
  Decimal found;
  int from = 1;
  const double size = std::fabs(base_value);
  if (!unit.affine() && size > 1e-250 && size < 1e250) {
    const double m = size * static_cast<double>(unit.denominator) / static_cast<double>(unit.numerator);
    // Decimals of 15 digits lie further apart than the values that read as one double, so at most one of them does, and
    // a shorter one that does would be the same with zeros at its end, which `write` drops.
    if (shortest(approximate(m), base_value < 0, 15, 15, unit, base_value, found)) return write(found);
    from = 16;
  } else if (reads_back({}, unit, base_value)) {
    return "0";
  }
  const ExactQuantity exact = to_unit(exact_double(base_value), unit);
  if (exact.zero()) return "0";
  const Expansion x = expand(exact);
  if (shortest(x, exact.negative, from, kDigits, unit, base_value, found)) return write(found);
  return write({exact.negative, x.first, x.exponent});
}

std::string print_quantity(double base_value, const Unit& unit) {
  return print_decimal(base_value, unit) + unit_behind(unit);
}

std::string unit_behind(const Unit& unit) {
  if (unit.text == "%") return "%";
  return unit.text.empty() ? std::string() : " " + unit.text;
}

double in_unit(double base_value, const Unit& unit) {
  if (factor_is_one(unit) || (base_value == 0 && !unit.affine())) return base_value;
  if (unit.affine()) {
    if (const std::optional<double> quick = affine_quickly(base_value, unit)) return *quick;
    return to_unit(exact_double(base_value), unit).nearest();
  }
  const Parts parts = parts_of(base_value);
  const U128 n = static_cast<U128>(parts.mantissa) * magnitude(unit.denominator);
  const double m = round_ratio(n, magnitude(unit.numerator), parts.exponent);
  return base_value < 0 ? -m : m;
}

}  // namespace tripline::core
