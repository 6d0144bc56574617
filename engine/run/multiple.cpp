#include "engine/run/multiple.hpp"

#include "core/wide.hpp"

namespace tripline::engine {

namespace {

core::Wide floored(core::Wide a, core::Wide b) { return a / b - (a % b < 0 ? 1 : 0); }

}  // namespace

core::Time multiple_from(core::Duration every, core::Time t, const core::Zone& zone) {
  const core::Wide day = core::kDay;
  const core::Wide clock = zone.day(t) * day + zone.time_of_day(t);
  // Where the clock has been put back, a reading behind its own may have passed: the next that lies ahead.
  for (core::Wide reading = floored(clock, every) * every;; reading += every) {
    if (reading > core::kEndTime) return core::kNever;
    const core::Wide days = floored(reading, day);
    const core::Time at = zone.local(static_cast<core::Day>(days), static_cast<core::Duration>(reading - days * day));
    if (at >= t) return at;
  }
}

}  // namespace tripline::engine
