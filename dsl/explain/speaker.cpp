#include "dsl/explain/speaker.hpp"

namespace tripline::dsl::explain {

using model::Access;
using model::Expr;
using model::Op;

namespace {

constexpr Phrase kLevel{"its level of supervision", "其监管级别"};
constexpr Phrase kStage{"its stage", "其所处阶段"};
constexpr Phrase kNow{"the present instant", "当前时刻"};
constexpr Phrase kScore{"the score", "得分"};
constexpr Phrase kParam{"{0} ({1})", "{0}（{1}）"};
constexpr Phrase kNegated{"minus {0}", "负{0}"};
constexpr Phrase kWhether{"whether {0}", "“{0}”是否成立"};
constexpr Phrase kAbs{"the absolute value of {0}", "{0}的绝对值"};
constexpr Phrase kRoot{"the square root of {0}", "{0}的平方根"};
constexpr Phrase kRound{"{0} rounded to a whole number", "{0}四舍五入后的整数"};
constexpr Phrase kFloor{"{0} rounded down", "{0}向下取整"};
constexpr Phrase kCeil{"{0} rounded up", "{0}向上取整"};
constexpr Phrase kSize{"the number of values in {0}", "{0}的项数"};
constexpr Phrase kHour{"the hour of the day of {0}", "{0}的小时数"};
constexpr Phrase kWeekday{"the day of the week of {0} (Monday is 1)", "{0}的星期数（星期一为1）"};
constexpr Phrase kDate{"the day of {0}", "{0}所在日期"};
constexpr Phrase kSeconds{"{0} in seconds", "{0}的秒数"};
constexpr Phrase kDayBegin{"the beginning of {0}", "{0}开始时"};
constexpr Phrase kDayEnd{"the end of {0}", "{0}结束时"};
constexpr Phrase kPrevious{"what {0} was at the element before", "上一条数据中的{0}"};
constexpr Phrase kCurve{"what the curve {0} gives for {1}", "按对照表{0}由{1}查得的值"};
constexpr Phrase kDistance{"the distance between {0} and {1}", "{0}与{1}之间的距离"};
constexpr Phrase kLeast{"the smallest of {0}", "{0}中的最小值"};
constexpr Phrase kGreatest{"the greatest of {0}", "{0}中的最大值"};
constexpr Phrase kSum{"{0} + {1}", "{0} + {1}"};
constexpr Phrase kDifference{"{0} - {1}", "{0} - {1}"};
constexpr Phrase kProduct{"{0} × {1}", "{0} × {1}"};
constexpr Phrase kQuotient{"{0} ÷ {1}", "{0} ÷ {1}"};
constexpr Phrase kBraced{"({0})", "（{0}）"};
constexpr Phrase kElse{"{0} (or {1} where that is not known)", "{0}（未知时取{1}）"};

bool arithmetic_op(Op op) { return op == Op::add || op == Op::sub || op == Op::mul || op == Op::div; }

}  // namespace

Text Speaker::field(const Expr& e) {
  const model::Stream& s = stream(e.stream);
  const std::string name = e.index == model::kTimeField ? "time" : s.fields[static_cast<std::size_t>(e.index)].name;
  switch (e.access) {
    case Access::on:
    case Access::element: return ticked(name);
    case Access::last: return ticked(s.name + "." + name);
    case Access::opener:
      return ticked((rule_ != nullptr && !rule_->on_name.empty() ? rule_->on_name : s.name) + "." + name);
  }
  return {};
}

Text Speaker::operand(const Expr& e, bool tight) {
  const bool loose = e.op == Op::add || e.op == Op::sub || e.op == Op::negate || (tight && arithmetic_op(e.op));
  return loose ? Text(kBraced, value(e)) : value(e);
}

Text Speaker::arithmetic(const Expr& e) {
  const Expr& a = *e.children[0];
  const Expr& b = *e.children[1];
  if (e.op == Op::add) return Text(kSum, value(a), b.op == Op::negate ? operand(b, false) : value(b));
  if (e.op == Op::sub) return Text(kDifference, value(a), operand(b, false));
  if (e.op == Op::mul) return Text(kProduct, operand(a, false), operand(b, false));
  return Text(kQuotient, operand(a, false), operand(b, true));
}

Text Speaker::listed_values(const Expr& e, std::size_t first, core::Joint joint) {
  std::vector<Text> said;
  for (std::size_t i = first; i < e.children.size(); ++i) said.push_back(value(*e.children[i]));
  return core::listed(said, joint);
}

Text Speaker::value(const Expr& e) {
  const auto child = [&](std::size_t i) { return operand(*e.children[i], true); };
  const auto index = static_cast<std::size_t>(e.index);
  switch (e.op) {
    case Op::constant: return constant(e.constant, e.type, pack_);
    case Op::param: {
      const model::Param& p = pack_.params[index];
      return Text(kParam, ticked(p.name), constant(p.value, p.type, pack_));
    }
    case Op::field: return field(e);
    case Op::table_field: {
      const model::Table& t = pack_.tables[index];
      return ticked(t.name + "." + t.fields[static_cast<std::size_t>(e.member)].name);
    }
    case Op::owner_key: return ticked(e.label);
    case Op::variable: return ticked(e.label);
    case Op::level: return Text(kLevel);
    case Op::stage: return Text(kStage);
    case Op::now: return Text(kNow);
    case Op::score: return Text(kScore);
    case Op::negate: return Text(kNegated, operand(*e.children[0], true));
    case Op::abs: return Text(kAbs, child(0));
    case Op::sqrt: return Text(kRoot, child(0));
    case Op::round: return Text(kRound, child(0));
    case Op::floor: return Text(kFloor, child(0));
    case Op::ceil: return Text(kCeil, child(0));
    case Op::size: return Text(kSize, child(0));
    case Op::hour: return Text(kHour, child(0));
    case Op::weekday: return Text(kWeekday, child(0));
    case Op::date_of: return Text(kDate, child(0));
    case Op::to_number: return Text(kSeconds, child(0));
    case Op::day_begin: return Text(kDayBegin, child(0));
    case Op::day_end: return Text(kDayEnd, child(0));
    case Op::previous: return Text(kPrevious, child(0));
    case Op::curve: return Text(kCurve, ticked(pack_.curves[index].name), child(0));
    case Op::distance: return Text(kDistance, child(0), child(1));
    case Op::min: return Text(kLeast, listed_values(e, 0, core::Joint::both));
    case Op::max: return Text(kGreatest, listed_values(e, 0, core::Joint::both));
    case Op::else_: return Text(kElse, child(0), child(1));
    case Op::add:
    case Op::sub:
    case Op::mul:
    case Op::div: return arithmetic(e);
    case Op::aggregate:
      return says_of_elements(e.aggregate->kind) ? Text(kWhether, clause(e)) : aggregate(*e.aggregate);
    case Op::not_:
    case Op::present:
    case Op::in_area:
    case Op::matches:
    case Op::eq:
    case Op::ne:
    case Op::lt:
    case Op::le:
    case Op::gt:
    case Op::ge:
    case Op::time_eq_date:
    case Op::time_ne_date:
    case Op::time_lt_date:
    case Op::time_le_date:
    case Op::time_gt_date:
    case Op::time_ge_date:
    case Op::in_set:
    case Op::in_list:
    case Op::in_range:
    case Op::in_hours:
    case Op::and_:
    case Op::or_:
    case Op::implies:
    case Op::any:
    case Op::all:
    case Op::held: return Text(kWhether, clause(e));
  }
  return {};
}

}  // namespace tripline::dsl::explain
