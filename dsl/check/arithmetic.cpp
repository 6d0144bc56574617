// What comes out of + - * / : kinds of quantity, durations, times, temperatures.
#include "dsl/check/expression.hpp"

namespace tripline::dsl::check {
namespace {

using ast::ExprKind;
using model::Op;
using model::TypeKind;

}  // namespace

model::Type Checker::common_unit(const model::Type& a, const model::Type& b) const {
  if (a.unit.text == b.unit.text) return a;
  if (is_affine(a) || is_affine(b)) return is_affine(a) ? a : b;
  return number_in(core::base_unit(a.unit.dimension));
}

ExprPtr Checker::arithmetic(const ast::Expr& e) {
  ExprPtr l = value(e.children[0].get());
  ExprPtr r = value(e.children[1].get());
  if (!l || !r) return nullptr;
  if (!is_numeric(l->type) || !is_numeric(r->type)) return with_time(e, std::move(l), std::move(r));
  if (e.kind == ExprKind::add || e.kind == ExprKind::sub) return sum(e, std::move(l), std::move(r));
  return product(e, std::move(l), std::move(r));
}

ExprPtr Checker::sum(const ast::Expr& e, ExprPtr l, ExprPtr r) {
  const Op op = e.kind == ExprKind::add ? Op::add : Op::sub;
  if (!align(l, r, e)) return nullptr;
  if (is_duration(l->type)) return make2(op, of_kind(TypeKind::duration), e, std::move(l), std::move(r));
  if (is_affine(l->type) || is_affine(r->type)) {
    if (op == Op::add || !is_affine(l->type)) {
      const model::Expr& absolute = is_affine(l->type) ? *l : *r;
      c_.error("E0205", e.at,
               {"temperatures may be subtracted and compared, not added", "温度可以相减和比较，不能相加"}, {},
               {"compare the difference instead: a - b <= 5 K", "请改为比较温差：`a - b ≤ 5 K`"})
          .secondary.push_back({absolute.at, {"this is a point on the scale", "这是温标上的一个点"}});
      return nullptr;
    }
    model::Type difference = number_in(core::base_unit(l->type.unit.dimension));
    return make2(op, std::move(difference), e, std::move(l), std::move(r));
  }
  model::Type type = common_unit(l->type, r->type);
  return make2(op, std::move(type), e, std::move(l), std::move(r));
}

ExprPtr Checker::product(const ast::Expr& e, ExprPtr l, ExprPtr r) {
  const bool multiply = e.kind == ExprKind::mul;
  const Op op = multiply ? Op::mul : Op::div;
  for (const ExprPtr* side : {&l, &r}) {
    if (!is_affine((*side)->type)) continue;
    c_.error("E0205", (*side)->at,
             {"temperatures may be subtracted and compared, not scaled", "温度可以相减和比较，不能乘除"},
             {"this is a point on the scale", "这是温标上的一个点"},
             {"scale a difference: (a - b) * 2", "请对温差乘除：`（a - b）* 2`"});
    return nullptr;
  }
  const bool left_share = is_share(l->type), right_share = is_share(r->type);
  const auto scales = [](const model::Type& t) { return is_plain(t) || is_share(t); };
  if (is_duration(l->type) && is_duration(r->type) && !multiply) {
    return make2(op, plain_number(), e, std::move(l), std::move(r));
  }
  if (is_duration(l->type) && is_number(r->type) && scales(r->type)) {
    return make2(op, of_kind(TypeKind::duration), e, std::move(l), std::move(r));
  }
  if (multiply && is_duration(r->type) && is_number(l->type) && scales(l->type)) {
    return make2(op, of_kind(TypeKind::duration), e, std::move(l), std::move(r));
  }
  if (is_duration(l->type)) l = to_number(std::move(l));
  if (is_duration(r->type)) r = to_number(std::move(r));
  // A share of a quantity is that quantity; a share of a plain number, or of a share, is a share.
  if (right_share && !is_plain(l->type) && (!left_share || multiply)) {
    model::Type type = l->type;
    return make2(op, std::move(type), e, std::move(l), std::move(r));
  }
  if (multiply && left_share && !is_plain(r->type)) {
    model::Type type = r->type;
    return make2(op, std::move(type), e, std::move(l), std::move(r));
  }
  core::Dimension dimension;
  const core::Dimension& a = l->type.unit.dimension;
  const core::Dimension& b = r->type.unit.dimension;
  if (!(multiply ? core::multiply(a, b, dimension) : core::divide(a, b, dimension))) {
    c_.error("E0210", e.at, {"the exponents of this quantity grow beyond 100", "此量的单位指数超过了 100"});
    return nullptr;
  }
  model::Type type = dimension.plain() ? plain_number() : number_in(core::base_unit(dimension));
  if (is_plain(r->type))
    type = l->type;
  else if (multiply && is_plain(l->type))
    type = r->type;
  return make2(op, std::move(type), e, std::move(l), std::move(r));
}

// + and - with times and dates.
ExprPtr Checker::with_time(const ast::Expr& e, ExprPtr l, ExprPtr r) {
  const bool add = e.kind == ExprKind::add, sub = e.kind == ExprKind::sub;
  const auto is_instant = [](const ExprPtr& x) {
    return x->type.kind == TypeKind::time || x->type.kind == TypeKind::date;
  };
  const auto begin = [&](ExprPtr x, const ast::Expr& tree) {
    if (x->type.kind == TypeKind::date) return make1(Op::day_begin, of_kind(TypeKind::time), tree, std::move(x));
    return x;
  };
  if (sub && is_instant(l) && is_instant(r)) {
    l = begin(std::move(l), *e.children[0]);
    r = begin(std::move(r), *e.children[1]);
    return make2(Op::sub, of_kind(TypeKind::duration), e, std::move(l), std::move(r));
  }
  if ((add || sub) && is_instant(l) && is_duration(r->type)) {
    l = begin(std::move(l), *e.children[0]);
    return make2(add ? Op::add : Op::sub, of_kind(TypeKind::time), e, std::move(l), std::move(r));
  }
  if (add && is_duration(l->type) && is_instant(r)) {
    r = begin(std::move(r), *e.children[1]);
    return make2(Op::add, of_kind(TypeKind::time), e, std::move(r), std::move(l));
  }
  const bool left_instant = is_instant(l), right_instant = is_instant(r);
  if ((add || sub) && (left_instant || right_instant) && (is_numeric(l->type) || is_numeric(r->type))) {
    const model::Expr& length = left_instant ? *r : *l;
    const bool time = is_number(length.type) && is_time_dimension(length.type.unit.dimension);
    c_.error("E0214", length.at,
             sub && right_instant
                 ? Said{"a time cannot be subtracted from this", "不能从此处减去时刻"}
                 : Said{"only a duration is added to a time or taken from it", "时刻只能加上或减去时长"},
             {"this is {0}", "这是{0}", describe(c_, length.type)},
             time ? Said{"declare it as a duration, which is exact: NAME : duration from \"…\" in {0}",
                         "请声明为时长，以保证精确：`〈名称〉：时长 取自 \"…\" 单位 {0}`", length.type.unit.text}
                  : Said{"a duration is written 10 s, 5 min, 2 h, 7 d", "时长写作`10 秒`、`5 分钟`、`2 小时`、`7 天`"});
    return nullptr;
  }
  if (left_instant && right_instant) {
    c_.error("E0214", e.at, {"two times can be subtracted, and nothing else", "两个时刻只能相减"}, {},
             {"t - u is the duration between them", "`t - u`是两者之间的时长"});
    return nullptr;
  }
  const model::Expr& wrong = is_numeric(l->type) ? *r : *l;
  c_.error("E0201", wrong.at, {"a number or a quantity is needed here", "此处需要数值或带单位的量"},
           {"this is {0}", "这是{0}", describe(c_, wrong.type)});
  return nullptr;
}

ExprPtr Checker::negate(const ast::Expr& e) {
  ExprPtr child = value(e.children[0].get());
  if (!child) return nullptr;
  if (!is_numeric(child->type)) {
    c_.error("E0201", child->at, {"a number or a quantity is needed after `-`", "`-`之后需要数值或带单位的量"},
             {"this is {0}", "这是{0}", describe(c_, child->type)});
    return nullptr;
  }
  if (is_affine(child->type)) {
    c_.error("E0205", child->at, {"a temperature has no opposite", "温度没有相反数"},
             {"this is a point on the scale", "这是温标上的一个点"},
             {"a temperature below zero is written -18 degC", "零下的温度写作`-18 摄氏度`"});
    return nullptr;
  }
  model::Type type = child->type;
  return make1(Op::negate, std::move(type), e, std::move(child));
}

ExprPtr Checker::least_or_most(const ast::Expr& e, Op op) {
  std::vector<ExprPtr> children;
  for (const ast::Argument& argument : e.args) {
    ExprPtr child = value(argument.value.get());
    if (!child) return nullptr;
    if (!is_numeric(child->type)) {
      c_.error("E0201", child->at, {"a number or a quantity is needed here", "此处需要数值或带单位的量"},
               {"this is {0}", "这是{0}", describe(c_, child->type)});
      return nullptr;
    }
    children.push_back(std::move(child));
  }
  for (std::size_t i = 1; i < children.size(); ++i) {
    if (!align(children[0], children[i], e)) return nullptr;
  }
  if (is_number(children[0]->type)) {
    for (ExprPtr& child : children) {
      if (is_duration(child->type)) child = to_number(std::move(child));
    }
  }
  model::Type type = children[0]->type;
  for (const ExprPtr& child : children) {
    if (is_number(type)) type = common_unit(type, child->type);
  }
  ExprPtr made = make(op, std::move(type), e);
  made->children = std::move(children);
  return made;
}

}  // namespace tripline::dsl::check
