// When a duty falls due (language.md, section 6, "Duties").
//
// Input: the deadline's form, the instant at which the duty opens, the pack's calendar. Output: the last instant that is still in time. Pure.
#pragma once
#include "dsl/model/model.hpp"

namespace tripline::engine {

// `by` TIME forms that need an expression are the caller's. Requires due.kind != by_time and != every.
core::Time due_at(const dsl::model::Due& due, core::Time opened, const dsl::model::Pack& pack);

// A Monday to Friday that is not `off`, or a day marked `work`.
bool working_day(core::Day day, const dsl::model::Pack& pack);

}  // namespace tripline::engine
