// Triggers (language.md, section 6): what is raised, and released.
#include "oracle/verdicts.hpp"

namespace tripline::oracle {

using nlohmann::json;

namespace {

std::size_t at(int i) { return static_cast<std::size_t>(i); }

}  // namespace

void Verdicts::trigger(int r, Who who, const Occasion& o) {
  const model::Rule& m = rule(r);
  Standing& s = standings_[{r, who}];
  const Time t = o.now.at;
  Context c = context(r, who, o);
  if (s.held && m.until && o.entry != nullptr && o.entry->stream == m.until->stream) {
    Context inner = c;
    inner.on = nullptr;
    inner.element = o.entry;
    inner.opener = c.on;
    if (reader_.truth(m.until->where.get(), inner, Truth::yes) == Truth::yes) {
      release(r, who, t);
      s.spent = s.last == Stood::yes && !on_event(r);
    }
  }
  Value why;
  if (on_event(r)) {
    if (o.entry == nullptr || o.entry->stream != m.on) return;
    const Truth g = guard(r, c, &why);
    if (g == Truth::unknown) {
      ++count(r, "blind_events");
      say("blind", t, r, who)["reason"] = reason(why);
    } else if (g == Truth::yes) {
      raise(r, who, o, t);
    }
    return;
  }
  const Truth now = guard(r, c, &why);
  goes_blind(r, who, now == Truth::unknown, why, t);
  const Stood stood = now == Truth::yes ? Stood::yes : now == Truth::no ? Stood::no : Stood::unknown;
  const bool becomes = stood == Stood::yes && s.last != Stood::yes;
  if (stood != s.last) ++moved_;
  s.last = stood;
  if (stood != Stood::yes) s.waiting = s.spent = false;
  if (!becomes || s.spent) return;
  s.since = t;
  if (m.has_span && m.span > 0) {
    s.waiting = true;
    s.deadline = core::add_clamped(t, m.span);
  } else {
    raise(r, who, o, t);
  }
}

void Verdicts::raise(int r, Who who, const Occasion& o, Time since) {
  const model::Rule& m = rule(r);
  Standing& s = standings_[{r, who}];
  const Time t = o.now.at;
  if (s.raised == t) return;  // "Nothing raises twice at one instant."
  const bool again = s.held;
  // "`for D` counts from that moment and a new edge starts it again"
  if (again && !m.raise_for) return;
  ++moved_;
  s.held = true;
  s.raised = t;
  if (m.raise_for) {
    s.until = core::add_clamped(t, *m.raise_for);
    ahead_.insert(s.until);
  }
  Context c = context(r, who, o);
  json read = again ? json() : values(r, c);  // "with the values that raised it, before they are counted from here"
  reader_.raises[{r, who}].push_back({t, h_.entries.size()});
  s.restarted = again;
  if (again) return;
  s.first_raised = t;
  ++count(r, "raised");
  json& j = say("trigger.raised", t, r, who);
  j["since"] = core::print_rfc3339(since);
  j["to"] = pack_.levels[at(m.level)];
  if (m.raise_for) j["until"] = core::print_rfc3339(s.until);
  if (!read.empty()) j["values"] = std::move(read);
  level_touched_.insert(who);
}

void Verdicts::release(int r, Who who, Time t) {
  Standing& s = standings_[{r, who}];
  s.held = false;
  s.until = core::kNever;
  ++count(r, "released");
  json& j = say("trigger.released", t, r, who);
  j["since"] = core::print_rfc3339(s.first_raised);
  j["from"] = pack_.levels[at(rule(r).level)];
  if (s.restarted) j["restarted"] = core::print_rfc3339(s.raised);
  level_touched_.insert(who);
}

}  // namespace tripline::oracle
