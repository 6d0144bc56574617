// Conditions as clauses and lists.
#include <algorithm>

#include "core/source.hpp"
#include "dsl/explain/speaker.hpp"

namespace tripline::dsl::explain {

using model::Expr;
using model::Op;
using model::TypeKind;

namespace {

constexpr std::size_t kLongest = 100;  // columns of a clause that is not taken apart

constexpr Phrase kAlways{"that is always so", "恒成立"};
constexpr Phrase kNever{"that is never so", "恒不成立"};
constexpr Phrase kTrue{"{0} is true", "{0}为真"};
constexpr Phrase kFalse{"{0} is false", "{0}为假"};
constexpr Phrase kNot{"it is not so that {0}", "并非“{0}”"};
constexpr Phrase kPresent{"{0} is given", "{0}已提供"};
constexpr Phrase kAbsent{"{0} is not given", "{0}未提供"};
constexpr Phrase kInArea{"{0} lies in the area {1}", "{0}位于区域{1}内"};
constexpr Phrase kNotInArea{"{0} lies outside the area {1}", "{0}位于区域{1}之外"};
constexpr Phrase kMatches{"{0} has the form {1}", "{0}符合格式{1}"};
constexpr Phrase kNoMatch{"{0} does not have the form {1}", "{0}不符合格式{1}"};
constexpr Phrase kInSet{"{0} is {1}", "{0}为{1}"};
constexpr Phrase kNotInSet{"{0} is none of {1}", "{0}不是{1}中的任何一个"};
constexpr Phrase kInList{"{0} stands in {1}", "{0}在{1}之中"};
constexpr Phrase kNotInList{"{0} does not stand in {1}", "{0}不在{1}之中"};
constexpr Phrase kInRange{"{0} lies between {1} and {2}, both included", "{0}在{1}至{2}之间（含两端）"};
constexpr Phrase kNotInRange{"{0} lies below {1} or above {2}", "{0}小于{1}或大于{2}"};
constexpr Phrase kTimeNotInRange{"{0} is before {1} or after {2}", "{0}早于{1}或晚于{2}"};
constexpr Phrase kInHours{"the clock at {0} shows {1} or later, and is before {2}",
                          "{0}的钟点在{1}（含）至{2}（不含）之间"};
constexpr Phrase kNotInHours{"the clock at {0} does not lie from {1} up to {2}",
                             "{0}的钟点不在{1}（含）至{2}（不含）之间"};
constexpr Phrase kOverMidnight{"the clock at {0} shows {1} or later, or is before {2}",
                               "{0}的钟点在{1}（含）至次日{2}（不含）之间"};
constexpr Phrase kNotOverMidnight{"the clock at {0} shows {2} or later, and is before {1}",
                                  "{0}的钟点在{2}（含）至{1}（不含）之间"};
constexpr Phrase kElse{"{0} (or, where that is not known, {1})", "{0}（未知时看：{1}）"};
constexpr Phrase kAny{"for at least one value {0} of {1}, {2}", "{1}中至少有一项{0}使{2}"};
constexpr Phrase kNotAny{"for no value {0} of {1}, {2}", "{1}中没有任何一项{0}使{2}"};
constexpr Phrase kAll{"for every value {0} of {1}, {2}", "{1}中每一项{0}都使{2}"};
constexpr Phrase kNotAll{"not for every value {0} of {1}, {2}", "{1}中并非每一项{0}都使{2}"};
constexpr Phrase kHeld{"it has been so for {1} without a break that {0}", "“{0}”已不间断地持续{1}"};
constexpr Phrase kNotHeld{"it has not yet been so for {1} without a break that {0}", "“{0}”尚未不间断地持续{1}"};
constexpr Phrase kBoth{"{0} and {1}", "{0}，且{1}"};
constexpr Phrase kEither{"{0} or {1}", "{0}，或{1}"};
constexpr Phrase kThen{"{0}, {1}", "{0}，{1}"};
constexpr Phrase kBraced{"({0})", "（{0}）"};
constexpr Phrase kIf{"if {0}, then {1}", "若{0}，则{1}"};
constexpr Phrase kIfNot{"{0}, and yet it is not so that {1}", "{0}，但并非“{1}”"};

constexpr Phrase kAllOf{"all of the following hold", "以下各项同时成立"};
constexpr Phrase kAnyOf{"at least one of the following holds", "以下各项至少一项成立"};
constexpr Phrase kNotAllOf{"not all of the following hold", "以下各项并非同时成立"};
constexpr Phrase kNoneOf{"none of the following holds", "以下各项均不成立"};
constexpr Phrase kSecondIfFirst{"wherever the first of the following holds, the second holds, too",
                                "以下第一项成立时，第二项也成立"};
constexpr Phrase kFirstOnly{"the first of the following holds and the second does not", "以下第一项成立而第二项不成立"};

// eq ne lt le gt ge of three sorts of values.
constexpr Phrase kOfNumbers[] = {{"{0} is {1}", "{0}为{1}"},         {"{0} is not {1}", "{0}不为{1}"},
                                 {"{0} is below {1}", "{0}小于{1}"}, {"{0} is at most {1}", "{0}不大于{1}"},
                                 {"{0} is above {1}", "{0}大于{1}"}, {"{0} is at least {1}", "{0}不小于{1}"}};
constexpr Phrase kOfLengths[] = {{"{0} is {1}", "{0}为{1}"},
                                 {"{0} is not {1}", "{0}不为{1}"},
                                 {"{0} is less than {1}", "{0}小于{1}"},
                                 {"{0} is at most {1}", "{0}不大于{1}"},
                                 {"{0} is more than {1}", "{0}大于{1}"},
                                 {"{0} is at least {1}", "{0}不小于{1}"}};
constexpr Phrase kOfSteps[] = {{"{0} is {1}", "{0}为{1}"},         {"{0} is not {1}", "{0}不为{1}"},
                               {"{0} is below {1}", "{0}低于{1}"}, {"{0} is at most {1}", "{0}不高于{1}"},
                               {"{0} is above {1}", "{0}高于{1}"}, {"{0} is at least {1}", "{0}不低于{1}"}};
constexpr Phrase kOfTimes[] = {{"{0} is {1}", "{0}为{1}"},          {"{0} is not {1}", "{0}不为{1}"},
                               {"{0} is before {1}", "{0}早于{1}"}, {"{0} is not after {1}", "{0}不晚于{1}"},
                               {"{0} is after {1}", "{0}晚于{1}"},  {"{0} is not before {1}", "{0}不早于{1}"}};
constexpr Phrase kOfDays[] = {{"{0} lies in the day {1}", "{0}在{1}当日之内"},
                              {"{0} does not lie in the day {1}", "{0}不在{1}当日之内"},
                              {"{0} is before the day {1}", "{0}早于{1}当日开始"},
                              {"{0} is not after the end of the day {1}", "{0}不晚于{1}当日结束"},
                              {"{0} is after the end of the day {1}", "{0}晚于{1}当日结束"},
                              {"{0} is not before the day {1}", "{0}不早于{1}当日开始"}};

bool logic(Op op) { return op == Op::and_ || op == Op::or_ || op == Op::implies || op == Op::not_; }

// ==, !=, <, <=, >, >= as 0 … 5; of what is false the opposite.
std::size_t sign(Op op, Op first, bool positive) {
  constexpr std::size_t kOpposite[] = {1, 0, 5, 4, 3, 2};
  const auto n = static_cast<std::size_t>(op) - static_cast<std::size_t>(first);
  return positive ? n : kOpposite[n];
}

// The operands of a chain: `a and b and c` is three.
void flatten(const Expr& e, Op op, std::vector<const Expr*>& out) {
  if (e.op != op) {
    out.push_back(&e);
    return;
  }
  for (const auto& c : e.children) flatten(*c, op, out);
}

std::size_t atoms(const Expr& e) {
  if (!logic(e.op)) return 1;
  std::size_t n = 0;
  for (const auto& c : e.children) n += atoms(*c);
  return n;
}

const Expr& inner(const Expr& e, bool& positive) {
  const Expr* at = &e;
  for (; at->op == Op::not_; at = at->children[0].get()) positive = !positive;
  return *at;
}

}  // namespace

Text Speaker::comparison(const Expr& e, bool positive) {
  const Expr& a = *e.children[0];
  const Expr& b = *e.children[1];
  const std::size_t n = sign(e.op, Op::eq, positive);
  switch (a.type.kind) {
    case TypeKind::bool_:
      for (const auto& [fixed, other] : {std::pair(&b, &a), std::pair(&a, &b)})
        if (fixed->op == Op::constant) return clause(*other, std::get<bool>(fixed->constant.value) == (n == 0));
      return Text(kOfNumbers[n], value(a), value(b));
    case TypeKind::duration: return Text(kOfLengths[n], value(a), value(b));
    case TypeKind::time:
    case TypeKind::date: return Text(kOfTimes[n], value(a), value(b));
    case TypeKind::enumerated: return Text(kOfSteps[n], value(a), value(b));
    case TypeKind::number:
    case TypeKind::text:
    case TypeKind::position:
    case TypeKind::list: return Text(kOfNumbers[n], value(a), value(b));
  }
  return {};
}

Text Speaker::date_comparison(const Expr& e, bool positive) {
  return Text(kOfDays[sign(e.op, Op::time_eq_date, positive)], value(*e.children[0]), value(*e.children[1]));
}

Text Speaker::inline_logic(const Expr& e, bool positive, bool nested) {
  if (e.op == Op::implies) {
    const Text first = clause(*e.children[0]), second = clause(*e.children[1]);
    const Text said(positive ? kIf : kIfNot, first, second);
    return nested ? Text(kBraced, said) : said;
  }
  std::vector<const Expr*> parts;
  flatten(e, e.op, parts);
  // What is not (a and b) is not a or not b, also where one of them is unknown.
  const bool both = (e.op == Op::and_) == positive;
  Text out;
  for (const Expr* part : parts) {
    bool holds = positive;
    const Expr& bare = inner(*part, holds);
    const Text said = logic(bare.op) ? inline_logic(bare, holds, true) : clause(bare, holds);
    const bool last = part == parts.back();
    out = out.empty() ? said : Text(!last ? kThen : both ? kBoth : kEither, out, said);
  }
  return nested ? Text(kBraced, out) : out;
}

Text Speaker::clause(const Expr& given, bool positive) {
  const Expr& e = inner(given, positive);
  const auto child = [&](std::size_t i) { return value(*e.children[i]); };
  const auto index = static_cast<std::size_t>(e.index);
  switch (e.op) {
    case Op::and_:
    case Op::or_:
    case Op::implies: return inline_logic(e, positive, false);
    case Op::constant: return Text(std::get<bool>(e.constant.value) == positive ? kAlways : kNever);
    case Op::eq:
    case Op::ne:
    case Op::lt:
    case Op::le:
    case Op::gt:
    case Op::ge: return comparison(e, positive);
    case Op::time_eq_date:
    case Op::time_ne_date:
    case Op::time_lt_date:
    case Op::time_le_date:
    case Op::time_gt_date:
    case Op::time_ge_date: return date_comparison(e, positive);
    case Op::present: return Text(positive ? kPresent : kAbsent, child(0));
    case Op::in_area: return Text(positive ? kInArea : kNotInArea, child(0), ticked(pack_.areas[index].file));
    case Op::matches: return Text(positive ? kMatches : kNoMatch, child(0), ticked(pack_.patterns[index].text));
    case Op::in_set:
      return Text(positive ? kInSet : kNotInSet, child(0),
                  listed_values(e, 1, positive ? core::Joint::either : core::Joint::both));
    case Op::in_list: return Text(positive ? kInList : kNotInList, child(0), child(1));
    case Op::in_range: {
      const TypeKind kind = e.children[0]->type.kind;
      const bool times = kind == TypeKind::time || kind == TypeKind::date;
      return Text(positive ? kInRange : times ? kTimeNotInRange : kNotInRange, child(0), child(1), child(2));
    }
    case Op::in_hours: {
      const auto from = std::get<std::int64_t>(e.children[1]->constant.value);
      const auto to = std::get<std::int64_t>(e.children[2]->constant.value);
      const Phrase& said = to < from ? positive ? kOverMidnight : kNotOverMidnight : positive ? kInHours : kNotInHours;
      return Text(said, child(0), explain::clock(from), explain::clock(to));
    }
    case Op::else_: return Text(kElse, clause(*e.children[0], positive), clause(*e.children[1], positive));
    case Op::any:
    case Op::all: {
      const Phrase& said = e.op == Op::any ? positive ? kAny : kNotAny : positive ? kAll : kNotAll;
      std::string variable;
      const auto look = [&](const auto& self, const Expr& at) -> void {
        if (at.op == Op::variable && at.index == e.index) variable = at.label;
        for (const auto& c : at.children) self(self, *c);
      };
      look(look, *e.children[1]);
      return Text(said, variable.empty() ? Text() : ticked(variable), child(0), clause(*e.children[1]));
    }
    case Op::held: return Text(positive ? kHeld : kNotHeld, clause(*e.children[0]), length(e.span));
    case Op::aggregate:
      if (says_of_elements(e.aggregate->kind)) return aggregate_clause(*e.aggregate, positive);
      return Text(positive ? kTrue : kFalse, aggregate(*e.aggregate));
    case Op::param:
    case Op::field:
    case Op::table_field:
    case Op::owner_key:
    case Op::variable:
    case Op::previous:
    case Op::curve: return Text(positive ? kTrue : kFalse, value(e));
    case Op::level:
    case Op::stage:
    case Op::now:
    case Op::score:
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
    case Op::distance:
    case Op::min:
    case Op::max:
    case Op::add:
    case Op::sub:
    case Op::mul:
    case Op::div:
    case Op::not_: return positive ? value(e) : Text(kNot, value(e));  // none of these is a condition
  }
  return {};
}

Clause Speaker::condition(const Expr& given, bool positive) {
  const Expr& e = inner(given, positive);
  if (!logic(e.op)) return {clause(e, positive), {}};
  const std::size_t noted = notes_.size();
  const bool nested = std::any_of(e.children.begin(), e.children.end(), [&](const auto& c) {
    bool ignored = true;
    const Expr& bare = inner(*c, ignored);
    return logic(bare.op) && bare.op != e.op;
  });
  if (atoms(e) <= 3 && !(nested && atoms(e) > 2)) {
    Text said = clause(e, positive);
    if (core::display_width(said.in(core::Language::en)) <= kLongest) return {said, {}};
    notes_.resize(noted);  // said again in the list
  }
  if (e.op == Op::implies)
    return {Text(positive ? kSecondIfFirst : kFirstOnly), {condition(*e.children[0]), condition(*e.children[1])}};
  std::vector<const Expr*> operands;
  flatten(e, e.op, operands);
  Clause list{Text(e.op == Op::and_ ? positive ? kAllOf : kNotAllOf : positive ? kAnyOf : kNoneOf), {}};
  for (const Expr* operand : operands) list.parts.push_back(condition(*operand));
  return list;
}

}  // namespace tripline::dsl::explain
