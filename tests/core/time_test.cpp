#include "core/time.hpp"

#include <catch2/catch.hpp>
#include <random>
#include <string>

#include "core/decimal.hpp"

using namespace tripline::core;

namespace {

// Uniform over all readable instants, whose span is wider than a Duration.
Time anywhere(std::uint64_t bits) {
  const auto first = static_cast<std::uint64_t>(kFirstTime);
  return static_cast<Time>(first + bits % (static_cast<std::uint64_t>(kEndTime) - first));
}

}  // namespace

TEST_CASE("RFC 3339 texts") {
  CHECK(parse_rfc3339("1970-01-01T00:00:00Z") == 0);
  CHECK(parse_rfc3339("2026-03-01T08:00:10.5+08:00") == 1'772'323'210'500'000'000);
  CHECK(parse_rfc3339("2026-03-01t00:00:10.5z") == 1'772'323'210'500'000'000);
  CHECK(parse_rfc3339("2026-02-28 19:00:10.500000000-05:00") == 1'772'323'210'500'000'000);
  CHECK(parse_rfc3339("1969-12-31T23:59:59.999999999Z") == -1);
  CHECK(parse_rfc3339("2024-02-29T00:00:00Z"));
  CHECK(parse_rfc3339("2016-12-31T23:59:60Z") == parse_rfc3339("2017-01-01T00:00:00Z"));
  CHECK(parse_rfc3339("2017-01-01T07:59:60.25+08:00") == parse_rfc3339("2017-01-01T00:00:00Z"));
  CHECK(parse_rfc3339("1678-01-01T00:00:00Z") == kFirstTime);
  CHECK(parse_rfc3339("2261-12-31T23:59:59.999999999Z") == kEndTime - 1);
  CHECK(parse_rfc3339("2026-01-01T00:00:00-00:00"));
  for (const char* text : {"",
                           "2026-03-01",
                           "2026-03-01T08:00Z",
                           "2026-03-01T08:00:00",
                           "2026-03-01T08:00:00+8:00",
                           "2026-03-01T08:00:00+0800",
                           "2026-03-01T08:00:00.Z",
                           "2026-03-01T08:00:00.1234567890Z",
                           "2026-3-01T08:00:00Z",
                           "2026-02-29T08:00:00Z",
                           "2026-13-01T08:00:00Z",
                           "2026-00-01T08:00:00Z",
                           "2026-01-00T08:00:00Z",
                           "2026-01-01T24:00:00Z",
                           "2026-01-01T00:60:00Z",
                           "2026-01-01T00:00:61Z",
                           "2026-01-01T12:00:60Z",
                           "2026-01-01T00:00:00Z ",
                           " 2026-01-01T00:00:00Z",
                           "2026-01-01T00:00:00+24:00",
                           "2026-01-01T00:00:00+00:60",
                           "1677-12-31T23:59:59Z",
                           "2262-01-01T00:00:00Z",
                           "2261-12-31T23:59:59-00:01",
                           "1678-01-01T00:00:00+00:01",
                           "2026-01-01X00:00:00Z",
                           "2026-01-01T00:00:00,5Z",
                           "+026-01-01T00:00:00Z",
                           "2026-01-01T-1:00:00Z"}) {
    INFO(text);
    CHECK_FALSE(parse_rfc3339(text));
  }
}

TEST_CASE("instants print in UTC with as many decimals as needed") {
  CHECK(print_rfc3339(0) == "1970-01-01T00:00:00Z");
  CHECK(print_rfc3339(1'772'323'210'500'000'000) == "2026-03-01T00:00:10.5Z");
  CHECK(print_rfc3339(-1) == "1969-12-31T23:59:59.999999999Z");
  CHECK(print_rfc3339(kNever) == "2262-04-11T23:47:16.854775807Z");
  CHECK(print_rfc3339(kAlways) == "1677-09-21T00:12:43.145224192Z");
  std::mt19937_64 random(1);
  for (int i = 0; i < 20000; ++i) {
    const Time t = anywhere(random());
    REQUIRE(parse_rfc3339(print_rfc3339(t)) == t);
  }
}

