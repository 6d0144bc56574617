#include <algorithm>
#include <array>
#include <cstddef>

#include "core/zone.hpp"

namespace tripline::core {
namespace {

constexpr Duration kMinute = 60 * kSecond;
constexpr Duration kHour = 60 * kMinute;
constexpr std::array<std::string_view, 12> kMonths = {"january",   "february", "march",    "april",
                                                      "may",       "june",     "july",     "august",
                                                      "september", "october",  "november", "december"};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool begins_with(std::string_view text, std::string_view lower_case) {
  if (text.size() < lower_case.size()) return false;
  return std::equal(lower_case.begin(), lower_case.end(), text.begin(), [](char a, char b) { return a == lower(b); });
}

// What the directives found, and the text that is left. Functions answer false where the text does not fit.
struct Found {
  std::string_view rest;
  int year = 0;
  int month = 0;
  int day = 0;
  int day_of_year = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
  Duration fraction = 0;
  bool afternoon = false;
  std::optional<Duration> offset;

  bool number(std::size_t at_least, std::size_t at_most, int low, int high, int& out) {
    std::size_t length = 0;
    out = 0;
    for (; length < at_most && length < rest.size() && is_digit(rest[length]); ++length) {
      out = out * 10 + (rest[length] - '0');
    }
    rest.remove_prefix(length);
    return length >= at_least && out >= low && out <= high;
  }
  bool take(char c) {
    if (rest.empty() || rest.front() != c) return false;
    rest.remove_prefix(1);
    return true;
  }
  bool decimals() {
    if (rest.size() < 2 || rest[0] != '.' || !is_digit(rest[1]))
      return true;  // no fraction; a "." may be the pattern's
    rest.remove_prefix(1);
    Duration unit = kSecond;
    for (; !rest.empty() && is_digit(rest.front()); rest.remove_prefix(1)) {
      unit /= 10;
      if (unit == 0) return false;
      fraction += unit * (rest.front() - '0');
    }
    return true;
  }
  bool month_name() {
    for (std::size_t i = 0; i < kMonths.size(); ++i) {
      for (const std::string_view name : {kMonths[i], kMonths[i].substr(0, 3)}) {
        if (begins_with(rest, name)) {
          rest.remove_prefix(name.size());
          month = static_cast<int>(i) + 1;
          return true;
        }
      }
    }
    return false;
  }
  bool half_day() {
    afternoon = begins_with(rest, "pm");
    if (!afternoon && !begins_with(rest, "am")) return false;
    rest.remove_prefix(2);
    return true;
  }
  bool zone_offset() {
    if (take('Z') || take('z')) {
      offset = 0;
      return true;
    }
    const bool west = take('-');
    int hours = 0;
    int minutes = 0;
    if (!(west || take('+')) || !number(2, 2, 0, 23, hours)) return false;
    if (take(':') ? !number(2, 2, 0, 59, minutes)
                  : (!rest.empty() && is_digit(rest.front()) && !number(2, 2, 0, 59, minutes))) {
      return false;
    }
    offset = (west ? -1 : 1) * (hours * kHour + minutes * kMinute);
    return true;
  }

