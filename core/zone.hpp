// A time zone and the calendar in it: which day an instant lies in, and where hours, days, weeks, months, quarters,
// years begin.
//
// Input: an IANA name and instants. Output: instants and days. Invariant: start_of(p, t) <= t < start_of_next(p, t). A
// local time that does not exist (spring forward) is the first instant after the gap; one that exists twice (fall back)
// is the earlier. So a day begins once: where the clock falls back across midnight, the repeated minutes belong to the
// new day. An hour begins whenever the clock shows a full hour or jumps over one, so the hour that exists twice is two
// hours. Instants are taken to lie in 1678..2261. Immutable: many threads.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/phrase.hpp"
#include "core/time.hpp"

namespace tripline::core {

enum class Period : std::uint8_t { hour, day, week, month, quarter, year };  // weeks begin on Monday

struct CivilDay {
  int year = 1970;
  unsigned month = 1;  // 1..12
  unsigned day = 1;    // 1..31
};
CivilDay civil(Day);
std::optional<Day> day_of(int year, unsigned month, unsigned day);
int weekday(Day);                 // Monday 1 .. Sunday 7 (ISO 8601)
Day add_months(Day, int months);  // keeps the day's number, clamped to the month's last

class Zone {
 public:
  // nullopt: no such zone in the system's database (a fixed offset such as "+08:00" is a zone too, and "UTC" needs no
  // database).
  static std::optional<Zone> find(std::string_view name);
  static std::string database_version();  // "2024a"
  const std::string& name() const;

  Day day(Time) const;               // the local day of an instant
  Duration time_of_day(Time) const;  // local clock since midnight's clock reading, 0 <= x < 24 h
  Time midnight(Day) const;          // the first instant of that local day
  // The instant at which the local clock first shows `clock` on that day (or the first after the gap).
  Time local(Day, Duration clock) const;
  Time start_of(Period, Time) const;
  Time start_of_next(Period, Time) const;
  // The beginning of the period n periods before the one that t lies in (n = 0: start_of).
  Time start_of_earlier(Period, Time, int n) const;

 private:
  struct Impl;
  std::shared_ptr<const Impl> impl_;
};

// A time as authors write it in a pack (time.hpp, parse_written_time): with an offset that instant, without one in
// `zone`.
std::optional<Time> parse_time(std::string_view text, const Zone& zone);

// A strptime pattern of %Y %m %d %H %M %S %z %j %b %p %I %% (English month names, no locale; %S takes a fraction of at
// most nine decimals). Compiled once; `parse` reads a whole text. Without %z the zone given decides, and without a
// clock it is the day's first instant. Everything else in the pattern stands for itself, blanks included; %Y is four
// digits, %j up to three, the others up to two; %I goes with %p, %b is "Mar" or "March" in any case, %z is Z, +hh,
// +hhmm or +hh:mm. Instants outside 1678..2261 are refused.
class TimePattern {
 public:
  // nullopt: an unknown directive, or one that can never give a date (needs %Y and (%m|%b with %d, or %j)); `why` says
  // which.
  static std::optional<TimePattern> compile(std::string_view pattern, Said& why);
  std::optional<Time> parse(std::string_view text, const Zone&) const;
  bool has_clock() const;

 private:
  struct Step {
    char directive;  // 0: `literal` stands for itself
    char literal;
  };
  std::vector<Step> steps_;
};

}  // namespace tripline::core
