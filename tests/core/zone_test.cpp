#include "core/zone.hpp"

#include <catch2/catch.hpp>
#include <random>
#include <string>

#include "core/posix_tz.hpp"

using namespace tripline::core;

namespace {

Zone zone(const char* name) {
  const auto z = Zone::find(name);
  INFO(name);
  REQUIRE(z);
  return *z;
}

Time utc(const char* text) {
  const auto t = parse_rfc3339(text);
  INFO(text);
  REQUIRE(t);
  return *t;
}

Day day(const char* text) { return *parse_day(text); }

// Uniform over all readable instants, whose span is wider than a Duration.
Time anywhere(std::uint64_t bits) {
  const auto first = static_cast<std::uint64_t>(kFirstTime);
  return static_cast<Time>(first + bits % (static_cast<std::uint64_t>(kEndTime) - first));
}

constexpr Period kPeriods[] = {Period::hour, Period::day, Period::week, Period::month, Period::quarter, Period::year};
constexpr Duration kHour = 3600 * kSecond;
constexpr Duration kMinute = 60 * kSecond;

}  // namespace

TEST_CASE("zones are found by name or by offset") {
  CHECK(zone("Asia/Shanghai").name() == "Asia/Shanghai");
  CHECK(zone("UTC").day(-1) == -1);
  CHECK(zone("+08:00").midnight(0) == -8 * kHour);
  CHECK(zone("-05:30").time_of_day(0) == 18 * kHour + 30 * kMinute);
  for (const char* name :
       {"", "Asia/Nowhere", "+8:00", "+24:00", "08:00", "+08:60", "+08:00x", "../../etc/passwd", "Asia"}) {
    INFO(name);
    CHECK_FALSE(Zone::find(name));
  }
  CHECK(Zone::database_version().size() >= 5);
}

TEST_CASE("days and clocks") {
  const Zone z = zone("Asia/Shanghai");
  const Time t = utc("2026-03-01T08:30:00.5+08:00");
  CHECK(z.day(t) == day("2026-03-01"));
  CHECK(z.time_of_day(t) == 8 * kHour + 30 * kMinute + kSecond / 2);
  CHECK(z.midnight(day("2026-03-01")) == utc("2026-02-28T16:00:00Z"));
  CHECK(z.local(day("2026-03-01"), 8 * kHour) == utc("2026-03-01T00:00:00Z"));
  CHECK(z.day(utc("2026-02-28T15:59:59.999999999Z")) == day("2026-02-28"));
}

TEST_CASE("beginnings of periods") {
  const Zone z = zone("Asia/Shanghai");
  const Time t = utc("2026-05-14T10:20:30+08:00");  // a Thursday
  CHECK(z.start_of(Period::hour, t) == utc("2026-05-14T10:00:00+08:00"));
  CHECK(z.start_of(Period::day, t) == utc("2026-05-14T00:00:00+08:00"));
  CHECK(z.start_of(Period::week, t) == utc("2026-05-11T00:00:00+08:00"));
  CHECK(z.start_of(Period::month, t) == utc("2026-05-01T00:00:00+08:00"));
  CHECK(z.start_of(Period::quarter, t) == utc("2026-04-01T00:00:00+08:00"));
  CHECK(z.start_of(Period::year, t) == utc("2026-01-01T00:00:00+08:00"));
  CHECK(z.start_of_next(Period::hour, t) == utc("2026-05-14T11:00:00+08:00"));
  CHECK(z.start_of_next(Period::week, t) == utc("2026-05-18T00:00:00+08:00"));
  CHECK(z.start_of_next(Period::quarter, t) == utc("2026-07-01T00:00:00+08:00"));
  CHECK(z.start_of_next(Period::year, t) == utc("2027-01-01T00:00:00+08:00"));
  CHECK(z.start_of_earlier(Period::hour, t, 11) == utc("2026-05-13T23:00:00+08:00"));
  CHECK(z.start_of_earlier(Period::day, t, 14) == utc("2026-04-30T00:00:00+08:00"));
  CHECK(z.start_of_earlier(Period::week, t, 1) == utc("2026-05-04T00:00:00+08:00"));
  CHECK(z.start_of_earlier(Period::month, t, 5) == utc("2025-12-01T00:00:00+08:00"));
  CHECK(z.start_of_earlier(Period::quarter, t, 2) == utc("2025-10-01T00:00:00+08:00"));
  CHECK(z.start_of_earlier(Period::year, t, 6) == utc("2020-01-01T00:00:00+08:00"));
}

