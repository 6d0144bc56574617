#include "engine/run/due.hpp"

#include <algorithm>

namespace tripline::engine {

using core::Day;
using dsl::model::DueKind;
using dsl::model::Pack;

bool working_day(Day day, const Pack& pack) {
  const auto at = std::lower_bound(pack.holidays.begin(), pack.holidays.end(), day,
                                   [](const auto& h, Day d) { return h.first < d; });
  if (at != pack.holidays.end() && at->first == day) return at->second;
  return core::weekday(day) <= 5;
}

core::Time due_at(const dsl::model::Due& due, core::Time opened, const Pack& pack) {
  const core::Zone& zone = pack.zone;
  const auto end_of = [&](Day d) { return zone.midnight(d + 1); };
  const auto rolled = [&](Day d) {
    while (pack.has_holidays && !working_day(d, pack)) ++d;
    return d;
  };
  const Day today = zone.day(opened);
  switch (due.kind) {
    case DueKind::within:
    case DueKind::within_range:
    case DueKind::every: return core::add_clamped(opened, due.span);
    case DueKind::days: return end_of(rolled(today + due.count));
    case DueKind::working_days: {
      Day d = today;
      for (int left = due.count; left > 0;)
        if (working_day(++d, pack)) --left;
      return end_of(d);
    }
    case DueKind::months: return end_of(rolled(core::add_months(today, due.count)));
    case DueKind::years: return end_of(rolled(core::add_months(today, 12 * due.count)));
    case DueKind::by_end_of: return zone.start_of_next(due.period, opened);
    case DueKind::by_day_of_next_month: {
      const core::CivilDay c = core::civil(core::add_months(today, 1));
      unsigned last = 28;
      while (last < 31 && core::day_of(c.year, c.month, last + 1)) ++last;
      const unsigned day = std::min(static_cast<unsigned>(due.count), last);
      return end_of(*core::day_of(c.year, c.month, day));
    }
    case DueKind::by_time: break;
  }
  return opened;
}

}  // namespace tripline::engine
