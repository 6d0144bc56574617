#include <algorithm>
#include <chrono>

#include "core/zone.hpp"

namespace tripline::core {
namespace {

namespace chrono = std::chrono;

chrono::year_month_day ymd(Day day) { return chrono::sys_days(chrono::days(day)); }

Day count(chrono::year_month_day d) { return static_cast<Day>(chrono::sys_days(d).time_since_epoch().count()); }

}  // namespace

CivilDay civil(Day day) {
  const chrono::year_month_day d = ymd(day);
  return {static_cast<int>(d.year()), static_cast<unsigned>(d.month()), static_cast<unsigned>(d.day())};
}

std::optional<Day> day_of(int year, unsigned month, unsigned day) {
  // std::chrono keeps years in 16 and months and days in 8 bits.
  if (year < -32767 || year > 32767 || month > 12 || day > 31) return std::nullopt;
  const chrono::year_month_day d{chrono::year(year), chrono::month(month), chrono::day(day)};
  if (!d.ok()) return std::nullopt;
  return count(d);
}

int weekday(Day day) { return static_cast<int>(chrono::weekday(chrono::sys_days(chrono::days(day))).iso_encoding()); }

Day add_months(Day day, int months) {
  const chrono::year_month_day d = ymd(day);
  const chrono::year_month month = chrono::year_month(d.year(), d.month()) + chrono::months(months);
  const chrono::day last = chrono::year_month_day_last(month.year(), chrono::month_day_last(month.month())).day();
  return count({month.year(), month.month(), std::min(d.day(), last)});
}

}  // namespace tripline::core
