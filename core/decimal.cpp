#include "core/decimal.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <utility>

#include "core/decimal_text.hpp"
#include "core/exact_quantity.hpp"
#include "core/natural.hpp"

namespace tripline::core {
namespace {

constexpr std::uint64_t kExactInteger = std::uint64_t{1} << 53U;
// More digits than any boundary between two doubles has; beyond them only a comparison with that boundary decides.
constexpr std::size_t kMaxDigits = 800;

constexpr auto kPowersOf10 = [] {
  std::array<std::uint64_t, 20> table{};
  std::uint64_t p = 1;
  for (auto& entry : table) {
    entry = p;
    p *= 10;
  }
  return table;
}();

constexpr auto kPowersOf5 = [] {
  std::array<std::uint64_t, 28> table{};
  std::uint64_t p = 1;
  for (auto& entry : table) {
    entry = p;
    p *= 5;
  }
  return table;
}();

// Compares a numeral's magnitude with that of `x`, exactly, in time linear in its length: negative, zero, positive as
// it is less, equal, more.
int compare_magnitude(const DecimalText& text, ExactQuantity x) {
  // Both as fractions of 10^point, so that the numeral is 0.DIGITS and x is r / q.
  Natural r = std::move(x.numerator);
  Natural q = std::move(x.denominator);
  const auto by_power_of_10 = [](Natural& n, std::int64_t e) {
    n.multiply_by_power_of_5(static_cast<unsigned>(e));
    n.shift_left(static_cast<std::size_t>(e));
  };
  by_power_of_10(text.point < 0 ? r : q, std::abs(text.point));
  (x.exponent < 0 ? q : r).shift_left(static_cast<std::size_t>(std::abs(x.exponent)));
  std::size_t at = 0;
  while (at < text.digits.size()) {
    std::uint64_t chunk = 0;
    for (int i = 0; i < 9; ++i) {
      if (at < text.digits.size() && text.digits[at] == '.') ++at;
      const char c = at < text.digits.size() ? text.digits[at++] : '0';
      chunk = chunk * 10 + static_cast<std::uint64_t>(c - '0');
    }
    // What is left of x at this place, in units of the place: below 0 the numeral is more, from 1 on it is less.
    r.multiply(1'000'000'000);
    Natural taken = q;
    taken.multiply(chunk);
    if (compare(r, taken) < 0) return 1;
    r.subtract(taken);
    if (compare(r, q) >= 0) return -1;
  }
  return r.zero() ? 0 : -1;
}

// The boundary between two neighbouring doubles: the infinite one stands for 2^1024.
ExactQuantity midpoint(double a, double b) {
  const auto parts = [](double x) { return std::isinf(x) ? Parts{std::uint64_t{1} << 53U, 971} : parts_of(x); };
  Parts low = parts(a);
  Parts high = parts(b);
  if (low.exponent > high.exponent) std::swap(low, high);
  // Neighbours differ by at most one in their exponents, but for zero, whose exponent is the least.
  const std::uint64_t sum = low.mantissa + (high.mantissa << static_cast<unsigned>(high.exponent - low.exponent));
  return {std::signbit(a) || std::signbit(b), Natural(sum), Natural(1), low.exponent - 1};
}

// A numeral of any length, exactly; `exact_zero` says whether a result of 0 is no rounding.
double read_slowly(const DecimalText& text, const Unit& unit, bool& exact_zero) {
  std::array<char, kMaxDigits> buffer{};
  std::size_t count = 0;
  bool longer = false;
  for (const char c : text.digits) {
    if (c == '.') continue;
    if (count < kMaxDigits) {
      buffer[count++] = c;
    } else {
      longer = longer || c != '0';
    }
  }
  const Natural digits = Natural::from_digits({buffer.data(), count});
  const std::int64_t exponent = text.point - static_cast<std::int64_t>(count);
  const ExactQuantity below = to_base(text.negative, digits, exponent, unit);
  exact_zero = below.zero() && !longer;
  const double a = below.nearest();
  if (!longer) return a;
  Natural next = digits;
  next.add(Natural(1));
  const double b = to_base(text.negative, next, exponent, unit).nearest();
  if (a == b) return a;
  ExactQuantity boundary = to_unit(midpoint(a, b), unit);
  const int side = boundary.negative != text.negative && !boundary.zero() ? 1 : compare_magnitude(text, boundary);
  if (side != 0) return side < 0 ? a : b;
  return (std::bit_cast<std::uint64_t>(a) & 1U) == 0 ? a : b;
}

// digits * 10^e * n/d + o/p  =  (digits * n * p + o * d * 10^-e) / (d * p * 10^-e)
std::optional<double> read_affine_quickly(const DecimalText& text, const Unit& unit) {
  if (text.exponent > 0 || text.exponent < -19) return std::nullopt;
  const auto places = static_cast<std::size_t>(-text.exponent);
  const std::uint64_t scale = kPowersOf10[places];
  const auto n = magnitude(unit.numerator);
  const auto d = magnitude(unit.denominator);
  const auto p = magnitude(unit.offset_denominator);
  const auto o = magnitude(unit.offset_numerator);
  constexpr int kBits = 126;  // each addend, so that the sum fits too
  if (bit_length(text.first) + bit_length(n) + bit_length(p) > kBits ||
      bit_length(o) + bit_length(d) + bit_length(scale) > kBits || bit_length(d) + bit_length(p) > 64) {
    return std::nullopt;
  }
  const auto scaled = static_cast<I128>(static_cast<U128>(text.first) * n * p);
  const auto offset = static_cast<I128>(static_cast<U128>(o) * d * scale);
  const I128 sum = (text.negative ? -scaled : scaled) + (unit.offset_numerator < 0 ? -offset : offset);
  const int twos = std::countr_zero(d * p);
  std::uint64_t odd = (d * p) >> static_cast<unsigned>(twos);
  if (__builtin_mul_overflow(odd, kPowersOf5[places], &odd)) return std::nullopt;
  const double result = round_ratio(static_cast<U128>(sum < 0 ? -sum : sum), odd, -static_cast<int>(places) - twos);
  return sum < 0 ? -result : result;
}

// Both ways to be exact and quick need all the digits in one word. nullopt: neither applies.
std::optional<double> read_quickly(const DecimalText& text, const Unit& unit) {
  if (!text.complete || text.exponent > 19 || text.exponent < -27) return std::nullopt;
  const auto e = static_cast<int>(text.exponent);
  if (unit.affine()) return read_affine_quickly(text, unit);
  std::uint64_t n = text.first;
  std::uint64_t d = magnitude(unit.denominator);
  const bool fits = !__builtin_mul_overflow(n, magnitude(unit.numerator), &n) &&
                    (e <= 0 || !__builtin_mul_overflow(n, kPowersOf10[static_cast<std::size_t>(e)], &n)) &&
                    (e >= 0 || (e >= -19 && !__builtin_mul_overflow(d, kPowersOf10[static_cast<std::size_t>(-e)], &d)));
  double result = 0;
  if (fits && n <= kExactInteger && d <= kExactInteger) {
    result = static_cast<double>(n) / static_cast<double>(d);  // both exact, so the quotient is rounded once
  } else {
    // The powers of two in the denominator and in 10^e go to the exponent; what is left of the denominator often fits a
    // word.
    const int twos = std::countr_zero(magnitude(unit.denominator));
    std::uint64_t odd = magnitude(unit.denominator) >> static_cast<unsigned>(twos);
    U128 wide = static_cast<U128>(text.first) * magnitude(unit.numerator);
    if (e > 0) {
      if (bit_length(wide) > 64) return std::nullopt;
      wide *= kPowersOf5[static_cast<std::size_t>(e)];
    } else if (__builtin_mul_overflow(odd, kPowersOf5[static_cast<std::size_t>(-e)], &odd)) {
      return std::nullopt;
    }
    result = round_ratio(wide, odd, e - twos);
  }
  return text.negative ? -result : result;
}

}  // namespace

Number read_decimal(std::string_view text, const Unit& unit) {
  const std::optional<DecimalText> scanned = scan_decimal(text);
  if (!scanned) return {0, NumberFault::syntax};
  DecimalText d = *scanned;
  if (d.first == 0) {
    if (!unit.affine()) return {0, NumberFault::none};
    const U128 offset = magnitude(unit.offset_numerator);
    const double zero_point = round_ratio(offset, magnitude(unit.offset_denominator), 0);
    return {unit.offset_numerator < 0 ? -zero_point : zero_point, NumberFault::none};
  }
  if (d.integer && unit.dimension.plain() && (d.point > 16 || d.first > kExactInteger)) {
    return {0, NumberFault::integer_too_large};
  }
  if (const std::optional<double> quick = read_quickly(d, unit)) return {*quick, NumberFault::none};

  // Factors lie within 10^+-19, so these are decided by where the first digit stands.
  if (d.point > 330) return {0, NumberFault::not_finite};
  if (d.point < -350) {
    if (!unit.affine()) return {0, NumberFault::underflow};
    // Next to the offset only its sign can matter.
    d.digits = "1";
    d.point = -350;
  }
  double value = 0;
  bool exact_zero = false;
  if (unit.numerator == 1 && unit.denominator == 1 && !unit.affine()) {
    const std::from_chars_result read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (read.ec == std::errc::result_out_of_range) {
      return {0, d.point > 0 ? NumberFault::not_finite : NumberFault::underflow};
    }
  } else {
    value = read_slowly(d, unit, exact_zero);
  }
  if (std::isinf(value)) return {0, NumberFault::not_finite};
  if (value == 0) return {0, exact_zero ? NumberFault::none : NumberFault::underflow};
  return {value, NumberFault::none};
}

}  // namespace tripline::core
