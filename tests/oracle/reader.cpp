#include "oracle/reader.hpp"
#include "oracle/oracle.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace tripline::oracle {

using engine::Tag;
using model::Access;
using model::Op;
using model::TypeKind;

namespace {

std::size_t at(int i) { return static_cast<std::size_t>(i); }

Value not_known(const Value& v) { return v.is_missing() ? Value::unknown(Reason::missing_value) : v; }

double as_double(const Value& v) {
  return v.tag() == Tag::integer ? static_cast<double>(v.as_integer()) : v.as_number();
}

Value finite(double d) { return std::isfinite(d) ? Value::number(d) : Value::unknown(Reason::not_finite); }

bool holds(Op op, int o) {
  switch (op) {
    case Op::eq: return o == 0;
    case Op::ne: return o != 0;
    case Op::lt: return o < 0;
    case Op::le: return o <= 0;
    case Op::gt: return o > 0;
    default: return o >= 0;
  }
}

}  // namespace

Value Reader::of_constant(const model::Constant& c) {
  if (const auto* b = std::get_if<bool>(&c.value)) return Value::boolean(*b);
  if (const auto* d = std::get_if<double>(&c.value)) return Value::number(*d);
  if (const auto* i = std::get_if<std::int64_t>(&c.value)) return Value::integer(*i);
  if (const auto* s = std::get_if<std::string>(&c.value)) return Value::text(*s);
  if (const auto* p = std::get_if<model::Position>(&c.value)) return Value::position(p->latitude, p->longitude);
  std::vector<Value> items;
  for (const model::Constant& item : std::get<model::ConstantList>(c.value)) items.push_back(of_constant(item));
  return Value::list(std::move(items));
}

int Reader::level(Who who, Moment m) const {
  int level = 0;
  for (const LevelStep& s : levels[at(who)])
    if (s.at < m.at || (s.at == m.at && (s.seen < m.seen || (m.after && s.seen <= m.seen)))) level = s.level;
  return level;
}

// "a sample exactly D old still holds" (section 4): at the instant itself, not just after it.
bool Reader::stale(int stream, const Entry& e, Moment m) const {
  const auto& after = h_.pack.streams[at(stream)].stale_after;
  return after && (m.at - e.time > *after || (m.after && m.at - e.time == *after));
}

Truth Reader::truth(const model::Expr* e, Context& c, Truth otherwise, Value* why) {
  if (e == nullptr) return otherwise;
  const Value v = value(*e, c);
  if (v.tag() == Tag::boolean) return v.as_bool() ? Truth::yes : Truth::no;
  if (why != nullptr) *why = not_known(v);
  return Truth::unknown;
}

Value Reader::field(const model::Expr& e, const Context& c) {
  const bool former = c.previous_of == e.stream;
  const Entry* given = e.access == Access::on        ? c.on
                       : e.access == Access::element ? c.element
                       : e.access == Access::opener  ? c.opener
                                                     : nullptr;
  const Entry* entry = given;
  if (given == nullptr || former) {
    if (given == nullptr && e.access == Access::opener) return Value::unknown(Reason::never_seen, e.stream);
    entry = h_.last(e.stream, c.who, c.now.seen);
    if (entry == nullptr) return Value::unknown(Reason::never_seen, e.stream);
    if (former) {
      // "at the stream's previous element for the subject, unknown at the first"
      entry = h_.last(e.stream, c.who, c.now.seen, 1);
      if (entry == nullptr) return Value::unknown(Reason::first_element, e.stream);
    } else if (stale(e.stream, *entry, c.now)) {
      return Value::unknown(Reason::stale, e.stream);
    }
  }
  if (e.index == model::kTimeField) return Value::integer(entry->time);
  return entry->fields[at(e.index)];
}

Value Reader::table_field(const model::Expr& e, Context& c) {
  const model::Table& t = h_.pack.tables[at(e.index)];
  std::vector<Value> key;
  for (const auto& k : e.children) {
    key.push_back(value(*k, c));
    if (key.back().is_unknown()) return key.back();
  }
  for (const auto& row : t.rows) {
    bool found = true;
    for (std::size_t k = 0; k < key.size(); ++k) {
      const auto& cell = row[at(t.keys[k])];
      found = found && cell && of_constant(*cell) == key[k];
    }
    if (!found) continue;
    const auto& cell = row[at(e.member)];
    return cell ? of_constant(*cell) : Value::missing();
  }
  return Value::unknown(Reason::no_row, e.index);
}

