#include "engine/ops/reasons.hpp"

namespace tripline::engine {

const char* reason_code(Reason r) {
  switch (r) {
    case Reason::none: return "unknown";
    case Reason::stale: return "stale";
    case Reason::never_seen: return "never_seen";
    case Reason::no_row: return "no_row";
    case Reason::no_mark: return "no_mark";
    case Reason::no_value: return "no_value";
    case Reason::divided_by_zero: return "divided_by_zero";
    case Reason::too_few: return "too_few";
    case Reason::first_element: return "first_element";
    case Reason::outside_curve: return "outside_curve";
    case Reason::undecided: return "undecided";
    case Reason::not_finite: return "not_finite";
    case Reason::over_limit: return "over_limit";
    case Reason::no_group: return "no_group";
    case Reason::missing_value: return "missing_value";
    case Reason::no_existing_day: return "no_existing_day";
    case Reason::too_early: return "too_early";
  }
  return "unknown";
}

std::string reason_text(Reason r, int about, const dsl::model::Pack& pack) {
  const auto stream = [&] {
    return about >= 0 && static_cast<std::size_t>(about) < pack.streams.size()
               ? pack.streams[static_cast<std::size_t>(about)].name
               : std::string("the signal");
  };
  const auto table = [&] {
    return about >= 0 && static_cast<std::size_t>(about) < pack.tables.size()
               ? pack.tables[static_cast<std::size_t>(about)].name
               : std::string("the table");
  };
  switch (r) {
    case Reason::none: return "what the condition reads is not known";
    case Reason::stale: return "no sample of " + stream() + " for longer than it holds";
    case Reason::never_seen: return "no element of " + stream() + " has been seen";
    case Reason::no_row: return table() + " has no row for it";
    case Reason::no_mark: return "what the window counts from has not happened yet";
    case Reason::no_value: return "the window holds no value";
    case Reason::divided_by_zero: return "a division by zero";
    case Reason::too_few: return "the window asks for more elements than there have been";
    case Reason::first_element: return "there is no element of " + stream() + " before its first";
    case Reason::outside_curve: return "a value outside of the curve's points";
    case Reason::undecided: return "unseen time in the window leaves it undecided";
    case Reason::not_finite: return "a result beyond the range of numbers";
    case Reason::over_limit: return "the window has dropped elements over its limit";
    case Reason::no_group: return "the group that it belongs to has not been seen";
    case Reason::missing_value: return "an optional value is missing";
    case Reason::no_existing_day: return "there is no such day";
    case Reason::too_early: return "less than 1% of the period has passed";
  }
  return "what the condition reads is not known";
}

}  // namespace tripline::engine
