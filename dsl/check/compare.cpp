// May these two be compared, and how? What is said where they may not.
#include <algorithm>

#include "core/decimal.hpp"
#include "dsl/check/expression.hpp"
#include "dsl/check/literals.hpp"

namespace tripline::dsl::check {
namespace {

using ast::CompareOp;
using ast::ExprKind;
using model::Op;
using model::TypeKind;

bool is_bare(const ast::Expr& e) { return e.kind == ExprKind::name && !e.member; }

int enumeration_of(const ExprPtr& e) { return e && e->type.kind == TypeKind::enumerated ? e->type.enumeration : kNone; }

CompareOp turned(CompareOp op) {
  switch (op) {
    case CompareOp::lt: return CompareOp::gt;
    case CompareOp::le: return CompareOp::ge;
    case CompareOp::gt: return CompareOp::lt;
    case CompareOp::ge: return CompareOp::le;
    case CompareOp::eq:
    case CompareOp::ne: break;
  }
  return op;
}

Op plain_op(CompareOp op) {
  switch (op) {
    case CompareOp::eq: return Op::eq;
    case CompareOp::ne: return Op::ne;
    case CompareOp::lt: return Op::lt;
    case CompareOp::le: return Op::le;
    case CompareOp::gt: return Op::gt;
    case CompareOp::ge: return Op::ge;
  }
  return Op::eq;
}

Op date_op(CompareOp op) {
  switch (op) {
    case CompareOp::eq: return Op::time_eq_date;
    case CompareOp::ne: return Op::time_ne_date;
    case CompareOp::lt: return Op::time_lt_date;
    case CompareOp::le: return Op::time_le_date;
    case CompareOp::gt: return Op::time_gt_date;
    case CompareOp::ge: return Op::time_ge_date;
  }
  return Op::time_eq_date;
}

// A difference of temperatures, which degC cannot say.
bool is_difference(const model::Expr& e) {
  if (e.op == Op::sub) return true;
  if (e.op == Op::aggregate) return e.aggregate->kind == model::AggregateKind::change;
  if (e.op == Op::abs || e.op == Op::negate) return is_difference(*e.children[0]);
  return false;
}

// The number as the author wrote it; empty: it is no literal.
std::string written_number(const core::SourceSet& sources, const model::Expr& e) {
  if (e.op != Op::constant || !is_numeric(e.type)) return {};
  const std::string_view text = sources.text(e.at);
  const std::size_t end = text.find_first_not_of("-+.0123456789eE");
  const std::string number(text.substr(0, end));
  return number.empty() || number.find_first_of("0123456789") == std::string::npos ? std::string() : number;
}

// What to write instead, in the words of the kind that was meant.
Said unit_help(const model::Type& meant, const std::string& number, double value) {
  const Text kind = core::kind_name(dimension_of(meant));
  std::vector<std::string> units;
  if (is_number(meant) && !meant.unit.text.empty()) units.push_back(meant.unit.text);
  for (const std::string& unit : core::usual_units(dimension_of(meant))) {
    if (units.size() < 2 && std::find(units.begin(), units.end(), unit) == units.end()) units.push_back(unit);
  }
  if (units.empty()) return {};
  if (number.empty()) return {"both sides are {0}, in {1}", "两边都应是{0}，以{1}计", kind, any_of(units)};
  if (is_share(meant) && value > 0 && value <= 1) {
    return {"a share limit is written {0}%", "占比的界限写作`{0}%`",
            core::print_decimal(value, *core::parse_unit("%"))};
  }
  std::vector<Text> written;
  for (const std::string& unit : units) {
    // A unit after a number begins with no digit: 30 1/min would be two numbers.
    const std::string after = unit.starts_with("1/") ? unit.substr(2) + "^-1" : unit;
    written.push_back(Said{"{0}{1}", "`{0}{1}`", number, (unit == "%" ? "" : " ") + after});
  }
  return {"{0} limit is written {1}", "{0}的界限写作{1}", kind, core::listed(written, core::Joint::either)};
}

}  // namespace

ExprPtr Checker::to_number(ExprPtr e) {
  const std::optional<core::Unit> seconds = core::parse_unit("s");
  auto made = std::make_unique<model::Expr>();
  made->type = number_in(*seconds);
  made->at = e->at;
  made->label = e->label;
  if (e->op == Op::constant) {
    made->op = Op::constant;
    const std::int64_t ns = std::get<std::int64_t>(e->constant.value);
    made->constant.value = core::read_decimal(std::to_string(ns), *core::parse_unit("ns")).value;
    return made;
  }
  made->op = Op::to_number;
  made->children.push_back(std::move(e));
  return made;
}

bool Checker::align(ExprPtr& l, ExprPtr& r, const ast::Expr& whole) {
  if (!is_numeric(l->type) || !is_numeric(r->type)) return true;
  if (dimension_of(l->type) != dimension_of(r->type)) {
    mixed(*l, *r, whole);
    return false;
  }
  if (is_duration(l->type) && is_number(r->type))
    l = to_number(std::move(l));
  else if (is_number(l->type) && is_duration(r->type))
    r = to_number(std::move(r));
  return true;
}

void Checker::mixed(const model::Expr& l, const model::Expr& r, const ast::Expr& whole) {
  (void)whole;
  // The literal is what is most likely wrong; else the right one.
  const bool left_is_wrong = l.op == Op::constant && r.op != Op::constant;
  const model::Expr& wrong = left_is_wrong ? l : r;
  const model::Expr& other = left_is_wrong ? r : l;
  const char* code = "E0202";
  Said message = {"these cannot be compared or combined", "两者不能比较或运算"};
  Said help;
  if (is_numeric(wrong.type) && is_numeric(other.type)) {
    const bool wrong_plain = is_plain(wrong.type), other_plain = is_plain(other.type);
    const std::string number = written_number(c_.sources, wrong);
    const double value = wrong.op == Op::constant && is_number(wrong.type) ? std::get<double>(wrong.constant.value) : 0;
    if (wrong_plain || other_plain) {
      code = "E0204";
      message = {"a unit is missing", "缺少单位"};
      if (wrong_plain)
        help = unit_help(other.type, number, value);
      else if (wrong.op == Op::constant)
        help = {"the other side is a plain number: leave out the unit, or give the field a unit",
                "另一边是无单位的数：请删去单位，或为该字段加上单位"};
    } else {
      code = "E0203";
      message = {"these do not measure the same thing", "两者不是同一种量"};
      help = unit_help(other.type, number, value);
    }
  } else if (wrong.type.kind == TypeKind::text && other.type.kind == TypeKind::enumerated) {
    help = {"a member is written without quotes", "取值不加引号"};
  } else if (is_numeric(wrong.type) != is_numeric(other.type) &&
             (wrong.type.kind == TypeKind::time || other.type.kind == TypeKind::time)) {
    help = {"the difference of two times is a duration: t - u <= 10 s", "两个时刻之差是时长：`t - u ≤ 10 秒`"};
  }
  c_.error(code, wrong.at, message, {"this is {0}", "这是{0}", describe(c_, wrong.type)}, help)
      .secondary.push_back({other.at, {"this is {0}", "这是{0}", describe(c_, other.type)}});
}

bool Checker::pair(const ast::Expr& left, const ast::Expr& right, ExprPtr& l, ExprPtr& r, int hint,
                   bool right_may_miss) {
  const auto ask = [this](const ast::Expr& e, int h, bool may_miss) {
    return may_miss ? maybe_missing(&e, h) : value(&e, h);
  };
  // A name that may be a member of what it stands beside.
  const auto may_be_member = [this](const ast::Expr& e) {
    return (e.kind == ExprKind::name && !e.member) || !line_named(e).empty();
  };
  const auto resolves = [this](const ast::Expr& e) { return !e.member && find(e.name.text).kind != Found::Kind::none; };
  bool right_first = !may_be_member(right);
  if (may_be_member(left) && may_be_member(right) && resolves(right)) {
    // The member is the one that the other has, even where a field is called like it.
    const int of_left = enumeration_named(left.name.text), of_right = enumeration_named(right.name.text);
    const bool left_is_member = of_right != kNone && member_number(c_, of_right, left.name.text) != kNone;
    const bool right_is_member = of_left != kNone && member_number(c_, of_left, right.name.text) != kNone;
    right_first = !resolves(left) || (left_is_member && !right_is_member);
  }
  if (!right_first) {
    l = ask(left, hint, false);
    const int beside = hint != kNone ? hint : enumeration_of(l);
    // Beside something wrong a name may well be a member of what was meant.
    if (!l && !resolves(right)) return false;
    r = ask(right, beside, right_may_miss);
  } else {
    r = ask(right, hint, right_may_miss);
    const int beside = hint != kNone ? hint : enumeration_of(r);
    if (!r && may_be_member(left) && !resolves(left)) return false;
    l = ask(left, beside, false);
  }
  return l && r;
}

ExprPtr Checker::compare(const ast::Expr& e) {
  const ast::Expr& left = *e.children[0];
  const ast::Expr& right = *e.children[1];
  for (const ast::Expr* side : {&left, &right}) {
    if (side->kind == ExprKind::missing) return literal(*side, kNone);  // says what to write instead
  }
  // `now - T` compared with a constant.
  const ast::Expr* outer_now = now_at_;
  const ast::Expr* moving = nullptr;
  for (const ast::Expr* side : {&left, &right}) {
    if (side->kind == ExprKind::sub && is_bare(*side->children[0]) &&
        find(side->children[0]->name.text).kind == Found::Kind::now) {
      moving = side;
      now_at_ = side->children[0].get();
    }
  }
  ExprPtr l, r;
  const bool good = pair(left, right, l, r);
  now_at_ = outer_now;
  if (!good) return nullptr;
  if (moving != nullptr && !scope_.now_anywhere) {
    const model::Expr& other = moving == &left ? *r : *l;
    if (!is_constant(other)) {
      c_.error("E0303", other.at, {"`now - T` is compared with a constant", "`此刻 - T`须与常量比较"},
               {"this is not one", "这不是常量"},
               {"compare it with a duration or a parameter: now - T > 10 s", "请与时长或参数比较：`此刻 - T > 10 秒`"});
      return nullptr;
    }
  }
  return compared(e.op, std::move(l), std::move(r), e);
}

ExprPtr Checker::compared(CompareOp op, ExprPtr l, ExprPtr r, const ast::Expr& e) {
  const bool ordering = op != CompareOp::eq && op != CompareOp::ne;
  const model::Type boolean = of_kind(TypeKind::bool_);
  if (l->type.kind == TypeKind::time && r->type.kind == TypeKind::date)
    return make2(date_op(op), boolean, e, std::move(l), std::move(r));
  if (l->type.kind == TypeKind::date && r->type.kind == TypeKind::time)
    return make2(date_op(turned(op)), boolean, e, std::move(r), std::move(l));
  if (!align(l, r, e)) return nullptr;
  if (!same_type(c_, l->type, r->type)) {
    mixed(*l, *r, e);
    return nullptr;
  }
  if (is_affine(l->type) != is_affine(r->type)) {
    const model::Expr& absolute = is_affine(l->type) ? *l : *r;
    const model::Expr& other = is_affine(l->type) ? *r : *l;
    if (is_difference(other)) {
      c_.error("E0205", absolute.at, {"a difference of temperatures is not a temperature", "温差不是温度"},
               {"this is a point on the scale", "这是温标上的一个点"},
               {"a difference is written in K: 5 K", "温差以 K 计：`5 K`"})
          .secondary.push_back({other.at, {"this is a difference", "这是温差"}});
      return nullptr;
    }
  }
  if (ordering) {
    const TypeKind kind = l->type.kind;
    if (kind == TypeKind::enumerated) {
      for (const ExprPtr* side : {&l, &r}) {
        const model::EnumType& t = c_.pack.enums[static_cast<std::size_t>((*side)->type.enumeration)];
        if (t.ordered) continue;
        c_.error("E0207", e.op_at, {"these values have no order", "这些值没有大小之分"}, {},
                 {"compare with == or in (…), or declare the order: one of (a < b < c)",
                  "请用`为`或`属于（…）`比较，或在类型中声明顺序：`取值（a < b < c）`"})
            .secondary.push_back({(*side)->at, {"this is {0}", "这是{0}", kind_of(c_, (*side)->type)}});
        return nullptr;
      }
    } else if (kind == TypeKind::text || kind == TypeKind::bool_ || kind == TypeKind::position ||
               kind == TypeKind::list) {
      c_.error(kind == TypeKind::text ? "E0208" : "E0207", e.op_at,
               kind == TypeKind::text ? Said{"texts have no order", "文本没有大小之分"}
                                      : Said{"these values have no order", "这些值没有大小之分"},
               {},
               kind == TypeKind::text ? Said{"texts are compared with ==, !=, in (…) and matches",
                                             "文本用`为`、`不为`、`属于（…）`和`匹配`比较"}
                                      : Said{"compare with == or !=", "请用`为`或`不为`比较"})
          .secondary.push_back({l->at, {"this is {0}", "这是{0}", describe(c_, l->type)}});
      return nullptr;
    }
  }
  return make2(plain_op(op), boolean, e, std::move(l), std::move(r));
}

}  // namespace tripline::dsl::check
