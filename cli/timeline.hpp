// A scenario's result for people: what did not come as expected, and what happened when.
//
// Input: a result and the pack's zone. Output: sentences and rows, instants after time zero and as the pack's clock shows them. Text of the
// scenario is shown printable. Pure.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "cli/terminal.hpp"
#include "cli/words.hpp"
#include "core/zone.hpp"
#include "engine/scenario/scenarios.hpp"

namespace tripline::cli {

// "3 h + 3 s": as the language writes it.
std::string offset_text(core::Duration after_zero);
// "2026-01-01T03:00:03+08:00"
std::string local_text(core::Time, const core::Zone&);

// "core_speed violated at 3 s: it did not happen". Requires an expectation that does not hold.
std::string shortfall(const engine::ExpectationResult&, core::Time zero, const Speech&);
// "core_speed violated, vehicle V1: speed = 55 km/h exceeds …"
std::string told(const engine::Happening&, const Speech&);

enum class Mark : std::uint8_t {
  none,
  expected,  // happened, as an expectation says
  besides,   // happened, where nothing else should have
  lacking,   // expected then, and did not happen so
};

struct TimelineRow {
  Mark mark = Mark::none;
  core::Time at = core::kAlways;  // kAlways: no instant
  std::string text;
};

// In order of time, what is lacking after what happened.
std::vector<TimelineRow> timeline(const engine::ScenarioResult&, const Speech&);

// All of a scenario that failed: what fell short, then its time line, at most `kMostRows` of it; each line begins with `indent`.
inline constexpr std::size_t kMostRows = 100;
std::string failure_text(const engine::ScenarioResult&, const core::Zone&, const Paint&, const Speech&,
                         const std::string& indent);

}  // namespace tripline::cli
