// Red lines, limits and warnings (language.md, section 6).
#include <algorithm>

#include "core/decimal.hpp"
#include "engine/ops/reasons.hpp"
#include "oracle/verdicts.hpp"

namespace tripline::oracle {

using nlohmann::json;

namespace {

std::size_t at(int i) { return static_cast<std::size_t>(i); }

Truth negated(Truth t) { return t == Truth::yes ? Truth::no : t == Truth::no ? Truth::yes : t; }

}  // namespace

// "the verdict is that of `when and not unless and …`", where the rule is in force: `during`, `effective`.
Truth Verdicts::guard(int r, Context& c, Value* why, bool with_effective) {
  const model::Rule& m = rule(r);
  // "Outside `effective` the guard is false, from A's instant to B's"
  if (with_effective && m.effective_from && c.now.at < *m.effective_from) return Truth::no;
  if (with_effective && m.effective_to && c.now.at >= *m.effective_to) return Truth::no;
  std::vector<std::pair<Truth, Value>> parts;
  if (m.stages != 0 && !m.stages_filter_members) {
    const Value stage = h_.stage(c.who, c.now.seen);
    parts.emplace_back(!stage.known()                                ? Truth::unknown
                       : ((m.stages >> stage.as_integer()) & 1) != 0 ? Truth::yes
                                                                     : Truth::no,
                       stage);
  }
  Value reason;
  const Truth when = reader_.truth(m.when.get(), c, Truth::yes, &reason);
  parts.emplace_back(when, reason);
  const Truth unless = reader_.truth(m.unless.get(), c, Truth::no, &reason);
  parts.emplace_back(negated(unless), reason);
  Truth all = Truth::yes;
  for (const auto& [t, v] : parts) {
    if (t == Truth::no) return Truth::no;
    if (t == Truth::unknown && all == Truth::yes) {
      all = t;
      *why = v;
    }
  }
  return all;
}

Truth Verdicts::crossed(int r, Context& c, Truth* g, Value* why) {
  *g = guard(r, c, why);
  if (*g == Truth::no) return Truth::no;
  Value reason;
  Truth t = reader_.truth(rule(r).condition.get(), c, Truth::yes, &reason);
  if (!rule(r).forbid) t = negated(t);
  if (t == Truth::no) return Truth::no;
  if (*g == Truth::unknown) return Truth::unknown;
  if (t == Truth::unknown) *why = reason;
  return t;
}

// "While a rule's condition is unknown the rule is blind … counted, with its reasons".
void Verdicts::goes_blind(int r, Who who, bool blind, const Value& why, Time t) {
  Standing& s = standings_[{r, who}];
  if (!blind && !s.blind) return;
  if (s.blind && t > s.blind_since) tallies_[at(r)].blind[engine::reason_code(s.why.reason())] += t - s.blind_since;
  s.blind_since = t;
  if (s.blind && blind) {
    s.why = why;
    return;
  }
  if (blind) s.why = why;
  s.blind = blind;
  say(blind ? "blind.opened" : "blind.closed", t, r, who)["reason"] = reason(s.why);
}

void Verdicts::line(int r, Who who, const Occasion& o) {
  const model::Rule& m = rule(r);
  if (on_event(r)) {
    if (o.entry != nullptr && o.entry->stream == m.on) occurrence(r, who, o);
    return;
  }
  Context c = context(r, who, o);
  Standing& s = standings_[{r, who}];
  const Time t = o.now.at;
  Value why;
  Truth g = Truth::no;
  const Truth bad = crossed(r, c, &g, &why);
  // The samples of its `on` stream; of a rule on none the elements of all streams that it reads.
  const bool sample =
      o.entry != nullptr && (m.on >= 0 ? o.entry->stream == m.on
                                       : std::find(m.reads.begin(), m.reads.end(), o.entry->stream) != m.reads.end());
  // "What ends at an instant is recorded before what begins there"
  if (bad != Truth::unknown) goes_blind(r, who, false, why, t);
  s.last = bad == Truth::yes ? Stood::yes : bad == Truth::no ? Stood::no : Stood::unknown;
  const bool is_near = m.near && g == Truth::yes && bad == Truth::no && near_the_line(r, c);
  if (s.near && !is_near) {
    json& j = say("near.closed", t, r, who);
    j["since"] = core::print_rfc3339(s.near_since);
    j["until"] = core::print_rfc3339(t);
    j["samples"] = s.near_samples;
    s.near = false;
  }
  if (bad == Truth::yes) {
    const bool begins = !s.breach;
    if (begins) {
      ++moved_;
      s.breach = true;
      s.since = t;
      s.samples = 0;
      // "The moment of violation is the start plus D, also when no sample falls on it."
      const Duration wait = m.has_span ? m.span : m.grace;
      s.waiting = wait > 0;
      s.deadline = core::add_clamped(t, wait);
    }
    if (sample) ++s.samples;
    if (begins && !s.waiting) line_opens(r, who, c, o.entry);
  } else if (s.breach) {
    ++moved_;
    if (!s.waiting) {
      json& j = say(is_warning(r) ? "warning.closed"
                    : s.tolerated ? "tolerated.closed"
                                  : "violation.closed",
                    t, r, who);
      j["since"] = core::print_rfc3339(s.since);
      j["until"] = core::print_rfc3339(t);
      j["samples"] = s.samples;
      // "an open episode is closed, saying why"
      if (bad == Truth::unknown) j["reason"] = reason(why);
    }
    s.breach = s.waiting = false;
  }
  if (is_near) {
    if (!s.near) {
      s.near = true;
      s.near_since = t;
      s.near_samples = 0;
      ++count(r, "near");
      json& j = say("near.opened", t, r, who);
      j["since"] = core::print_rfc3339(t);
      set_values(j, r, c);
    }
    if (sample) ++s.near_samples;
  }
  if (bad == Truth::unknown) goes_blind(r, who, true, why, t);
}

void Verdicts::line_opens(int r, Who who, Context& c, const Entry* by) {
  Standing& s = standings_[{r, who}];
  const Time t = c.now.at;
  s.tolerated = tolerated(r, who, t);
  json& j = say(is_warning(r) ? "warning.opened" : s.tolerated ? "tolerated.opened" : "violation.opened", t, r, who);
  j["since"] = core::print_rfc3339(s.since);
  set_values(j, r, c);
  if (rule(r).has_tolerate)
    j["budget"] = {{"used", std::count_if(s.violated.begin(), s.violated.end(),
                                          [&](Time x) { return x > t - rule(r).tolerate_over; })},
                   {"of", rule(r).tolerate},
                   {"window", core::print_duration_literal(rule(r).tolerate_over)}};
  counts(r, who, t, s.tolerated, by);
}

// A warning "is no violation: it makes no `Violation`".
void Verdicts::counts(int r, Who who, Time t, bool is_tolerated, const Entry* by) {
  // What it rests on: the element of its instant; of one by time alone the last sample.
  if (by == nullptr && rule(r).on >= 0) by = h_.last(rule(r).on, who, h_.entries.size());
  ++count(r, is_warning(r) ? "warned" : is_tolerated ? "tolerated" : "violations");
  if (!is_warning(r) && !is_tolerated) violated(r, who, t, by);
}

// "a breach counts at its moment of violation, whatever its verdict; it is tolerated if at most N, itself included, counted in (t − D, t]"
bool Verdicts::tolerated(int r, Who who, Time t) {
  const model::Rule& m = rule(r);
  if (!m.has_tolerate) return false;
  std::vector<Time>& all = standings_[{r, who}].violated;
  all.push_back(t);
  return std::count_if(all.begin(), all.end(), [&](Time x) { return x > t - m.tolerate_over; }) <= m.tolerate;
}

void Verdicts::occurrence(int r, Who who, const Occasion& o) {
  const model::Rule& m = rule(r);
  Context c = context(r, who, o);
  const Time t = o.now.at;
  Value why;
  Truth g = Truth::no;
  const Truth bad = crossed(r, c, &g, &why);
  if (bad == Truth::unknown) {
    ++count(r, "blind_events");
    say("blind", t, r, who)["reason"] = reason(why);
  } else if (bad == Truth::yes) {
    const bool is_tolerated = tolerated(r, who, t);
    json& j = say(is_warning(r) ? "warning" : is_tolerated ? "tolerated" : "violation", t, r, who);
    set_values(j, r, c);
    const std::vector<Time>& all = standings_[{r, who}].violated;
    if (m.has_tolerate)
      j["budget"] = {{"used", std::count_if(all.begin(), all.end(), [&](Time x) { return x > t - m.tolerate_over; })},
                     {"of", m.tolerate},
                     {"window", core::print_duration_literal(m.tolerate_over)}};
    counts(r, who, t, is_tolerated, o.entry);
  } else if (g == Truth::yes && m.near && near_the_line(r, c)) {
    ++count(r, "near");
    set_values(say("near", t, r, who), r, c);
  }
}

// Whether the value of a band may be its limit at most.
bool Verdicts::at_most(const model::NearBand& band) {
  return (band.comparison->op == model::Op::lt || band.comparison->op == model::Op::le) == band.value_left;
}

// Where nearness to a constant begins; nullopt: its limit is none.
std::optional<Fraction> Verdicts::near_edge(int r) {
  const model::NearBand& band = *rule(r).near;
  const model::Expr& limit = *band.comparison->children[band.value_left ? 1 : 0];
  if (limit.op != model::Op::constant && limit.op != model::Op::param) return std::nullopt;
  const Fraction l = reader_.constant(limit);
  const bool whole = limit.type.kind == model::TypeKind::duration;
  Fraction width = as_written(band.width, band.relative || whole ? core::Unit{} : limit.type.unit);
  if (band.relative) width = {width.numerator * abs(l.numerator), width.denominator * l.denominator};
  if (!band.relative && whole) width.numerator *= core::kSecond;
  Whole gap = width.numerator * l.denominator;
  if (at_most(band)) gap = -gap;
  return Fraction{l.numerator * width.denominator + gap, l.denominator * width.denominator};
}

// "headroom |limit − value| / |limit| is under P%", decided in the limit's unit; or |limit − value| under a quantity.
bool Verdicts::near_the_line(int r, Context& c) {
  const model::NearBand& band = *rule(r).near;
  if (band.comparison == nullptr) return false;
  const model::Expr& value_side = *band.comparison->children[band.value_left ? 0 : 1];
  const model::Expr& limit_side = *band.comparison->children[band.value_left ? 1 : 0];
  if (const auto edge = near_edge(r); edge && reader_.growing_comparison(*band.comparison)) {
    Value why;
    const auto side = reader_.side(*value_side.aggregate, c, *edge, &why);
    return side && *side == (at_most(band) ? 1 : -1);
  }
  const Value v = reader_.value(value_side, c), limit = reader_.value(limit_side, c);
  if (!v.known() || !limit.known()) return false;
  // Just after the instant at which `now - T` comes to the edge it is past it.
  if (const auto edge = near_edge(r); edge && Reader::age(value_side) && c.now.after && at_most(band) &&
                                      compare({Whole(v.as_integer()), 1}, *edge) == 0)
    return true;
  const bool whole = v.tag() == engine::Tag::integer;
  // In the limit's unit, but where that has a zero of its own (degC): a band is then a difference.
  const core::Unit& unit = limit_side.type.unit;
  const core::Unit in = unit.affine() ? core::base_unit(unit.dimension) : unit;
  const auto fraction = [&](const Value& x) {
    return whole ? Fraction{Whole(x.as_integer()), 1} : as_written(x.as_number(), in);
  };
  const Fraction a = fraction(v), b = fraction(limit);
  Fraction gap{abs(a.numerator * b.denominator - b.numerator * a.denominator), a.denominator * b.denominator};
  if (!band.relative) {
    if (whole) gap.denominator *= core::kSecond;
    return compare(gap, as_written(band.width, whole ? core::Unit{} : in)) < 0;
  }
  if (b.numerator == 0) return false;
  const Fraction share{gap.numerator * b.denominator, gap.denominator * abs(b.numerator)};
  return compare(share, in_its_unit(band.width, core::Unit{})) < 0;
}

// `Violation`: "one for each violation, violation opened, and duty missed".
void Verdicts::violated(int r, Who who, Time t, const Entry* by) {
  const std::uint32_t source = by == nullptr ? 0 : by->source;
  const std::uint64_t position = by == nullptr ? 0 : by->position;
  for (std::size_t stream = 0; stream < pack_.streams.size(); ++stream) {
    const model::Stream& s = pack_.streams[stream];
    if (!s.violation) continue;
    Entry e;
    e.stream = static_cast<int>(stream);
    e.who = who;
    e.time = t;
    e.source = source;
    e.position = position;
    e.with_former = !after_ && !h_.entries.empty();
    for (const model::Field& f : s.fields) {
      if (f.name == "rule") {
        e.fields.push_back(Value::integer(r));
      } else if (f.name == "kind") {
        e.fields.push_back(Value::integer(static_cast<int>(rule(r).kind)));
      } else if (f.name == "severity") {
        e.fields.push_back(Value::integer(static_cast<int>(rule(r).severity)));
      } else {
        const std::vector<std::string>& names = h_.spaces[at(space(r))];
        const auto key = std::find(names.begin(), names.end(), f.name);
        const Value* v = key != names.end() ? &h_.subjects[at(who)].names[static_cast<std::size_t>(key - names.begin())]
                                            : h_.group(who, f.name, h_.entries.size() + 1);
        e.fields.push_back(v != nullptr ? *v : Value::missing());
      }
    }
    made_.push_back(h_.entries.size());
    std::vector<Entry> none;
    enter(std::move(e), none);
  }
}

}  // namespace tripline::oracle
