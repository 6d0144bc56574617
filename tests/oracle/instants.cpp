// Section 7: what is asked when.
#include <algorithm>

#include "oracle/oracle.hpp"
#include "oracle/verdicts.hpp"

namespace tripline::oracle {

using model::Op;
using nlohmann::json;

namespace {

std::size_t at(int i) { return static_cast<std::size_t>(i); }

// Every expression of a pack.
void walk(const model::Expr* e, const std::function<void(const model::Expr&)>& f) {
  if (e == nullptr) return;
  f(*e);
  for (const auto& k : e->children) walk(k.get(), f);
  if (!e->aggregate) return;
  walk(e->aggregate->argument.get(), f);
  walk(e->aggregate->where.get(), f);
  for (const auto& [_, wanted] : e->aggregate->correlations) walk(wanted.get(), f);
  for (const model::Mark& m : e->aggregate->window.marks) walk(m.where.get(), f);
}

void walk(const model::Rule& r, const std::function<void(const model::Expr&)>& f) {
  for (const auto* e : {&r.when, &r.unless, &r.while_, &r.condition, &r.due.by, &r.score, &r.raise_when})
    walk(e->get(), f);
  for (const model::Answer& a : r.answers) walk(a.where.get(), f);
  if (r.until) walk(r.until->where.get(), f);
}

}  // namespace

Verdicts::Verdicts(const model::Pack& pack) : pack_(pack), h_(pack), reader_(h_), tallies_(pack.rules.size()) {
  std::set<Duration> spans;
  std::set<core::Period> periods;
  const auto look = [&](const model::Expr& e) {
    if (e.op == Op::held) {
      spans.insert(e.span);
      restless_ = true;
    }
    if (e.op == Op::hour) periods.insert(core::Period::hour);
    if (e.op == Op::weekday || e.op == Op::date_of) periods.insert(core::Period::day);
    if (e.op != Op::aggregate) return;
    const model::Window& w = e.aggregate->window;
    if (w.kind == model::WindowKind::this_period || w.kind == model::WindowKind::last_periods) periods.insert(w.period);
    spans.insert({w.from, w.to});
    if (w.kind == model::WindowKind::between) ahead_.insert({w.begin, w.end});
    for (const auto* inside : {&e.aggregate->argument, &e.aggregate->where})
      walk(inside->get(), [&](const model::Expr& x) {
        restless_ = restless_ || x.op == Op::held || x.op == Op::now || x.op == Op::level;
      });
  };
  for (const model::Stream& s : pack.streams) {
    walk(s.derived_when.get(), look);
    std::set<int> reads;
    if (s.derived_from >= 0) reads.insert(s.derived_from);
    walk(s.derived_when.get(), [&](const model::Expr& e) {
      if (e.op == Op::field) reads.insert(e.stream);
      if (e.op != Op::aggregate) return;
      reads.insert(e.aggregate->stream);
      reads.insert(e.aggregate->reads.begin(), e.aggregate->reads.end());
      for (const model::Mark& m : e.aggregate->window.marks) reads.insert(m.stream);
    });
    derived_reads_.push_back(std::move(reads));
    if (s.stale_after) spans.insert(*s.stale_after);
  }
  for (const model::Rule& r : pack.rules) {
    walk(r, look);
    bool steady = false;
    walk(r, [&](const model::Expr& e) {
      steady = steady || e.op == Op::now || (e.op == Op::aggregate && Reader::grows(*e.aggregate));
    });
    steady_.push_back(steady);
    spans.insert({r.span, r.grace, r.due.span, r.due.from_span});
    if (r.raise_for) spans.insert(*r.raise_for);
    for (const auto& edge : {r.effective_from, r.effective_to})
      if (edge) ahead_.insert(*edge);
  }
  spans.erase(0);
  spans_.assign(spans.begin(), spans.end());
  periods_.assign(periods.begin(), periods.end());
}

int Verdicts::space(int r) const { return h_.space_of_key_set[at(rule(r).owner)]; }

bool Verdicts::on_event(int r) const { return rule(r).on >= 0 && !pack_.streams[at(rule(r).on)].signal; }

Context Verdicts::context(int r, Who who, const Occasion& o) {
  Context c;
  c.who = who;
  c.now = o.now;
  c.rule = r;
  c.reads = &standings_[{r, who}].reads;
  if (on_event(r) && o.entry != nullptr && o.entry->stream == rule(r).on) c.on = o.entry;
  return c;
}

std::vector<Verdicts::Said> Verdicts::run(std::vector<const engine::Element*> elements,
                                          const std::vector<std::string>& sources, Time end) {
  // "samples, then events, each ordered by source name and position in the source"
  std::stable_sort(elements.begin(), elements.end(), [&](const engine::Element* x, const engine::Element* y) {
    if (x->time != y->time) return x->time < y->time;
    const bool xs = pack_.streams[at(x->stream)].signal, ys = pack_.streams[at(y->stream)].signal;
    if (xs != ys) return xs;
    if (x->source != y->source) return sources[x->source] < sources[y->source];
    if (x->position != y->position) return x->position < y->position;
    return x->stream < y->stream;
  });
  end_ = end;
  sources_ = &sources;
  for (const engine::Element* e : elements) ahead_.insert(e->time);
  if (elements.empty()) ahead_.clear();
  if (!elements.empty()) ahead_.erase(ahead_.begin(), ahead_.lower_bound(elements.front()->time));
  std::size_t next = 0;
  while (!ahead_.empty() && *ahead_.begin() <= end) {
    const Time t = *ahead_.begin();
    h_.instants.push_back(t);
    reader_.current = t;
    const std::uint64_t before = moved_;
    if (stale_ends_.count(t) > 0 || restless_) ++moved_;
    after_ = false;
    for (; next < elements.size() && elements[next]->time == t; ++next) element(*elements[next]);
    after_ = true;
    instant(t);
    ahead_.erase(ahead_.begin(), ahead_.upper_bound(t));
    for (const core::Period p : periods_) ahead_.insert(pack_.zone.start_of_next(p, t));
    for (const model::Rule& r : pack_.rules)
      if (r.kind == model::RuleKind::assessment) ahead_.insert(multiple(r.every, core::add_clamped(t, 1)));
    if (moved_ != before) candidates(t);
    look_ahead(t);
  }
  return std::move(said_);
}

// The instants at which something steady crosses a constant, before anything else happens.
void Verdicts::look_ahead(Time t) {
  const Time until = ahead_.empty() ? end_ + 1 : *ahead_.begin();
  std::vector<Time> found;
  const auto look = [&](const model::Expr* e, Who who, int r) {
    if (e == nullptr) return;
    Context c;
    c.who = who;
    c.now = {t, h_.entries.size(), true};
    c.rule = r;
    reader_.crossings(*e, c, until, found);
  };
  for (int r = 0; r < static_cast<int>(pack_.rules.size()); ++r)
    if (steady_[at(r)])
      for (const Who who : h_.everybody(space(r))) {
        for (const auto* e : {&rule(r).when, &rule(r).unless, &rule(r).while_, &rule(r).condition})
          look(e->get(), who, r);
        if (rule(r).near && rule(r).near->comparison != nullptr)
          look_at_band(r, who, {t, h_.entries.size(), true}, until, found);
      }
  for (const int s : pack_.derived_order)
    if (pack_.streams[at(pack_.streams[at(s)].derived_from)].signal)
      for (const Who who : h_.everybody(h_.space_of_stream[at(s)]))
        look(pack_.streams[at(s)].derived_when.get(), who, model::kNone);
  for (const Time x : found)
    if (x > t) ahead_.insert(x);
}

// When what grows comes within the band of its limit.
void Verdicts::look_at_band(int r, Who who, Moment now, Time until, std::vector<Time>& out) {
  const model::NearBand& band = *rule(r).near;
  const auto edge = near_edge(r);
  if (!edge) return;
  Context c;
  c.who = who;
  c.now = now;
  c.rule = r;
  const model::Expr& value = *band.comparison->children[band.value_left ? 0 : 1];
  if (reader_.growing_comparison(*band.comparison)) {
    reader_.crossing(*value.aggregate, c, *edge, until, out);
  } else if (Reader::age(value)) {
    // In whole nanoseconds: the one that the edge lies in.
    const Value from = reader_.value(*value.children[1], c);
    const auto whole = static_cast<Duration>(Whole(edge->numerator / edge->denominator));
    for (const Duration d : {whole, whole + 1})
      if (from.known()) out.push_back(core::add_clamped(from.as_integer(), d));
  }
}

// What has changed may change something again after any of the lengths that the pack names.
void Verdicts::candidates(Time t) {
  for (const Duration d : spans_) {
    const Time x = core::add_clamped(t, d);
    if (x <= end_) ahead_.insert(x);
  }
}

void Verdicts::instant(Time t) {
  // Signals go stale at this very instant: that is when what grows is read besides elements.
  if (stale_ends_.count(t) > 0) {
    for (auto& [place, s] : standings_)
      if (goes_stale(rule(place.first).reads, place.second, t))
        s.reads.push_back({{t, h_.entries.size(), true}, reader_.raises[place].size()});
    for (auto& [place, reads] : derived_reads_at_)
      if (goes_stale(derived_reads_[at(place.first)], place.second, t))
        reads.push_back({{t, h_.entries.size(), true}, 0});
  }
  just_after(t);
  // Assessments are the last that is asked before levels change.
  for (const int r : pack_.rule_order)
    if (rule(r).kind == model::RuleKind::assessment && multiple(rule(r).every, t) == t)
      for (const Who who : h_.everybody(space(r))) assess(r, who, t);
  while (levels(t)) just_after(t);
}

void Verdicts::element(const engine::Element& e) {
  ++moved_;
  std::vector<Who> fresh;
  const Who who = h_.meet(e.stream, e.fields, e.time, fresh);
  const bool is_fresh = !fresh.empty() && std::find(fresh.begin(), fresh.end(), who) != fresh.end();
  if (h_.regroup(who, e.stream, e.fields, e.time, fresh) && !is_fresh) level_touched_.insert(who);
  level_.resize(h_.subjects.size(), 0);
  reader_.levels.resize(h_.subjects.size());
  for (const Who f : fresh) {
    fresh_.insert(f);
    level_[at(f)] = highest(f);
    if (level_[at(f)] > 0) reader_.levels[at(f)].push_back({core::kAlways, 0, level_[at(f)]});
    for (std::size_t r = 0; r < pack_.rules.size(); ++r)
      if (space(static_cast<int>(r)) == h_.subjects[at(f)].space) ++count(static_cast<int>(r), "subjects");
  }
  Entry entry;
  entry.stream = e.stream;
  entry.who = who;
  entry.fields = e.fields;
  entry.time = e.time;
  entry.source = e.source;
  entry.position = e.position;
  const std::size_t number = h_.entries.size();
  std::vector<Entry> made;
  enter(std::move(entry), made);
  judge_entry(number);
  drain();
  fresh_.clear();
}

// "Derived events and `Violation`s enter windows together with what made them and are judged right after it, before anything further."
void Verdicts::enter(Entry e, std::vector<Entry>&) {
  ++moved_;
  const int stream = e.stream;
  const Who who = e.who;
  e.after = after_;
  if (const auto& after = pack_.streams[at(stream)].stale_after) stale_ends_.insert(core::add_clamped(e.time, *after));
  h_.append(std::move(e));
  const std::size_t number = h_.entries.size() - 1;
  for (const int d : pack_.derived_order) {
    const model::Stream& s = pack_.streams[at(d)];
    const bool from_signal = pack_.streams[at(s.derived_from)].signal;
    if (from_signal ? derived_reads_[at(d)].count(stream) == 0 : s.derived_from != stream) continue;
    const Who owner = h_.belongs(who, h_.space_of_stream[at(d)], h_.entries.size());
    if (owner == kNobody) continue;
    const Entry cause = h_.entries[number];
    Entry made;
    if (!ask_derived(d, owner, {{cause.time, h_.entries.size(), after_}, &cause}, &made)) continue;
    made.with_former = true;
    made_.push_back(h_.entries.size());
    std::vector<Entry> none;
    enter(std::move(made), none);
  }
}

// Section 4: "from a signal, one each time the condition becomes true (true now, not an instant ago …); from an event, each for which it is true".
bool Verdicts::ask_derived(int stream, Who who, const Occasion& o, Entry* made) {
  const model::Stream& s = pack_.streams[at(stream)];
  const bool from_signal = pack_.streams[at(s.derived_from)].signal;
  Context c;
  c.who = who;
  c.now = o.now;
  std::vector<Reading>& reads = derived_reads_at_[{stream, who}];
  if (o.entry != nullptr) reads.push_back({o.now, 0});
  c.reads = &reads;
  const bool own = o.entry != nullptr && o.entry->stream == s.derived_from;
  if (!from_signal) c.element = o.entry;
  Truth now = reader_.truth(s.derived_when.get(), c, Truth::yes);
  // Before the signal's first sample there is nothing that an event could come from.
  if (from_signal && h_.last(s.derived_from, who, o.now.seen) == nullptr) now = Truth::unknown;
  bool becomes = now == Truth::yes;
  if (from_signal) {
    Stood& last = derived_[{stream, who}];
    becomes = becomes && last != Stood::yes;
    const Stood next = now == Truth::yes ? Stood::yes : now == Truth::no ? Stood::no : Stood::unknown;
    if (next != last) ++moved_;
    last = next;
  }
  if (!becomes) return false;
  const Entry* source = own ? o.entry : h_.last(s.derived_from, who, o.now.seen);
  made->stream = stream;
  made->who = who;
  made->fields = source->fields;
  made->time = o.now.at;
  made->source = source->source;
  made->position = source->position;
  return true;
}

void Verdicts::judge_entry(std::size_t number) {
  const Entry e = h_.entries[number];
  for (const int r : pack_.rule_order) {
    const Who owner = h_.belongs(e.who, space(r), h_.entries.size());
    if (owner == kNobody) continue;
    const std::vector<int>& reads = rule(r).reads;
    const bool reads_it = std::find(reads.begin(), reads.end(), e.stream) != reads.end();
    // "A subject exists, for every rule of its key, from its first element of any stream that carries the key."
    if (!reads_it && fresh_.count(owner) == 0) continue;
    Occasion o{{e.time, h_.entries.size(), after_}, &e};
    standings_[{r, owner}].reads.push_back({o.now, reader_.raises[{r, owner}].size()});
    ask(r, owner, o);
  }
}

void Verdicts::drain() {
  while (!made_.empty()) {
    const std::size_t number = made_.front();
    made_.pop_front();
    judge_entry(number);
  }
}

void Verdicts::ask(int r, Who who, const Occasion& o) {
  switch (rule(r).kind) {
    case model::RuleKind::redline:
    case model::RuleKind::limit:
    case model::RuleKind::warning: line(r, who, o); return;
    case model::RuleKind::duty: duty(r, who, o); return;
    case model::RuleKind::trigger: trigger(r, who, o); return;
    case model::RuleKind::assessment: return;  // when its time has come
  }
}

bool Verdicts::derive_by_time(Time t) {
  for (const int d : pack_.derived_order) {
    const model::Stream& s = pack_.streams[at(d)];
    if (!pack_.streams[at(s.derived_from)].signal) continue;
    for (const Who who : h_.everybody(h_.space_of_stream[at(d)])) {
      Entry made;
      if (!ask_derived(d, who, {{t, h_.entries.size(), true}, nullptr}, &made)) continue;
      made_.push_back(h_.entries.size());
      std::vector<Entry> none;
      enter(std::move(made), none);
      drain();
      return true;
    }
  }
  return false;
}

// Whether a signal of these that concerns `who` goes stale at this very instant.
template <class Streams>
bool Verdicts::goes_stale(const Streams& streams, Who who, Time t) const {
  for (const int stream : streams) {
    const auto& after = pack_.streams[at(stream)].stale_after;
    if (!after) continue;
    for (const Who member : h_.everybody(h_.space_of_stream[at(stream)])) {
      if (h_.belongs(member, h_.subjects[at(who)].space, h_.entries.size()) != who) continue;
      const Entry* e = h_.last(stream, member, h_.entries.size());
      if (e != nullptr && e->time + *after == t) return true;
    }
  }
  return false;
}

// "Then everything is asked once more for the state just after t …, in the order: conditions, ends of `for` and `grace`, deadlines, releases". What one
// step changes, the next may read: so the first that has something to say is heard, and then all are asked from the beginning.
void Verdicts::just_after(Time t) {
  const auto each = [&](const std::function<void(int, Who)>& f) {
    for (const int r : pack_.rule_order)
      for (const Who who : h_.everybody(space(r))) {
        const std::uint64_t before = moved_;
        f(r, who);
        drain();
        if (moved_ != before) return true;
      }
    return false;
  };
  const auto now = [&] { return Occasion{{t, h_.entries.size(), true}, nullptr}; };
  for (;;) {
    if (derive_by_time(t)) continue;
    if (each([&](int r, Who who) { ask(r, who, now()); })) continue;
    if (each([&](int r, Who who) {
          Standing& s = standings_[{r, who}];
          if (rule(r).kind == model::RuleKind::duty || !s.waiting || s.deadline > t || s.last != Stood::yes) return;
          s.waiting = false;
          ++moved_;
          if (rule(r).kind == model::RuleKind::trigger)
            raise(r, who, now(), s.since);
          else {
            Context c = context(r, who, now());
            line_opens(r, who, c, nullptr);
          }
        }))
      continue;
    if (each([&](int r, Who who) {
          if (rule(r).kind != model::RuleKind::duty) return;
          Standing& s = standings_[{r, who}];
          for (std::size_t i = 0; i < s.owed.size(); ++i)
            if (!s.owed[i].missed && s.owed[i].due <= t) misses(r, who, s.owed[i], t);
        }))
      continue;
    if (each([&](int r, Who who) {
          const model::Rule& m = rule(r);
          if (m.kind != model::RuleKind::trigger) return;
          Standing& s = standings_[{r, who}];
          if (!s.held) return;
          if (m.raise_for) {
            if (s.until > t) return;
            release(r, who, t);
            // "After a release the condition must have been untrue before it raises again."
            s.spent = s.last == Stood::yes && !on_event(r);
          } else if (!m.until && s.last == Stood::no) {
            Occasion o = now();
            Context c = context(r, who, o);
            Value why;
            // Outside `effective` the guard is false, but raises run on.
            if (guard(r, c, &why, false) == Truth::no) release(r, who, t);
          }
        }))
      continue;
    return;
  }
}

int Verdicts::highest(Who who) const {
  int level = 0;
  for (const auto& [place, s] : standings_) {
    const auto& [r, held_for] = place;
    if (!s.held) continue;
    if (h_.belongs(who, space(r), h_.entries.size() + 1) == held_for) level = std::max(level, rule(r).level);
  }
  return level;
}

// "Last, changes of level: conditions that read the subject's level are asked once more, as of t."
bool Verdicts::levels(Time t) {
  std::vector<Who> touched(level_touched_.begin(), level_touched_.end());
  level_touched_.clear();
  const auto in_order = [&](Who a, Who b) {
    const Subject &x = h_.subjects[at(a)], &y = h_.subjects[at(b)];
    return x.space != y.space ? x.space < y.space : key_less(x.names, y.names);
  };
  std::sort(touched.begin(), touched.end(), in_order);
  std::map<Who, int> changed;  // from which level
  for (Who who = 0; who < static_cast<Who>(h_.subjects.size()); ++who) {
    const int now = highest(who);
    if (now == level_[at(who)]) continue;
    changed[who] = std::exchange(level_[at(who)], now);
    ++moved_;
    reader_.levels[at(who)].push_back({t, h_.entries.size(), now});
  }
  const auto record = [&](Who who) {
    const int now = level_[at(who)];
    json& j = say("level.changed", t);
    j["subject"] = subject(h_.subjects[at(who)].space, h_.subjects[at(who)].names);
    j["from"] = pack_.levels[at(changed.at(who))];
    j["to"] = pack_.levels[at(now)];
    std::set<std::string> by;
    for (const auto& [place, s] : standings_)
      if (s.held && rule(place.first).level == now &&
          h_.belongs(who, space(place.first), h_.entries.size()) == place.second)
        by.insert(rule(place.first).name);
    if (!by.empty()) j["held_by"] = by;
    const Value stage = h_.stage(who, h_.entries.size());
    if (stage.known() && !pack_.stages.empty()) j["stage"] = pack_.stages[at(static_cast<int>(stage.as_integer()))];
  };
  for (const Who who : touched) {
    if (changed.contains(who)) record(who);
  }
  // "a raise for a group is one `level.changed`, for the group": of whoever does not come to the level of one that changed there is a record of its own.
  std::vector<Who> others;
  for (const auto& [who, before] : changed) {
    bool with_its_group = false;
    for (const auto& [up, was] : changed)
      with_its_group = with_its_group || (up != who && level_[at(up)] == level_[at(who)] &&
                                          h_.belongs(who, h_.subjects[at(up)].space, h_.entries.size() + 1) == up);
    if (!with_its_group && std::find(touched.begin(), touched.end(), who) == touched.end()) others.push_back(who);
  }
  std::sort(others.begin(), others.end(), in_order);
  for (const Who who : others) record(who);
  return !changed.empty();
}

}  // namespace tripline::oracle
