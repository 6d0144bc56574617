// Implication, with what is known of aggregates.
#include "dsl/diff/follows.hpp"

#include <algorithm>

namespace tripline::dsl::diff {
namespace {

using lint::Formula;
using lint::Scalar;
using model::AggregateKind;
using model::Op;
using model::WindowKind;

constexpr int kDeepest = 8;  // aggregates' conditions are asked in turn; they do not nest, marks of marks hardly
constexpr int kDeepestArithmetic = 4;    // sums in sums: each may be paired both ways
constexpr std::size_t kMostPairs = 400;  // that are looked at for one question

std::uint64_t all_if_none(std::uint64_t stages) { return stages == 0 ? ~std::uint64_t{0} : stages; }

int rank(core::Period p) { return static_cast<int>(p); }

// Does every element of window `a` lie in window `b`, at every instant?
bool window_within(const model::Window& a, const model::Window& b, bool elements) {
  const auto same_marks = [&] {
    return std::equal(a.marks.begin(), a.marks.end(), b.marks.begin(), b.marks.end(),
                      [](const model::Mark& x, const model::Mark& y) { return lint::key_of(x) == lint::key_of(y); });
  };
  // Over a signal `ever` counts from before the first sample, too: it is only for elements that it holds all others.
  if (b.kind == WindowKind::ever && elements && a.kind != WindowKind::now) return true;
  const auto calendar = [](const model::Window& w) {
    return w.kind == WindowKind::this_period || w.kind == WindowKind::last_periods;
  };
  if (calendar(a) && calendar(b)) {
    if (a.period == b.period) return a.count <= b.count;
    // A month may begin within a week.
    const bool nested = b.period == core::Period::week   ? rank(a.period) < rank(core::Period::week)
                        : a.period == core::Period::week ? false
                                                         : rank(a.period) < rank(b.period);
    return nested && a.count == 1;
  }
  if (a.kind != b.kind) return false;
  switch (a.kind) {
    case WindowKind::over: return a.to <= b.to && b.from <= a.from;
    case WindowKind::since: return same_marks();
    case WindowKind::over_since: return a.to <= b.to && same_marks();
    case WindowKind::last_samples: return a.count <= b.count;
    case WindowKind::ever:
    case WindowKind::now: return true;
    case WindowKind::between: return b.begin <= a.begin && a.end <= b.end;
    case WindowKind::this_period:
    case WindowKind::last_periods: return false;
  }
  return false;
}

// Known at every element that is selected, whatever it says.
bool surely_known(const model::Expr& e, const model::Pack& pack) {
  switch (e.op) {
    case Op::constant: return true;
    case Op::field: return e.access == model::Access::element && lint::always_there(e, pack);
    case Op::negate:
    case Op::not_:
    case Op::abs:
    case Op::present:
    case Op::add:
    case Op::sub:
    case Op::mul:
    case Op::min:
    case Op::max:
    case Op::eq:
    case Op::ne:
    case Op::lt:
    case Op::le:
    case Op::gt:
    case Op::ge:
    case Op::in_set:
    case Op::in_range:
    case Op::and_:
    case Op::or_:
    case Op::implies:
      return std::all_of(e.children.begin(), e.children.end(),
                         [&](const model::ExprPtr& child) { return surely_known(*child, pack); });
    default: return false;
  }
}

std::string maybe_key(const model::ExprPtr& e) { return e ? lint::key_of(*e) : "-"; }

bool is_arithmetic(Op op) {
  return op == Op::add || op == Op::sub || op == Op::mul || op == Op::negate || op == Op::min || op == Op::max;
}

// There is such a window wherever there is the other. (The last N are not there until there are N.)
bool exists_with(const model::Window& a, const model::Window& b) {
  switch (b.kind) {
    case WindowKind::over:
    case WindowKind::over_since:
    case WindowKind::this_period:
    case WindowKind::last_periods:
    case WindowKind::ever:
    case WindowKind::between: return true;
    case WindowKind::since: return window_within(a, b, true) && a.kind == b.kind;
    case WindowKind::last_samples: return a.kind == b.kind && b.count <= a.count;
    case WindowKind::now: return a.kind == b.kind;
  }
  return false;
}

// What stands in a condition and may be more or less than its like: not what stands inside of aggregates.
void growing(const model::Expr& e, std::vector<const model::Expr*>& out) {
  if (e.op == Op::aggregate || e.op == Op::held || e.op == Op::curve || e.op == Op::table_field || is_arithmetic(e.op))
    out.push_back(&e);
  if (e.op == Op::held) return;
  for (const model::ExprPtr& child : e.children) growing(*child, out);
}

const lint::ScalarSet& orders(bool up) {
  static const lint::ScalarSet most = lint::ScalarSet::between(Scalar(std::int64_t{-1}), Scalar(std::int64_t{0}));
  static const lint::ScalarSet least = lint::ScalarSet::between(Scalar(std::int64_t{0}), Scalar(std::int64_t{1}));
  return up ? most : least;
}

}  // namespace

// Everything that `a` selects, `b` selects.
bool Follows::selects_less(const model::Aggregate& a, const model::Aggregate& b) {
  return window_within(a.window, b.window, a.elements) && (all_if_none(a.stages) & ~all_if_none(b.stages)) == 0 &&
         (*this)(a.where.get(), b.where.get());
}

Follows::Relation Follows::of_aggregates(const model::Expr& x, const model::Expr& y) {
  const model::Aggregate &a = *x.aggregate, &b = *y.aggregate;
  const bool alike = a.kind == b.kind && a.elements == b.elements && a.stream == b.stream && a.coarse == b.coarse &&
                     a.owner == b.owner && a.projected == b.projected && a.q == b.q &&
                     a.correlations.size() == b.correlations.size() &&
                     (a.argument == nullptr) == (b.argument == nullptr);
  if (!alike) return {};
  for (std::size_t i = 0; i < a.correlations.size(); ++i) {
    if (a.correlations[i].first != b.correlations[i].first ||
        lint::key_of(*a.correlations[i].second) != lint::key_of(*b.correlations[i].second))
      return {};
  }
  // A pace grows and falls with the window as well; the last N are others where some are left out.
  if (a.projected && lint::key_of(x) != lint::key_of(y)) return {};
  if (a.window.kind == WindowKind::last_samples && maybe_key(a.where) != maybe_key(b.where)) return {};
  const bool inside = selects_less(a, b), outside = selects_less(b, a);
  const bool same_argument = maybe_key(a.argument) == maybe_key(b.argument);
  const bool less =
      same_argument || (a.argument->type.kind == model::TypeKind::bool_ && (*this)(a.argument.get(), b.argument.get()));
  const bool more =
      same_argument || (a.argument->type.kind == model::TypeKind::bool_ && (*this)(b.argument.get(), a.argument.get()));
  const bool positive = a.argument && same_argument && a.argument->type.kind == model::TypeKind::number &&
                        lint::extent_of(*a.argument, world_).values.within(lint::ScalarSet::at_least(Scalar(0.0)));
  const auto sure = [this](const model::ExprPtr& e) { return !e || surely_known(*e, world_.pack); };
  // Over elements: of none there is a count, a sum and a truth as well. Over a signal: known wherever there is a stretch of it.
  const bool counted = a.elements && sure(a.argument) && sure(b.argument) && exists_with(a.window, b.window);
  const bool selected = counted && sure(a.where) && sure(b.where);  // an unknown `where` leaves truths undecided
  const bool seen_alike = same_argument || (sure(a.argument) && sure(b.argument));
  // The last N are unknown until there are N.
  const bool full = a.window.kind != WindowKind::last_samples || b.window.count <= a.window.count;
  Relation r;
  const auto known_if = [&](bool condition) {
    if (condition && inside && full) r.known = Relation::Known::yes;
  };
  switch (a.kind) {
    case AggregateKind::count:
    case AggregateKind::distinct:
      r.at_most = inside && same_argument;
      r.at_least = outside && same_argument;
      if (counted) r.known = Relation::Known::yes;
      break;
    case AggregateKind::max:
    case AggregateKind::min:
      r.at_most = same_argument && (a.kind == AggregateKind::max ? inside : outside);
      r.at_least = same_argument && (a.kind == AggregateKind::max ? outside : inside);
      known_if(same_argument && (!a.elements || counted));
      break;
    case AggregateKind::sum:
    case AggregateKind::integral:
      r.at_most = (inside && positive) || (inside && outside && same_argument);
      r.at_least = (outside && positive) || (inside && outside && same_argument);
      known_if(same_argument && !a.elements);
      if (counted) r.known = Relation::Known::yes;
      break;
    case AggregateKind::duration:
      r.at_most = inside && less;
      r.at_least = outside && more;
      known_if(seen_alike);
      break;
    case AggregateKind::once:
      r.at_most = inside && less;
      r.at_least = outside && more;
      if (r.at_most && full) r.known = Relation::Known::where_true;
      if (selected) r.known = Relation::Known::yes;
      break;
    case AggregateKind::always:
      r.at_most = outside && less;
      r.at_least = inside && more;
      if (r.at_least && full) r.known = Relation::Known::where_false;
      if (selected) r.known = Relation::Known::yes;
      break;
    case AggregateKind::quantile:
    case AggregateKind::avg:
    case AggregateKind::first:
    case AggregateKind::last:
    case AggregateKind::share:
    case AggregateKind::change:
      // Nothing but the same selection, said otherwise.
      r.at_most = r.at_least = inside && outside && same_argument;
      known_if(r.at_most);
      break;
  }
  return r;
}

Follows::Relation Follows::of_held(const model::Expr& a, const model::Expr& b) {
  Relation r;
  r.at_most = b.span <= a.span && (*this)(a.children[0].get(), b.children[0].get());
  r.at_least = a.span <= b.span && (*this)(b.children[0].get(), a.children[0].get());
  if (r.at_most) r.known = Relation::Known::where_true;
  return r;
}

// Read at the same place. Between points rounding could turn what is equal at one end of a stretch and less at the other, so a stretch is either the same
// or apart at both ends.
Follows::Relation Follows::of_curves(const model::Expr& x, const model::Expr& y) const {
  constexpr double kApart = 1e-9;
  const auto& a = world_.pack.curves[static_cast<std::size_t>(x.index)];
  const auto& b = world_.pack.curves[static_cast<std::size_t>(y.index)];
  if (lint::key_of(*x.children[0]) != lint::key_of(*y.children[0]) || a.points.size() != b.points.size()) return {};
  Relation r{true, true, Relation::Known::yes};
  const bool members = a.from.kind == model::TypeKind::enumerated;
  int before = 0;
  for (std::size_t i = 0; i < a.points.size(); ++i) {
    if (a.points[i].first != b.points[i].first) return {};
    const double p = a.points[i].second, q = b.points[i].second;
    const double apart = members ? 0 : (std::fabs(p) + std::fabs(q)) * kApart;
    const int sign = p == q ? 0 : q - p > apart ? 1 : p - q > apart ? -1 : 2;
    if (sign == 2 || (!members && i > 0 && sign != before)) return {};
    before = sign;
    r.at_most = r.at_most && sign >= 0;
    r.at_least = r.at_least && sign <= 0;
  }
  return r;
}

// Rounding keeps the order: what is made of more is no less.
Follows::Relation Follows::of_arithmetic(const model::Expr& a, const model::Expr& b) {
  if (a.children.size() != b.children.size() || a.type.kind != b.type.kind) return {};
  const auto against = [](Relation r) { return Relation{r.at_least, r.at_most, r.known}; };
  const auto both = [](const Relation& x, const Relation& y) {
    const bool known = x.known == Relation::Known::yes && y.known == Relation::Known::yes;
    return Relation{x.at_most && y.at_most, x.at_least && y.at_least,
                    known ? Relation::Known::yes : Relation::Known::no};
  };
  const auto child = [&](std::size_t i, std::size_t k) { return relation(*a.children[i], *b.children[k]); };
  if (a.op == Op::negate) return against(child(0, 0));
  if (a.op == Op::sub) return both(child(0, 0), against(child(1, 1)));
  if (a.op == Op::mul) {
    // By the same constant that is not negative.
    for (const std::size_t i : {std::size_t{0}, std::size_t{1}}) {
      const auto factor = lint::fixed_value(*a.children[i], world_), other = lint::fixed_value(*b.children[i], world_);
      const double* x = factor ? std::get_if<double>(&*factor) : nullptr;
      if (x != nullptr && *x >= 0 && factor == other) return child(1 - i, 1 - i);
    }
    return {};
  }
  if (a.children.size() != 2) return {};
  const Relation straight = both(child(0, 0), child(1, 1));
  return straight.at_most || straight.at_least ? straight : both(child(0, 1), child(1, 0));
}

Follows::Relation Follows::relation(const model::Expr& a, const model::Expr& b) {
  if (lint::key_of(a) == lint::key_of(b)) return {true, true, Relation::Known::yes};
  const auto x = lint::fixed_value(a, world_), y = lint::fixed_value(b, world_);
  if (x && y && x->index() == y->index()) return {!(*y < *x), !(*x < *y), Relation::Known::yes};
  if (a.op != b.op || a.type.kind != b.type.kind) return {};
  if (is_arithmetic(a.op)) {
    if (nested_ >= kDeepestArithmetic) return {};
    ++nested_;
    const Relation r = of_arithmetic(a, b);
    --nested_;
    return r;
  }
  if (a.op == Op::aggregate) return of_aggregates(a, b);
  if (a.op == Op::held) return of_held(a, b);
  if (a.op == Op::table_field && a.index == b.index && a.children.size() == b.children.size() &&
      std::equal(a.children.begin(), a.children.end(), b.children.begin(),
                 [](const auto& p, const auto& q) { return lint::key_of(*p) == lint::key_of(*q); })) {
    const Ground::Ordered order = ground_.columns(a.index, a.member, b.member);
    return {order.at_most, order.at_least,
            order.at_most || order.at_least ? Relation::Known::yes : Relation::Known::no};
  }
  return a.op == Op::curve ? of_curves(a, b) : Relation{};
}

bool Follows::entailed(const Formula& formula, const model::Expr& truth, bool value) {
  const Formula other = value ? terms_.fails(truth) : terms_.holds(truth);
  return !lint::satisfiable({&formula, &other}, terms_);
}

Formula Follows::all_of(const Together& together, bool positive) {
  std::vector<Formula> parts;
  if (together.stages != 0) parts.push_back(terms_.in_stages(positive ? together.stages : ~together.stages));
  for (const auto& [e, sign] : together.parts) parts.push_back(sign == positive ? terms_.holds(*e) : terms_.fails(*e));
  return positive ? Formula::all(std::move(parts)) : Formula::any(std::move(parts));
}

bool Follows::operator()(const Together& from, const Together& to) {
  if (depth_ >= kDeepest) return false;
  ++depth_;
  const Formula holds = all_of(from, true);
  const Formula fails = all_of(to, false);
  std::set<int> known = lint::known_where_true(holds, terms_);
  std::vector<const model::Expr*> left, right;
  for (const auto& part : from.parts) growing(*part.first, left);
  for (const auto& part : to.parts) growing(*part.first, right);
  std::vector<Formula> facts;
  std::size_t pairs = 0;
  for (const model::Expr* a : left) {
    for (const model::Expr* b : right) {
      if (++pairs > kMostPairs || lint::key_of(*a) == lint::key_of(*b)) continue;
      const Relation r = relation(*a, *b);
      if (r.at_most) facts.push_back(terms_.ordered(*a, *b, orders(true)));
      if (r.at_least) facts.push_back(terms_.ordered(*a, *b, orders(false)));
      const bool there = known.count(terms_.number(*a)) != 0;
      if ((r.known == Relation::Known::yes && there) ||
          (r.known == Relation::Known::where_true && entailed(holds, *a, true)) ||
          (r.known == Relation::Known::where_false && entailed(holds, *a, false)))
        known.insert(terms_.number(*b));
    }
  }
  const Formula unless = lint::unless_known(fails, known, terms_);
  std::vector<const Formula*> goals{&holds, &unless};
  for (const Formula& fact : facts) goals.push_back(&fact);
  --depth_;
  return !lint::satisfiable(goals, terms_);
}

bool Follows::operator()(const model::Expr* from, const model::Expr* to) {
  if (to == nullptr) return true;
  Together a, b;
  if (from != nullptr) a.parts.emplace_back(from, true);
  b.parts.emplace_back(to, true);
  return (*this)(a, b);
}

}  // namespace tripline::dsl::diff
