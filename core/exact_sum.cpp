#include "core/exact_sum.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <limits>

#include "core/natural.hpp"

namespace tripline::core {
namespace {

constexpr std::int64_t kBase = std::int64_t{1} << 32U;
constexpr std::int64_t kMask = kBase - 1;
// Each addition moves a cell by less than 2^32, so this many stay below 2^62.
constexpr std::uint32_t kMaxPending = std::uint32_t{1} << 29U;

std::uint64_t magnitude(std::int64_t x) {
  return x < 0 ? 0 - static_cast<std::uint64_t>(x) : static_cast<std::uint64_t>(x);
}

}  // namespace

// The absolute value in plain digits, without zeros at either end, on the stack unless it is longer than any sum of
// doubles times 64-bit integers.
struct ExactSum::Magnitude {
  explicit Magnitude(const ExactSum& sum) {
    sum.carry();
    const std::vector<std::int64_t>& cells = sum.digit_;
    std::size_t count = cells.size();
    while (count > 0 && cells[count - 1] == 0) --count;
    std::size_t first = 0;
    while (first < count && cells[first] == 0) ++first;
    low = sum.low_ + static_cast<std::int32_t>(first);
    if (first == count) return;
    negative = cells[count - 1] < 0;
    if (count - first + 1 > inline_words.size()) heap_words.resize(count - first + 1);
    std::uint32_t* out = begin();
    std::int64_t over = 0;
    for (std::size_t i = first; i < count; ++i) {
      over += negative ? -cells[i] : cells[i];
      out[size++] = static_cast<std::uint32_t>(over & kMask);
      over >>= 32;
    }
    if (over != 0) out[size++] = static_cast<std::uint32_t>(over);
    while (size > 0 && out[size - 1] == 0) --size;
  }

  std::uint32_t* begin() { return heap_words.empty() ? inline_words.data() : heap_words.data(); }
  const std::uint32_t* words() const { return heap_words.empty() ? inline_words.data() : heap_words.data(); }
  bool zero() const { return size == 0; }
  Natural natural() const { return Natural::from_words(words(), size); }
  // The digits as one number where they fit; `extra` more zero digits below must fit too.
  bool wide(std::size_t extra, U128& out) const {
    if (size + extra > 4) return false;
    out = 0;
    for (std::size_t i = size; i-- > 0;) out = (out << 32U) | words()[i];
    out <<= static_cast<unsigned>(16 * extra);
    out <<= static_cast<unsigned>(16 * extra);
    return true;
  }

  bool negative = false;
  std::int32_t low = 0;
  std::size_t size = 0;

