#include "core/posix_tz.hpp"

#include <algorithm>
#include <cstddef>

#include "core/zone.hpp"

namespace tripline::core {
namespace {

constexpr std::int64_t kDaySeconds = 86'400;

bool is_leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

}  // namespace

// Recursive descent; after the first field that does not fit, ok() is false.
class PosixTz::Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  bool ok() const { return ok_; }
  bool empty() const { return rest_.empty(); }
  bool take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void need(bool condition) { ok_ = ok_ && condition; }

  // "CET" or "<+0330>"
  void name() {
    const bool quoted = take('<');
    std::size_t length = 0;
    const auto fits = [&](char c) {
      const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      return letter || (quoted && ((c >= '0' && c <= '9') || c == '+' || c == '-'));
    };
    while (length < rest_.size() && fits(rest_[length])) ++length;
    rest_.remove_prefix(length);
    need(length >= 3 && (!quoted || take('>')));
  }

  int number() {
    int value = 0;
    std::size_t length = 0;
    for (; length < rest_.size() && rest_[length] >= '0' && rest_[length] <= '9' && length < 4; ++length) {
      value = value * 10 + (rest_[length] - '0');
    }
    need(length > 0);
    rest_.remove_prefix(length);
    return value;
  }

  // [+-]hh[:mm[:ss]], hours up to 167 as RFC 8536 allows
  std::int64_t clock() {
    const bool negative = take('-');
    if (!negative) take('+');
    std::int64_t seconds = number() * std::int64_t{3600};
    if (take(':')) {
      seconds += number() * std::int64_t{60};
      if (take(':')) seconds += number();
    }
    need(seconds <= 167 * 3600 + 3599);
    return negative ? -seconds : seconds;
  }

  Rule rule() {
    Rule r;
    if (take('M')) {
      r.form = Rule::Form::month_week_day;
      r.month = number();
      need(take('.'));
      r.week = number();
      need(take('.'));
      r.day = number();
      need(r.month >= 1 && r.month <= 12 && r.week >= 1 && r.week <= 5 && r.day <= 6);
    } else {
      const bool julian = take('J');
      r.form = julian ? Rule::Form::julian_without_leap_day : Rule::Form::zero_based;
      r.day = number();
      need(r.day <= 365 && (!julian || r.day >= 1));
    }
    if (take('/')) r.clock = clock();
    return r;
  }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

std::optional<PosixTz> PosixTz::parse(std::string_view text) {
  Reader in(text);
  PosixTz tz;
  in.name();
  tz.standard_ = -in.clock();  // POSIX counts west of Greenwich
  if (in.ok() && !in.empty()) {
    tz.has_daylight_ = true;
    in.name();
    tz.daylight_ = tz.standard_ + 3600;
    if (!in.take(',')) {
      tz.daylight_ = -in.clock();
      in.need(in.take(','));
    }
    tz.begins_ = in.rule();
    in.need(in.take(','));
    tz.ends_ = in.rule();
  }
  if (!in.ok() || !in.empty()) return std::nullopt;
  return tz;
}

std::int64_t PosixTz::local_seconds(const Rule& rule, int year) {
  const std::int64_t first = *day_of(year, 1, 1);
  std::int64_t day = 0;
  switch (rule.form) {
    case Rule::Form::zero_based: day = first + rule.day; break;
    case Rule::Form::julian_without_leap_day:
      day = first + rule.day - 1 + (is_leap(year) && rule.day >= 60 ? 1 : 0);
      break;
    case Rule::Form::month_week_day: {
      const Day month = *day_of(year, static_cast<unsigned>(rule.month), 1);
      day = month + (rule.day - weekday(month) % 7 + 7) % 7 + (rule.week - 1) * 7;
      if (day >= add_months(month, 1)) day -= 7;  // week 5 is the last
      break;
    }
  }
  return day * kDaySeconds + rule.clock;
}

std::vector<Transition> PosixTz::transitions(int year) const {
  if (!has_daylight_) return {};
  std::vector<Transition> both = {{local_seconds(begins_, year) - standard_, daylight_},
                                  {local_seconds(ends_, year) - daylight_, standard_}};
  if (both[1].at < both[0].at) std::swap(both[0], both[1]);
  return both;
}

}  // namespace tripline::core
