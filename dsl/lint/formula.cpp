// Conditions to formulas.
#include "dsl/lint/formula.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace tripline::dsl::lint {
namespace {

using model::Op;
using model::TypeKind;

Scalar integer(std::int64_t x) { return Scalar(x); }

const ScalarSet& no() {
  static const ScalarSet set = ScalarSet::point(integer(0));
  return set;
}
const ScalarSet& yes() {
  static const ScalarSet set = ScalarSet::point(integer(1));
  return set;
}

ScalarSet order_set(Op op) { return compared(op, integer(0)); }

// What grows with time is compared with the constant as it was written; a double stands for that only while it has few digits.
bool many_digits(const model::Expr& e) {
  bool found = false;
  each_inside(e, [&found](const model::Expr& x) {
    if (x.op != Op::constant || x.type.kind != TypeKind::number) return;
    const auto digits = std::count_if(x.label.begin(), x.label.end(), [](char c) { return c >= '0' && c <= '9'; });
    found = found || digits > 15;
  });
  return found;
}

// nullopt: it cannot be true, and so says nothing.
std::optional<std::set<int>> known(const Formula& f, const Terms& terms) {
  std::optional<std::set<int>> out;
  switch (f.kind) {
    case Formula::Kind::yes: return std::set<int>{};
    case Formula::Kind::no: return std::nullopt;
    case Formula::Kind::atom:
      if (f.allowed.empty()) return std::nullopt;
      return terms[f.term].left < 0 ? std::set<int>{f.term}
                                    : std::set<int>{f.term, terms[f.term].left, terms[f.term].right};
    case Formula::Kind::all:
      out.emplace();
      for (const Formula& part : f.parts) {
        const std::optional<std::set<int>> more = known(part, terms);
        if (!more) return std::nullopt;
        out->insert(more->begin(), more->end());
      }
      return out;
    case Formula::Kind::any:
      for (const Formula& part : f.parts) {
        const std::optional<std::set<int>> other = known(part, terms);
        if (!other) continue;
        if (!out) {
          out = other;
          continue;
        }
        std::set<int> common;
        std::set_intersection(out->begin(), out->end(), other->begin(), other->end(),
                              std::inserter(common, common.end()));
        out = std::move(common);
      }
      return out;
  }
  return out;
}

void collect(const Formula& f, std::vector<int>& out) {
  if (f.kind == Formula::Kind::atom) out.push_back(f.term);
  for (const Formula& part : f.parts) collect(part, out);
}

// The order of two things of which one lies in `a` and the other in `b`.
ScalarSet possible_order(const ScalarSet& a, const ScalarSet& b) {
  ScalarSet out = ScalarSet::none();
  if (a.empty() || b.empty()) return out;
  const auto* a_low = a.begin();
  const auto* a_high = a.end();
  const auto* b_low = b.begin();
  const auto* b_high = b.end();
  const bool all_less = a_high && b_low && !(*b_low < *a_high);  // every a lies before every b
  const bool all_more = a_low && b_high && !(*a_low < *b_high);
  // The one value that both can have, where they only touch.
  const bool touch_up = a_high && b_low && a_high->at == b_low->at;
  const bool touch_down = a_low && b_high && a_low->at == b_high->at;
  if (!all_more && !touch_down) out = out.or_(ScalarSet::point(integer(-1)));
  if (!all_less && !touch_up) out = out.or_(ScalarSet::point(integer(1)));
  if (!a.and_(b).empty()) out = out.or_(ScalarSet::point(integer(0)));
  return out;
}

}  // namespace

Formula Terms::atom(int term, const ScalarSet& set) const {
  const Extent& extent = terms_[static_cast<std::size_t>(term)].extent;
  return {Formula::Kind::atom, term, (extent.whole ? whole_numbers(set) : set).and_(extent.values), {}};
}

