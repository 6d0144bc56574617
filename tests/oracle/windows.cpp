// Windows and aggregates, from the two tables of language.md, section 5.
#include <algorithm>
#include <cmath>
#include <set>

#include "oracle/oracle.hpp"
#include "oracle/reader.hpp"

namespace tripline::oracle {

using engine::Tag;
using model::AggregateKind;
using model::Op;
using model::WindowKind;

namespace {

std::size_t at(int i) { return static_cast<std::size_t>(i); }

Value difference(const Value& last, const Value& first) {
  if (last.tag() == Tag::integer) return Value::integer(last.as_integer() - first.as_integer());
  return Value::number(last.as_number() - first.as_number());
}

}  // namespace

std::optional<Reader::Beginning> Reader::beginning(const model::Aggregate& a, const Context& c, Moment m) {
  const model::Window& w = a.window;
  Beginning b;
  // "after the latest of these for the subject", in the order of section 7
  const auto mark = [&]() -> std::optional<Beginning> {
    std::optional<Beginning> latest;
    const auto offer = [&](Time t, std::size_t seen) {
      if (!latest || seen >= latest->seen) latest = Beginning{t, false, true, seen, seen};
    };
    for (const model::Mark& k : w.marks) {
      if (k.raised) {
        offer(h_.subjects[at(c.who)].since, h_.subjects[at(c.who)].born);
        const auto of_rule = raises.find({c.rule, c.who});
        if (of_rule == raises.end()) continue;
        for (std::size_t i = 0; i < std::min(of_rule->second.size(), c.raises); ++i)
          if (const Raise& r = of_rule->second[i]; r.at <= m.at && r.seen <= m.seen) offer(r.at, r.seen);
        continue;
      }
      const std::vector<std::size_t>& all = h_.by_stream[at(k.stream)];
      for (std::size_t i = all.size(); i-- > 0;) {
        const std::size_t number = all[i];
        const Entry& e = h_.entries[number];
        if (number >= m.seen || e.belongs[at(h_.subjects[at(c.who)].space)] != c.who) continue;
        Context then;
        then.who = e.who;
        then.now = h_.at_entry(number);
        then.element = &e;
        if (truth(k.where.get(), then, Truth::yes) != Truth::yes) continue;
        offer(e.time, number + 1);
        break;
      }
    }
    return latest;
  };
  switch (w.kind) {
    case WindowKind::over:  // (t − B, t − A]
      b.at = core::add_clamped(m.at, -w.to);
      b.open = true;
      return b;
    case WindowKind::between: b.at = w.begin; return b;
    case WindowKind::since: return mark();
    case WindowKind::over_since: {  // the later of the two beginnings; before any E, `over D`
      b.at = core::add_clamped(m.at, -w.to);
      b.open = true;
      const auto from = mark();
      return from && from->at > b.at ? *from : b;
    }
    case WindowKind::this_period:
    case WindowKind::last_periods: b.at = h_.pack.zone.start_of_earlier(w.period, m.at, w.count - 1); return b;
    case WindowKind::last_samples:
    case WindowKind::ever:
    case WindowKind::now: return b;
  }
  return b;
}

// Whether a member counts for whose aggregate it is: by what it belonged to, and by its own stage (section 6, "Whose").
bool Reader::ours(const model::Aggregate& a, Who member, const Context& c, std::size_t seen) const {
  if (h_.belongs(member, h_.subjects[at(c.who)].space, seen) != c.who) return false;
  if (a.stages == 0) return true;
  const Value stage = h_.stage(member, seen);
  return stage.known() && ((a.stages >> stage.as_integer()) & 1) != 0;
}

Reader::Standing Reader::standing_at(const model::Aggregate& a, const Context& c) {
  Standing s;
  Context then = c;
  s.selected = truth(a.where.get(), then, Truth::yes);
  if (s.selected != Truth::yes) return s;
  s.value = a.argument ? value(*a.argument, then) : Value::boolean(true);
  if (s.value.is_missing()) s.value = Value::unknown(Reason::missing_value);
  return s;
}

// "Conditions and arguments are evaluated at the element … with what held then"
const Reader::Standing& Reader::standing(const model::Aggregate& a, std::size_t number) {
  const auto key = std::pair{&a, number};
  const auto known = standings_.find(key);
  if (known != standings_.end()) return known->second;
  const Entry& e = h_.entries[number];
  Context c;
  c.who = e.who;
  c.now = h_.at_entry(number);
  c.element = &e;
  return standings_.emplace(key, standing_at(a, c)).first->second;
}

Value Reader::over_elements(const model::Aggregate& a, Context& c, Moment m, Exact* sum) {
  std::vector<Standing> in;
  if (a.window.kind == WindowKind::now) {
    // "the current sample of each member that is not stale"
    for (const Who member : h_.everybody(h_.space_of_stream[at(a.stream)])) {
      if (!ours(a, member, c, m.seen)) continue;
      const Entry* sample = h_.last(a.stream, member, m.seen);
      if (sample == nullptr || stale(a.stream, *sample, m)) continue;
      Context then;
      then.who = member;
      then.now = m;
      in.push_back(standing_at(a, then));
    }
    return fold(a, in, sum);
  }
  std::vector<std::pair<int, Value>> wanted;
  for (const auto& [field, expression] : a.correlations) {
    Value v = value(*expression, c);
    if (!v.known()) return v.is_missing() ? Value::unknown(Reason::missing_value) : v;
    wanted.emplace_back(field, std::move(v));
  }
  const auto begin = beginning(a, c, m);
  if (!begin) return Value::unknown(Reason::no_mark);
  std::size_t elements = 0;
  const std::vector<std::size_t>& all = h_.by_stream[at(a.stream)];
  const int space = h_.subjects[at(c.who)].space;
  for (std::size_t i = all.size(); i-- > 0;) {
    const std::size_t number = all[i];
    const Entry& e = h_.entries[number];
    if (number >= m.seen || e.time > core::add_clamped(m.at, -a.window.from)) continue;
    if (a.window.kind == WindowKind::between && e.time > a.window.end) continue;
    if (begin->by_order ? number < begin->seen : begin->open ? e.time <= begin->at : e.time < begin->at) break;
    if (e.belongs[at(space)] != c.who) continue;
    if (a.stages != 0) {
      const Value stage = h_.stage(e.who, number + 1);
      if (!stage.known() || ((a.stages >> stage.as_integer()) & 1) == 0) continue;
    }
    if (std::any_of(wanted.begin(), wanted.end(), [&](const auto& w) { return !(e.fields[at(w.first)] == w.second); }))
      continue;
    in.push_back(standing(a, number));
    if (++elements == at(a.window.count) && a.window.kind == WindowKind::last_samples) break;
  }
  if (a.window.kind == WindowKind::last_samples && elements < at(a.window.count))
    return Value::unknown(Reason::too_few);
  std::reverse(in.begin(), in.end());
  return fold(a, in, sum);
}

// The column "over events" (samples under `last N samples` and `now` are elements too).
Value Reader::fold(const model::Aggregate& a, const std::vector<Standing>& elements, Exact* exact_sum) {
  std::vector<Value> in;
  bool undecided = false;  // "where a `where` is unknown, that is left out, and `once` and `always` stay undecided"
  Value unknown;
  bool any_unknown = false;
  for (const Standing& s : elements) {
    undecided = undecided || s.selected == Truth::unknown;
    if (s.selected != Truth::yes) continue;
    if (a.kind != AggregateKind::count && !s.value.known()) {
      unknown = s.value;
      any_unknown = true;
    }
    in.push_back(s.value);
  }
  const auto n = static_cast<double>(in.size());
  if (a.kind == AggregateKind::count) {
    if (exact_sum != nullptr) *exact_sum = Exact::of(static_cast<std::int64_t>(in.size()));
    return Value::number(n);
  }
  const bool wanted = a.kind == AggregateKind::once;
  if (wanted || a.kind == AggregateKind::always) {
    for (const Value& v : in)
      if (v.known() && v.as_bool() == wanted) return Value::boolean(wanted);
    if (any_unknown) return unknown;
    return undecided ? Value::unknown(Reason::undecided) : Value::boolean(!wanted);
  }
  // "An unknown argument over events makes the aggregate unknown"
  if (any_unknown) return unknown;
  if (in.empty() && a.kind != AggregateKind::sum && a.kind != AggregateKind::distinct)
    return Value::unknown(Reason::no_value);
  const bool whole = !in.empty() && in.front().tag() == Tag::integer;
  switch (a.kind) {
    case AggregateKind::distinct: {
      std::vector<Value> different;
      for (const Value& v : in)
        if (std::find(different.begin(), different.end(), v) == different.end()) different.push_back(v);
      return Value::number(static_cast<double>(different.size()));
    }
    case AggregateKind::sum:
    case AggregateKind::avg: {
      // "the exact real sum rounded once, whatever the order; `avg` is that divided"
      if (in.empty()) return a.argument->type.kind == model::TypeKind::number ? Value::number(0) : Value::integer(0);
      Exact sum;
      for (const Value& v : in) sum += exact(v);
      if (exact_sum != nullptr) *exact_sum = sum;
      const Exact by = Exact::of(a.kind == AggregateKind::avg ? static_cast<std::int64_t>(in.size()) : std::int64_t{1});
      return whole ? Value::integer(nearest_whole(sum, by)) : Value::number(quotient(sum, by));
    }
    case AggregateKind::share: {
      const auto yes = std::count_if(in.begin(), in.end(), [](const Value& v) { return v.as_bool(); });
      return Value::number(
          quotient(Exact::of(static_cast<std::int64_t>(yes)), Exact::of(static_cast<std::int64_t>(in.size()))));
    }
    case AggregateKind::quantile: {
      // "the ⌈q·n⌉-th smallest", for the q that was written
      std::stable_sort(in.begin(), in.end(), [](const Value& x, const Value& y) { return order(x, y) < 0; });
      const Fraction q = in_its_unit(a.q, core::Unit{});
      Whole k = (q.numerator * in.size() + q.denominator - 1) / q.denominator;
      if (k < 1) k = 1;
      return in[static_cast<std::size_t>(k) - 1];
    }
    case AggregateKind::first: return in.front();
    case AggregateKind::last: return in.back();
    case AggregateKind::change: return difference(in.back(), in.front());
    case AggregateKind::min:
    case AggregateKind::max: {
      Value best = in.front();
      for (const Value& v : in)
        if (a.kind == AggregateKind::min ? order(v, best) < 0 : order(v, best) > 0) best = v;
      return best;
    }
    default: return Value::unknown(Reason::no_value);
  }
}

bool Reader::moves_by_time(const model::Expr* e) const {
  if (e == nullptr) return false;
  if (e->op == Op::held || e->op == Op::now || e->op == Op::level) return true;
  return std::any_of(e->children.begin(), e->children.end(), [this](const auto& k) { return moves_by_time(k.get()); });
}

// "for a signal's time from E's instant": a signal's window has no order within an instant. What ends with a window's beginning is not in it.
// The moments, in order, at which a member's value may be another than before: the window's beginning, elements, ends of samples, m itself.
std::vector<Moment> Reader::moments(const model::Aggregate& a, Who member, Moment m, const Beginning& b) {
  const auto seen_by = [&](Time t) { return std::min(m.seen, h_.seen_by(t)); };
  std::vector<Moment> out;
  if (b.at != core::kAlways)
    out.push_back({b.at, seen_by(b.at), b.at < m.at || m.after});  // what is held into the window
  std::vector<Time> after;
  for (const std::size_t number : h_.concerning[at(member)]) {
    const Entry& e = h_.entries[number];
    if (number >= m.seen || e.time > m.at) break;
    const bool reads = std::find(a.reads.begin(), a.reads.end(), e.stream) != a.reads.end();
    if (e.who != member && !reads) continue;
    if (reads)
      if (const auto& stale_after = h_.pack.streams[at(e.stream)].stale_after)
        after.push_back(core::add_clamped(e.time, *stale_after));
    after.push_back(e.time);
    Moment whole = h_.whole(number);
    whole.seen = std::min(whole.seen, m.seen);
    if (e.time < b.at || (e.time == b.at && (b.open || !reads))) continue;
    out.push_back(whole);
  }
  if (moves_by_time(a.argument.get()) || moves_by_time(a.where.get()))
    after.insert(after.end(), h_.instants.begin(), h_.instants.end());
  for (const Time t : after)
    if (t > b.at && (t < m.at || (t == m.at && m.after))) out.push_back({t, seen_by(t), true});
  out.push_back(m);
  std::stable_sort(out.begin(), out.end(), [](const Moment& x, const Moment& y) {
    if (x.at != y.at) return x.at < y.at;
    if (x.after != y.after) return y.after;
    return x.seen < y.seen;
  });
  const auto same = [](const Moment& x, const Moment& y) {
    return x.at == y.at && x.seen == y.seen && x.after == y.after;
  };
  out.erase(std::unique(out.begin(), out.end(), same), out.end());
  return out;
}

// What a member's value is at a moment.
Reader::Piece Reader::state(const model::Aggregate& a, Who member, const Context& c, Moment m) {
  const Key key{&a, member, m.at, m.seen, m.after};
  Piece p;
  const auto known = m.at < current ? states_.find(key) : states_.end();
  if (known != states_.end()) {
    p = known->second;
  } else {
    Context then;
    then.who = member;
    then.now = m;
    Value why;
    const Truth selected = truth(a.where.get(), then, Truth::yes, &why);
    const Entry* sample = h_.last(a.stream, member, m.seen);
    if (selected == Truth::no)
      p.left_out = true;  // "Where `where` leaves a stretch of a signal out, that stretch has no value."
    else if (sample == nullptr)
      p.value = Value::unknown(Reason::never_seen, a.stream);
    else if (stale(a.stream, *sample, m))
      p.value = Value::unknown(Reason::stale, a.stream);
    else if (selected == Truth::unknown)
      p.value = why;
    else
      p.value = a.argument ? value(*a.argument, then) : Value::boolean(true);
    if (p.value.is_missing()) p.value = Value::unknown(Reason::missing_value);
    if (m.at < current) states_.emplace(key, p);
  }
  p.left_out = p.left_out || !ours(a, member, c, m.seen);
  return p;
}

std::vector<std::vector<Reader::Piece>> Reader::pieces(const model::Aggregate& a, const Context& c, Moment m,
                                                       const Beginning& b) {
  Moment end = m;
  if (a.window.from > 0) {  // over A .. B
    end.at = core::add_clamped(m.at, -a.window.from);
    end.seen = std::min(m.seen, h_.seen_by(end.at));
    // What came about just after that instant lies behind it.
    while (!m.after && end.seen > 0 && h_.entries[end.seen - 1].time == end.at && h_.entries[end.seen - 1].after)
      --end.seen;
  }
  // "from the first instant of the period to its last, both inside, and stand still after it"
  if (a.window.kind == WindowKind::between && (m.at > a.window.end || (m.at == a.window.end && m.after))) {
    end = {a.window.end, std::min(m.seen, h_.seen_by(a.window.end)), false};
    while (end.seen > 0 && h_.entries[end.seen - 1].time == end.at && h_.entries[end.seen - 1].after) --end.seen;
  }
  std::vector<std::vector<Piece>> of_members;
  if (a.window.kind == WindowKind::between && m.at < a.window.begin) return of_members;
  const int space = h_.space_of_stream[at(a.stream)];
  for (Who member = 0; member < static_cast<Who>(h_.subjects.size()); ++member) {
    const Subject& s = h_.subjects[at(member)];
    if (s.space != space || (space == h_.subjects[at(c.who)].space && member != c.who)) continue;
    // Before it first counted for anybody here it was unseen, in the window of whom it then counted for.
    const int owners = h_.subjects[at(c.who)].space;
    std::optional<std::size_t> first;
    if (h_.belongs(member, owners, s.born + 1) != kNobody) first = s.born;
    for (std::size_t k = 0; k < h_.by_who[at(member)].size() && !first; ++k)
      if (h_.belongs(member, owners, h_.by_who[at(member)][k] + 1) != kNobody) first = h_.by_who[at(member)][k];
    if (!first || !ours(a, member, c, m.seen)) {
      bool ever = false;
      for (const std::size_t k : h_.by_who[at(member)]) ever = ever || (first && ours(a, member, c, k + 1));
      if (!ever) continue;
    }
    // Whoever appears after a period's end was never looked for in it: it stands still.
    if (a.window.kind == WindowKind::between && *first >= end.seen && end.seen < m.seen) continue;
    const Time appears = *first == s.born ? s.since : h_.entries[*first].time;
    // What held before a window that begins with an instant, and ends with it, is not in it.
    std::optional<Piece> former;
    if (!b.open && b.at != core::kAlways) {
      std::size_t seen = 0;
      while (seen < h_.entries.size() && h_.entries[seen].time < b.at) ++seen;
      if (seen > *first) former = state(a, member, c, {b.at, seen, false});
      if (!former)
        former =
            Piece{b.at, b.at, Value::unknown(Reason::never_seen, a.stream), !ours(a, member, c, *first + 1), false};
    }
    std::vector<Piece> out;
    const std::vector<Moment> all = moments(a, member, end, b);
    for (std::size_t i = 0; i < all.size(); ++i) {
      const bool before = all[i].seen <= *first;
      Piece p;
      if (before) {
        p.value = Value::unknown(Reason::never_seen, a.stream);
        p.left_out = !ours(a, member, c, *first + 1);
      } else {
        p = state(a, member, c, all[i]);
      }
      p.from = all[i].at;
      p.to = i + 1 < all.size() ? all[i + 1].at : end.at;
      if (before && p.to > appears) p.to = appears;
      p.current = i + 1 == all.size();
      // "or before its first sample (save under `ever`)": its own, no other signal's
      if (a.window.kind == WindowKind::ever && p.value.is_unknown() && p.value.reason() == Reason::never_seen &&
          p.value.about() == a.stream)
        p.left_out = true;
      const bool goes_on = former && p.left_out == former->left_out && p.value == former->value &&
                           (p.value.known() || p.value.reason() == former->value.reason());
      if (!goes_on) former.reset();
      if (goes_on && p.to == b.at && !p.current) continue;
      out.push_back(std::move(p));
    }
    of_members.push_back(std::move(out));
  }
  return of_members;
}

// The column "over a signal".
Value Reader::over_time(const model::Aggregate& a, Context& c, Moment m) {
  const auto b = beginning(a, c, m);
  if (!b) return Value::unknown(Reason::no_mark);
  if (by_time(a)) {
    const Grown g = grown(a, c, m);
    if (!g.anything) return Value::unknown(Reason::no_value);  // "Without a value the result is unknown."
    switch (a.kind) {
      case AggregateKind::duration: return Value::integer(nearest_whole(g.sum, Exact::of(std::int64_t{1})));
      case AggregateKind::integral: return Value::number(quotient(g.sum, Exact::of(core::kSecond)));
      case AggregateKind::avg:
        if (a.argument->type.kind != model::TypeKind::number) return Value::integer(nearest_whole(g.sum, g.length));
        return Value::number(quotient(g.sum, g.length));
      default: return Value::number(quotient(g.sum, g.length));
    }
  }
  const auto of_members = pieces(a, c, m, *b);
  bool yes = false, no = false, undecided = false;
  Value least, greatest;
  for (const auto& member : of_members)
    for (const Piece& p : member) {
      if (p.left_out) continue;
      if (!p.value.known()) {
        undecided = true;
        continue;
      }
      if (p.value.tag() == Tag::boolean) {
        (p.value.as_bool() ? yes : no) = true;
      } else if (p.value.tag() == Tag::number || p.value.tag() == Tag::integer) {
        if (!least.known() || order(p.value, least) < 0) least = p.value;
        if (!greatest.known() || order(p.value, greatest) > 0) greatest = p.value;
      }
    }
  const auto known = [](const Value& v) { return v.known() ? v : Value::unknown(Reason::no_value); };
  // What held for some time, or holds now: a sample replaced at its own instant is neither first nor last.
  std::vector<Piece> stood;
  if (of_members.size() == 1)
    for (const Piece& p : of_members.front())
      if (p.current || p.to > p.from) stood.push_back(p);
  switch (a.kind) {
    case AggregateKind::once:
    case AggregateKind::always: {
      const bool wanted = a.kind == AggregateKind::once;
      if (wanted ? yes : no) return Value::boolean(wanted);
      if (undecided) return Value::unknown(Reason::undecided);
      return yes || no ? Value::boolean(!wanted) : Value::unknown(Reason::no_value);
    }
    case AggregateKind::min: return known(least);
    case AggregateKind::max: return known(greatest);
    case AggregateKind::first:
      for (const Piece& p : stood)
        if (!p.left_out && p.value.known()) return p.value;
      return Value::unknown(Reason::no_value);
    case AggregateKind::last:
      for (std::size_t i = stood.size(); i-- > 0;)
        if (!stood[i].left_out && stood[i].value.known()) return stood[i].value;
      return Value::unknown(Reason::no_value);
    default: {  // change: value now − value at the window's beginning; `change … ever` counts from the first value
      if (stood.empty() || stood.back().left_out || !stood.back().value.known())
        return Value::unknown(Reason::no_value);
      for (const Piece& p : stood) {
        if (!p.left_out && p.value.known()) return difference(stood.back().value, p.value);
        if (a.window.kind != WindowKind::ever) break;
      }
      return Value::unknown(Reason::no_value);
    }
  }
}

Value Reader::aggregate(const model::Aggregate& a, Context& c, Moment m) {
  if (a.projected) return projected(a, c, m);
  return at_last(a, c, m);
}

Value Reader::at_last(const model::Aggregate& a, Context& c, Moment m) {
  return a.elements ? over_elements(a, c, m) : over_time(a, c, m);
}

}  // namespace tripline::oracle