// Section 3: `else` and `present` answer "for a field of the rule's own `on` signal only where a sample lacks it: while that signal is stale they are
// unknown too".
bool Reader::own_signal_silent(const model::Expr& e, const Context& c) {
  if (e.op == Op::field && (e.access == Access::on || e.access == Access::element) &&
      h_.pack.streams[at(e.stream)].signal) {
    if (e.access == Access::on ? c.on != nullptr : c.element != nullptr) return false;
    const Entry* s = h_.last(e.stream, c.who, c.now.seen);
    return s == nullptr || stale(e.stream, *s, c.now);
  }
  return std::any_of(e.children.begin(), e.children.end(), [&](const auto& k) { return own_signal_silent(*k, c); });
}

Value Reader::binary(const model::Expr& e, Context& c) {
  const Value a = value(*e.children[0], c);
  if (!a.known()) return not_known(a);
  const Value b = value(*e.children[1], c);
  if (!b.known()) return not_known(b);
  const bool whole = a.tag() == Tag::integer && b.tag() == Tag::integer;
  const auto fits = [](const Whole& n) {
    return n > INT64_MAX || n < INT64_MIN ? Value::unknown(Reason::not_finite)
                                          : Value::integer(static_cast<std::int64_t>(n));
  };
  // "A duration times or divided by a number is rounded to the nanosecond, halves away from zero."
  const auto rounded = [](double d) {
    const double r = std::round(d);
    return r > -9.2e18 && r < 9.2e18 ? Value::integer(static_cast<std::int64_t>(r))
                                     : Value::unknown(Reason::not_finite);
  };
  switch (e.op) {
    case Op::add: return whole ? fits(Whole(a.as_integer()) + b.as_integer()) : finite(as_double(a) + as_double(b));
    case Op::sub: return whole ? fits(Whole(a.as_integer()) - b.as_integer()) : finite(as_double(a) - as_double(b));
    case Op::mul:
      return a.tag() == Tag::integer || b.tag() == Tag::integer ? rounded(as_double(a) * as_double(b))
                                                                : finite(a.as_number() * b.as_number());
    default:
      if (as_double(b) == 0) return Value::unknown(Reason::divided_by_zero);
      if (a.tag() == Tag::integer && !whole) return rounded(as_double(a) / b.as_number());
      return finite(as_double(a) / as_double(b));
  }
}

Value Reader::comparison(const model::Expr& e, Context& c) {
  if (const auto g = growing_comparison(e)) {
    Value why;
    const auto sign = side(*g->aggregate, c, constant(*g->constant), &why);
    return sign ? Value::boolean(holds(e.op, g->left ? *sign : -*sign)) : why;
  }
  const Value a = value(*e.children[0], c);
  if (a.is_unknown()) return a;
  const Value b = value(*e.children[1], c);
  if (!b.known()) return not_known(b);
  if (!a.known()) return not_known(a);
  int o = order(a, b);
  if (o == 0 && c.now.after && e.op != Op::eq && e.op != Op::ne)
    for (int side = 0; side < 2; ++side) {
      const model::Expr& s = *e.children[at(side)];
      const Op other = e.children[at(1 - side)]->op;
      if (s.op == Op::sub && s.children[0]->op == Op::now && (other == Op::constant || other == Op::param))
        o = side == 0 ? 1 : -1;
    }
  return Value::boolean(holds(e.op, o));
}

// The streams that an expression reads.
const std::set<int>& Reader::reads(const model::Expr& e) {
  const auto known = reads_.find(&e);
  if (known != reads_.end()) return known->second;
  std::set<int> streams;
  if (e.op == Op::field) streams.insert(e.stream);
  const auto add = [&](const model::ExprPtr& x) {
    if (x) streams.insert(reads(*x).begin(), reads(*x).end());
  };
  for (const auto& k : e.children) add(k);
  if (e.aggregate) {
    streams.insert(e.aggregate->stream);
    streams.insert(e.aggregate->reads.begin(), e.aggregate->reads.end());
    for (const model::Mark& m : e.aggregate->window.marks) {
      streams.insert(m.stream);
      add(m.where);
    }
  }
  return reads_.emplace(&e, std::move(streams)).first->second;
}