  bool directive(char d) {
    switch (d) {
      case 'Y': return number(4, 4, 1, 9999, year);
      case 'm': return number(1, 2, 1, 12, month);
      case 'd': return number(1, 2, 1, 31, day);
      case 'j': return number(1, 3, 1, 366, day_of_year);
      case 'H': return number(1, 2, 0, 23, hour);
      case 'I': return number(1, 2, 1, 12, hour);
      case 'M': return number(1, 2, 0, 59, minute);
      case 'S': return number(1, 2, 0, 60, second) && decimals();
      case 'b': return month_name();
      case 'p': return half_day();
      case 'z': return zone_offset();
      default: return false;
    }
  }
};

}  // namespace

std::optional<TimePattern> TimePattern::compile(std::string_view pattern, Said& why) {
  TimePattern compiled;
  std::string seen;
  const auto has = [&](char d) { return seen.find(d) != std::string::npos; };
  const auto refuse = [&](Said reason) -> std::optional<TimePattern> {
    why = std::move(reason);
    return std::nullopt;
  };
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] != '%') {
      compiled.steps_.push_back({0, pattern[i]});
      continue;
    }
    if (++i == pattern.size()) return refuse({"a pattern cannot end in a single %", "格式不能以单个 % 结尾"});
    const char d = pattern[i];
    if (d == '%') {
      compiled.steps_.push_back({0, '%'});
      continue;
    }
    if (std::string_view("YmdHMSzjbpI").find(d) == std::string_view::npos) {
      return refuse({"{0} is not known; there are %Y %m %d %H %M %S %z %j %b %p %I %%",
                     "没有 {0}；可用的有 %Y %m %d %H %M %S %z %j %b %p %I %%", "%" + std::string(1, d)});
    }
    if (has(d)) return refuse({"{0} stands twice", "{0} 写了两次", "%" + std::string(1, d)});
    seen.push_back(d);
    compiled.steps_.push_back({d, 0});
  }
  if (!has('Y')) return refuse({"without %Y no text gives a date", "没有 %Y 就无法得出日期"});
  const bool month = has('m') || has('b');
  if (!has('j') && !(month && has('d')))
    return refuse({"a date needs %m or %b with %d, or %j", "日期需要 %m 或 %b 加上 %d，或者 %j"});
  if (has('m') && has('b')) return refuse({"%m and %b both give the month", "%m 和 %b 都表示月"});
  if (has('j') && (month || has('d')))
    return refuse({"%j gives the day already; leave out %m, %b and %d", "%j 已表示日期；请删去 %m、%b 和 %d"});
  if (has('H') && has('I')) return refuse({"%H and %I both give the hour", "%H 和 %I 都表示小时"});
  if (has('I') != has('p')) return refuse({"%I and %p (12-hour clock) go together", "%I 和 %p（12 小时制）须同时使用"});
  if (has('M') && !has('H') && !has('I')) return refuse({"%M needs %H or %I", "%M 需要 %H 或 %I"});
  if (has('S') && !has('M')) return refuse({"%S needs %M", "%S 需要 %M"});
  return compiled;
}

bool TimePattern::has_clock() const {
  return std::any_of(steps_.begin(), steps_.end(), [](Step s) { return s.directive == 'H' || s.directive == 'I'; });
}

std::optional<Time> TimePattern::parse(std::string_view text, const Zone& zone) const {
  Found found;
  found.rest = text;
  bool half_days = false;
  for (const Step& step : steps_) {
    if (step.directive == 0 ? !found.take(step.literal) : !found.directive(step.directive)) return std::nullopt;
    half_days = half_days || step.directive == 'p';
  }
  if (!found.rest.empty()) return std::nullopt;
  if (half_days) found.hour = found.hour % 12 + (found.afternoon ? 12 : 0);

  std::optional<Day> day;
  if (found.day_of_year > 0) {
    day = day_of(found.year, 1, 1);
    if (day) *day += found.day_of_year - 1;
    if (day && civil(*day).year != found.year) return std::nullopt;
  } else {
    day = day_of(found.year, static_cast<unsigned>(found.month), static_cast<unsigned>(found.day));
  }
  if (!day) return std::nullopt;
  const bool leap_second = found.second == 60;
  if (leap_second) {
    found.second = 59;
    found.fraction = 0;
  }
  const Duration clock = found.hour * kHour + found.minute * kMinute + found.second * kSecond + found.fraction;
  if (found.offset) return instant(*day, clock, *found.offset, leap_second);
  if (found.year < 1677 || found.year > 2262) return std::nullopt;
  const Time t = has_clock() ? zone.local(*day, clock) : zone.midnight(*day);
  return instant(0, 0, -t, leap_second);
}

}  // namespace tripline::core