TEST_CASE("spring forward: what does not exist is the first instant after the gap") {
  const Zone z = zone("Europe/Berlin");  // 2026-03-29: 02:00 -> 03:00
  const Time gap = utc("2026-03-29T01:00:00Z");
  CHECK(z.local(day("2026-03-29"), 2 * kHour) == gap);
  CHECK(z.local(day("2026-03-29"), 2 * kHour + 30 * kMinute) == gap);
  CHECK(z.local(day("2026-03-29"), 3 * kHour) == gap);
  CHECK(z.local(day("2026-03-29"), 2 * kHour - 1) == gap - 1);
  CHECK(z.start_of(Period::hour, gap + 1) == gap);
  CHECK(z.start_of_next(Period::hour, gap - 1) == gap);
  CHECK(z.midnight(day("2026-03-30")) - z.midnight(day("2026-03-29")) == 23 * kHour);
  // A midnight that does not exist: Sao Paulo, 2018-11-04, 00:00 -> 01:00.
  const Zone s = zone("America/Sao_Paulo");
  CHECK(s.midnight(day("2018-11-04")) == utc("2018-11-04T03:00:00Z"));
  CHECK(s.time_of_day(s.midnight(day("2018-11-04"))) == kHour);
  CHECK(s.day(utc("2018-11-04T02:59:59Z")) == day("2018-11-03"));
  // A day that does not exist: Samoa, 2011-12-30.
  const Zone apia = zone("Pacific/Apia");
  CHECK(apia.midnight(day("2011-12-30")) == apia.midnight(day("2011-12-31")));
  CHECK(apia.day(apia.midnight(day("2011-12-31"))) == day("2011-12-31"));
  CHECK(apia.day(apia.midnight(day("2011-12-31")) - 1) == day("2011-12-29"));
}

TEST_CASE("fall back: what exists twice is the earlier") {
  const Zone z = zone("Europe/Berlin");  // 2026-10-25: 03:00 -> 02:00
  CHECK(z.local(day("2026-10-25"), 2 * kHour + 30 * kMinute) == utc("2026-10-25T00:30:00Z"));
  CHECK(z.local(day("2026-10-25"), 3 * kHour) == utc("2026-10-25T02:00:00Z"));
  CHECK(z.midnight(day("2026-10-26")) - z.midnight(day("2026-10-25")) == 25 * kHour);
  CHECK(z.start_of(Period::hour, utc("2026-10-25T00:30:00Z")) == utc("2026-10-25T00:00:00Z"));
  CHECK(z.start_of(Period::hour, utc("2026-10-25T01:30:00Z")) == utc("2026-10-25T01:00:00Z"));
  CHECK(z.start_of_earlier(Period::hour, utc("2026-10-25T02:30:00Z"), 3) == utc("2026-10-24T23:00:00Z"));
  // Across midnight: St. John's, 2010-11-07, 00:01 -> 23:01 the day before. The new day has begun.
  const Zone s = zone("America/St_Johns");
  const Time midnight = s.midnight(day("2010-11-07"));
  CHECK(midnight == utc("2010-11-07T02:30:00Z"));
  CHECK(s.day(midnight) == day("2010-11-07"));
  CHECK(s.day(midnight + 30 * kMinute) == day("2010-11-07"));
  CHECK(s.time_of_day(midnight + 30 * kMinute) == 23 * kHour + 30 * kMinute);
  CHECK(s.day(midnight - 1) == day("2010-11-06"));
}

TEST_CASE("half an hour of daylight saving time") {
  const Zone z = zone("Australia/Lord_Howe");  // 2026-10-04: 02:00 -> 02:30; 2026-04-05: 02:00 -> 01:30
  const Time spring = utc("2026-10-03T15:30:00Z");
  CHECK(z.start_of(Period::hour, spring + kMinute) == spring);
  CHECK(z.start_of_next(Period::hour, spring - kMinute) == spring);
  CHECK(z.start_of_next(Period::hour, spring) == spring + 30 * kMinute);
  const Time autumn = utc("2026-04-04T15:00:00Z");
  CHECK(z.start_of(Period::hour, autumn + kMinute) == autumn - kHour);
  CHECK(z.start_of_next(Period::hour, autumn - kMinute) == autumn + 30 * kMinute);
}

TEST_CASE("the last rule goes on after the years that the file lists") {
  const Zone z = zone("Europe/Berlin");
  CHECK(z.time_of_day(utc("2026-07-01T12:00:00Z")) == 14 * kHour);
  CHECK(z.time_of_day(utc("2050-07-01T12:00:00Z")) == 14 * kHour);
  CHECK(z.time_of_day(utc("2250-12-01T12:00:00Z")) == 13 * kHour);
  CHECK(z.local(day("2050-03-27"), 2 * kHour) == utc("2050-03-27T01:00:00Z"));
  CHECK(z.midnight(day("2050-10-31")) - z.midnight(day("2050-10-30")) == 25 * kHour);
  CHECK(zone("Asia/Shanghai").time_of_day(utc("2100-07-01T00:00:00Z")) == 8 * kHour);
}

