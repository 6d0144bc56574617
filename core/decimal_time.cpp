#include <array>
#include <limits>

#include "core/decimal.hpp"
#include "core/decimal_text.hpp"
#include "core/natural.hpp"

namespace tripline::core {
namespace {

struct TimeUnit {
  std::string_view text;
  std::uint64_t nanoseconds;
};

constexpr std::array<TimeUnit, 7> kTimeUnits = {{{"ns", 1},
                                                 {"us", 1'000},
                                                 {"ms", 1'000'000},
                                                 {"s", 1'000'000'000},
                                                 {"min", 60'000'000'000},
                                                 {"h", 3'600'000'000'000},
                                                 {"d", 86'400'000'000'000}}};

// text * nanoseconds as a whole number; nullopt if it is none or leaves int64.
std::optional<std::int64_t> whole_nanoseconds(std::string_view text, std::uint64_t nanoseconds) {
  const std::optional<DecimalText> d = scan_decimal(text);
  if (!d) return std::nullopt;
  if (d->first == 0) return 0;
  if (std::uint64_t n = 0; d->complete && d->exponent == 0 && !__builtin_mul_overflow(d->first, nanoseconds, &n) &&
                           n <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
    return d->negative ? -static_cast<std::int64_t>(n) : static_cast<std::int64_t>(n);
  }
  U128 n = 0;
  std::int64_t exponent = d->point;
  int count = 0;
  int zeros = 0;  // kept back until a digit follows that is not 0
  for (const char c : d->digits) {
    if (c == '.') continue;
    if (c == '0') {
      ++zeros;
      continue;
    }
    count += zeros + 1;
    // A whole number below 2^63 of units of at most 864 * 10^11 has at most 22 significant digits.
    if (count > 24) return std::nullopt;
    for (; zeros > 0; --zeros) n *= 10;
    n = n * 10 + static_cast<unsigned>(c - '0');
  }
  exponent -= count;
  if (exponent > 19 || exponent < -24) return std::nullopt;
  n *= nanoseconds;  // below 10^24 * 2^47
  for (; exponent < 0; ++exponent) {
    if (n % 10 != 0) return std::nullopt;
    n /= 10;
  }
  constexpr auto kMax = static_cast<U128>(std::numeric_limits<std::int64_t>::max());
  const U128 limit = kMax + (d->negative ? 1 : 0);
  for (; exponent > 0; --exponent) {
    if (n > limit) return std::nullopt;
    n *= 10;
  }
  if (n > limit) return std::nullopt;
  const auto bits = static_cast<std::uint64_t>(n);
  return static_cast<std::int64_t>(d->negative ? 0 - bits : bits);
}

}  // namespace

std::optional<std::int64_t> read_duration_ns(std::string_view decimal, std::string_view unit) {
  for (const TimeUnit& u : kTimeUnits) {
    if (u.text == unit) return whole_nanoseconds(decimal, u.nanoseconds);
  }
  return std::nullopt;
}

std::optional<std::int64_t> read_epoch_ns(std::string_view decimal, std::string_view unit) {
  for (const TimeUnit& u : kTimeUnits) {
    if (u.text == unit && u.nanoseconds <= 1'000'000'000) return whole_nanoseconds(decimal, u.nanoseconds);
  }
  return std::nullopt;
}

}  // namespace tripline::core
