#include "core/natural.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <utility>

namespace tripline::core {
namespace {

constexpr std::uint64_t kBase = std::uint64_t{1} << 32U;

std::uint32_t low_word(std::uint64_t x) { return static_cast<std::uint32_t>(x & 0xFFFFFFFFU); }

}  // namespace

Natural::Natural(U128 value) {
  for (; value != 0; value >>= 32U) digit_.push_back(low_word(static_cast<std::uint64_t>(value)));
}

Natural Natural::from_digits(std::string_view decimal) {
  Natural result;
  while (!decimal.empty()) {
    const std::size_t count = std::min<std::size_t>(18, decimal.size());
    std::uint64_t chunk = 0;
    std::uint64_t scale = 1;
    for (std::size_t i = 0; i < count; ++i) {
      chunk = chunk * 10 + static_cast<std::uint64_t>(decimal[i] - '0');
      scale *= 10;
    }
    result.multiply(scale);
    result.add(Natural(chunk));
    decimal.remove_prefix(count);
  }
  return result;
}

Natural Natural::from_words(const std::uint32_t* little_endian, std::size_t count) {
  Natural result;
  result.digit_.assign(little_endian, little_endian + count);
  result.trim();
  return result;
}

void Natural::trim() {
  while (!digit_.empty() && digit_.back() == 0) digit_.pop_back();
}

std::size_t Natural::bit_length() const {
  return digit_.empty() ? 0 : digit_.size() * 32 - static_cast<std::size_t>(std::countl_zero(digit_.back()));
}

U128 Natural::low128() const {
  U128 value = 0;
  for (std::size_t i = std::min<std::size_t>(4, digit_.size()); i-- > 0;) value = (value << 32U) | digit_[i];
  return value;
}

void Natural::multiply(std::uint64_t factor) {
  U128 carry = 0;
  for (std::uint32_t& d : digit_) {
    carry += static_cast<U128>(factor) * d;
    d = low_word(static_cast<std::uint64_t>(carry));
    carry >>= 32U;
  }
  for (; carry != 0; carry >>= 32U) digit_.push_back(low_word(static_cast<std::uint64_t>(carry)));
  trim();
}

void Natural::multiply(const Natural& factor) {
  std::vector<std::uint32_t> product(digit_.size() + factor.digit_.size(), 0);
  for (std::size_t i = 0; i < digit_.size(); ++i) {
    std::uint64_t carry = 0;
    for (std::size_t j = 0; j < factor.digit_.size(); ++j) {
      carry += static_cast<std::uint64_t>(digit_[i]) * factor.digit_[j] + product[i + j];
      product[i + j] = low_word(carry);
      carry >>= 32U;
    }
    product[i + factor.digit_.size()] = low_word(carry);
  }
  digit_ = std::move(product);
  trim();
}

void Natural::multiply_by_power_of_5(unsigned exponent) {
  constexpr std::uint64_t k5To27 = 7450580596923828125U;  // the highest power of 5 in 64 bits
  for (; exponent >= 27; exponent -= 27) multiply(k5To27);
  std::uint64_t rest = 1;
  for (; exponent > 0; --exponent) rest *= 5;
  multiply(rest);
}

void Natural::add(const Natural& other) {
  if (digit_.size() < other.digit_.size()) digit_.resize(other.digit_.size(), 0);
  std::uint64_t carry = 0;
  for (std::size_t i = 0; i < digit_.size(); ++i) {
    carry += digit_[i];
    if (i < other.digit_.size()) carry += other.digit_[i];
    digit_[i] = low_word(carry);
    carry >>= 32U;
  }
  if (carry != 0) digit_.push_back(low_word(carry));
}

void Natural::subtract(const Natural& other) {
  std::uint64_t borrow = 0;
  for (std::size_t i = 0; i < digit_.size(); ++i) {
    const std::uint64_t take = (i < other.digit_.size() ? other.digit_[i] : 0U) + borrow;
    borrow = digit_[i] < take ? 1 : 0;
    digit_[i] = low_word(digit_[i] + (borrow != 0 ? kBase : 0) - take);
  }
  trim();
}

void Natural::shift_left(std::size_t bits) {
  if (digit_.empty() || bits == 0) return;
  const unsigned small = static_cast<unsigned>(bits % 32);
  if (small != 0) multiply(std::uint64_t{1} << small);
  digit_.insert(digit_.begin(), bits / 32, 0U);
}

std::uint32_t Natural::divide_by_word(std::uint32_t divisor) {
  std::uint64_t remainder = 0;
  for (std::size_t i = digit_.size(); i-- > 0;) {
    remainder = (remainder << 32U) | digit_[i];
    digit_[i] = low_word(remainder / divisor);
    remainder %= divisor;
  }
  trim();
  return low_word(remainder);
}

// Long division after Knuth, The Art of Computer Programming, vol. 2, 4.3.1, algorithm D.
Natural Natural::divide(const Natural& divisor) {
  if (compare(*this, divisor) < 0) return {};
  if (divisor.digit_.size() == 1) {
    const std::uint32_t remainder = divide_by_word(divisor.digit_[0]);
    Natural quotient = std::move(*this);
    *this = Natural(remainder);
    return quotient;
  }
  const auto shift = static_cast<unsigned>(std::countl_zero(divisor.digit_.back()));
  Natural scaled = divisor;
  scaled.shift_left(shift);  // so that a guess from the highest digits is at most 2 too high
  shift_left(shift);
  digit_.push_back(0);
  const std::vector<std::uint32_t>& v = scaled.digit_;
  const std::size_t n = v.size();
  const std::size_t places = digit_.size() - n;
  Natural quotient;
  quotient.digit_.assign(places, 0);
  for (std::size_t j = places; j-- > 0;) {
    const std::uint64_t top = (static_cast<std::uint64_t>(digit_[j + n]) << 32U) | digit_[j + n - 1];
    std::uint64_t guess = top / v[n - 1];
    std::uint64_t rest = top % v[n - 1];
    while (guess >= kBase || guess * v[n - 2] > ((rest << 32U) | digit_[j + n - 2])) {
      --guess;
      rest += v[n - 1];
      if (rest >= kBase) break;
    }
    std::int64_t borrow = 0;
    std::uint64_t carry = 0;
    for (std::size_t i = 0; i < n; ++i) {
      carry += guess * v[i];
      const std::int64_t cell =
          static_cast<std::int64_t>(digit_[i + j]) - static_cast<std::int64_t>(low_word(carry)) + borrow;
      digit_[i + j] = static_cast<std::uint32_t>(cell & 0xFFFFFFFF);
      borrow = cell >> 32;
      carry >>= 32U;
    }
    const std::int64_t cell = static_cast<std::int64_t>(digit_[j + n]) - static_cast<std::int64_t>(carry) + borrow;
    digit_[j + n] = static_cast<std::uint32_t>(cell & 0xFFFFFFFF);
    if (cell < 0) {  // the guess was one too high: give one divisor back
      --guess;
      std::uint64_t back = 0;
      for (std::size_t i = 0; i < n; ++i) {
        back += static_cast<std::uint64_t>(digit_[i + j]) + v[i];
        digit_[i + j] = low_word(back);
        back >>= 32U;
      }
      digit_[j + n] = low_word(digit_[j + n] + back);
    }
    quotient.digit_[j] = low_word(guess);
  }
  quotient.trim();
  trim();
  // The remainder was scaled with the divisor.
  if (shift != 0 && !zero()) divide_by_word(std::uint32_t{1} << shift);
  return quotient;
}

int compare(const Natural& a, const Natural& b) {
  if (a.digit_.size() != b.digit_.size()) return a.digit_.size() < b.digit_.size() ? -1 : 1;
  for (std::size_t i = a.digit_.size(); i-- > 0;) {
    if (a.digit_[i] != b.digit_[i]) return a.digit_[i] < b.digit_[i] ? -1 : 1;
  }
  return 0;
}

int bit_length(U128 x) {
  const auto high = static_cast<std::uint64_t>(x >> 64U);
  return high != 0 ? 128 - std::countl_zero(high) : 64 - std::countl_zero(static_cast<std::uint64_t>(x));
}

double round_scaled(U128 q, bool sticky, int exponent) {
  if (q == 0) return 0;
  const int highest = exponent + bit_length(q) - 1;  // 2^highest <= value
  if (highest > 1023) return std::numeric_limits<double>::infinity();
  const int last = std::max(highest - 52, -1074);  // exponent of the double's last place
  int drop = last - exponent;
  if (drop <= 0) return std::ldexp(static_cast<double>(static_cast<std::uint64_t>(q)), exponent);  // fits: below 2^53
  std::uint64_t kept = 0;
  if (drop > 128) return 0;
  if (drop < 128) kept = static_cast<std::uint64_t>(q >> static_cast<unsigned>(drop));
  const U128 half = static_cast<U128>(1) << static_cast<unsigned>(drop - 1);
  const U128 rest = drop == 128 ? q : q & ((half << 1U) - 1);
  if (rest > half || (rest == half && (sticky || (kept & 1U) != 0))) ++kept;
  return std::ldexp(static_cast<double>(kept), last);
}

double round_ratio(U128 n, std::uint64_t d, int exponent) {
  if (n == 0) return 0;
  const int shift = 128 - bit_length(n);
  n <<= static_cast<unsigned>(shift);
  const U128 q = n / d;
  return round_scaled(q, q * d != n, exponent - shift);
}

double round_ratio(Natural n, Natural d, int exponent) {
  if (n.zero()) return 0;
  // A quotient of 66 or 67 bits: enough below the last place of a double, and within 128.
  const std::size_t wanted = d.bit_length() + 66;
  if (wanted > n.bit_length()) {
    const std::size_t shift = wanted - n.bit_length();
    n.shift_left(shift);
    exponent -= static_cast<int>(shift);
  } else {
    const std::size_t shift = n.bit_length() - wanted;
    d.shift_left(shift);
    exponent += static_cast<int>(shift);
  }
  const Natural q = n.divide(d);
  return round_scaled(q.low128(), !n.zero(), exponent);
}

Parts parts_of(double x) {
  const auto bits = std::bit_cast<std::uint64_t>(x);
  const auto biased = static_cast<int>((bits >> 52U) & 0x7FFU);
  const std::uint64_t fraction = bits & 0xFFFFFFFFFFFFFU;
  if (biased == 0) return {fraction, -1074};
  return {fraction | (std::uint64_t{1} << 52U), biased - 1075};
}

}  // namespace tripline::core
