// The rule by which a zone's offset goes on changing after the last transition that its file lists (RFC 8536, 3.3;
// POSIX, TZ).
//
// Input: "CET-1CEST,M3.5.0,M10.5.0/3". Output: the two transitions of a year. Value type, pure.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace tripline::core {

// Seconds since 1970 at which the offset (seconds east of UTC) begins to apply.
struct Transition {
  std::int64_t at = 0;
  std::int64_t offset = 0;
};

class PosixTz {
 public:
  static std::optional<PosixTz> parse(std::string_view text);
  // In order of time; empty where there is no daylight saving time.
  std::vector<Transition> transitions(int year) const;
  std::int64_t standard_offset() const { return standard_; }

 private:
  struct Rule {
    enum class Form { month_week_day, julian_without_leap_day, zero_based } form = Form::zero_based;
    int month = 1;
    int week = 1;
    int day = 0;  // of the week (Sunday 0) or of the year
    std::int64_t clock = 7200;
  };
  class Reader;
  static std::int64_t local_seconds(const Rule& rule, int year);

  std::int64_t standard_ = 0;
  std::int64_t daylight_ = 0;
  bool has_daylight_ = false;
  Rule begins_;
  Rule ends_;
};

}  // namespace tripline::core
