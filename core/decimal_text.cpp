#include "core/decimal_text.hpp"

#include <algorithm>

namespace tripline::core {
namespace {

constexpr std::int64_t kMaxExponent = 1'000'000'000;
constexpr std::size_t kDigitsInWord = 19;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

std::optional<DecimalText> scan_decimal(std::string_view text) {
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
