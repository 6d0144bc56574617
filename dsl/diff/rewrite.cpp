// Rules and expressions of either pack in the numbers of both.
#include <algorithm>

#include "core/decimal.hpp"
#include "dsl/diff/ground.hpp"
#include "dsl/lint/formula.hpp"

namespace tripline::dsl::diff {
namespace {

using model::kNone;
using model::Op;
using model::TypeKind;

constexpr std::ptrdiff_t kDigitsOfDouble = 15;

// Sums and products do not mind the order of two.
bool commutes(const model::Expr& e) {
  switch (e.op) {
    case Op::add:
    case Op::mul: return e.type.kind == TypeKind::number;
    case Op::min:
    case Op::max: return true;
    default: return false;
  }
}

void order(std::vector<model::ExprPtr>& children) {
  std::vector<std::pair<std::string, model::ExprPtr>> keyed;
  for (model::ExprPtr& child : children) {
    std::string key = lint::key_of(*child);
    keyed.emplace_back(std::move(key), std::move(child));
  }
  std::stable_sort(keyed.begin(), keyed.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  for (std::size_t i = 0; i < children.size(); ++i) children[i] = std::move(keyed[i].second);
}

model::ExprPtr joined(Op op, core::Range at, model::ExprPtr a, model::ExprPtr b) {
  auto out = std::make_unique<model::Expr>();
  out->op = op;
  out->type.kind = TypeKind::bool_;
  out->at = at;
  out->children.push_back(std::move(a));
  out->children.push_back(std::move(b));
  return out;
}

// `time in 07:00 .. 22:00` as two comparisons of what the clock shows: that itself is a length of time without a name in the language.
model::ExprPtr as_clock(model::ExprPtr hours) {
  const auto from = std::get<std::int64_t>(hours->children[1]->constant.value),
             to = std::get<std::int64_t>(hours->children[2]->constant.value);
  model::ExprPtr bounds[2] = {std::move(hours->children[1]), std::move(hours->children[2])};
  hours->children.resize(1);
  hours->type.kind = TypeKind::duration;
  const core::Range at = hours->at;
  auto again = std::make_unique<model::Expr>();
  again->op = hours->op;
  again->type = hours->type;
  again->at = at;
  auto time = std::make_unique<model::Expr>();
  const model::Expr& read = *hours->children[0];
  time->op = read.op;
  time->type = read.type;
  time->at = at;
  time->access = read.access;
  time->stream = read.stream;
  time->index = read.index;
  again->children.push_back(std::move(time));
  return joined(to < from ? Op::or_ : Op::and_, at, joined(Op::ge, at, std::move(hours), std::move(bounds[0])),
                joined(Op::lt, at, std::move(again), std::move(bounds[1])));
}

}  // namespace

// What grows with time is compared with a constant as it was written, not with its double: where that makes a difference, texts that differ are
// constants that differ.
void Ground::settle(model::Expr& number) const {
  const auto* d = std::get_if<double>(&number.constant.value);
  if (d == nullptr) return;
  number.label = core::print_decimal(*d, number.type.unit);
  const auto digits =
      std::count_if(number.label.begin(), number.label.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (digits <= kDigitsOfDouble) return;
  number.member = long_numbers_.emplace(number.label + " " + number.type.unit.text, long_numbers_.size()).first->second;
}

model::Type Ground::type(Side side, model::Type t) const {
  t.enumeration = at(of(side).enums, t.enumeration);
  if (t.element) t.element = std::make_shared<const model::Type>(type(side, *t.element));
  return t;
}

model::Constant Ground::constant(Side side, const model::Constant& value, const model::Type& of_type) const {
  if (const auto* list = std::get_if<model::ConstantList>(&value.value)) {
    model::ConstantList out;
    for (const model::Constant& item : *list) {
      out.push_back(of_type.element ? constant(side, item, *of_type.element) : item);
    }
    return {std::move(out)};
  }
  if (of_type.kind != TypeKind::enumerated || of_type.enumeration == kNone) return value;
  const auto* member = std::get_if<std::int64_t>(&value.value);
  if (member == nullptr) return value;
  return {std::int64_t{at(of(side).members[static_cast<std::size_t>(of_type.enumeration)], static_cast<int>(*member))}};
}

model::Mark Ground::mark(Side side, const model::Mark& m, Numbers& bound) const {
  model::Mark out;
  out.raised = m.raised;
  out.stream = stream(side, m.stream);
  if (m.where) out.where = rewritten(side, *m.where, bound);
  return out;
}

std::unique_ptr<model::Aggregate> Ground::aggregate(Side side, const model::Aggregate& a, Numbers& bound) const {
  auto out = std::make_unique<model::Aggregate>();
  out->kind = a.kind;
  out->elements = a.elements;
  out->stream = stream(side, a.stream);
  for (const int index : a.reads) out->reads.push_back(stream(side, index));
  if (a.argument) out->argument = rewritten(side, *a.argument, bound);
  if (a.where) out->where = rewritten(side, *a.where, bound);
  for (const auto& [index, value] : a.correlations)
    out->correlations.emplace_back(field(side, a.stream, index), rewritten(side, *value, bound));
  std::sort(out->correlations.begin(), out->correlations.end(),
            [](const auto& x, const auto& y) { return x.first < y.first; });
  out->q = a.q;
  out->projected = a.projected;
  out->window.kind = a.window.kind;
  out->window.from = a.window.from;
  out->window.to = a.window.to;
  for (const model::Mark& m : a.window.marks) out->window.marks.push_back(mark(side, m, bound));
  std::sort(out->window.marks.begin(), out->window.marks.end(),
            [](const model::Mark& x, const model::Mark& y) { return lint::key_of(x) < lint::key_of(y); });
  out->window.period = a.window.period;
  out->window.count = a.window.count;
  out->window.begin = a.window.begin;
  out->window.end = a.window.end;
  out->coarse = a.coarse;
  out->owner = at(of(side).key_sets, a.owner);
  out->stages = stage_set(side, a.stages);
  return out;
}

std::uint64_t Ground::stage_set(Side side, std::uint64_t stages) const {
  std::uint64_t out = 0;
  const Numbers& numbers = of(side).stages;
  for (std::size_t i = 0; i < numbers.size() && i < 64; ++i) {
    if ((stages >> i & 1) != 0) out |= std::uint64_t{1} << static_cast<unsigned>(numbers[i]);
  }
  return out;
}

model::ExprPtr Ground::rewritten(Side side, const model::Expr& e, Numbers& bound) const {
  auto out = std::make_unique<model::Expr>();
  out->op = e.op;
  out->type = type(side, e.type);
  out->at = e.at;
  out->constant = constant(side, e.constant, e.type);
  out->access = e.access;
  out->stream = stream(side, e.stream);
  out->index = e.index;
  out->member = e.member;
  out->span = e.span;
  out->label = e.label;
  switch (e.op) {
    case Op::param: {
      const model::Param& param = of(side).pack->params[static_cast<std::size_t>(e.index)];
      out->op = Op::constant;
      out->index = kNone;
      out->constant = constant(side, param.value, param.type);
      break;
    }
    case Op::field: out->index = field(side, e.stream, e.index); break;
    case Op::table_field:
      out->index = table(side, e.index);
      out->member = column(side, e.index, e.member);
      break;
    case Op::curve: out->index = curve(side, e.index); break;
    case Op::in_area: out->index = area(side, e.index); break;
    case Op::matches: out->index = at(of(side).patterns, e.index); break;
    case Op::variable: {
      const auto found = std::find(bound.rbegin(), bound.rend(), e.index);
      out->index = static_cast<int>(bound.rend() - found);
      break;
    }
    default: break;
  }
  if (e.op == Op::any || e.op == Op::all) {
    out->children.push_back(rewritten(side, *e.children[0], bound));
    bound.push_back(e.index);
    out->index = static_cast<int>(bound.size());
    out->children.push_back(rewritten(side, *e.children[1], bound));
    bound.pop_back();
  } else {
    for (const model::ExprPtr& child : e.children) out->children.push_back(rewritten(side, *child, bound));
  }
  if (e.aggregate) out->aggregate = aggregate(side, *e.aggregate, bound);
  if (commutes(*out)) order(out->children);
  if (out->op == Op::in_hours) return as_clock(std::move(out));
  if (out->op == Op::constant && out->type.kind == TypeKind::number) settle(*out);
  return out;
}

model::ExprPtr Ground::rewritten(Side side, const model::Expr& e) const {
  Numbers bound;
  return rewritten(side, e, bound);
}

model::Rule Ground::rewritten(Side side, const model::Rule& r) const {
  const auto maybe = [&](const model::ExprPtr& e) { return e ? rewritten(side, *e) : nullptr; };
  model::Rule out;
  out.kind = r.kind;
  out.name = r.name;
  out.severity = r.severity;
  for (const int action : r.actions) out.actions.push_back(at(of(side).actions, action));
  std::sort(out.actions.begin(), out.actions.end());
  out.stages = stage_set(side, r.stages);
  out.stages_filter_members = r.stages_filter_members;
  out.effective_from = r.effective_from;
  out.effective_to = r.effective_to;
  out.owner = at(of(side).key_sets, r.owner);
  out.on = stream(side, r.on);
  out.when = maybe(r.when);
  out.unless = maybe(r.unless);
  out.while_ = maybe(r.while_);
  out.condition = maybe(r.condition);
  out.forbid = r.forbid;
  out.span = r.span;
  out.has_span = r.has_span;
  out.grace = r.grace;
  out.has_tolerate = r.has_tolerate;
  out.tolerate = r.tolerate;
  out.tolerate_over = r.tolerate_over;
  if (r.near) {
    out.near.emplace();
    out.near->relative = r.near->relative;
    out.near->width = r.near->width;
  }
  for (const model::Answer& answer : r.answers) {
    model::Answer a;
    a.stream = stream(side, answer.stream);
    a.where = maybe(answer.where);
    out.answers.push_back(std::move(a));
  }
  out.due.kind = r.due.kind;
  out.due.from_span = r.due.from_span;
  out.due.span = r.due.span;
  out.due.count = r.due.count;
  out.due.period = r.due.period;
  out.due.by = maybe(r.due.by);
  out.level = at(of(side).levels, r.level);
  out.raise_for = r.raise_for;
  if (r.until) {
    Numbers bound;
    out.until = mark(side, *r.until, bound);
  }
  out.every = r.every;
  out.over = r.over;
  out.score = maybe(r.score);
  for (const model::Grade& grade : r.grades) out.grades.push_back({grade.name, grade.least});
  out.raise_when = maybe(r.raise_when);
  for (const int index : r.reads) out.reads.push_back(stream(side, index));
  std::sort(out.reads.begin(), out.reads.end());
  out.reads_violation = r.reads_violation;
  out.violation_rules = r.violation_rules;  // of their own pack
  out.reads_level = r.reads_level;
  out.late_judged = r.late_judged;
  out.at = r.at;
  return out;
}

}  // namespace tripline::dsl::diff
