// Exact sums of doubles and of doubles times 64-bit integers (language.md, section 5: "the exact real sum rounded
// once").
//
// A wide fixed-point number that grows as needed: adding and removing commute, eviction leaves no trace, the order
// never shows. No allocation once it has grown to the data's range. One thread, const members included.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/heap.hpp"

namespace tripline::core {

class ExactSum {
 public:
  void add(double x);  // Requires x finite.
  void subtract(double x);
  void add_product(double x, std::int64_t n);  // += x * n, exactly
  void subtract_product(double x, std::int64_t n);
  void add(const ExactSum& other);
  void subtract(const ExactSum& other);
  void add_scaled(const ExactSum& other, std::int64_t n);  // += other * n, exactly
  void clear();
  bool zero() const;
  int sign() const;  // -1, 0, 1, exactly
  // The real sum rounded once to nearest-even; +-infinity beyond the range of double.
  double value() const;
  // value / divisor (and value * factor / divisor) rounded once. Requires divisor != 0.
  double divided_by(std::int64_t divisor) const;
  double divided_by(const ExactSum& divisor) const;
  // The least integer n with  this + n * slope  >= 0 (or > 0 where `strict`), for slope > 0; or <= 0 (< 0) for slope <
  // 0: the nanosecond, counted from now, at which a linear quantity reaches zero, rounded up. Negative and zero results
  // are possible (already reached): they are returned as 0. nullopt if slope is zero or the answer leaves int64.
  static std::optional<std::int64_t> crossing(const ExactSum& now, const ExactSum& slope, bool strict);
  friend bool operator==(const ExactSum& a, const ExactSum& b);

  std::size_t room() const { return room_bytes(digit_); }  // bytes held beyond the object itself

  // For snapshots. Equal sums append equal bytes, whatever was added and removed on the way.
  void write(std::string& out) const;
  // Reads what `write` wrote from the front of `bytes` and moves past it. nullopt: not such bytes (then `bytes` is
  // unspecified).
  static std::optional<ExactSum> read(std::string_view& bytes);

 private:
  struct Magnitude;
  void reserve(std::int32_t first, std::int32_t last);  // grows so that the digits first..last have cells
  void deposit(bool negative, std::uint64_t mantissa, std::int32_t exponent);
  void deposit_product(bool negative, double x, std::int64_t n);
  void combine(const ExactSum& other, std::int64_t sign);
  void counted(std::uint32_t additions);
  void carry() const;

  // Little-endian base 2^32 digits in signed 64-bit cells (carries are kept back), lowest digit has weight 2^(32*low_).
  // After carry() the highest cell lies between -2^32 and 2^32, every other in [0, 2^32). Carrying changes the cells,
  // not the value: hence mutable.
  mutable std::vector<std::int64_t> digit_;
  std::int32_t low_ = 0;
  mutable std::uint32_t pending_ = 0;  // additions since the last carry
};

}  // namespace tripline::core