Value Reader::held(const model::Expr& e, Context& c) {
  const model::Expr& condition = *e.children[0];
  const auto ask = [&](Moment m, std::size_t raises_by_then = SIZE_MAX) {
    const Key key{&e, c.who, m.at, m.seen, m.after};
    const auto known = m.at < current ? held_.find(key) : held_.end();
    if (known != held_.end()) return known->second;
    Context then;
    then.who = c.who;
    then.now = m;
    then.rule = c.rule;
    then.reads = c.reads;
    then.raises = raises_by_then;
    const Value v = not_known(value(condition, then));
    if (m.at < current) held_.emplace(key, v);
    return v;
  };
  const Value now = ask(c.now);
  if (!now.is_true()) return now;
  const std::set<int>& streams = reads(condition);
  const std::function<bool(const model::Expr&)> reads_level = [&](const model::Expr& x) {
    return x.op == Op::level ||
           std::any_of(x.children.begin(), x.children.end(), [&](const auto& k) { return reads_level(*k); });
  };
  const bool of_level = reads_level(condition);
  // Backwards over all moments: how long has it been true without a break?
  Time since = c.now.at;
  const std::vector<Time>& instants = h_.instants;
  const std::vector<std::size_t>& entries = h_.concerning[at(c.who)];
  std::size_t next_entry = entries.size();
  while (next_entry > 0 && entries[next_entry - 1] >= c.now.seen) --next_entry;
  for (std::size_t i = instants.size(); i-- > 0;) {
    const Time t = instants[i];
    if (t > c.now.at) continue;
    if (t < h_.subjects[at(c.who)].since) break;  // there was nobody
    if (t < c.now.at) {
      if (!ask({t, h_.seen_by(t), true}).is_true()) break;
      since = t;
    }
    bool broken = false;
    // "Last, changes of level: conditions that read the subject's level are asked once more": a level may fall and rise again at one instant.
    if (of_level && (t < c.now.at || c.now.after))
      for (const LevelStep& s : levels[at(c.who)])
        if (s.at == t && s.seen <= c.now.seen) broken = broken || !ask({t, s.seen, true}).is_true();
    if (broken) break;
    for (; next_entry > 0 && h_.entries[entries[next_entry - 1]].time == t && !broken; --next_entry) {
      const std::size_t number = entries[next_entry - 1];
      Moment whole = h_.whole(number);
      whole.seen = std::min(whole.seen, c.now.seen);
      // How the rule looked at it: before what it may have raised there itself.
      const Reading* looked = nullptr;
      for (std::size_t k = c.reads == nullptr ? 0 : c.reads->size(); k-- > 0 && (*c.reads)[k].at.at >= t;)
        if (const Moment& m = (*c.reads)[k].at; m.at == t && m.seen > number && m.seen <= whole.seen)
          // What came with its maker was looked at after it.
          if (looked == nullptr || !h_.entries[number].with_former) looked = &(*c.reads)[k];
      // Nothing to this condition; but where the rule looks at it, what does not hold just then is a break.
      const bool of_others = streams.count(h_.entries[number].stream) == 0;
      if (of_others && looked == nullptr) continue;
      broken = !ask(of_others ? looked->at : whole, looked != nullptr ? looked->raises : SIZE_MAX).is_true();
      // What came about just after the instant found a state just after it.
      if (h_.entries[number].after) broken = broken || !ask({t, number, true}).is_true();
      if (!broken) since = t;
    }
    if (broken) break;
    if (c.now.at - since >= e.span && t < c.now.at - e.span) break;
  }
  return Value::boolean(c.now.at - since >= e.span);
}