TEST_CASE("every instant lies in its period, whatever the zone") {
  std::mt19937_64 random(1);
  for (const char* name :
       {"UTC", "+05:45", "Asia/Shanghai", "Europe/London", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Apia",
        "America/Sao_Paulo", "Africa/Casablanca", "Asia/Kathmandu", "Africa/Monrovia"}) {
    const Zone z = zone(name);
    for (int i = 0; i < 3000; ++i) {
      Time t = anywhere(random());
      if (i % 2 == 0)
        t = utc("1900-01-01T00:00:00Z") + static_cast<Time>(random() % 200 * 365) * kDay +
            static_cast<Time>(random() % 8760) * kHour;
      if (t >= kEndTime) continue;
      INFO(name << " " << print_rfc3339(t));
      for (const Period p : kPeriods) {
        const Time start = z.start_of(p, t);
        const Time next = z.start_of_next(p, t);
        REQUIRE(start <= t);
        REQUIRE(t < next);
        REQUIRE(z.start_of(p, start) == start);
        REQUIRE(z.start_of(p, next - 1) == start);
        REQUIRE(z.start_of(p, next) == next);
        REQUIRE(z.start_of_next(p, start) == next);
        REQUIRE(z.start_of_earlier(p, next, 1) == start);
      }
      const Day d = z.day(t);
      REQUIRE(z.midnight(d) <= t);
      REQUIRE(t < z.midnight(d + 1));
      const Duration clock = z.time_of_day(t);
      REQUIRE(clock >= 0);
      REQUIRE(clock < kDay);
      REQUIRE(z.local(d, clock) <= t + kDay);
    }
  }
}

TEST_CASE("the extremes of time do not overflow") {
  for (const char* name : {"UTC", "+23:59", "-23:59", "Europe/Berlin"}) {
    const Zone z = zone(name);
    for (const Time t : {kAlways, kNever}) {
      for (const Period p : kPeriods) CHECK(z.start_of(p, t) <= z.start_of_next(p, t));
      z.time_of_day(t);
    }
    CHECK(z.midnight(2'000'000'000) == kNever);
    CHECK(z.midnight(-2'000'000'000) == kAlways);
  }
}

TEST_CASE("the calendar") {
  CHECK(weekday(0) == 4);
  CHECK(weekday(day("2026-03-01")) == 7);
  CHECK(weekday(day("2026-03-02")) == 1);
  CHECK(weekday(-1) == 3);
  CHECK(civil(day("2024-02-29")).month == 2);
  CHECK(day_of(2024, 2, 29) == day("2024-02-29"));
  CHECK_FALSE(day_of(2023, 2, 29));
  CHECK_FALSE(day_of(2023, 13, 1));
  CHECK_FALSE(day_of(2023, 257, 1));
  CHECK_FALSE(day_of(2023, 1, 0));
  CHECK_FALSE(day_of(100000, 1, 1));
  CHECK(add_months(day("2026-01-31"), 1) == day("2026-02-28"));
  CHECK(add_months(day("2024-01-31"), 1) == day("2024-02-29"));
  CHECK(add_months(day("2026-03-31"), -1) == day("2026-02-28"));
  CHECK(add_months(day("2026-03-15"), 24) == day("2028-03-15"));
  CHECK(add_months(day("2024-02-29"), 12) == day("2025-02-28"));
  CHECK(add_months(day("2026-01-10"), -13) == day("2024-12-10"));
}

TEST_CASE("times of a pack, with and without an offset") {
  const Zone z = zone("Asia/Shanghai");
  CHECK(parse_time("2026-03-01T08:00", z) == utc("2026-03-01T00:00:00Z"));
  CHECK(parse_time("2026-03-01T08:00:00.5", z) == utc("2026-03-01T00:00:00.5Z"));
  CHECK(parse_time("2026-03-01T08:00:00Z", z) == utc("2026-03-01T08:00:00Z"));
  CHECK(parse_time("2017-01-01T07:59:60", z) == utc("2017-01-01T00:00:00Z"));
  CHECK_FALSE(parse_time("2017-01-01T08:59:60", z));
  CHECK_FALSE(parse_time("2026-03-01", z));
}

TEST_CASE("POSIX rules") {
  const auto berlin = PosixTz::parse("CET-1CEST,M3.5.0,M10.5.0/3");
  REQUIRE(berlin);
  const auto t = berlin->transitions(2050);
  REQUIRE(t.size() == 2);
  CHECK(t[0].at * kSecond == utc("2050-03-27T01:00:00Z"));
  CHECK(t[0].offset == 7200);
  CHECK(t[1].at * kSecond == utc("2050-10-30T01:00:00Z"));
  CHECK(t[1].offset == 3600);
  const auto south = PosixTz::parse("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0");
  REQUIRE(south);
  CHECK(south->transitions(2050)[0].offset == 37800);
  const auto none = PosixTz::parse("CST-8");
  REQUIRE(none);
  CHECK(none->standard_offset() == 28800);
  CHECK(none->transitions(2050).empty());
  const auto julian = PosixTz::parse("AAA3BBB,J60/0,300/-1:30");
  REQUIRE(julian);
  CHECK(julian->transitions(2048)[0].at * kSecond == utc("2048-03-01T03:00:00Z"));
  CHECK(julian->transitions(2047)[0].at * kSecond == utc("2047-03-01T03:00:00Z"));
  CHECK(julian->transitions(2047)[1].at * kSecond == utc("2047-10-28T00:30:00Z"));
  for (const char* text : {"", "C", "CET", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0",
                           "CET-1CEST,M3.6.0,M10.5.0", "CET-1CEST,J0,J5", "<+03-3", "CET-1x", "CET-999"}) {
    INFO(text);
    CHECK_FALSE(PosixTz::parse(text));
  }
}
