#include "dsl/lint/ranges.hpp"

#include <algorithm>

#include "core/decimal.hpp"
#include "core/time.hpp"
#include "core/wide.hpp"

namespace tripline::dsl::lint {
namespace {

using model::Access;
using model::AggregateKind;
using model::Op;
using model::TypeKind;
using model::WindowKind;

// Half of the Earth's circumference as the language measures it, rounded up to the metre.
constexpr double kFarthest = 20'015'115;
// An average is a rounded sum divided and rounded: it may leave the bounds of what is averaged by a few units in the last place.
constexpr double kSlack = 1e-12;

std::string ticked(const std::string& text) { return "`" + text + "`"; }

// The smallest and the largest value, as far as there are bounds. Ends that are open are taken as closed: results are
// rounded.
struct Hull {
  std::optional<Scalar> low, high;
};

Hull hull(const ScalarSet& set) {
  Hull h;
  if (set.empty()) return h;
  if (set.begin() != nullptr) h.low = set.begin()->at;
  if (set.end() != nullptr) h.high = set.end()->at;
  return h;
}

ScalarSet filled(const Hull& h) {
  if (h.low && h.high) return *h.high < *h.low ? ScalarSet::all() : ScalarSet::between(*h.low, *h.high);
  if (h.low) return ScalarSet::at_least(*h.low);
  return h.high ? ScalarSet::at_most(*h.high) : ScalarSet::all();
}

std::optional<Scalar> both(Op op, const std::optional<Scalar>& a, const std::optional<Scalar>& b) {
  return a && b ? computed(op, *a, *b) : std::nullopt;
}

bool non_negative(const Hull& h) {
  const double* low = h.low ? std::get_if<double>(&*h.low) : nullptr;
  return low != nullptr && *low >= 0;
}

Scalar zero_like(const model::Type& type) {
  return type.kind == TypeKind::duration ? Scalar(std::int64_t{0}) : Scalar(0.0);
}

std::size_t members(const model::Type& type, const model::Pack& pack) {
  return pack.enums[static_cast<std::size_t>(type.enumeration)].members.size();
}

// `now - S.time` of a signal: once it is older than that it is stale, and unknown.
Extent age(const model::Expr& moment, const World& w) {
  Extent out;
  if (moment.op != Op::field || moment.index != model::kTimeField) return out;
  if (moment.access != Access::on && moment.access != Access::last) return out;
  const model::Stream& stream = w.pack.streams[static_cast<std::size_t>(moment.stream)];
  out.values = ScalarSet::at_least(Scalar(std::int64_t{0}));
  if (!stream.signal || !stream.stale_after) return out;
  out.values = ScalarSet::between(Scalar(std::int64_t{0}), Scalar(*stream.stale_after));
  out.fact = {"{0} is stale, and so unknown, once it is older than {1}", "{0}超过 {1} 即失效，视为未知",
              ticked(stream.name), core::print_duration(*stream.stale_after)};
  return out;
}

Extent count_extent(const model::Expr& e, const World& w) {
  const model::Aggregate& a = *e.aggregate;
  Extent out{ScalarSet::at_least(Scalar(0.0)),
             true,
             {"{0} is a whole number, at least 0", "{0}是不小于 0 的整数", ticked(e.label)}};
  double most = -1;
  if (a.window.kind == WindowKind::last_samples) most = a.window.count;
  if (a.kind == AggregateKind::distinct && a.argument) {
    const model::Type& type = a.argument->type;
    double values = -1;
    if (type.kind == TypeKind::bool_) values = 2;
    if (type.kind == TypeKind::enumerated) values = static_cast<double>(members(type, w.pack));
    if (values >= 0 && (most < 0 || values < most)) most = values;
  }
  if (most < 0 || (a.coarse && a.window.kind == WindowKind::last_samples)) return out;
  out.values = ScalarSet::between(Scalar(0.0), Scalar(most));
  out.fact = {"{0} is a whole number, at least 0 and at most {1}", "{0}是 0 至 {1} 的整数", ticked(e.label),
              core::print_quantity(most, core::Unit{})};
  return out;
}

Extent aggregate_extent(const model::Expr& e, const World& w) {
  const model::Aggregate& a = *e.aggregate;
  Extent out;
  switch (a.kind) {
    case AggregateKind::count:
    case AggregateKind::distinct: return count_extent(e, w);
    case AggregateKind::share:
      return {ScalarSet::between(Scalar(0.0), Scalar(1.0)),
              false,
              {"{0} is 0% to 100%", "{0}介于 0% 与 100% 之间", ticked(e.label)}};
    case AggregateKind::duration: {
      const std::optional<core::Duration> most = longest(a.window, w.pack.zone);
      const Scalar none = std::int64_t{0};
      if (most && !a.coarse) {
        return {ScalarSet::between(none, Scalar(*most)),
                false,
                {"{0} is at most the length of its window, {1}", "{0}不超过其窗口的长度 {1}", ticked(e.label),
                 core::print_duration(*most)}};
      }
      return {ScalarSet::at_least(none), false, {"{0} is never negative", "{0}不会为负", ticked(e.label)}};
    }
    case AggregateKind::min:
    case AggregateKind::max:
    case AggregateKind::first:
    case AggregateKind::last:
    case AggregateKind::quantile: {
      Extent of = extent_of(*a.argument, w);
      of.values = filled(hull(of.values));
      return of;
    }
    case AggregateKind::avg: {
      const Extent of = extent_of(*a.argument, w);
      Hull h = hull(of.values);
      if (a.argument->type.kind != TypeKind::number) return out;
      for (std::optional<Scalar>* end : {&h.low, &h.high}) {
        if (!*end) continue;
        const double x = std::get<double>(**end);
        *end = Scalar(x + (end == &h.low ? -1 : 1) * std::fabs(x) * kSlack);
      }
      return {filled(h), false, of.fact};
    }
    case AggregateKind::sum:
    case AggregateKind::integral: {
      const Extent of = extent_of(*a.argument, w);
      if (e.type.kind == TypeKind::number && non_negative(hull(of.values)))
        return {ScalarSet::at_least(Scalar(0.0)), false, {"{0} is never negative", "{0}不会为负", ticked(e.label)}};
      return out;
    }
    case AggregateKind::once:
    case AggregateKind::always:
    case AggregateKind::change: break;
  }
  if (e.type.kind == TypeKind::bool_) out.values = ScalarSet::between(Scalar(std::int64_t{0}), Scalar(std::int64_t{1}));
  return out;
}

// What a type alone says: members and truth values.
Extent by_type(const model::Type& type, const World& w) {
  Extent out;
  if (type.kind == TypeKind::bool_) {
    out.values = ScalarSet::between(Scalar(std::int64_t{0}), Scalar(std::int64_t{1}));
  } else if (type.kind == TypeKind::enumerated && members(type, w.pack) > 0) {
    out.values =
        ScalarSet::between(Scalar(std::int64_t{0}), Scalar(static_cast<std::int64_t>(members(type, w.pack)) - 1));
  }
  return out;
}

Extent curve_extent(const model::Expr& e, const World& w) {
  const model::Curve& curve = w.pack.curves[static_cast<std::size_t>(e.index)];
  if (curve.points.empty()) return {};
  double low = curve.points.front().second, high = low;
  for (const auto& [x, y] : curve.points) {
    low = std::min(low, y);
    high = std::max(high, y);
  }
  const double slack = curve.from.kind == TypeKind::enumerated ? 0 : (std::fabs(low) + std::fabs(high)) * kSlack;
  return {ScalarSet::between(Scalar(low - slack), Scalar(high + slack)),
          false,
          {"{0} lies between {1} and {2}", "{0}介于 {1} 与 {2} 之间", ticked(curve.name),
           core::print_quantity(low, curve.to.unit), core::print_quantity(high, curve.to.unit)}};
}

Extent sum_extent(const model::Expr& e, const World& w) {
  if (e.op == Op::sub && e.children[0]->op == Op::now) return age(*e.children[1], w);
  const Hull a = hull(extent_of(*e.children[0], w).values);
  const Hull b = hull(extent_of(*e.children[1], w).values);
  if (e.op == Op::add) return {filled({both(e.op, a.low, b.low), both(e.op, a.high, b.high)}), false, {}};
  return {filled({both(e.op, a.low, b.high), both(e.op, a.high, b.low)}), false, {}};
}

// A number times a constant: rounding keeps the order.
Extent product_extent(const model::Expr& e, const World& w) {
  if (e.type.kind != TypeKind::number) return {};
  for (const std::size_t side : {std::size_t{0}, std::size_t{1}}) {
    const std::optional<Scalar> factor = fixed_value(*e.children[side], w);
    const model::Expr& of = *e.children[1 - side];
    if (!factor || !std::holds_alternative<double>(*factor) || of.type.kind != TypeKind::number) continue;
    const double f = std::get<double>(*factor);
    if (f == 0) return {};
    const Hull h = hull(extent_of(of, w).values);
    Hull out{both(Op::mul, h.low, factor), both(Op::mul, h.high, factor)};
    if (f < 0) std::swap(out.low, out.high);
    return {filled(out), false, {}};
  }
  return {};
}

Extent least_or_most(const model::Expr& e, const World& w) {
  Hull out;
  bool first = true;
  for (const model::ExprPtr& child : e.children) {
    const Hull h = hull(extent_of(*child, w).values);
    if (first) {
      out = h;
      first = false;
      continue;
    }
    const bool least = e.op == Op::min;
    // The least is under every upper bound; it has a lower bound only where all have.
    std::optional<Scalar>& tight = least ? out.high : out.low;
    std::optional<Scalar>& loose = least ? out.low : out.high;
    const std::optional<Scalar>& other_tight = least ? h.high : h.low;
    const std::optional<Scalar>& other_loose = least ? h.low : h.high;
    if (!tight || (other_tight && (least ? *other_tight < *tight : *tight < *other_tight)))
      tight = other_tight ? other_tight : tight;
    if (!loose || !other_loose)
      loose.reset();
    else if (least ? *other_loose < *loose : *loose < *other_loose)
      loose = other_loose;
  }
  return {filled(out), false, {}};
}

Extent absolute(const model::Expr& e, const World& w) {
  const Extent of = extent_of(*e.children[0], w);
  Extent out{
      ScalarSet::at_least(zero_like(e.type)), of.whole, {"{0} is never negative", "{0}不会为负", ticked(e.label)}};
  const Hull h = hull(of.values);
  if (!h.low || !h.high) return out;
  const std::optional<Scalar> a = computed(Op::abs, *h.low, w.pack.zone), b = computed(Op::abs, *h.high, w.pack.zone);
  if (a && b) out.values = out.values.and_(ScalarSet::at_most(std::max(*a, *b)));
  return out;
}

Extent rounded_extent(const model::Expr& e, const World& w) {
  Hull h = hull(extent_of(*e.children[0], w).values);
  for (std::optional<Scalar>* end : {&h.low, &h.high}) {
    if (!*end) continue;
    const double x = std::get<double>(**end);
    *end = Scalar(e.op == Op::round ? std::round(x) : e.op == Op::floor ? std::floor(x) : std::ceil(x));
  }
  return {filled(h), true, {"{0} is a whole number", "{0}是整数", ticked(e.label)}};
}

}  // namespace

World::World(const model::Pack& of, bool with_params)
    : pack(of), params_known(with_params), levels(ScalarSet::point(Scalar(std::int64_t{0}))) {
  for (const model::Rule& rule : of.rules) {
    if (rule.level != model::kNone) levels = levels.or_(ScalarSet::point(Scalar(std::int64_t{rule.level})));
  }
  for (std::size_t i = 0; i < of.levels.size(); ++i) {
    if (levels.contains(Scalar(static_cast<std::int64_t>(i)))) continue;
    raised += (raised.empty() ? "" : ", ") + ticked(of.levels[i]);
  }
}

Extent extent_of(const model::Expr& e, const World& w) {
  if (const std::optional<Scalar> v = fixed_value(e, w)) return {ScalarSet::point(*v), false, {}};
  switch (e.op) {
    case Op::level:
      return {w.levels, true,
              w.raised.empty() ? core::Said() : core::Said{"no rule raises to {0}", "没有规则升至{0}", w.raised}};
    case Op::hour:
      return {ScalarSet::between(Scalar(0.0), Scalar(23.0)),
              true,
              {"{0} is a whole number, 0 to 23", "{0}是 0 至 23 的整数", ticked(e.label)}};
    case Op::weekday:
      return {ScalarSet::between(Scalar(1.0), Scalar(7.0)),
              true,
              {"{0} is 1 (Monday) to 7 (Sunday)", "{0}是 1（星期一）至 7（星期日）", ticked(e.label)}};
    case Op::size:
      return {ScalarSet::at_least(Scalar(0.0)),
              true,
              {"{0} is a whole number, at least 0", "{0}是不小于 0 的整数", ticked(e.label)}};
    case Op::sqrt:
      return {ScalarSet::at_least(Scalar(0.0)), false, {"{0} is never negative", "{0}不会为负", ticked(e.label)}};
    case Op::distance:
      return {ScalarSet::between(Scalar(0.0), Scalar(kFarthest)),
              false,
              {"{0} is at least 0 m, and at most half of the way around the Earth",
               "{0}不小于 0 米，且不超过地球周长的一半", ticked(e.label)}};
    case Op::abs: return absolute(e, w);
    case Op::round:
    case Op::floor:
    case Op::ceil: return rounded_extent(e, w);
    case Op::negate: {
      const Hull h = hull(extent_of(*e.children[0], w).values);
      const auto turn = [&](const std::optional<Scalar>& x) { return x ? computed(Op::negate, *x, w.pack.zone) : x; };
      return {filled({turn(h.high), turn(h.low)}), false, {}};
    }
    case Op::to_number: {
      const Hull h = hull(extent_of(*e.children[0], w).values);
      const auto turn = [&](const std::optional<Scalar>& x) {
        return x ? computed(Op::to_number, *x, w.pack.zone) : x;
      };
      return {filled({turn(h.low), turn(h.high)}), false, {}};
    }
    case Op::add:
    case Op::sub: return sum_extent(e, w);
    case Op::mul: return product_extent(e, w);
    case Op::min:
    case Op::max: return least_or_most(e, w);
    case Op::curve: return curve_extent(e, w);
    case Op::previous: return extent_of(*e.children[0], w);
    case Op::aggregate: return aggregate_extent(e, w);
    case Op::else_: {
      const Extent a = extent_of(*e.children[0], w), b = extent_of(*e.children[1], w);
      return {a.values.or_(b.values), false, a.fact.empty() ? b.fact : a.fact};
    }
    default: return by_type(e.type, w);
  }
}

std::optional<core::Duration> longest(const model::Window& window, const core::Zone& zone) {
  using core::kDay;
  // Clocks that are put back make a period longer; where a zone moves over the date line, by a day.
  const core::Duration put_back = zone.name() == "UTC" || zone.name()[0] == '+' || zone.name()[0] == '-' ? 0 : kDay;
  switch (window.kind) {
    case WindowKind::over: return window.to - window.from;
    case WindowKind::over_since: return window.to;
    case WindowKind::between:
      if (window.begin == core::kAlways || window.end == core::kNever) return std::nullopt;
      return window.end - window.begin;
    case WindowKind::this_period:
    case WindowKind::last_periods: {
      core::Duration one = 0;
      switch (window.period) {
        case core::Period::hour: one = kDay / 24; break;
        case core::Period::day: one = kDay; break;
        case core::Period::week: one = 7 * kDay; break;
        case core::Period::month: one = 31 * kDay; break;
        case core::Period::quarter: one = 92 * kDay; break;
        case core::Period::year: one = 366 * kDay; break;
      }
      const core::Wide most = static_cast<core::Wide>(one) * window.count + put_back;
      if (most > INT64_MAX) return std::nullopt;
      return static_cast<core::Duration>(most);
    }
    case WindowKind::since:
    case WindowKind::last_samples:
    case WindowKind::ever:
    case WindowKind::now: break;
  }
  return std::nullopt;
}

bool always_there(const model::Expr& e, const model::Pack& pack) {
  if (e.op != Op::field || (e.access != Access::on && e.access != Access::element)) return false;
  if (e.index == model::kTimeField) return true;
  const model::Stream& stream = pack.streams[static_cast<std::size_t>(e.stream)];
  return !stream.fields[static_cast<std::size_t>(e.index)].type.optional;
}

bool reads_param(const model::Expr& e) {
  bool found = false;
  each_inside(e, [&found](const model::Expr& x) { found = found || x.op == Op::param; });
  return found;
}

}  // namespace tripline::dsl::lint
