// Is it one of these? Sets, lists, ranges, patterns, areas.
#include <re2/re2.h>

#include <algorithm>

#include "dsl/check/area.hpp"
#include "dsl/check/expression.hpp"

namespace tripline::dsl::check {
namespace {

using model::Op;
using model::TypeKind;

int enumeration_of(const ExprPtr& e) { return e && e->type.kind == TypeKind::enumerated ? e->type.enumeration : kNone; }

}  // namespace

ExprPtr Checker::in_file(const ast::Expr& e) {
  ExprPtr child = value(e.children[0].get());
  if (!child) return nullptr;
  if (child->type.kind != TypeKind::position) {
    c_.error("E0201", child->at, {"a position is needed before `in \"file\"`", "`属于 \"〈文件〉\"`之前需要位置"},
             {"this is {0}", "这是{0}", describe(c_, child->type)},
             child->type.kind == TypeKind::text ? Said{"compare a text with ==, or with several: in (\"a\", \"b\")",
                                                       "文本用`为`比较，与多个值比较请写：`属于（\"a\"，\"b\"）`"}
                                                : Said());
    return nullptr;
  }
  const int area = find_area(c_, e.text);
  if (area == kNone) return nullptr;
  ExprPtr made = make1(Op::in_area, of_kind(TypeKind::bool_), e, std::move(child));
  made->index = area;
  return made;
}

ExprPtr Checker::in_set(const ast::Expr& e) {
  ExprPtr child = value(e.children[0].get());
  const int hint = enumeration_of(child);
  if (!child) return nullptr;
  std::vector<ExprPtr> items;
  bool dates = false;
  for (std::size_t i = 1; i < e.children.size(); ++i) {
    ExprPtr item = value(e.children[i].get(), hint);
    if (!item) return nullptr;
    if (!is_constant(*item)) {
      c_.error("E0215", item->at, {"a set holds literals and parameters", "集合中只能写直接写出的值和参数"},
               {"this changes", "此值会变化"}, {"compare with it: x == {0}", "请与它比较：`x 为 {0}`", item->label});
      return nullptr;
    }
    if (child->type.kind == TypeKind::time && item->type.kind == TypeKind::date) {
      dates = true;
    } else {
      if (is_duration(child->type) && is_number(item->type) && dimension_of(child->type) == dimension_of(item->type)) {
        child = to_number(std::move(child));  // what came before is converted below
      }
      if (!align(child, item, e)) return nullptr;
      if (!same_type(c_, child->type, item->type)) {
        mixed(*child, *item, e);
        return nullptr;
      }
    }
    items.push_back(std::move(item));
  }
  if (dates) {
    c_.error("E0202", e.at, {"a time is not one of several days", "时刻不能与若干日期比对"}, {},
             {"ask for its day: date(t) in (2026-03-01, 2026-03-02)",
              "请用其日期：`日期（t）属于（2026-03-01，2026-03-02）`"});
    return nullptr;
  }
  ExprPtr made = make1(Op::in_set, of_kind(TypeKind::bool_), e, std::move(child));
  for (ExprPtr& item : items) {
    if (is_number(made->children[0]->type) && is_duration(item->type)) item = to_number(std::move(item));
    made->children.push_back(std::move(item));
  }
  return made;
}

ExprPtr Checker::in_value(const ast::Expr& e) {
  ExprPtr list = value(e.children[1].get());
  if (!list) return nullptr;
  if (list->type.kind != TypeKind::list || !list->type.element) {
    c_.error("E0201", list->at, {"a list is needed after `in`", "`属于`之后需要列表"},
             {"this is {0}", "这是{0}", describe(c_, list->type)},
             {"write several values in parentheses: in (a, b), or bounds: in a .. b",
              "多个值写在括号中：`属于（a，b）`；上下界写作：`属于 a .. b`"});
    return nullptr;
  }
  const model::Type element = *list->type.element;
  ExprPtr item = value(e.children[0].get(), element.kind == TypeKind::enumerated ? element.enumeration : kNone);
  if (!item) return nullptr;
  if (is_duration(item->type) && is_number(element) && is_time_dimension(element.unit.dimension))
    item = to_number(std::move(item));
  if (!same_type(c_, item->type, element)) {
    c_.error(is_numeric(item->type) && is_numeric(element) ? "E0203" : "E0202", item->at,
             {"the list holds something else", "列表中的值是另一类"},
             {"this is {0}", "这是{0}", describe(c_, item->type)})
        .secondary.push_back({list->at, {"this is {0}", "这是{0}", describe(c_, list->type)}});
    return nullptr;
  }
  return make2(Op::in_list, of_kind(TypeKind::bool_), e, std::move(item), std::move(list));
}

ExprPtr Checker::in_range(const ast::Expr& e) {
  ExprPtr child = value(e.children[0].get());
  const int hint = enumeration_of(child);
  ExprPtr low = value(e.children[1].get(), hint);
  ExprPtr high = value(e.children[2].get(), hint);
  if (!child || !low || !high) return nullptr;
  const auto begin = [&](ExprPtr& x, const ast::Expr& tree) {
    if (x->type.kind == TypeKind::date) x = make1(Op::day_begin, of_kind(TypeKind::time), tree, std::move(x));
  };
  const bool any_time =
      child->type.kind == TypeKind::time || low->type.kind == TypeKind::time || high->type.kind == TypeKind::time;
  if (any_time) {
    begin(child, *e.children[0]);
    begin(low, *e.children[1]);
    if (high->type.kind == TypeKind::date)
      high = make1(Op::day_end, of_kind(TypeKind::time), *e.children[2], std::move(high));
  }
  if (is_numeric(child->type) && is_numeric(low->type) && is_numeric(high->type)) {
    if (!align(child, low, e) || !align(child, high, e) || !align(child, low, e)) return nullptr;
  }
  for (const ExprPtr* bound : {&low, &high}) {
    if (same_type(c_, child->type, (*bound)->type)) continue;
    mixed(*child, **bound, e);
    return nullptr;
  }
  const TypeKind kind = child->type.kind;
  const bool ordered =
      is_numeric(child->type) || kind == TypeKind::time || kind == TypeKind::date ||
      (kind == TypeKind::enumerated && c_.pack.enums[static_cast<std::size_t>(child->type.enumeration)].ordered);
  if (!ordered) {
    c_.error("E0207", child->at, {"these values have no order", "这些值没有大小之分"},
             {"this is {0}", "这是{0}", describe(c_, child->type)},
             {"name them one by one: in (a, b)", "请逐一列出：`属于（a，b）`"});
    return nullptr;
  }
  if (low->op == Op::constant && high->op == Op::constant) {
    const auto* a = std::get_if<double>(&low->constant.value);
    const auto* b = std::get_if<double>(&high->constant.value);
    const auto* i = std::get_if<std::int64_t>(&low->constant.value);
    const auto* j = std::get_if<std::int64_t>(&high->constant.value);
    if ((a && b && *a > *b) || (i && j && *i > *j)) {
      c_.error("E0217", join(low->at, high->at), {"this range is empty", "此范围为空"},
               {"the first bound is more than the second", "第一个界限大于第二个"},
               {"write the lower bound first", "请将下界写在前面"});
      return nullptr;
    }
  }
  ExprPtr made = make1(Op::in_range, of_kind(TypeKind::bool_), e, std::move(child));
  made->children.push_back(std::move(low));
  made->children.push_back(std::move(high));
  return made;
}

ExprPtr Checker::matches(const ast::Expr& e) {
  ExprPtr child = value(e.children[0].get());
  if (!child) return nullptr;
  if (child->type.kind != TypeKind::text) {
    c_.error("E0208", child->at, {"only a text matches a pattern", "只有文本能与模式匹配"},
             {"this is {0}", "这是{0}", describe(c_, child->type)});
    return nullptr;
  }
  const auto [known, fresh] = c_.patterns.emplace(e.text.value, kNone);
  if (fresh && c_.pattern_steps <= kMostPatternSteps) {
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(kMostPatternBytes);
    const re2::RE2 pattern(e.text.value, options);
    constexpr std::int64_t kTooLarge = 10'000;  // steps: what was tried in vain has cost as much
    const bool too_large = pattern.error_code() == re2::RE2::ErrorPatternTooLarge;
    c_.pattern_steps += too_large ? kTooLarge : std::max(pattern.ProgramSize(), 0);
    if (c_.pattern_steps > kMostPatternSteps) {
      c_.error(
          "E0219", e.text.at, {"the patterns of this pack are too large together", "此规则包的模式合计过大"},
          {"this one is too much", "到此处超出上限"},
          {"shorten repetitions such as {1,200}, or ask for the length with other means; equal patterns count once",
           "请缩短`{1,200}`之类的重复，或用其他办法判断长度；相同的模式只计一次"});
    } else if (too_large) {
      c_.error(
          "E0219", e.text.at, {"this pattern is too large", "此模式过大"}, {},
          {"shorten repetitions such as {1,200}, above all of classes such as \\p{L}, and those inside one another",
           "请缩短`{1,200}`之类的重复，尤其是`\\p{L}`之类的字符类和相互嵌套的重复"});
    } else if (pattern.ok()) {
      known->second = static_cast<int>(c_.pack.patterns.size());
      c_.pack.patterns.push_back({e.text.value});
    } else {
      c_.error("E0209", e.text.at, {"this is not a pattern", "这不是有效的模式"},
               {"{0}", "RE2 报告：“{0}”", pattern.error()},
               {"patterns are written as RE2 reads them; a backslash in a text is written twice",
                "模式按 RE2 的写法；文本中的反斜杠须写两次"});
    }
  }
  if (known->second == kNone) return nullptr;
  ExprPtr made = make1(Op::matches, of_kind(TypeKind::bool_), e, std::move(child));
  made->index = known->second;
  return made;
}

}  // namespace tripline::dsl::check
