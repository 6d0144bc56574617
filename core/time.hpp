// Instants and lengths of time as whole nanoseconds, and their text (RFC 3339). Pure functions, no clock.
#pragma once
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace tripline::core {

using Time = std::int64_t;      // nanoseconds since 1970-01-01T00:00:00Z
using Duration = std::int64_t;  // nanoseconds
using Day = std::int32_t;       // days since 1970-01-01, in whichever zone the context says

inline constexpr Time kNever = std::numeric_limits<Time>::max();
inline constexpr Time kAlways = std::numeric_limits<Time>::min();
inline constexpr Duration kSecond = 1'000'000'000;
inline constexpr Duration kDay = 86'400 * kSecond;

// a + b, clamped to [kAlways, kNever].
Time add_clamped(Time a, Duration b);

// RFC 3339 with an offset or Z, "T" or a blank or "t" between, at most nine decimals of a second (more: refused). A
// leap second ":60" is read as the first instant of the next minute, its decimals too, and only at 23:59 UTC. nullopt:
// not such a text, no such day, or outside 1678..2261.
std::optional<Time> parse_rfc3339(std::string_view text);

// A date and clock as written, before a zone makes it an instant: "2026-03-01T08:00", seconds, decimals and offset if
// they are there.
struct WrittenTime {
  Day day = 0;
  Duration clock = 0;              // since midnight's clock reading, below 24 h; 23:59:60 is 23:59:59 with leap_second
  std::optional<Duration> offset;  // east of UTC
  bool leap_second = false;
};
// As parse_rfc3339, but seconds and offset may be left out (DATETIME of grammar.ebnf). Years 1678..2261 as written.
std::optional<WrittenTime> parse_written_time(std::string_view text);

// The instant of a clock reading at a known offset; nullopt outside 1678..2261 (UTC), or for a leap second elsewhere
// than at 23:59 UTC.
std::optional<Time> instant(Day day, Duration clock, Duration offset, bool leap_second);

// The first and the first no longer readable instant: the beginnings of 1678 and of 2262, UTC.
inline constexpr Time kFirstTime = -9'214'560'000 * kSecond;
inline constexpr Time kEndTime = 9'214'646'400 * kSecond;

// UTC, as many decimals as needed, at most nine: "2026-03-01T00:00:10.5Z".
std::string print_rfc3339(Time);
void append_rfc3339(std::string& out, Time t);

// "3 s", "24 h", "1 h 30 min", "250 ms", "0 s", "-5 s": exact, d h min s ms us ns, largest first. Whole hours up to 48
// are said in hours, as people write "24 h".
std::string print_duration(Duration);

// A duration as authors write it, one number and one unit, exact: "24 h", "90 min", "1.5 s".
std::string print_duration_literal(Duration);

// "2026-03-01" (proleptic Gregorian, years 1678..2261).
std::optional<Day> parse_day(std::string_view text);
std::string print_day(Day);

}  // namespace tripline::core