int Terms::term(const model::Expr& e) {
  const auto [known, fresh] = numbers_.emplace(key_of(e), static_cast<int>(terms_.size()));
  if (!fresh) return known->second;
  Term made;
  made.extent = extent_of(e, world_);
  switch (e.type.kind) {
    case TypeKind::bool_:
    case TypeKind::enumerated:
    case TypeKind::time:
    case TypeKind::date:
    case TypeKind::duration: made.extent.whole = true; break;
    case TypeKind::number:
    case TypeKind::text:
    case TypeKind::position:
    case TypeKind::list: break;
  }
  if (made.extent.whole) made.extent.values = whole_numbers(made.extent.values);
  terms_.push_back(std::move(made));
  return known->second;
}

int Terms::order(const model::Expr& left, const model::Expr& right) {
  const bool placed = left.type.kind == TypeKind::position || left.type.kind == TypeKind::list;
  const int a = term(left), b = term(right);
  const auto [known, fresh] =
      numbers_.emplace("order " + std::to_string(a) + " " + std::to_string(b), static_cast<int>(terms_.size()));
  if (!fresh) return known->second;
  Term made;
  made.left = a;
  made.right = b;
  made.extent.whole = true;
  const ScalarSet orders = ScalarSet::between(integer(-1), integer(1));
  made.extent.values =
      whole_numbers(placed ? orders : orders.and_(possible_order((*this)[a].extent.values, (*this)[b].extent.values)));
  terms_.push_back(std::move(made));
  return known->second;
}

int Terms::presence(const model::Expr& e) {
  const auto [known, fresh] = numbers_.emplace("present " + key_of(e), static_cast<int>(terms_.size()));
  if (!fresh) return known->second;
  Term made;
  const bool always = always_there(e, world_.pack);
  made.extent = {whole_numbers(ScalarSet::between(integer(always ? 1 : 0), integer(1))), true, {}};
  terms_.push_back(std::move(made));
  return known->second;
}

Formula Terms::in_stages(std::uint64_t stages) {
  model::Expr stage;
  stage.op = Op::stage;
  stage.type.kind = TypeKind::enumerated;
  stage.type.enumeration = world_.pack.stage_enum;
  ScalarSet set = ScalarSet::none();
  for (unsigned i = 0; i < world_.pack.stages.size() && i < 64; ++i) {
    if ((stages >> i & 1) != 0) set = set.or_(ScalarSet::point(integer(i)));
  }
  return atom(term(stage), set);
}

Formula Terms::ordered(const model::Expr& left, const model::Expr& right, const ScalarSet& set) {
  if (key_of(left) < key_of(right)) return atom(order(left, right), set);
  ScalarSet turned_round = ScalarSet::none();
  for (const std::int64_t sign : {-1, 0, 1}) {
    if (set.contains(integer(sign))) turned_round = turned_round.or_(ScalarSet::point(integer(-sign)));
  }
  return atom(order(right, left), turned_round);
}

Formula Terms::truth(const model::Expr& e, bool positive) { return lies_in(e, positive ? yes() : no()); }

Formula Terms::lies_in(const model::Expr& e, const ScalarSet& set) {
  if (const std::optional<Scalar> v = fixed_value(e, world_)) return Formula::constant(set.contains(*v));
  if (e.op != Op::else_) return atom(term(e), set);
  // Its own value where that is there, else the other.
  const model::Expr& own = *e.children[0];
  if (always_there(own, world_.pack)) return lies_in(own, set);
  const int there = presence(own);
  std::vector<Formula> cases;
  cases.push_back(Formula::all({atom(there, yes()), lies_in(own, set)}));
  cases.push_back(Formula::all({atom(there, no()), lies_in(*e.children[1], set)}));
  return Formula::any(std::move(cases));
}

Formula Terms::compare(const model::Expr& whole, const model::Expr& left, Op op, const model::Expr& right,
                       bool positive) {
  if (!positive) op = opposite(op);
  const std::optional<Scalar> l = fixed_value(left, world_), r = fixed_value(right, world_);
  if (l && r && l->index() != r->index()) return truth(whole, positive);
  if (l && r) return Formula::constant(compared(op, *r).contains(*l));
  if (l || r) {
    const model::Expr& moving = l ? right : left;
    if (moving.op == Op::aggregate && many_digits(l ? left : right)) return truth(whole, positive);
    return lies_in(moving, l ? compared(turned(op), *l) : compared(op, *r));
  }
  const std::string a = key_of(left), b = key_of(right);
  if (a == b)
    return atom(term(left), op == Op::eq || op == Op::le || op == Op::ge ? ScalarSet::all() : ScalarSet::none());
  return a < b ? atom(order(left, right), order_set(op)) : atom(order(right, left), order_set(turned(op)));
}

