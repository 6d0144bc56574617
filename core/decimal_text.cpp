#include "core/decimal_text.hpp"

#include <algorithm>

namespace tripline::core {
namespace {

constexpr std::int64_t kMaxExponent = 1'000'000'000;
constexpr std::size_t kDigitsInWord = 19;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Most numerals: few digits, no exponent. False: it is none of these, or no numeral at all.
bool scan_plain(std::string_view text, DecimalText& result) {
  if (text.size() > kDigitsInWord) return false;
  const char* at = text.data();
  const char* const end = at + text.size();
  result.negative = at != end && *at == '-';
  if (result.negative) ++at;
  const char* significant = at;
  const auto digits = [&] {
    const char* const from = at;
    for (; at != end && is_digit(*at); ++at) result.first = result.first * 10 + static_cast<std::uint64_t>(*at - '0');
    return at - from;
  };
  if (digits() == 0) return false;
  const char* point = end;
  if (at != end && *at == '.') {
    point = at++;
    result.exponent = -digits();
    result.integer = false;
    if (result.exponent == 0) return false;
  }
  if (at != end) return false;
  if (result.first == 0) {
    result.exponent = 0;
    return true;
  }
  while (*significant == '0' || *significant == '.') ++significant;
  result.digits = {significant, static_cast<std::size_t>(end - significant)};
  result.point = result.exponent + (end - significant) - (point != end && significant < point ? 1 : 0);
  return true;
}

}  // namespace

std::optional<DecimalText> scan_decimal(std::string_view text) {
  if (DecimalText plain; scan_plain(text, plain)) return plain;
  DecimalText result;
  const char* at = text.data();
  const char* const end = at + text.size();
  if (at != end && *at == '-') {
    result.negative = true;
    ++at;
  }
  const char* const begin = at;
  const char* point = nullptr;
  const char* significant = nullptr;  // the first digit that is not 0
  std::size_t kept = 0;
  std::int64_t exponent = 0;
  for (; at != end; ++at) {
    if (is_digit(*at)) {
      if (significant == nullptr && *at != '0') significant = at;
      if (significant != nullptr && kept < kDigitsInWord) {
        result.first = result.first * 10 + static_cast<std::uint64_t>(*at - '0');
        ++kept;
        if (point != nullptr) --exponent;
      } else if (significant != nullptr) {
        if (*at != '0') result.complete = false;
        if (point == nullptr) ++exponent;
      } else if (point != nullptr) {
        --exponent;
      }
    } else if (*at == '.' && point == nullptr) {
      if (at == begin) return std::nullopt;
      point = at;
    } else {
      break;
    }
  }
  if (at == begin || (point != nullptr && at == point + 1)) return std::nullopt;
  const char* const digits_end = at;
  std::int64_t written = 0;
  if (at != end) {
    if (*at != 'e' && *at != 'E') return std::nullopt;
    ++at;
    bool negative = false;
    if (at != end && (*at == '+' || *at == '-')) negative = *at++ == '-';
    if (at == end) return std::nullopt;
    for (; at != end; ++at) {
      if (!is_digit(*at)) return std::nullopt;
      written = std::min(kMaxExponent, written * 10 + (*at - '0'));
    }
    if (negative) written = -written;
    result.integer = false;
  }
  if (point != nullptr) result.integer = false;
  if (significant == nullptr) return result;  // zero, whatever its exponent
  result.exponent = exponent + written;
  result.point = result.exponent + static_cast<std::int64_t>(kept);
  result.digits = {significant, static_cast<std::size_t>(digits_end - significant)};
  return result;
}

}  // namespace tripline::core