TEST_CASE("times as authors write them") {
  const auto w = parse_written_time("2026-03-01T08:00");
  REQUIRE(w);
  CHECK(w->day == parse_day("2026-03-01"));
  CHECK(w->clock == 8 * 3600 * kSecond);
  CHECK_FALSE(w->offset);
  CHECK(parse_written_time("2026-03-01T08:00:01.25+08:00")->offset == 8 * 3600 * kSecond);
  CHECK(parse_written_time("2026-03-01T08:00Z")->offset == 0);
  CHECK_FALSE(parse_written_time("2026-03-01T08"));
  CHECK_FALSE(parse_written_time("2026-03-01"));
  CHECK_FALSE(parse_written_time("2026-03-01T08:00:"));
}

TEST_CASE("sums of instants and durations are clamped") {
  CHECK(add_clamped(5, 6) == 11);
  CHECK(add_clamped(kNever, 1) == kNever);
  CHECK(add_clamped(kNever - 1, kSecond) == kNever);
  CHECK(add_clamped(kAlways, -1) == kAlways);
  CHECK(add_clamped(5, -6) == -1);
}

TEST_CASE("durations print as people say them") {
  const Duration hour = 3600 * kSecond;
  CHECK(print_duration(0) == "0 s");
  CHECK(print_duration(3 * kSecond) == "3 s");
  CHECK(print_duration(-5 * kSecond) == "-5 s");
  CHECK(print_duration(24 * hour) == "24 h");
  CHECK(print_duration(48 * hour) == "48 h");
  CHECK(print_duration(49 * hour) == "2 d 1 h");
  CHECK(print_duration(72 * hour) == "3 d");
  CHECK(print_duration(24 * hour + 60 * kSecond) == "1 d 1 min");
  CHECK(print_duration(90 * 60 * kSecond) == "1 h 30 min");
  CHECK(print_duration(250'000'000) == "250 ms");
  CHECK(print_duration(kSecond + 1) == "1 s 1 ns");
  CHECK(print_duration(1'002'003) == "1 ms 2 us 3 ns");
  CHECK(print_duration(kAlways) == "-106751 d 23 h 47 min 16 s 854 ms 775 us 808 ns");
}

TEST_CASE("durations print as authors write them, and read back") {
  const Duration hour = 3600 * kSecond;
  CHECK(print_duration_literal(0) == "0 s");
  CHECK(print_duration_literal(24 * hour) == "24 h");
  CHECK(print_duration_literal(7 * kDay) == "7 d");
  CHECK(print_duration_literal(2 * kDay) == "48 h");
  CHECK(print_duration_literal(90 * 60 * kSecond) == "90 min");
  CHECK(print_duration_literal(90 * kSecond) == "90 s");
  CHECK(print_duration_literal(1'500'000'000) == "1.5 s");
  CHECK(print_duration_literal(250'000'000) == "250 ms");
  CHECK(print_duration_literal(1'050) == "1.05 us");
  CHECK(print_duration_literal(7) == "7 ns");
  CHECK(print_duration_literal(-1'500'000'000) == "-1.5 s");
  std::mt19937_64 random(2);
  for (int i = 0; i < 20000; ++i) {
    const Duration d = static_cast<Duration>(random()) >> (random() % 63);
    const std::string text = print_duration_literal(d);
    const std::size_t blank = text.find(' ');
    REQUIRE(read_duration_ns(text.substr(0, blank), text.substr(blank + 1)) == d);
  }
}

TEST_CASE("days") {
  CHECK(parse_day("1970-01-01") == 0);
  CHECK(parse_day("2026-03-01") == 20513);
  CHECK(parse_day("1969-12-31") == -1);
  CHECK(print_day(20513) == "2026-03-01");
  CHECK(print_day(-1) == "1969-12-31");
  for (const char* text :
       {"", "2026-02-30", "1900-02-29", "2026-3-1", "2026-03-01T", "20260301", "1677-01-01", "2262-01-01"}) {
    INFO(text);
    CHECK_FALSE(parse_day(text));
  }
  for (Day d = -106'000; d < 106'000; d += 37) REQUIRE(parse_day(print_day(d)) == d);
}
