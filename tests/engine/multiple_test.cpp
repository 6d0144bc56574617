#include "engine/run/multiple.hpp"

#include <catch2/catch.hpp>

using namespace tripline;
using core::kDay;
using core::kSecond;

namespace {

constexpr core::Duration kHour = 3600 * kSecond;

std::string first(core::Duration every, const char* from, const char* zone) {
  return core::print_rfc3339(engine::multiple_from(every, *core::parse_rfc3339(from), *core::Zone::find(zone)));
}

}  // namespace

TEST_CASE("a multiple is its own first") {
  CHECK(first(kHour, "2026-01-01T01:00:00Z", "UTC") == "2026-01-01T01:00:00Z");
  CHECK(first(kHour, "2026-01-01T01:00:00.000000001Z", "UTC") == "2026-01-01T02:00:00Z");
  CHECK(first(kDay, "2026-01-01T16:00:00Z", "Asia/Shanghai") == "2026-01-01T16:00:00Z");
  CHECK(first(kDay, "2026-01-01T16:00:01Z", "Asia/Shanghai") == "2026-01-02T16:00:00Z");
  CHECK(first(6 * kHour, "2026-01-01T00:00:00Z", "+05:30") == "2026-01-01T00:30:00Z");
}

TEST_CASE("multiples count from 1970, before it too") {
  CHECK(first(7 * kDay, "2026-01-02T00:00:00Z", "UTC") == "2026-01-08T00:00:00Z");
  CHECK(first(7 * kDay, "1969-12-30T00:00:00Z", "UTC") == "1970-01-01T00:00:00Z");
  CHECK(first(36 * kHour, "1970-01-01T00:00:01Z", "UTC") == "1970-01-02T12:00:00Z");
  CHECK(first(36 * kHour, "1969-12-30T00:00:00Z", "UTC") == "1969-12-30T12:00:00Z");
  CHECK(first(90 * 60 * kSecond, "2026-01-01T01:00:00Z", "UTC") == "2026-01-01T01:30:00Z");
}

TEST_CASE("where the clock is put forward or back") {
  // 02:00 to 03:00 at 01:00 UTC; 03:00 to 02:00 at 01:00 UTC.
  CHECK(first(kHour, "2026-03-29T00:00:01Z", "Europe/Berlin") == "2026-03-29T01:00:00Z");
  CHECK(first(kHour, "2026-03-29T01:00:01Z", "Europe/Berlin") == "2026-03-29T02:00:00Z");
  CHECK(first(kHour, "2026-10-24T23:30:00Z", "Europe/Berlin") == "2026-10-25T00:00:00Z");
  CHECK(first(kHour, "2026-10-25T00:00:01Z", "Europe/Berlin") == "2026-10-25T02:00:00Z");
  CHECK(first(kDay, "2026-03-28T23:00:01Z", "Europe/Berlin") == "2026-03-29T22:00:00Z");
  // An hour of readings that is jumped over falls on one instant; one that is shown twice comes once.
  const core::Zone berlin = *core::Zone::find("Europe/Berlin");
  const auto within_two_days = [&berlin](const char* day) {
    core::Time t = *core::parse_rfc3339(day);
    const core::Time end = t + 2 * kDay;
    int count = 0;
    for (; (t = engine::multiple_from(15 * 60 * kSecond, t, berlin)) < end; ++t) ++count;
    return count;
  };
  CHECK(within_two_days("2026-03-28T12:00:00Z") == 49 * 4 - 4);
  CHECK(within_two_days("2026-10-24T12:00:00Z") == 47 * 4);
}

TEST_CASE("beyond the instants that can be read there is none") {
  CHECK(engine::multiple_from(1'000 * kDay, core::kEndTime, *core::Zone::find("UTC")) == core::kNever);
}
