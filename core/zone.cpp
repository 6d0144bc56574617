#include "core/zone.hpp"

#ifndef USE_OS_TZDB
#define USE_OS_TZDB 1  // as Debian's library was built
#endif
#include <date/tz.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <vector>

#include "core/posix_tz.hpp"

namespace tripline::core {
namespace {

constexpr Duration kHour = 3'600 * kSecond;
constexpr const char* kDatabase = "/usr/share/zoneinfo/";
// No offset has ever exceeded 16 hours; transitions within this reach decide what a local time is.
constexpr Duration kReach = 30 * kHour;
// Two days inside what fits, so that adding an offset or a day never overflows.
constexpr Time kEarliest = kAlways + 2 * kDay;
constexpr Time kLatest = kNever - 2 * kDay;

// From `begin` to the next segment's the local clock is UTC + offset.
struct Segment {
  Time begin = kAlways;
  Duration offset = 0;
};

std::int64_t floor_divide(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

// The last line of a zone's file: the rule after its last transition. Empty if it has none.
std::string footer(const std::string& name) {
  std::ifstream file(kDatabase + name, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (bytes.size() < 2 || bytes.back() != '\n') return {};
  const std::size_t before = bytes.rfind('\n', bytes.size() - 2);
  if (before == std::string::npos) return {};
  return bytes.substr(before + 1, bytes.size() - before - 2);
}

// Every change of offset in 1677..2262. The library knows those that the file lists; the rest follow from the file's
// rule.
std::vector<Segment> segments_of(const date::time_zone& zone, const std::string& name) {
  std::vector<Segment> segments;
  const auto append = [&](Time begin, Duration offset) {
    if (!segments.empty() && segments.back().offset == offset) return;
    segments.push_back({segments.empty() ? kAlways : begin, offset});
  };
  const std::int64_t end = kLatest / kSecond;
  std::int64_t at = kEarliest / kSecond;
  std::int64_t last_listed = at;
  while (at < end) {
    const date::sys_info info = zone.get_info(date::sys_seconds(std::chrono::seconds(at)));
    append(at * kSecond, info.offset.count() * kSecond);
    last_listed = at;
    const std::int64_t next = info.end.time_since_epoch().count();
    if (next <= at) break;
    at = next;
  }
  if (const std::optional<PosixTz> rule = PosixTz::parse(footer(name))) {
    constexpr int kLastYear = 2262;
    const int first_year = civil(static_cast<Day>(floor_divide(last_listed, 86'400))).year;
    for (int year = std::max(first_year, 1900); year <= kLastYear; ++year) {
      for (const Transition& t : rule->transitions(year)) {
        if (t.at > last_listed && t.at < end) append(t.at * kSecond, t.offset * kSecond);
      }
    }
  }
  return segments;
}

// "+08:00"
std::optional<Duration> fixed_offset(std::string_view name) {
  const auto digit = [&](std::size_t i) { return name[i] >= '0' && name[i] <= '9'; };
  if (name.size() != 6 || (name[0] != '+' && name[0] != '-') || name[3] != ':') return std::nullopt;
  if (!digit(1) || !digit(2) || !digit(4) || !digit(5)) return std::nullopt;
  const int hours = (name[1] - '0') * 10 + (name[2] - '0');
  const int minutes = (name[4] - '0') * 10 + (name[5] - '0');
  if (hours > 23 || minutes > 59) return std::nullopt;
  const Duration size = (hours * 60 + minutes) * 60 * kSecond;
  return name[0] == '-' ? -size : size;
}

}  // namespace

struct Zone::Impl {
  std::string name;
  std::vector<Segment> segments;

  std::size_t segment(Time t) const {
    const auto after =
        std::upper_bound(segments.begin(), segments.end(), t, [](Time x, const Segment& s) { return x < s.begin; });
    return static_cast<std::size_t>(after - segments.begin()) - 1;
  }
  Time end(std::size_t i) const { return i + 1 < segments.size() ? segments[i + 1].begin : kNever; }

  // The instant at which the local clock first shows `local` nanoseconds since 1970-01-01T00:00 (or the first after the
  // gap).
  Time at_local(Time local) const {
    std::size_t i = segment(local - kReach);
    for (;; ++i) {
      const Time t = local - segments[i].offset;
      if (t < segments[i].begin) return segments[i].begin;  // the clock jumped over it at this transition
      if (t < end(i)) return t;
    }
  }

  // Whether the transition into segment i begins an hour: the clock shows a full hour just then, or has jumped over
  // one.
  bool begins_hour(std::size_t i) const {
    const Time before = segments[i].begin + segments[i - 1].offset;
    const Time after = segments[i].begin + segments[i].offset;
    if (floor_divide(after, kHour) * kHour == after) return true;
    return after > before && floor_divide(after, kHour) * kHour >= before;
  }

  Time start_of_hour(Time t) const {
    for (std::size_t i = segment(t);; --i) {
      const Time start = floor_divide(t + segments[i].offset, kHour) * kHour - segments[i].offset;
      if (i == 0 || start >= segments[i].begin) return start;
      if (begins_hour(i)) return segments[i].begin;
      t = segments[i].begin - 1;
    }
  }

  Time start_of_next_hour(Time t) const {
    for (std::size_t i = segment(t);; ++i) {
      const Time next = (floor_divide(t + segments[i].offset, kHour) + 1) * kHour - segments[i].offset;
      if (next < end(i) || i + 1 == segments.size()) return next;
      t = end(i);
      if (begins_hour(i + 1)) return t;
    }
  }
};

std::optional<Zone> Zone::find(std::string_view name) {
  auto impl = std::make_shared<Impl>();
  impl->name = name;
  if (const std::optional<Duration> offset = fixed_offset(name)) {
    impl->segments = {{kAlways, *offset}};
  } else if (name == "UTC") {
    impl->segments = {{kAlways, 0}};
  } else {
    try {
      impl->segments = segments_of(*date::locate_zone(name), impl->name);
    } catch (const std::runtime_error&) {  // how the library says that there is no such zone, or no database
      return std::nullopt;
    }
  }
  Zone zone;
  zone.impl_ = std::move(impl);
  return zone;
}

std::string Zone::database_version() {
  std::ifstream file(std::string(kDatabase) + "tzdata.zi");
  std::string line;
  std::getline(file, line);
  constexpr std::string_view kPrefix = "# version ";
  if (line.compare(0, kPrefix.size(), kPrefix) == 0) return line.substr(kPrefix.size());
  return "unknown";
}

const std::string& Zone::name() const { return impl_->name; }

Day Zone::day(Time t) const {
  t = std::clamp(t, kEarliest, kLatest);
  const auto shown = static_cast<Day>(floor_divide(t + impl_->segments[impl_->segment(t)].offset, kDay));
  // The clock may have fallen back across a midnight: the new day has begun all the same.
  return t >= midnight(shown + 1) ? shown + 1 : shown;
}

Duration Zone::time_of_day(Time t) const {
  t = std::clamp(t, kEarliest, kLatest);
  const Time local = t + impl_->segments[impl_->segment(t)].offset;
  return local - floor_divide(local, kDay) * kDay;
}

Time Zone::midnight(Day day) const { return local(day, 0); }

Time Zone::local(Day day, Duration clock) const {
  constexpr auto kFirst = static_cast<Day>(kEarliest / kDay);
  constexpr auto kLast = static_cast<Day>(kLatest / kDay);
  if (day < kFirst) return kAlways;
  if (day > kLast) return kNever;
  return impl_->at_local(day * kDay + clock);
}

Time Zone::start_of(Period period, Time t) const { return start_of_earlier(period, t, 0); }

Time Zone::start_of_next(Period period, Time t) const {
  if (period == Period::hour) return impl_->start_of_next_hour(std::clamp(t, kEarliest, kLatest));
  return start_of_earlier(period, t, -1);
}

Time Zone::start_of_earlier(Period period, Time t, int n) const {
  if (period == Period::hour) {
    t = impl_->start_of_hour(std::clamp(t, kEarliest, kLatest));
    for (; n > 0 && t > kEarliest; --n) t = impl_->start_of_hour(t - 1);
    for (; n < 0 && t < kLatest; ++n) t = impl_->start_of_next_hour(t);
    return t;
  }
  const Day today = day(t);
  const CivilDay c = civil(today);
  const auto first_of_month = [&](unsigned month) { return *day_of(c.year, month, 1); };
  switch (period) {
    case Period::hour: break;
    case Period::day: return midnight(today - n);
    case Period::week: return midnight(today - (weekday(today) - 1) - 7 * n);
    case Period::month: return midnight(add_months(first_of_month(c.month), -n));
    case Period::quarter: return midnight(add_months(first_of_month((c.month - 1) / 3 * 3 + 1), -3 * n));
    case Period::year: return midnight(add_months(first_of_month(1), -12 * n));
  }
  return t;
}

std::optional<Time> parse_time(std::string_view text, const Zone& zone) {
  const std::optional<WrittenTime> written = parse_written_time(text);
  if (!written) return std::nullopt;
  if (written->offset) return instant(written->day, written->clock, *written->offset, written->leap_second);
  const Time t = zone.local(written->day, written->clock);
  return instant(0, 0, -t, written->leap_second);
}

}  // namespace tripline::core
