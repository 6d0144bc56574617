// Natural numbers of any size and the doubles nearest to their quotients: what decimals and exact sums round with.
//
// Input: naturals. Output: naturals, or one correctly rounded double. Invariant: the highest digit is not zero (zero
// has no digits). Used where 128 bits do not suffice, so it is short rather than fast. Value type.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace tripline::core {

__extension__ typedef unsigned __int128 U128;
__extension__ typedef __int128 I128;

class Natural {
 public:
  Natural() = default;
  explicit Natural(U128 value);
  static Natural from_digits(std::string_view decimal);  // Requires digits '0'..'9' only.
  static Natural from_words(const std::uint32_t* little_endian, std::size_t count);

  bool zero() const { return digit_.empty(); }
  std::size_t bit_length() const;  // 0 for zero
  U128 low128() const;             // value modulo 2^128

  void multiply(std::uint64_t factor);
  void multiply(const Natural& factor);
  void multiply_by_power_of_5(unsigned exponent);
  void add(const Natural& other);
  void subtract(const Natural& other);  // Requires other <= *this.
  void shift_left(std::size_t bits);
  // The quotient; *this becomes the remainder. Requires divisor != 0.
  Natural divide(const Natural& divisor);

  // Negative, zero or positive as a < b, a == b, a > b.
  friend int compare(const Natural& a, const Natural& b);

 private:
  void trim();
  std::uint32_t divide_by_word(std::uint32_t divisor);  // *this becomes the quotient; returns the remainder

  std::vector<std::uint32_t> digit_;  // little-endian, base 2^32
};

int compare(const Natural& a, const Natural& b);

// The double nearest (ties to even) to (q + e) * 2^exponent, where 0 < e < 1 if `sticky` and e = 0 otherwise; infinity
// beyond the range. Requires q >= 2^54 if sticky.
double round_scaled(U128 q, bool sticky, int exponent);
// The same of n / d * 2^exponent. Requires d != 0.
double round_ratio(U128 n, std::uint64_t d, int exponent);
double round_ratio(Natural n, Natural d, int exponent);

// A finite double's magnitude as mantissa * 2^exponent, exactly; the mantissa is below 2^53.
struct Parts {
  std::uint64_t mantissa = 0;
  int exponent = 0;
};
Parts parts_of(double x);

// The number of bits up to the highest that is set; 0 for 0.
int bit_length(U128 x);

}  // namespace tripline::core
