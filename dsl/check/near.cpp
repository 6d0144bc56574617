#include "dsl/check/near.hpp"

#include "core/decimal.hpp"
#include "dsl/check/expression.hpp"
#include "dsl/check/literals.hpp"

namespace tripline::dsl::check {
namespace {

using model::Op;
using model::TypeKind;

bool is_ordering(Op op) {
  switch (op) {
    case Op::lt:
    case Op::le:
    case Op::gt:
    case Op::ge:
    case Op::time_lt_date:
    case Op::time_le_date:
    case Op::time_gt_date:
    case Op::time_ge_date: return true;
    default: return false;
  }
}

// How well a side serves as the limit: a constant, a parameter, a table's value, a field; 0: none of these.
int as_limit(const model::Expr& e) {
  if (e.op == Op::to_number || e.op == Op::day_begin || e.op == Op::day_end) return as_limit(*e.children[0]);
  if (e.op == Op::constant) return 4;
  if (is_constant(e)) return 3;
  if (e.op == Op::table_field) return 2;
  if (e.op == Op::field) return 1;
  return 0;
}

bool is_zero(const Context& c, const model::Expr& e) {
  const model::Constant* v = nullptr;
  if (e.op == Op::constant) v = &e.constant;
  if (e.op == Op::param) v = &c.pack.params[static_cast<std::size_t>(e.index)].value;
  if (v == nullptr) return false;
  if (const auto* d = std::get_if<double>(&v->value)) return *d == 0;
  if (const auto* i = std::get_if<std::int64_t>(&v->value)) return *i == 0;
  return false;
}

// A share of the limit says something about the value: its zero is nothing of it.
bool ratio_scale(const model::Type& t) {
  if (is_duration(t)) return true;
  if (!is_number(t) || is_affine(t)) return false;
  const core::Dimension& d = t.unit.dimension;
  return d.exponent[static_cast<std::size_t>(core::Axis::sound_level)] == 0 &&
         d.exponent[static_cast<std::size_t>(core::Axis::level_ratio)] == 0;
}

}  // namespace

std::optional<model::NearBand> lower_near(Context& c, const ast::Quantity& tree, const model::Expr& condition) {
  if (!is_ordering(condition.op)) {
    c.error("E0611", tree.at,
            {"`warn within` needs a requirement that is a single comparison", "`临近`要求规则的要求是单一的比较"},
            {"near to what?", "临近什么？"}, {"split the rule: one comparison in each", "请拆分规则：每条规则一个比较"})
        .secondary.push_back({condition.at, {"this is no single comparison", "这不是单一的比较"}});
    return std::nullopt;
  }
  const model::Expr& left = *condition.children[0];
  const model::Expr& right = *condition.children[1];
  const bool date_op = left.type.kind == TypeKind::time && right.type.kind == TypeKind::date;
  if (!date_op && !is_numeric(left.type) && left.type.kind != TypeKind::time && left.type.kind != TypeKind::date) {
    c.error("E0611", tree.at, {"`warn within` is about quantities and times", "`临近`只用于量和时间"},
            {"near to what?", "临近什么？"})
        .secondary.push_back({left.at, {"this is {0}", "这是{0}", describe(c, left.type)}});
    return std::nullopt;
  }
  const std::optional<Literal> literal = read_quantity(c, tree);
  if (!literal) return std::nullopt;
  model::NearBand band;
  band.comparison = &condition;
  band.value_left = as_limit(right) >= as_limit(left);
  const model::Expr& limit = band.value_left ? right : left;
  const bool is_time = !is_numeric(left.type);

  if (is_share(literal->type)) {
    band.relative = true;
    band.width = std::get<double>(literal->value.value);
    Said why;
    if (is_time || !ratio_scale(left.type) || !ratio_scale(right.type))
      why = {"a share of a point on a scale has no meaning", "标度上一个点的百分比没有意义"};
    else if (as_limit(limit) == 0)
      why = {"a share is of a constant, a parameter or a field", "百分比须针对常量、参数或字段"};
    else if (is_zero(c, limit))
      why = {"a share of zero is zero", "零的百分比仍是零"};
    if (!why.empty()) {
      Text unit = Phrase{"UNIT", "〈单位〉"};
      if (is_number(left.type) && !left.type.unit.text.empty())
        unit = is_affine(left.type) ? std::string("K") : left.type.unit.text;
      if (is_duration(left.type) || is_time) unit = Phrase{"h", "小时"};
      c.error("E0612", tree.at, {"give a quantity here: {0}", "此处须写出带单位的量：{0}", why}, {},
              is_plain(left.type) ? Said{"write: warn within 2", "请写：`临近 2`"}
                                  : Said{"write: warn within 2 {0}", "请写：`临近 2 {0}`", unit})
          .secondary.push_back({limit.at, {"the limit", "界限"}});
      return std::nullopt;
    }
  } else {
    band.relative = false;
    if (is_affine(literal->type)) {
      c.error("E0205", tree.at, {"a difference of temperatures is not a temperature", "温差不是温度"},
              {"this is a point on the scale", "这是温标上的一个点"},
              {"a difference is written in K: warn within 2 K", "温差以 K 计：`临近 2 K`"});
      return std::nullopt;
    }
    const bool fits = is_time ? is_duration(literal->type)
                              : is_numeric(literal->type) && dimension_of(literal->type) == dimension_of(left.type);
    if (!fits) {
      const bool no_unit = is_plain(literal->type) && !(is_number(left.type) && is_plain(left.type));
      c.error(no_unit ? "E0204" : "E0203", tree.at,
              no_unit ? Said{"a unit is missing", "缺少单位"}
                      : Said{"these do not measure the same thing", "两者不是同一种量"},
              {"this is {0}", "这是{0}", describe(c, literal->type)})
          .secondary.push_back({left.at, {"this is {0}", "这是{0}", describe(c, left.type)}});
      return std::nullopt;
    }
    if (is_duration(literal->type)) {
      const std::int64_t ns = std::get<std::int64_t>(literal->value.value);
      band.width = core::read_decimal(std::to_string(ns), *core::parse_unit("ns")).value;
    } else {
      band.width = std::get<double>(literal->value.value);
    }
  }
  if (!(band.width > 0)) {
    c.error("E0612", tree.at, {"how near must be more than zero", "临近的幅度须大于零"});
    return std::nullopt;
  }
  return band;
}

}  // namespace tripline::dsl::check
