// projected(aggregate this PERIOD): the value at the end of the period at the pace so far (language.md, section 5).
//
// Input: what an aggregate over `this PERIOD` has come to, what it grows by, and where in the period it stands. Output: the projected value, its exact
// order against a constant, and when that order may be another. Between elements the pace falls while nothing is added: time passes. Unknown
// while less than 1% of the period has passed. Pure.
#pragma once
#include <optional>

#include "core/exact_sum.hpp"
#include "core/time.hpp"
#include "engine/state/value.hpp"

namespace tripline::engine {

// A constant that a growing aggregate is compared with: numerator / denominator, exactly as the author wrote it.
struct ExactConstant {
  std::int64_t numerator = 0;
  std::int64_t denominator = 1;
};

struct Pace {
  core::ExactSum value;  // so far, times `unit`
  core::ExactSum slope;  // what `value` grows by each nanosecond
  core::Time now = 0, begin = 0, end = 0;
  std::int64_t unit = 1;  // nanoseconds in what an integral counts by
  bool whole = false;     // a whole number of nanoseconds
};

// value * (end - begin) / (now - begin), the real quotient rounded once (halves away from zero where it is whole).
Value projected(const Pace& p);

// -1, 0, 1 as the projected value is below, at or above `c`; at `c` itself, with `after`, by where it is heading. nullopt: unknown.
std::optional<int> order(const Pace& p, const ExactConstant& c, bool after);

// The first instant at or after now (after now, with `after`) at which that order may be another: known for the first time, crossing `c`, a new period.
std::optional<core::Time> next_order(const Pace& p, const ExactConstant& c, bool after);

}  // namespace tripline::engine
