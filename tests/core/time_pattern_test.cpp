#include <catch2/catch.hpp>
#include <string>

#include "core/zone.hpp"

using namespace tripline::core;

namespace {

std::optional<Time> parse(const char* pattern, const char* text, const char* zone = "UTC") {
  Said why;
  const auto p = TimePattern::compile(pattern, why);
  INFO(pattern << ": " << why.in(Language::en));
  REQUIRE(p);
  return p->parse(text, *Zone::find(zone));
}

std::optional<Time> utc(const char* text) { return parse_rfc3339(text); }

}  // namespace

TEST_CASE("patterns read dates and times") {
  CHECK(parse("%Y-%m-%d", "2026-03-01") == utc("2026-03-01T00:00:00Z"));
  CHECK(parse("%Y-%m-%d", "2026-3-1") == utc("2026-03-01T00:00:00Z"));
  CHECK(parse("%Y-%m-%d", "2026-03-01", "Asia/Shanghai") == utc("2026-02-28T16:00:00Z"));
  CHECK(parse("%Y%m%d%H%M%S", "20260301081502") == utc("2026-03-01T08:15:02Z"));
  CHECK(parse("%d/%b/%Y:%H:%M:%S %z", "01/Mar/2026:08:15:02 +0800") == utc("2026-03-01T00:15:02Z"));
  CHECK(parse("%d %b %Y", "1 march 2026") == utc("2026-03-01T00:00:00Z"));
  CHECK(parse("%b %d, %Y %I:%M %p", "May 14, 2026 12:05 AM") == utc("2026-05-14T00:05:00Z"));
  CHECK(parse("%b %d, %Y %I:%M %p", "MAY 14, 2026 12:05 pm") == utc("2026-05-14T12:05:00Z"));
  CHECK(parse("%b %d, %Y %I:%M %p", "May 14, 2026 11:05 PM") == utc("2026-05-14T23:05:00Z"));
  CHECK(parse("%Y-%j", "2024-366") == utc("2024-12-31T00:00:00Z"));
  CHECK(parse("%Y/%j", "2026/60") == utc("2026-03-01T00:00:00Z"));
  CHECK(parse("%m/%d/%Y %H:%M:%S", "03/01/2026 08:15:02.000000001") == utc("2026-03-01T08:15:02.000000001Z"));
  CHECK(parse("%Y-%m-%dT%H:%M:%S%z", "2026-03-01T08:15:02.5Z") == utc("2026-03-01T08:15:02.5Z"));
  CHECK(parse("%Y-%m-%dT%H:%M:%S%z", "2026-03-01T08:15:02-05:30") == utc("2026-03-01T13:45:02Z"));
  CHECK(parse("%Y-%m-%d%z", "2026-03-01+08") == utc("2026-02-28T16:00:00Z"));
  CHECK(parse("100%% %Y-%m-%d", "100% 2026-03-01") == utc("2026-03-01T00:00:00Z"));
  CHECK(parse("%H:%M:%S. %Y-%m-%d", "08:15:02. 2026-03-01") == utc("2026-03-01T08:15:02Z"));
  CHECK(parse("%Y\u5E74%m\u6708%d\u65E5", "2026\u5E743\u67081\u65E5") == utc("2026-03-01T00:00:00Z"));
  CHECK(parse("%Y-%m-%d %H:%M:%S", "2016-12-31 23:59:60") == utc("2017-01-01T00:00:00Z"));
  // Spring forward, and a midnight that does not exist.
  CHECK(parse("%Y-%m-%d %H:%M", "2026-03-29 02:30", "Europe/Berlin") == utc("2026-03-29T01:00:00Z"));
  CHECK(parse("%Y-%m-%d", "2018-11-04", "America/Sao_Paulo") == utc("2018-11-04T03:00:00Z"));
}

TEST_CASE("texts that do not fit are refused") {
  for (const char* text : {"", "2026-03-01 ", " 2026-03-01", "26-03-01", "2026-13-01", "2026-02-29", "2026-03-00",
                           "2026-3-", "2026/03/01", "2026-03-011", "1600-01-01", "2300-01-01", "0000-01-01"}) {
    INFO(text);
    CHECK_FALSE(parse("%Y-%m-%d", text));
  }
  CHECK_FALSE(parse("%Y-%j", "2026-366"));
  CHECK_FALSE(parse("%Y-%j", "2026-0"));
  CHECK_FALSE(parse("%Y-%m-%d %I %p", "2026-03-01 13 PM"));
  CHECK_FALSE(parse("%Y-%m-%d %I %p", "2026-03-01 00 AM"));
  CHECK_FALSE(parse("%Y-%m-%d %H", "2026-03-01 24"));
  CHECK_FALSE(parse("%Y-%m-%d %H:%M:%S", "2026-03-01 00:00:00.0000000001"));
  CHECK_FALSE(parse("%Y-%m-%d %H:%M:%S", "2026-03-01 12:00:60"));
  CHECK_FALSE(parse("%Y-%m-%d %z", "2026-03-01 CET"));
  CHECK_FALSE(parse("%Y %b %d", "2026 Mrz 1"));
}

TEST_CASE("patterns that can never give a date are refused, saying why") {
  const std::pair<const char*, const char*> bad[] = {
      {"%m-%d", "without %Y"},        {"%Y-%m", "a date needs"},
      {"%Y-%d", "a date needs"},      {"%Y-%m-%d %Q", "%Q is not"},
      {"%Y-%m-%d %", "single %"},     {"%Y-%m-%d %I", "go together"},
      {"%Y-%m-%d %p", "go together"}, {"%Y-%Y-%m-%d", "stands twice"},
      {"%Y-%m-%b-%d", "both"},        {"%Y-%j-%d", "gives the day"},
      {"%Y-%m-%d %M", "%M needs"},    {"%Y-%m-%d %H:%S", "%S needs"},
      {"%Y-%m-%d %H %I %p", "both"},  {"", "without %Y"},
  };
  for (const auto& [pattern, reason] : bad) {
    Said why;
    INFO(pattern);
    CHECK_FALSE(TimePattern::compile(pattern, why));
    CHECK_THAT(why.in(Language::en), Catch::Contains(reason));
  }
  Said why;
  CHECK_FALSE(TimePattern::compile("%Y-%m-%d", why)->has_clock());
  CHECK(TimePattern::compile("%Y-%m-%d %H", why)->has_clock());
}
