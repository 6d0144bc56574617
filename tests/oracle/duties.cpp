// Duties (language.md, section 6).
#include <algorithm>

#include "core/decimal.hpp"
#include "oracle/verdicts.hpp"

namespace tripline::oracle {

using model::DueKind;
using nlohmann::json;

namespace {

std::size_t at(int i) { return static_cast<std::size_t>(i); }

}  // namespace

Time Verdicts::due(const model::Due& d, Time opened) const {
  const core::Zone& zone = pack_.zone;
  const auto working = [&](core::Day day) {
    for (const auto& [holiday, work] : pack_.holidays)
      if (holiday == day) return work;
    return core::weekday(day) <= 5;
  };
  const auto end_of = [&](core::Day day) { return zone.midnight(day + 1); };
  // "each is rolled to a working day where `holidays from` … are named"
  const auto rolled = [&](core::Day day) {
    while (pack_.has_holidays && !working(day)) ++day;
    return day;
  };
  const core::Day today = zone.day(opened);
  // "months and years keep the day's number, clamped"
  const auto month_later = [&](int months, unsigned number) {
    const core::CivilDay c = core::civil(today);
    const int month = static_cast<int>(c.month) - 1 + months;
    for (unsigned day = number; day > 0; --day)
      if (const auto found = core::day_of(c.year + month / 12, static_cast<unsigned>(month % 12) + 1, day))
        return *found;
    return today;
  };
  switch (d.kind) {
    case DueKind::every:
    case DueKind::within:
    case DueKind::within_range: return core::add_clamped(opened, d.span);
    case DueKind::days:
      return end_of(rolled(today + d.count));  // "the day of opening does not count and the last counts to its end"
    case DueKind::working_days: {
      core::Day day = today;
      for (int left = d.count; left > 0;)
        if (working(++day)) --left;
      return end_of(day);
    }
    case DueKind::months: return end_of(rolled(month_later(d.count, core::civil(today).day)));
    case DueKind::years: return end_of(rolled(month_later(12 * d.count, core::civil(today).day)));
    case DueKind::by_end_of: return zone.start_of_next(d.period, opened);
    case DueKind::by_day_of_next_month: return end_of(month_later(1, static_cast<unsigned>(d.count)));
    case DueKind::by_time: break;
  }
  return opened;
}

void Verdicts::duty(int r, Who who, const Occasion& o) {
  const model::Rule& m = rule(r);
  Standing& s = standings_[{r, who}];
  const Time t = o.now.at;
  Context c = context(r, who, o);
  const bool is_every = m.due.kind == DueKind::every;
  // What an element answers was owed before it: answers first, then what ends, then what begins.
  if (!is_every)
    for (std::size_t i = 0; i < s.owed.size();) {
      // "a missed duty waits for it 30 days or its own length, whichever is more"
      const bool over = s.owed[i].missed && t > s.owed[i].wait_until;
      if (!over && (t < s.owed[i].from || answered(r, who, s.owed[i], o) == nullptr)) {
        ++i;
        continue;
      }
      const Owed d = s.owed[i];
      s.owed.erase(s.owed.begin() + static_cast<std::ptrdiff_t>(i));
      if (!over) discharge(r, who, d, o);
    }
  if (m.while_) excuses(r, who, o);
  bool opening = false;
  if (on_event(r)) {
    if (o.entry != nullptr && o.entry->stream == m.on) {
      Value why, reason_of_while;
      const Truth g = guard(r, c, &why);
      const Truth w = reader_.truth(m.while_.get(), c, Truth::yes, &reason_of_while);
      opening = g == Truth::yes && w == Truth::yes;
      if (g != Truth::no && w != Truth::no && !opening) {
        ++count(r, "blind_events");
        say("blind", t, r, who)["reason"] = reason(g == Truth::unknown ? why : reason_of_while);
      }
    }
  } else {
    Value why, reason_of_while;
    const Truth g = guard(r, c, &why);
    const Truth w = reader_.truth(m.while_.get(), c, Truth::yes, &reason_of_while);
    Stood now = g == Truth::no || w == Truth::no     ? Stood::no
                : g == Truth::yes && w == Truth::yes ? Stood::yes
                                                     : Stood::unknown;
    Value reason_now = g == Truth::unknown ? why : reason_of_while;
    // "with `by` unknown it does not open and the rule is blind"
    if (now == Stood::yes && s.last != Stood::yes && m.due.kind == DueKind::by_time) {
      const Value by = reader_.value(*m.due.by, c);
      if (!by.known()) {
        now = Stood::unknown;
        reason_now = by.is_missing() ? Value::unknown(Reason::missing_value) : by;
      }
    }
    goes_blind(r, who, now == Stood::unknown, reason_now, t);
    // "Coming back from unknown opens none while the former is owed": back to what was true before it, not from what was false.
    const bool resumes = s.last == Stood::unknown && s.known == Stood::yes && !s.owed.empty();
    opening = now == Stood::yes && (is_every || (s.last != Stood::yes && !resumes));
    if (now != Stood::unknown) s.known = now;
    if (now != s.last) ++moved_;
    s.last = now;
  }
  if (is_every)
    every(r, who, o, opening);
  else if (opening)
    opens(r, who, o);
}

void Verdicts::opens(int r, Who who, const Occasion& o) {
  const model::Rule& m = rule(r);
  Standing& s = standings_[{r, who}];
  const Time t = o.now.at;
  Owed d;
  d.opened = t;
  d.from = m.due.kind == DueKind::within_range ? core::add_clamped(t, m.due.from_span) : t;
  if (m.due.kind == DueKind::by_time) {
    Context c = context(r, who, o);
    Value v = reader_.value(*m.due.by, c);
    if (!v.known()) {
      // "with `by` unknown it does not open and the rule is blind"
      if (v.is_missing()) v = Value::unknown(Reason::missing_value);
      if (on_event(r)) {
        ++count(r, "blind_events");
        say("blind", t, r, who)["reason"] = reason(v);
      } else {
        goes_blind(r, who, true, v, t);
      }
      return;
    }
    d.due = v.as_integer();
  } else {
    d.due = due(m.due, t);
  }
  d.wait_until = core::add_clamped(d.due, std::max(30 * core::kDay, d.due - d.opened));
  if (o.entry != nullptr && o.entry->stream == m.on)
    d.opener = *o.entry;
  else if (const Entry* last = m.on >= 0 ? h_.last(m.on, who, o.now.seen) : nullptr)
    d.opener = *last;
  json& j = say("duty.opened", t, r, who);
  j["due"] = core::print_rfc3339(d.due);
  if (m.due.kind == DueKind::within_range) j["since"] = core::print_rfc3339(d.from);
  if (d.opener && d.opener->position != 0) j["opened_by"] = origin(*d.opener);
  Context c = context(r, who, o);
  set_values(j, r, c);
  ahead_.insert(d.due);
  if (d.from > t) ahead_.insert(d.from);
  // "a signal with a `where` answers as soon as it holds the state, even if since before"
  const Occasion state{o.now, nullptr};
  if (d.from <= t && answered(r, who, d, state) != nullptr) {
    discharge(r, who, d, state);
    return;
  }
  s.owed.push_back(d);
  if (d.due < t) misses(r, who, s.owed.back(), t);  // "with `by` past it is missed as it opens"
}

const model::Answer* Verdicts::answered(int r, Who who, const Owed& d, const Occasion& o) {
  const model::Rule& m = rule(r);
  for (const model::Answer& a : m.answers) {
    const bool is_state = pack_.streams[at(a.stream)].signal && a.where && m.due.kind != DueKind::every;
    const bool its_element = o.entry != nullptr && o.entry->stream == a.stream;
    if (!is_state && !its_element) continue;
    Context c;
    c.who = who;
    c.now = o.now;
    c.rule = r;
    c.reads = &standings_[{r, who}].reads;
    if (its_element) c.element = o.entry;
    if (d.opener) c.opener = &*d.opener;
    if (reader_.truth(a.where.get(), c, Truth::yes) == Truth::yes) return &a;
  }
  return nullptr;
}

void Verdicts::discharge(int r, Who who, const Owed& d, const Occasion& o) {
  const Time t = o.now.at;
  const bool late = d.missed || t > d.due;
  ++count(r, late ? "cured" : "met");
  json& j = say(late ? "duty.cured" : "duty.met", t, r, who);
  j["since"] = core::print_rfc3339(d.opened);
  j["due"] = core::print_rfc3339(d.due);
  if (late) j["late_by"] = core::print_duration(t - d.due);
  if (d.opener && d.opener->position != 0) j["opened_by"] = origin(*d.opener);
  // A state that answers may hold since before what made the rule look.
  if (const model::Answer* a = answered(r, who, d, o)) {
    const Entry* by =
        o.entry != nullptr && o.entry->stream == a->stream ? o.entry : h_.last(a->stream, who, o.now.seen);
    if (by != nullptr) j["answered_by"] = origin(*by);
  }
}

void Verdicts::misses(int r, Who who, Owed& d, Time t) {
  d.missed = true;
  ++count(r, "missed");
  ++count(r, "violations");
  json& j = say("duty.missed", t, r, who);
  j["since"] = core::print_rfc3339(d.opened);
  j["due"] = core::print_rfc3339(d.due);
  if (d.opener && d.opener->position != 0) j["opened_by"] = origin(*d.opener);
  Context c = context(r, who, {{t, h_.entries.size(), after_}, nullptr});
  if (on_event(r) && d.opener) c.on = &*d.opener;
  set_values(j, r, c);
  violated(r, who, t, d.opener ? &*d.opener : nullptr);
}

// "`every D`: one duty for each rule and subject …; a gap longer than D, counted from the opening, is missed once, and cured by the next"
void Verdicts::every(int r, Who who, const Occasion& o, bool opening) {
  const model::Rule& m = rule(r);
  Standing& s = standings_[{r, who}];
  const Time t = o.now.at;
  if (!s.owed.empty()) {
    Owed& d = s.owed.front();
    if (o.entry != nullptr && answered(r, who, d, o) != nullptr) {
      if (d.missed) {
        ++count(r, "cured");
        json& j = say("duty.cured", t, r, who);
        j["since"] = core::print_rfc3339(d.opened);
        j["due"] = core::print_rfc3339(d.due);
        j["late_by"] = core::print_duration(t - d.due);
        j["answered_by"] = origin(*o.entry);
      }
      d.missed = false;
      d.due = core::add_clamped(t, m.due.span);
      ahead_.insert(d.due);
    }
    return;
  }
  if (!opening) return;
  Owed d;
  d.opened = d.from = t;
  d.due = core::add_clamped(t, m.due.span);
  d.wait_until = core::kNever;
  if (o.entry != nullptr && o.entry->stream == m.on) d.opener = *o.entry;
  json& j = say("duty.opened", t, r, who);
  j["due"] = core::print_rfc3339(d.due);
  if (d.opener && d.opener->position != 0) j["opened_by"] = origin(*d.opener);
  Context c = context(r, who, o);
  set_values(j, r, c);
  ahead_.insert(d.due);
  s.owed.push_back(std::move(d));
}

// "unless it has a `while`: then it is excused when that ends, at the deadline's own instant too"
void Verdicts::excuses(int r, Who who, const Occasion& o) {
  const model::Rule& m = rule(r);
  Standing& s = standings_[{r, who}];
  const bool is_every = m.due.kind == DueKind::every;
  for (std::size_t i = 0; i < s.owed.size();) {
    Context c = context(r, who, o);
    c.on = on_event(r) && s.owed[i].opener ? &*s.owed[i].opener : nullptr;
    if ((s.owed[i].missed && !is_every) || reader_.truth(m.while_.get(), c, Truth::yes) != Truth::no) {
      ++i;
      continue;
    }
    ++moved_;
    if (!s.owed[i].missed) {
      ++count(r, "excused");
      json& j = say("duty.excused", o.now.at, r, who);
      j["since"] = core::print_rfc3339(s.owed[i].opened);
      j["due"] = core::print_rfc3339(s.owed[i].due);
    }
    s.owed.erase(s.owed.begin() + static_cast<std::ptrdiff_t>(i));
  }
}

}  // namespace tripline::oracle
