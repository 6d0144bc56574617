// When is an assessment made? `every P`: the multiples of P in the pack's timezone (language.md, section 6).
//
// Input: P and an instant. Output: the first multiple at or after it. Multiples are readings of the local clock: 1970-01-01T00:00 there, and every P of the
// clock from it, a day counting 24 h; so `1 d` is each local midnight, `6 h` is 00:00, 06:00, 12:00 and 18:00, `7 d` every seventh midnight. A reading that the
// clock jumps over is the first instant after the gap; one that it shows twice is the earlier. Pure.
#pragma once
#include "core/time.hpp"
#include "core/zone.hpp"

namespace tripline::engine {

// Requires every >= 1 s. kNever beyond the instants that can be read.
core::Time multiple_from(core::Duration every, core::Time t, const core::Zone& zone);

}  // namespace tripline::engine
