// The time of day and a clock that never jumps, as a log asks for them: passed in, so that tests have their own. Many threads.
#pragma once
#include <chrono>

#include "core/time.hpp"

namespace tripline::audit {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual core::Time wall() = 0;        // since 1970
  virtual core::Duration steady() = 0;  // since some beginning
};

class SystemClock : public Clock {
 public:
  core::Time wall() override { return of(std::chrono::system_clock::now()); }
  core::Duration steady() override { return of(std::chrono::steady_clock::now()); }

 private:
  static std::int64_t of(auto point) {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(point.time_since_epoch()).count();
  }
};

}  // namespace tripline::audit