// A time against a date: language.md, section 3.
Formula Terms::dated(const model::Expr& e, bool positive) {
  const std::optional<Scalar> day = fixed_value(*e.children[1], world_);
  if (!day) return truth(e, positive);
  const auto number = static_cast<core::Day>(std::get<std::int64_t>(*day));
  const Scalar begin = world_.pack.zone.midnight(number), end = world_.pack.zone.midnight(number + 1);
  ScalarSet set = ScalarSet::none();
  if (e.op == Op::time_eq_date || e.op == Op::time_ne_date)
    set = ScalarSet::at_least(begin).and_(ScalarSet::less(end));
  else if (e.op == Op::time_lt_date || e.op == Op::time_ge_date)
    set = ScalarSet::less(begin);
  else
    set = ScalarSet::at_most(end);
  const bool turn = e.op == Op::time_ne_date || e.op == Op::time_ge_date || e.op == Op::time_gt_date;
  return lies_in(*e.children[0], turn == positive ? set.other() : set);
}

Formula Terms::build(const model::Expr& e, bool positive) {
  const auto child = [&](std::size_t i, bool sign) { return build(*e.children[i], sign); };
  switch (e.op) {
    case Op::not_: return child(0, !positive);
    case Op::and_:
    case Op::or_:
    case Op::implies: {
      std::vector<Formula> parts;
      parts.push_back(child(0, e.op == Op::implies ? !positive : positive));
      parts.push_back(child(1, positive));
      return (e.op == Op::and_) == positive ? Formula::all(std::move(parts)) : Formula::any(std::move(parts));
    }
    case Op::eq:
    case Op::ne:
    case Op::lt:
    case Op::le:
    case Op::gt:
    case Op::ge: return compare(e, *e.children[0], e.op, *e.children[1], positive);
    case Op::time_eq_date:
    case Op::time_ne_date:
    case Op::time_lt_date:
    case Op::time_le_date:
    case Op::time_gt_date:
    case Op::time_ge_date: return dated(e, positive);
    case Op::in_set: {
      std::vector<Formula> parts;
      for (std::size_t i = 1; i < e.children.size(); ++i)
        parts.push_back(compare(e, *e.children[0], Op::eq, *e.children[i], positive));
      return positive ? Formula::any(std::move(parts)) : Formula::all(std::move(parts));
    }
    case Op::in_range: {
      std::vector<Formula> parts;
      parts.push_back(compare(e, *e.children[0], Op::ge, *e.children[1], positive));
      parts.push_back(compare(e, *e.children[0], Op::le, *e.children[2], positive));
      return positive ? Formula::all(std::move(parts)) : Formula::any(std::move(parts));
    }
    case Op::present: return atom(presence(*e.children[0]), positive ? yes() : no());
    case Op::held: {
      // What has been true for a while is true now.
      if (!positive) return truth(e, false);
      std::vector<Formula> parts;
      parts.push_back(truth(e, true));
      parts.push_back(child(0, true));
      return Formula::all(std::move(parts));
    }
    default: return truth(e, positive);
  }
}

std::set<int> known_where_true(const Formula& f, const Terms& terms) {
  return known(f, terms).value_or(std::set<int>{});
}

Formula unless_known(Formula f, const std::set<int>& known, const Terms& terms) {
  if (f.kind == Formula::Kind::atom) {
    const Term& term = terms[f.term];
    const bool sure =
        known.count(f.term) != 0 || (term.left >= 0 && known.count(term.left) != 0 && known.count(term.right) != 0);
    return sure ? f : Formula::constant(true);
  }
  for (Formula& part : f.parts) part = unless_known(std::move(part), known, terms);
  return f;
}

std::vector<int> terms_of(const Formula& f) {
  std::vector<int> out;
  collect(f, out);
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

}  // namespace tripline::dsl::lint
