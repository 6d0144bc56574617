#include "core/time.hpp"

#include <array>
#include <cstddef>

#include "core/zone.hpp"

namespace tripline::core {
namespace {

constexpr Duration kMinute = 60 * kSecond;
constexpr Duration kHour = 60 * kMinute;
constexpr int kFirstYear = 1678;
constexpr int kLastYear = 2261;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Takes fixed fields from the front of a text; once one does not fit, `ok` stays false.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  int digits(std::size_t count) {
    if (rest_.size() < count) return fail();
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (!is_digit(rest_[i])) return fail();
      value = value * 10 + (rest_[i] - '0');
    }
    rest_.remove_prefix(count);
    return value;
  }
  bool take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool take_any(std::string_view characters) {
    if (rest_.empty() || characters.find(rest_.front()) == std::string_view::npos) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void need(bool condition) { ok_ = ok_ && condition; }
  // 1 to 9 decimals of a second, as nanoseconds.
  Duration decimals() {
    Duration value = 0;
    int count = 0;
    for (; !rest_.empty() && is_digit(rest_.front()); rest_.remove_prefix(1)) {
      if (++count > 9) return fail();
      value = value * 10 + (rest_.front() - '0');
    }
    if (count == 0) return fail();
    for (; count < 9; ++count) value *= 10;
    return value;
  }
  bool done() const { return ok_ && rest_.empty(); }
  bool ok() const { return ok_; }
  bool empty() const { return rest_.empty(); }

 private:
  int fail() {
    ok_ = false;
    return 0;
  }
  std::string_view rest_;
  bool ok_ = true;
};

std::optional<Day> read_day(Reader& in) {
  const int year = in.digits(4);
  in.need(in.take('-'));
  const int month = in.digits(2);
  in.need(in.take('-'));
  const int day = in.digits(2);
  if (!in.ok() || year < kFirstYear || year > kLastYear) return std::nullopt;
  return day_of(year, static_cast<unsigned>(month), static_cast<unsigned>(day));
}

// Writes `value` at `out` in so many digits.
void put_digits(char* out, std::int64_t value, int width) {
  for (int i = width - 1; i >= 0; --i, value /= 10) out[i] = static_cast<char>('0' + value % 10);
}

struct NamedLength {
  Duration length;
  std::string_view name;
};

constexpr std::array<NamedLength, 7> kLengths = {
    {{kDay, "d"}, {kHour, "h"}, {kMinute, "min"}, {kSecond, "s"}, {1'000'000, "ms"}, {1'000, "us"}, {1, "ns"}}};

std::uint64_t magnitude(Duration d) {
  return d < 0 ? 0 - static_cast<std::uint64_t>(d) : static_cast<std::uint64_t>(d);
}

void put_day(char* out, Day day) {
  const CivilDay c = civil(day);
  put_digits(out, c.year, 4);
  put_digits(out + 5, c.month, 2);
  put_digits(out + 8, c.day, 2);
}

}  // namespace

Time add_clamped(Time a, Duration b) {
  Time sum = 0;
  if (!__builtin_add_overflow(a, b, &sum)) return sum;
  return b < 0 ? kAlways : kNever;
}

std::optional<WrittenTime> parse_written_time(std::string_view text) {
  Reader in(text);
  const std::optional<Day> day = read_day(in);
  if (!day || !in.take_any("Tt ")) return std::nullopt;
  WrittenTime written;
  written.day = *day;
  const int hour = in.digits(2);
  in.need(in.take(':'));
  const int minute = in.digits(2);
  int second = 0;
  Duration fraction = 0;
  if (in.take(':')) {
    second = in.digits(2);
    if (in.take('.')) fraction = in.decimals();
  }
  if (in.take_any("Zz")) {
    written.offset = 0;
  } else if (!in.empty()) {
    const bool west = in.take('-');
    in.need(west || in.take('+'));
    const int hours = in.digits(2);
    in.need(in.take(':'));
    const int minutes = in.digits(2);
    in.need(hours <= 23 && minutes <= 59);
    written.offset = (west ? -1 : 1) * (hours * kHour + minutes * kMinute);
  }
  if (!in.done() || hour > 23 || minute > 59 || second > 60) return std::nullopt;
  if (second == 60) {
    written.leap_second = true;
    second = 59;
    fraction = 0;
  }
  written.clock = hour * kHour + minute * kMinute + second * kSecond + fraction;
  return written;
}

std::optional<Time> instant(Day day, Duration clock, Duration offset, bool leap_second) {
  constexpr Day kFirstDay = static_cast<Day>(kFirstTime / kDay) - 2;
  constexpr Day kEndDay = static_cast<Day>(kEndTime / kDay) + 2;
  if (day < kFirstDay || day > kEndDay) return std::nullopt;
  Time t = day * kDay + clock - offset;
  if (leap_second) {
    t += kSecond;
    if (t % kDay != 0) return std::nullopt;
  }
  if (t < kFirstTime || t >= kEndTime) return std::nullopt;
  return t;
}

std::optional<Time> parse_rfc3339(std::string_view text) {
  // "2026-03-01T08:00Z" has no seconds: not RFC 3339, though a pack may say so.
  if (text.size() < 20 || text[16] != ':') return std::nullopt;
  const std::optional<WrittenTime> written = parse_written_time(text);
  if (!written || !written->offset) return std::nullopt;
  return instant(written->day, written->clock, *written->offset, written->leap_second);
}

void append_rfc3339(std::string& out, Time t) {
  Time days = t / kDay;
  Duration clock = t % kDay;
  if (clock < 0) {
    clock += kDay;
    --days;
  }
  std::array<char, 30> text = {"0000-00-00T00:00:00.000000000"};
  put_day(text.data(), static_cast<Day>(days));
  put_digits(text.data() + 11, clock / kHour, 2);
  put_digits(text.data() + 14, clock / kMinute % 60, 2);
  put_digits(text.data() + 17, clock / kSecond % 60, 2);
  std::size_t size = 19;
  if (const Duration fraction = clock % kSecond; fraction != 0) {
    put_digits(text.data() + 20, fraction, 9);
    size = 29;
    while (text[size - 1] == '0') --size;
  }
  text[size++] = 'Z';
  out.append(text.data(), size);
}

std::string print_rfc3339(Time t) {
  std::string out;
  append_rfc3339(out, t);
  return out;
}

std::string print_duration(Duration d) {
  if (d == 0) return "0 s";
  std::uint64_t rest = magnitude(d);
  std::string out = d < 0 ? "-" : "";
  const auto hour = static_cast<std::uint64_t>(kHour);
  if (rest % hour == 0 && rest <= 48 * hour) return out + std::to_string(rest / hour) + " h";
  bool first = true;
  for (const auto& [length, name] : kLengths) {
    const std::uint64_t count = rest / static_cast<std::uint64_t>(length);
    if (count == 0) continue;
    rest %= static_cast<std::uint64_t>(length);
    if (!first) out.push_back(' ');
    first = false;
    out += std::to_string(count);
    out.push_back(' ');
    out += name;
  }
  return out;
}

std::string print_duration_literal(Duration d) {
  if (d == 0) return "0 s";
  const std::uint64_t size = magnitude(d);
  std::string out = d < 0 ? "-" : "";
  const auto whole = [&](Duration length) { return size % static_cast<std::uint64_t>(length) == 0; };
  const auto write = [&](Duration length, std::string_view name) {
    const auto unit = static_cast<std::uint64_t>(length);
    out += std::to_string(size / unit);
    if (std::uint64_t rest = size % unit; rest != 0) {
      out.push_back('.');
      for (std::uint64_t place = unit / 10; rest != 0; place /= 10) {
        out.push_back(static_cast<char>('0' + rest / place));
        rest %= place;
      }
    }
    out.push_back(' ');
    out += name;
    return out;
  };
  if (whole(kDay) && size > 2 * static_cast<std::uint64_t>(kDay)) return write(kDay, "d");
  if (whole(kHour)) return write(kHour, "h");
  if (whole(kMinute)) return write(kMinute, "min");
  // Below a minute's multiples a decimal number of the largest unit that fits: units there are powers of ten.
  for (const auto& [length, name] : kLengths) {
    if (length <= kSecond && size >= static_cast<std::uint64_t>(length)) return write(length, name);
  }
  return write(1, "ns");
}

std::optional<Day> parse_day(std::string_view text) {
  Reader in(text);
  const std::optional<Day> day = read_day(in);
  if (!day || !in.done()) return std::nullopt;
  return day;
}

std::string print_day(Day day) {
  std::string out = "0000-00-00";
  put_day(out.data(), day);
  return out;
}

}  // namespace tripline::core