 private:
  std::array<std::uint32_t, 96> inline_words;
  std::vector<std::uint32_t> heap_words;
};

void ExactSum::reserve(std::int32_t first, std::int32_t last) {
  if (digit_.empty()) {
    low_ = first;
    digit_.resize(static_cast<std::size_t>(last - first + 1), 0);
    return;
  }
  if (first < low_) {
    digit_.insert(digit_.begin(), static_cast<std::size_t>(low_ - first), 0);
    low_ = first;
  }
  const auto wanted = static_cast<std::size_t>(last - low_ + 1);
  if (wanted > digit_.size()) digit_.resize(wanted, 0);
}

void ExactSum::counted(std::uint32_t additions) {
  pending_ += additions;
  if (pending_ >= kMaxPending) carry();
}

void ExactSum::carry() const {
  if (pending_ == 0) return;
  pending_ = 0;
  std::int64_t over = 0;
  for (std::size_t i = 0; i + 1 < digit_.size(); ++i) {
    over += digit_[i];
    digit_[i] = over & kMask;
    over >>= 32;
  }
  std::int64_t& highest = digit_.back();
  highest += over;
  if (highest >= kBase || highest <= -kBase) {
    over = highest >> 32;
    highest &= kMask;
    digit_.push_back(over);
  }
}

void ExactSum::deposit(bool negative, std::uint64_t mantissa, std::int32_t exponent) {
  if (mantissa == 0) return;
  const std::int32_t place = exponent >> 5;
  const U128 shifted = static_cast<U128>(mantissa) << static_cast<unsigned>(exponent & 31);
  reserve(place, place + 2);
  std::int64_t* cell = digit_.data() + (place - low_);
  const auto a = static_cast<std::int64_t>(static_cast<std::uint64_t>(shifted) & 0xFFFFFFFFU);
  const auto b = static_cast<std::int64_t>(static_cast<std::uint64_t>(shifted) >> 32U);
  const auto c = static_cast<std::int64_t>(shifted >> 64U);
  if (negative) {
    cell[0] -= a;
    cell[1] -= b;
    cell[2] -= c;
  } else {
    cell[0] += a;
    cell[1] += b;
    cell[2] += c;
  }
  counted(1);
}

void ExactSum::deposit_product(bool negative, double x, std::int64_t n) {
  const Parts parts = parts_of(x);
  const U128 product = static_cast<U128>(parts.mantissa) * magnitude(n);
  const bool minus = (std::signbit(x) != (n < 0)) != negative;
  deposit(minus, static_cast<std::uint64_t>(product), parts.exponent);
  deposit(minus, static_cast<std::uint64_t>(product >> 64U), parts.exponent + 64);
}

void ExactSum::add(double x) {
  const Parts parts = parts_of(x);
  deposit(std::signbit(x), parts.mantissa, parts.exponent);
}

void ExactSum::subtract(double x) {
  const Parts parts = parts_of(x);
  deposit(!std::signbit(x), parts.mantissa, parts.exponent);
}

void ExactSum::add_product(double x, std::int64_t n) { deposit_product(false, x, n); }
void ExactSum::subtract_product(double x, std::int64_t n) { deposit_product(true, x, n); }

void ExactSum::combine(const ExactSum& other, std::int64_t sign) {
  other.carry();
  if (other.digit_.empty()) return;
  const std::size_t count = other.digit_.size();
  reserve(other.low_, other.low_ + static_cast<std::int32_t>(count) - 1);
  const auto offset = static_cast<std::size_t>(other.low_ - low_);
  for (std::size_t i = 0; i < count; ++i) digit_[offset + i] += sign * other.digit_[i];
  counted(1);
}

void ExactSum::add(const ExactSum& other) { combine(other, 1); }
void ExactSum::subtract(const ExactSum& other) { combine(other, -1); }

void ExactSum::add_scaled(const ExactSum& other, std::int64_t n) {
  const Magnitude m(other);
  if (m.zero() || n == 0) return;
  const std::uint64_t factor = magnitude(n);
  const bool negative = m.negative != (n < 0);
  for (std::size_t i = 0; i < m.size; ++i) {
    const U128 product = static_cast<U128>(factor) * m.words()[i];
    const std::int32_t exponent = 32 * (m.low + static_cast<std::int32_t>(i));
    deposit(negative, static_cast<std::uint64_t>(product), exponent);
    deposit(negative, static_cast<std::uint64_t>(product >> 64U), exponent + 64);
  }
}

void ExactSum::clear() {
  std::fill(digit_.begin(), digit_.end(), 0);
  pending_ = 0;
}

bool ExactSum::zero() const { return sign() == 0; }

int ExactSum::sign() const {
  carry();
  for (std::size_t i = digit_.size(); i-- > 0;) {
    // The lower digits together are less than one of this place, and not negative.
    if (digit_[i] != 0) return digit_[i] < 0 ? -1 : 1;
  }
  return 0;
}

double ExactSum::value() const {
  const Magnitude m(*this);
  if (m.zero()) return 0;
  const std::size_t taken = std::min<std::size_t>(4, m.size);
  U128 top = 0;
  for (std::size_t i = 0; i < taken; ++i) top = (top << 32U) | m.words()[m.size - 1 - i];
  // Magnitude has no zeros at its lower end: if digits are left out, they are not all zero.
  const auto left_out = static_cast<std::int32_t>(m.size - taken);
  const double result = round_scaled(top, left_out != 0, 32 * (m.low + left_out));
  return m.negative ? -result : result;
}

namespace {

// words * 2^(32 * low) / divisor, rounded once. Long division, digit by digit, into the fraction until a double's
// digits are there.
double divide_words(const std::uint32_t* words, std::size_t size, std::int32_t low, std::uint64_t divisor) {
  U128 quotient = 0;
  U128 remainder = 0;
  bool sticky = false;
  std::int32_t exponent = 0;
  auto i = static_cast<std::int32_t>(size) - 1;
  for (; i >= 0 || (quotient >> 64U) == 0; --i) {
    if (i < 0 && remainder == 0) break;
    const U128 current = (remainder << 32U) | (i >= 0 ? words[i] : 0U);
    const auto digit = static_cast<std::uint32_t>(current / divisor);
    remainder = current - static_cast<U128>(digit) * divisor;
    if ((quotient >> 64U) == 0) {
      quotient = (quotient << 32U) | digit;
      exponent = 32 * (low + i);
    } else {
      sticky = sticky || digit != 0;
    }
  }
  return round_scaled(quotient, sticky || remainder != 0, exponent);
}

}  // namespace

double ExactSum::divided_by(std::int64_t divisor) const {
  const Magnitude m(*this);
  if (m.zero()) return 0;
  const double result = divide_words(m.words(), m.size, m.low, magnitude(divisor));
  return m.negative != (divisor < 0) ? -result : result;
}

double ExactSum::divided_by(const ExactSum& divisor) const {
  const Magnitude n(*this);
  const Magnitude d(divisor);
  if (n.zero()) return 0;
  double result = 0;
  if (U128 word = 0; d.wide(0, word) && (word >> 64U) == 0) {
    result = divide_words(n.words(), n.size, n.low - d.low, static_cast<std::uint64_t>(word));
  } else {
    result = round_ratio(n.natural(), d.natural(), 32 * (n.low - d.low));
  }
  return n.negative != d.negative ? -result : result;
}

std::optional<std::int64_t> ExactSum::crossing(const ExactSum& now, const ExactSum& slope, bool strict) {
  const Magnitude b(slope);
  if (b.zero()) return std::nullopt;
  const Magnitude a(now);
  if (a.zero()) return strict ? 1 : 0;
  if (a.negative == b.negative) return 0;  // already there, and going on
  // ceil(a / b), or where it must be passed floor(a / b) + 1; first with both in the same unit.
  const std::int32_t low = std::min(a.low, b.low);
  const auto extra_a = static_cast<std::size_t>(a.low - low);
  const auto extra_b = static_cast<std::size_t>(b.low - low);
  constexpr auto kMax = static_cast<U128>(std::numeric_limits<std::int64_t>::max());
  U128 quotient = 0;
  bool rest = false;
  U128 wide_a = 0;
  U128 wide_b = 0;
  if (a.wide(extra_a, wide_a) && b.wide(extra_b, wide_b)) {
    quotient = wide_a / wide_b;
    rest = wide_a % wide_b != 0;
  } else {
    Natural n = a.natural();
    Natural d = b.natural();
    n.shift_left(32 * extra_a);
    d.shift_left(32 * extra_b);
    if (n.bit_length() > d.bit_length() + 64) return std::nullopt;
    quotient = n.divide(d).low128();
    rest = !n.zero();
  }
  if (quotient > kMax) return std::nullopt;
  if (strict || rest) ++quotient;
  if (quotient > kMax) return std::nullopt;
  return static_cast<std::int64_t>(quotient);
}

bool operator==(const ExactSum& a, const ExactSum& b) {
  const ExactSum::Magnitude x(a);
  const ExactSum::Magnitude y(b);
  return x.negative == y.negative && x.size == y.size && (x.zero() || x.low == y.low) &&
         std::equal(x.words(), x.words() + x.size, y.words());
}

namespace {

void put_word(std::string& out, std::uint32_t word) {
  for (unsigned i = 0; i < 4; ++i)
    out.push_back(static_cast<char>(static_cast<unsigned char>((word >> (8 * i)) & 0xFFU)));
}

bool take_word(std::string_view& bytes, std::uint32_t& word) {
  if (bytes.size() < 4) return false;
  word = 0;
  for (unsigned i = 0; i < 4; ++i) word |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
  bytes.remove_prefix(4);
  return true;
}

constexpr std::uint32_t kNegative = std::uint32_t{1} << 31U;
constexpr std::int32_t kMaxPlace = 1 << 20;

}  // namespace

// Sign and number of digits, place of the lowest, digits: each a little-endian 32-bit word.
void ExactSum::write(std::string& out) const {
  const Magnitude m(*this);
  put_word(out, static_cast<std::uint32_t>(m.size) | (m.negative ? kNegative : 0));
  if (m.zero()) return;
  put_word(out, static_cast<std::uint32_t>(m.low));
  for (std::size_t i = 0; i < m.size; ++i) put_word(out, m.words()[i]);
}

std::optional<ExactSum> ExactSum::read(std::string_view& bytes) {
  std::uint32_t head = 0;
  if (!take_word(bytes, head)) return std::nullopt;
  const std::uint32_t size = head & ~kNegative;
  ExactSum sum;
  if (size == 0) return head == 0 ? std::optional<ExactSum>(sum) : std::nullopt;
  std::uint32_t low = 0;
  if (!take_word(bytes, low) || bytes.size() / 4 < size) return std::nullopt;
  sum.low_ = static_cast<std::int32_t>(low);
  if (sum.low_ < -kMaxPlace || sum.low_ > kMaxPlace) return std::nullopt;
  sum.digit_.reserve(size);
  for (std::uint32_t i = 0; i < size; ++i) {
    std::uint32_t word = 0;
    take_word(bytes, word);
    if (word == 0 && (i == 0 || i + 1 == size)) return std::nullopt;
    sum.digit_.push_back((head & kNegative) != 0 ? -static_cast<std::int64_t>(word) : static_cast<std::int64_t>(word));
  }
  sum.pending_ = 1;
  return sum;
}

}  // namespace tripline::core
