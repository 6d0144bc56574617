// What does NAME(…) mean? Functions, curves, and what only looks like one.
#include "dsl/check/expression.hpp"
#include "dsl/check/literals.hpp"
#include "dsl/grammar/keywords.hpp"

namespace tripline::dsl::check {
namespace {

using model::Op;
using model::TypeKind;

}  // namespace

bool Checker::arguments(const ast::Expr& e, std::size_t least, std::size_t most, const Said& usage) {
  if (e.window) {
    c_.error("E0402", e.window->at,
             {"{0} is a function, not an aggregate: it takes no window", "{0}是函数，不是统计：不能带窗口",
              ticked(e.name.text)},
             {}, {"write {0}", "请写：`{0}`", usage});
    return false;
  }
  if (e.args.size() < least || e.args.size() > most) {
    const std::string name = ticked(e.name.text), number = std::to_string(least);
    c_.error("E0216", e.at,
             least != most ? Said{"{0} takes at least {1} arguments", "{0}至少需要 {1} 个参数", name, number}
             : least == 1  ? Said{"{0} takes {1} argument", "{0}需要 {1} 个参数", name, number}
                           : Said{"{0} takes {1} arguments", "{0}需要 {1} 个参数", name, number},
             {"{0} given", "此处给出 {0} 个", std::to_string(e.args.size())}, {"write {0}", "请写：`{0}`", usage});
    return false;
  }
  for (const ast::Argument& argument : e.args) {
    if (argument.where) {
      c_.error("E0216", argument.where->at, {"only an aggregate takes `where`", "只有统计才能带`其中`"}, {},
               {"write {0}", "请写：`{0}`", usage});
      return false;
    }
    if (argument.binder && !grammar::spells("any", e.name.text) && !grammar::spells("all", e.name.text)) {
      c_.error("E0216", argument.at,
               {"only any(…) and all(…) name the values of a list", "只有`任一（…）`和`全部（…）`可以为列表中的值命名"},
               {}, {"write {0}", "请写：`{0}`", usage});
      return false;
    }
  }
  return true;
}

ExprPtr Checker::call(const ast::Expr& e, int hint) {
  const auto symbol = c_.symbols.find(e.name.text);
  if (symbol != c_.symbols.end() && symbol->second.kind == SymbolKind::curve) return curve(e, symbol->second.index);
  const std::optional<Function> f = find_function(e.name.text);
  const std::optional<model::AggregateKind> a = find_aggregate(e.name.text);
  // min and max are both: with a window, or of one value, the aggregate.
  if (f && a) return e.window || e.args.size() < 2 ? aggregate(e, *a) : function(e, *f, hint);
  if (a) return aggregate(e, *a);
  if (f) return function(e, *f, hint);
  std::vector<std::string> names = callable_names(c_.language(e.at));
  for (const model::Curve& curve : c_.pack.curves) names.push_back(curve.name);
  Said help = c_.did_you_mean(e.name.text, names);
  if (help.empty() && symbol != c_.symbols.end())
    help = {"{0} is not a curve or a function; two operands never stand side by side",
            "{0}既不是对照表也不是函数；两个值不能并列", ticked(e.name.text)};
  c_.error("E0119", e.name.at, {"there is no function {0}", "没有名为{0}的函数", ticked(e.name.text)}, {}, help);
  return nullptr;
}

ExprPtr Checker::function(const ast::Expr& e, Function f, int hint) {
  const auto only = [&](TypeKind kind, const Said& what) -> ExprPtr {
    ExprPtr child = value(e.args[0].value.get());
    if (!child) return nullptr;
    if (child->type.kind == kind) return child;
    c_.error("E0201", child->at, {"{0} takes {1}", "{0}需要{1}", ticked(e.name.text), what},
             {"this is {0}", "这是{0}", describe(c_, child->type)});
    return nullptr;
  };
  switch (f) {
    case Function::abs: {
      if (!arguments(e, 1, 1, {"abs(x)", "绝对值（x）"})) return nullptr;
      ExprPtr child = value(e.args[0].value.get());
      if (!child) return nullptr;
      if (!is_numeric(child->type)) {
        c_.error("E0201", child->at,
                 {"`abs` takes a number, a quantity or a duration", "`绝对值`需要数值、带单位的量或时长"},
                 {"this is {0}", "这是{0}", describe(c_, child->type)});
        return nullptr;
      }
      if (is_affine(child->type)) {
        c_.error("E0205", child->at, {"a temperature has no magnitude", "温度没有绝对值"},
                 {"this is a point on the scale", "这是温标上的一个点"},
                 {"take that of a difference: abs(a - b)", "请对温差取绝对值：`绝对值（a - b）`"});
        return nullptr;
      }
      model::Type type = child->type;
      return make1(Op::abs, std::move(type), e, std::move(child));
    }
    case Function::min:
    case Function::max:
      if (!arguments(e, 2, 1'000,
                     f == Function::min ? Said{"min(a, b)", "最小（a，b）"} : Said{"max(a, b)", "最大（a，b）"}))
        return nullptr;
      return least_or_most(e, f == Function::min ? Op::min : Op::max);
    case Function::sqrt:
    case Function::round:
    case Function::floor:
    case Function::ceil: {
      if (!arguments(e, 1, 1, {"{0}(x)", "{0}（x）", e.name.text})) return nullptr;
      ExprPtr child = value(e.args[0].value.get());
      if (!child) return nullptr;
      if (!is_plain(child->type)) {
        Text unit = Phrase{"UNIT", "〈单位〉"};
        if (is_number(child->type) && !child->type.unit.text.empty()) unit = child->type.unit.text;
        if (is_duration(child->type)) unit = Phrase{"s", "秒"};
        c_.error("E0201", child->at, {"{0} takes a plain number", "{0}需要无单位的数", ticked(e.name.text)},
                 {"this is {0}", "这是{0}", describe(c_, child->type)},
                 is_numeric(child->type) ? Said{"divide by a unit first: {0}({1} / 1 {2})",
                                                "请先除以单位：`{0}（{1} / 1 {2}）`", e.name.text, child->label, unit}
                                         : Said());
        return nullptr;
      }
      const Op op = f == Function::sqrt    ? Op::sqrt
                    : f == Function::round ? Op::round
                    : f == Function::floor ? Op::floor
                                           : Op::ceil;
      return make1(op, plain_number(), e, std::move(child));
    }
    case Function::distance: {
      if (!arguments(e, 2, 2, {"distance(a, b)", "距离（a，b）"})) return nullptr;
      ExprPtr a = value(e.args[0].value.get());
      ExprPtr b = value(e.args[1].value.get());
      if (!a || !b) return nullptr;
      for (const ExprPtr* side : {&a, &b}) {
        if ((*side)->type.kind == TypeKind::position) continue;
        c_.error("E0201", (*side)->at, {"`distance` takes two positions", "`距离`需要两个位置"},
                 {"this is {0}", "这是{0}", describe(c_, (*side)->type)});
        return nullptr;
      }
      return make2(Op::distance, number_in(*core::parse_unit("m")), e, std::move(a), std::move(b));
    }
    case Function::size: {
      if (!arguments(e, 1, 1, {"size(list)", "项数（列表）"})) return nullptr;
      ExprPtr child = only(TypeKind::list, {"a list", "列表"});
      return child ? make1(Op::size, plain_number(), e, std::move(child)) : nullptr;
    }
    case Function::hour:
    case Function::weekday:
    case Function::date: return calendar(e, f);
    case Function::present: {
      if (!arguments(e, 1, 1, {"present(x)", "有值（x）"})) return nullptr;
      ExprPtr child = maybe_missing(e.args[0].value.get());
      if (!child) return nullptr;
      return make1(Op::present, of_kind(TypeKind::bool_), e, std::move(child));
    }
    case Function::previous: return previous(e, hint);
    case Function::held: return held(e);
    case Function::any:
    case Function::all: return any_or_all(e, f == Function::any);
    case Function::projected: return projected(e);
  }
  return nullptr;
}

ExprPtr Checker::calendar(const ast::Expr& e, Function f) {
  if (!arguments(e, 1, 1, {"{0}(t)", "{0}（t）", e.name.text})) return nullptr;
  const bool outer = now_here_;
  now_here_ = true;
  ExprPtr child = value(e.args[0].value.get());
  now_here_ = outer;
  if (!child) return nullptr;
  if (child->type.kind == TypeKind::date) {
    if (f == Function::date) return child;
    child = make1(Op::day_begin, of_kind(TypeKind::time), *e.args[0].value, std::move(child));
  }
  if (child->type.kind != TypeKind::time) {
    c_.error("E0201", child->at, {"{0} takes a time", "{0}需要时刻", ticked(e.name.text)},
             {"this is {0}", "这是{0}", describe(c_, child->type)},
             {"for the instant of evaluation: {0}(now)", "若指判定的时刻：`{0}（此刻）`", e.name.text});
    return nullptr;
  }
  if (f == Function::date) return make1(Op::date_of, of_kind(TypeKind::date), e, std::move(child));
  return make1(f == Function::hour ? Op::hour : Op::weekday, plain_number(), e, std::move(child));
}

ExprPtr Checker::curve(const ast::Expr& e, int index) {
  if (!arguments(e, 1, 1, {"{0}(x)", "{0}（x）", e.name.text})) return nullptr;
  const model::Curve& curve = c_.pack.curves[static_cast<std::size_t>(index)];
  if (c_.bad_curves[static_cast<std::size_t>(index)]) return nullptr;
  const bool over_members = curve.from.kind == TypeKind::enumerated;
  ExprPtr x = value(e.args[0].value.get(), over_members ? curve.from.enumeration : kNone);
  if (!x) return nullptr;
  if (is_duration(x->type) && is_number(curve.from) && is_time_dimension(curve.from.unit.dimension))
    x = to_number(std::move(x));
  if (!same_type(c_, x->type, curve.from)) {
    const bool numbers = is_numeric(x->type) && is_numeric(curve.from);
    const bool no_unit = numbers && is_plain(x->type);
    c_.error(no_unit   ? "E0204"
             : numbers ? "E0203"
                       : "E0201",
             x->at,
             no_unit   ? Said{"a unit is missing", "缺少单位"}
             : numbers ? Said{"these do not measure the same thing", "两者不是同一种量"}
                       : Said{"{0} is not over such values", "{0}的自变量不是这类值", ticked(curve.name)},
             {"this is {0}", "这是{0}", describe(c_, x->type)},
             {"{0} is over {1}", "{0}的自变量是{1}", ticked(curve.name), describe(c_, curve.from)});
    return nullptr;
  }
  ExprPtr made = make1(Op::curve, curve.to, e, std::move(x));
  made->index = index;
  return made;
}

ExprPtr Checker::previous(const ast::Expr& e, int hint) {
  if (!arguments(e, 1, 1, {"previous(x)", "前值（x）"})) return nullptr;
  std::vector<Fact> known;
  known.swap(facts_);  // what is there now was not there then
  ExprPtr child = value(e.args[0].value.get(), hint);
  known.swap(facts_);
  if (!child) return nullptr;
  int stream = kNone;
  const model::Expr* second = nullptr;
  const model::Expr* wrong = nullptr;
  visit(*child, [&](const model::Expr& x) {
    if (x.op == Op::field && x.access == model::Access::opener) wrong = &x;
    if (x.op == Op::aggregate || x.op == Op::held || x.op == Op::previous || x.op == Op::table_field ||
        x.op == Op::level || x.op == Op::stage || x.op == Op::now) {
      wrong = &x;
    }
    if (x.op != Op::field) return;
    if (stream == kNone) stream = x.stream;
    if (stream != x.stream) second = &x;
  });
  if (wrong != nullptr) {
    c_.error("E0305", wrong->at,
             {"`previous` reads the fields of one stream, parameters and literals only",
              "`前值`只能读取一个数据流的字段、参数和直接写出的值"},
             {}, {"take previous(…) of the field alone", "请只对该字段使用`前值（…）`"});
    return nullptr;
  }
  if (second != nullptr) {
    c_.error("E0305", second->at, {"`previous` reads one stream only", "`前值`只能读取一个数据流"},
             {"this is a second", "这是第二个"}, {"take previous(…) of each", "请分别使用`前值（…）`"});
    return nullptr;
  }
  if (stream == kNone) {
    c_.error("E0305", child->at, {"`previous` needs a field", "`前值`需要一个字段"},
             {"this reads no stream", "此处没有读取数据流"});
    return nullptr;
  }
  model::Type type = child->type;
  ExprPtr made = make1(Op::previous, std::move(type), e, std::move(child));
  made->stream = stream;
  return made;
}

ExprPtr Checker::held(const ast::Expr& e) {
  if (!arguments(e, 2, 2, {"held(C, 10 s)", "保持（C，10 秒）"})) return nullptr;
  std::vector<Fact> known;
  known.swap(facts_);
  ExprPtr child = condition(e.args[0].value.get());
  known.swap(facts_);
  ExprPtr span = value(e.args[1].value.get());
  if (!child || !span) return nullptr;
  core::Duration length = 0;
  if (is_duration(span->type) && span->op == Op::constant) length = std::get<std::int64_t>(span->constant.value);
  if (is_duration(span->type) && span->op == Op::param) {
    length = std::get<std::int64_t>(c_.pack.params[static_cast<std::size_t>(span->index)].value.value);
  }
  if (length <= 0) {
    c_.error("E0306", span->at,
             {"`held` needs a duration of more than zero: a literal or a parameter",
              "`保持`需要大于零的时长：直接写出的值或参数"},
             {"this is {0}", "这是{0}", describe(c_, span->type)}, {"write held(C, 10 s)", "请写：`保持（C，10 秒）`"});
    return nullptr;
  }
  const model::Expr* point = nullptr;
  visit(*child, [&](const model::Expr& x) {
    if (x.op == Op::field && x.access != model::Access::last &&
        !c_.pack.streams[static_cast<std::size_t>(x.stream)].signal)
      point = &x;
  });
  if (point != nullptr) {
    c_.error("E0306", point->at, {"an event is a point in time: nothing of it is held", "事件只是一个时点，无所谓保持"},
             {"this is a field of an event", "这是事件的字段"},
             {"hold a condition on signals", "请对状态的条件使用保持"});
    return nullptr;
  }
  ExprPtr made = make1(Op::held, of_kind(TypeKind::bool_), e, std::move(child));
  made->span = length;
  return made;
}

ExprPtr Checker::projected(const ast::Expr& e) {
  using model::AggregateKind;
  static constexpr Phrase kUsage{"projected(integral(speed) this month)", "推算（累计（速度）本月）"};
  if (!arguments(e, 1, 1, kUsage)) return nullptr;
  if (scope_.given != nullptr) {
    c_.error(
        "E0411", e.at,
        {"what is projected has a calendar period of its own for its window", "推算的统计须以自身的日历周期为窗口"},
        {"here {0} gives the window", "此处的窗口由{0}给出", scope_.given->clause},
        {"compare it in a rule of its own", "请在单独的规则中比较"});
    return nullptr;
  }
  const ast::Expr& inner = *e.args[0].value;
  std::optional<AggregateKind> kind;
  if (inner.kind == ast::ExprKind::call) kind = find_aggregate(inner.name.text);
  const bool grows = kind && (*kind == AggregateKind::sum || *kind == AggregateKind::count ||
                              *kind == AggregateKind::integral || *kind == AggregateKind::duration);
  const bool period = inner.window && inner.window->kind == ast::WindowKind::this_period;
  if (!grows || !period) {
    c_.error("E0412", inner.at,
             {"`projected` takes a sum, count, integral or duration over `this PERIOD`",
              "`推算`需要按日历周期（如`本月`）统计的合计、次数、累计或历时"},
             !kind    ? Said{"this is no aggregate", "这不是统计"}
             : !grows ? Said{"this does not add up over a period", "它不随周期累加"}
                      : Said{"this window is no calendar period", "此窗口不是日历周期"},
             {"write: {0}", "请写：`{0}`", kUsage});
    return nullptr;
  }
  ExprPtr made = aggregate(inner, *kind);
  if (!made) return nullptr;
  made->aggregate->projected = true;
  made->at = e.at;
  made->label = as_written(c_.sources, e.at);
  return made;
}

ExprPtr Checker::any_or_all(const ast::Expr& e, bool any) {
  const Said usage = any ? Said{"any(list, x: condition)", "任一（〈列表〉，x：〈条件〉）"}
                         : Said{"all(list, x: condition)", "全部（〈列表〉，x：〈条件〉）"};
  if (!arguments(e, 2, 2, usage)) return nullptr;
  if (e.args[0].binder || !e.args[1].binder) {
    c_.error("E0216", e.at,
             {"{0} takes a list, and a condition on each of its values", "{0}需要一个列表，以及对其中每个值的条件",
              ticked(e.name.text)},
             {}, {"write {0}", "请写：`{0}`", usage});
    return nullptr;
  }
  ExprPtr list = value(e.args[0].value.get());
  if (!list) return nullptr;
  if (list->type.kind != TypeKind::list || !list->type.element) {
    c_.error("E0201", list->at, {"{0} takes a list", "{0}需要列表", ticked(e.name.text)},
             {"this is {0}", "这是{0}", describe(c_, list->type)}, {"write {0}", "请写：`{0}`", usage});
    return nullptr;
  }
  if (is_builtin(e.args[1].binder->text)) {
    c_.error("E0114", e.args[1].binder->at, {"{0} is built in", "{0}是内置名称", ticked(e.args[1].binder->text)}, {},
             {"choose another name", "请改用其他名称"});
    return nullptr;
  }
  const int number = next_binder_++;
  binders_.push_back({e.args[1].binder->text, number, *list->type.element});
  ExprPtr body = condition(e.args[1].value.get());
  binders_.pop_back();
  if (!body) return nullptr;
  ExprPtr made = make2(any ? Op::any : Op::all, of_kind(TypeKind::bool_), e, std::move(list), std::move(body));
  made->index = number;
  return made;
}

}  // namespace tripline::dsl::check
