// What grows between elements (language.md, section 5): how it stands against a constant, exactly, and when it crosses it.
#include <algorithm>
#include <utility>

#include "oracle/reader.hpp"

namespace tripline::oracle {

using engine::Tag;
using model::AggregateKind;
using model::Op;

namespace {

std::size_t at(int i) { return static_cast<std::size_t>(i); }

bool constant_side(const model::Expr& e) { return e.op == Op::constant || e.op == Op::param; }

bool mean(const model::Aggregate& a) { return a.kind == AggregateKind::avg || a.kind == AggregateKind::share; }

}  // namespace

// "`duration`, `integral`, `share`, `avg` of a signal … change between elements"
bool Reader::by_time(const model::Aggregate& a) {
  return !a.elements && (a.kind == AggregateKind::duration || a.kind == AggregateKind::integral || mean(a));
}

// What is projected does, too: "all four kinds are followed between elements" (docs/language.md).
bool Reader::grows(const model::Aggregate& a) { return a.projected || by_time(a); }

bool Reader::age(const model::Expr& e) { return e.op == Op::sub && e.children[0]->op == Op::now; }

Value Reader::last_read(const model::Aggregate& a, Context& c) {
  if (c.reads != nullptr)
    for (std::size_t i = c.reads->size(); i-- > 0;) {
      const Reading& r = (*c.reads)[i];
      if (!by_then(r.at, c.now)) continue;
      const std::size_t outer = std::exchange(c.raises, r.raises);
      Value v = aggregate(a, c, r.at);
      c.raises = outer;
      return v;
    }
  return aggregate(a, c, c.now);
}

// "compared alone with a constant" (section 5)
std::optional<Reader::Growth> Reader::growing_comparison(const model::Expr& e) const {
  if (e.op != Op::eq && e.op != Op::ne && e.op != Op::lt && e.op != Op::le && e.op != Op::gt && e.op != Op::ge)
    return std::nullopt;
  for (int side = 0; side < 2; ++side) {
    const model::Expr &a = *e.children[at(side)], &k = *e.children[at(1 - side)];
    if (a.op == Op::aggregate && grows(*a.aggregate) && constant_side(k))
      return Growth{a.aggregate.get(), &k, side == 0};
  }
  return std::nullopt;
}

Fraction Reader::constant(const model::Expr& e) {
  Context nobody;
  const Value v = value(e, nobody);
  if (v.tag() == Tag::integer) return {Whole(v.as_integer()), 1};
  return as_written(v.as_number(), e.type.unit);
}

Reader::Grown Reader::grown(const model::Aggregate& a, const Context& c, Moment m) {
  Grown g;
  const auto b = beginning(a, c, m);
  if (!b) return g;
  Exact now;
  std::int64_t members = 0;
  for (const auto& member : pieces(a, c, m, *b))
    for (const Piece& p : member) {
      if (p.left_out || !p.value.known()) continue;
      const Time length = p.to - p.from;
      g.sum += exact(p.value).times(length);
      g.length += Exact::of(length);
      if (!p.current) continue;
      now += exact(p.value);
      ++members;
    }
  g.anything = g.length.sign() > 0 || members > 0;
  if (g.length.sign() > 0) return g;
  // "Over no length `avg` and `share` are those of the value at t"
  g.at_instant = true;
  if (a.kind == AggregateKind::avg || a.kind == AggregateKind::share) {
    g.sum = now;
    g.length = Exact::of(members);
  }
  return g;
}

// The period of a moment: from its beginning to the next one's.
Reader::Period Reader::period(const model::Aggregate& a, Moment m) const {
  return {h_.pack.zone.start_of_earlier(a.window.period, m.at, 0), h_.pack.zone.start_of_next(a.window.period, m.at)};
}

// What a `sum`, `count`, `integral` or `duration` has come to, without rounding; nullopt: unknown, as `why` then says.
std::optional<Exact> Reader::total(const model::Aggregate& a, Context& c, Moment m, Value* why) {
  if (by_time(a)) {
    const Grown g = grown(a, c, m);
    if (g.anything) return g.sum;
    *why = at_last(a, c, m);
    return std::nullopt;
  }
  Exact sum;
  const Value v = over_elements(a, c, m, &sum);
  if (v.known()) return sum;
  *why = v;
  return std::nullopt;
}

// "its value at the end of the period at the pace so far, unknown in the first 1% of it"
Value Reader::projected(const model::Aggregate& a, Context& c, Moment m) {
  const Period p = period(a, m);
  Value why;
  const auto so_far = total(a, c, m, &why);
  if (!so_far) return why;
  if (Whole(m.at - p.begin) * 100 < p.end - p.begin) return Value::unknown(Reason::too_early);
  const Exact whole = so_far->times(p.end - p.begin);
  const bool number = a.kind == AggregateKind::count ||
                      (a.kind != AggregateKind::duration && a.argument->type.kind == model::TypeKind::number);
  const Whole unit = a.kind == AggregateKind::integral && number ? core::kSecond : 1;
  const Exact passed = Exact{unit, 0}.times(m.at - p.begin);
  return number ? Value::number(quotient(whole, passed)) : Value::integer(nearest_whole(whole, passed));
}

// value - constant, times something positive, exactly; nullopt: unknown.
std::optional<Exact> Reader::excess(const model::Aggregate& a, Context& c, Moment m, const Fraction& k, bool* instant,
                                    Value* why) {
  *instant = false;
  if (a.projected) {
    const Period p = period(a, m);
    const auto so_far = total(a, c, m, why);
    if (!so_far) return std::nullopt;
    if (Whole(m.at - p.begin) * 100 < p.end - p.begin) {
      *why = Value::unknown(Reason::too_early);
      return std::nullopt;
    }
    const bool integral = a.kind == AggregateKind::integral && a.argument->type.kind == model::TypeKind::number;
    Exact e = so_far->times(p.end - p.begin).times(k.denominator);
    e += Exact{-k.numerator, 0}.times(m.at - p.begin).times(integral ? Whole(core::kSecond) : Whole(1));
    return e;
  }
  const Grown g = grown(a, c, m);
  if (!g.anything) {
    *why = at_last(a, c, m);
    return std::nullopt;
  }
  *instant = g.at_instant && mean(a);
  Exact e = g.sum.times(k.denominator);
  if (mean(a))
    e += -g.length.times(k.numerator);
  else
    e += Exact{-k.numerator, 0}.times(a.kind == AggregateKind::integral ? Whole(core::kSecond) : Whole(1));
  return e;
}

// -1, 0, 1: below, at or above the constant. "A crossing is recorded at the instant itself, also where the comparison is strict": just after it the value
// has gone on.
std::optional<int> Reader::side(const model::Aggregate& a, Context& c, const Fraction& k, Value* why) {
  bool instant = false;
  const auto over = excess(a, c, c.now, k, &instant, why);
  if (!over) return std::nullopt;
  if (over->sign() != 0 || !c.now.after || instant) return over->sign();
  Moment next = c.now;
  ++next.at;
  const auto then = excess(a, c, next, k, &instant, why);
  return then ? then->sign() : 0;
}

// The instant, before `until`, at which it comes to the constant. Until then nothing happens: what grows, grows along a line.
void Reader::crossing(const model::Aggregate& a, Context& c, const Fraction& k, Time until, std::vector<Time>& out) {
  if (a.projected) {
    const Period p = period(a, c.now);
    out.push_back(p.begin + (p.end - p.begin + 99) / 100);
    out.push_back(p.end);
  }
  bool instant = false, later_instant = false;
  Moment next = c.now;
  ++next.at;
  if (next.at >= until) return;
  Value why;
  const auto here = excess(a, c, c.now, k, &instant, &why), there = excess(a, c, next, k, &later_instant, &why);
  if (!here || !there || instant || later_instant || here->sign() == 0) return;
  Exact slope = *there;
  slope += -*here;
  if (slope.sign() == 0 || slope.sign() == here->sign()) return;
  const Whole n = steps(*here, slope);
  if (n < Whole(until - c.now.at)) out.push_back(c.now.at + static_cast<std::int64_t>(n));
}

void Reader::crossings(const model::Expr& e, Context& c, Time until, std::vector<Time>& out) {
  for (const auto& k : e.children) crossings(*k, c, until, out);
  if (const auto g = growing_comparison(e)) return crossing(*g->aggregate, c, constant(*g->constant), until, out);
  if (e.children.size() != 2) return;
  for (int side = 0; side < 2; ++side) {
    const model::Expr &s = *e.children[at(side)], &k = *e.children[at(1 - side)];
    if (!age(s) || !constant_side(k)) continue;
    const Value from = value(*s.children[1], c), span = value(k, c);
    if (from.known() && span.known()) out.push_back(core::add_clamped(from.as_integer(), span.as_integer()));
  }
}

}  // namespace tripline::oracle