Value Reader::value(const model::Expr& e, Context& c) {
  const core::Zone& zone = h_.pack.zone;
  const auto child = [&](std::size_t i) { return value(*e.children[i], c); };
  switch (e.op) {
    case Op::constant: return of_constant(e.constant);
    case Op::param: return of_constant(h_.pack.params[at(e.index)].value);
    case Op::field: return field(e, c);
    case Op::table_field: return table_field(e, c);
    case Op::owner_key: return h_.subjects[at(c.who)].names[at(e.index)];
    case Op::level: return Value::integer(level(c.who, c.now));
    case Op::stage: return h_.stage(c.who, c.now.seen);
    case Op::now: return Value::integer(c.now.at);
    case Op::variable: return c.variables[at(e.index)];
    case Op::held: return held(e, c);
    case Op::aggregate:
      // "inside a larger expression they are read at the subject's elements of streams that the rule reads, at their staleness, and nowhere else"
      return grows(*e.aggregate) ? last_read(*e.aggregate, c) : aggregate(*e.aggregate, c, c.now);
    case Op::eq:
    case Op::ne:
    case Op::lt:
    case Op::le:
    case Op::gt:
    case Op::ge: return comparison(e, c);
    case Op::add:
    case Op::sub:
    case Op::mul:
    case Op::div: return binary(e, c);
    case Op::and_:
    case Op::or_:
    case Op::implies: {
      // "`and`, `or`, `not`, `implies` follow Kleene on either side" (section 3). What is told is the first reason.
      const bool deciding = e.op != Op::and_;
      Value a = not_known(child(0));
      if (e.op == Op::implies && a.known()) a = Value::boolean(!a.as_bool());
      if (a.known() && a.as_bool() == deciding) return a;
      const Value b = not_known(child(1));
      if (b.known() && b.as_bool() == deciding) return b;
      return a.known() ? b : a;
    }
    case Op::not_: {
      const Value a = not_known(child(0));
      return a.known() ? Value::boolean(!a.as_bool()) : a;
    }
    case Op::else_: {
      Value a = child(0);
      if (a.known() || (a.is_unknown() && own_signal_silent(*e.children[0], c))) return a;
      return child(1);
    }
    case Op::present: {
      Value a = child(0);
      if (a.is_unknown() && own_signal_silent(*e.children[0], c)) return a;
      return Value::boolean(a.known());
    }
    case Op::previous: {
      const int outer = std::exchange(c.previous_of, e.stream);
      Value v = child(0);
      c.previous_of = outer;
      return v;
    }
    case Op::min:
    case Op::max: {
      Value best;
      for (std::size_t i = 0; i < e.children.size(); ++i) {
        Value v = child(i);
        if (!v.known()) return not_known(v);
        if (i == 0 || (e.op == Op::min ? order(v, best) < 0 : order(v, best) > 0)) best = std::move(v);
      }
      return best;
    }
    case Op::in_set: {
      const Value a = child(0);
      if (!a.known()) return not_known(a);
      for (std::size_t i = 1; i < e.children.size(); ++i)
        if (child(i) == a) return Value::boolean(true);
      return Value::boolean(false);
    }
    case Op::in_list: {
      const Value a = child(0), list = child(1);
      if (!a.known()) return not_known(a);
      if (!list.known()) return not_known(list);
      return Value::boolean(std::find(list.as_list().begin(), list.as_list().end(), a) != list.as_list().end());
    }
    case Op::in_range: {
      const Value a = child(0), low = child(1), high = child(2);
      if (!a.known()) return not_known(a);
      if ((low.known() && order(a, low) < 0) || (high.known() && order(a, high) > 0)) return Value::boolean(false);
      if (!low.known()) return not_known(low);
      return high.known() ? Value::boolean(true) : not_known(high);
    }
    case Op::any:
    case Op::all: {
      const Value list = child(0);
      if (!list.known()) return not_known(list);
      const bool any = e.op == Op::any;
      Value unknown;
      bool undecided = false;
      if (c.variables.size() <= at(e.index)) c.variables.resize(at(e.index) + 1);
      for (const Value& item : list.as_list()) {
        c.variables[at(e.index)] = item;
        const Value v = not_known(child(1));
        if (v.known() && v.as_bool() == any) return v;
        if (!v.known() && !undecided) {
          unknown = v;
          undecided = true;
        }
      }
      return undecided ? unknown : Value::boolean(!any);
    }
    case Op::time_eq_date:
    case Op::time_ne_date:
    case Op::time_lt_date:
    case Op::time_le_date:
    case Op::time_gt_date:
    case Op::time_ge_date: {
      // "`t <= d` and `t > d` mean its end, `t < d` and `t >= d` its beginning" (section 3); its end is the midnight that follows, itself included.
      const Value t = child(0), d = child(1);
      if (!t.known()) return not_known(t);
      if (!d.known()) return not_known(d);
      const Time begin = zone.midnight(static_cast<core::Day>(d.as_integer()));
      const Time end = zone.midnight(static_cast<core::Day>(d.as_integer() + 1));
      const Time x = t.as_integer();
      switch (e.op) {
        case Op::time_eq_date: return Value::boolean(begin <= x && x < end);
        case Op::time_ne_date: return Value::boolean(!(begin <= x && x < end));
        case Op::time_lt_date: return Value::boolean(x < begin);
        case Op::time_le_date: return Value::boolean(x <= end);
        case Op::time_gt_date: return Value::boolean(x > end);
        default: return Value::boolean(x >= begin);
      }
    }
    case Op::distance: throw NotCovered("distances");
    case Op::in_area: throw NotCovered("areas");
    case Op::in_hours: {
      // "half-open, may wrap midnight": 24:00 is the end of the day
      const Value t = child(0);
      if (!t.known()) return not_known(t);
      const Duration clock = zone.time_of_day(t.as_integer());
      const Duration from = child(1).as_integer(), to = child(2).as_integer();
      return Value::boolean(from < to ? from <= clock && clock < to : from <= clock || clock < to);
    }
    case Op::score: return *c.score;
    case Op::negate:
    case Op::abs:
    case Op::sqrt:
    case Op::round:
    case Op::floor:
    case Op::ceil:
    case Op::size:
    case Op::hour:
    case Op::weekday:
    case Op::date_of:
    case Op::to_number:
    case Op::day_begin:
    case Op::day_end:
    case Op::curve:
    case Op::matches: break;
  }
  const Value a = child(0);
  if (!a.known()) return not_known(a);
  const bool whole = a.tag() == Tag::integer;
  switch (e.op) {
    case Op::negate: return whole ? Value::integer(-a.as_integer()) : Value::number(-a.as_number());
    case Op::abs: return whole ? Value::integer(std::abs(a.as_integer())) : Value::number(std::fabs(a.as_number()));
    case Op::sqrt:
      return a.as_number() < 0 ? Value::unknown(Reason::not_finite) : Value::number(std::sqrt(a.as_number()));
    case Op::round: {
      // "halves away from zero"
      const double x = a.as_number(), down = std::floor(std::fabs(x));
      const double r = std::fabs(x) - down >= 0.5 ? down + 1 : down;
      return Value::number(x < 0 ? -r : r);
    }
    case Op::floor: return Value::number(std::floor(a.as_number()));
    case Op::ceil: return Value::number(std::ceil(a.as_number()));
    case Op::size: return Value::number(static_cast<double>(a.is_text() ? a.as_text().size() : a.as_list().size()));
    case Op::hour: return Value::number(std::floor(static_cast<double>(zone.time_of_day(a.as_integer())) / 3.6e12));
    case Op::weekday:
      return Value::number(core::weekday(e.children[0]->type.kind == TypeKind::date
                                             ? static_cast<core::Day>(a.as_integer())
                                             : zone.day(a.as_integer())));
    case Op::date_of: return Value::integer(zone.day(a.as_integer()));
    case Op::to_number: return Value::number(quotient(Exact::of(a.as_integer()), Exact::of(core::kSecond)));
    case Op::day_begin: return Value::integer(zone.midnight(static_cast<core::Day>(a.as_integer())));
    case Op::day_end: return Value::integer(zone.midnight(static_cast<core::Day>(a.as_integer() + 1)));
    case Op::curve: {
      // "linear between its points, unknown outside them; or over an enumerated type"
      const model::Curve& curve = h_.pack.curves[at(e.index)];
      const double x = as_double(a);
      for (const auto& [px, py] : curve.points)
        if (px == x) return Value::number(py);
      if (curve.from.kind != TypeKind::enumerated)
        for (std::size_t i = 1; i < curve.points.size(); ++i) {
          const auto& [x0, y0] = curve.points[i - 1];
          const auto& [x1, y1] = curve.points[i];
          if (x0 < x && x < x1) return finite(y0 + (y1 - y0) * ((x - x0) / (x1 - x0)));
        }
      return Value::unknown(Reason::outside_curve);
    }
    default: break;
  }
  if (e.op != Op::matches) throw std::logic_error("an operator that the oracle does not know");
  const std::string_view text = a.as_text();
  return Value::boolean(
      re2::RE2::FullMatch(re2::StringPiece(text.data(), text.size()), h_.pack.patterns[at(e.index)].text));
}

}  // namespace tripline::oracle
