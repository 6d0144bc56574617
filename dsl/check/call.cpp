// What does NAME(…) mean? Functions, curves, and what only looks like one.
#include "dsl/check/expression.hpp"
#include "dsl/check/literals.hpp"
#include "dsl/grammar/keywords.hpp"

namespace tripline::dsl::check {
namespace {

using model::Op;
using model::TypeKind;

}  // namespace

bool Checker::arguments(const ast::Expr& e, std::size_t least, std::size_t most, const char* usage) {
  if (e.window) {
    c_.error("E0402", e.window->at, ticked(e.name.text) + " is a function, not an aggregate: it takes no window", "",
             std::string("write ") + usage);
    return false;
  }
  if (e.args.size() < least || e.args.size() > most) {
    c_.error("E0216", e.at,
             ticked(e.name.text) + " takes " +
                 (least == most ? std::to_string(least) : "at least " + std::to_string(least)) +
                 (least == 1 && most == 1 ? " argument" : " arguments"),
             std::to_string(e.args.size()) + " given", std::string("write ") + usage);
    return false;
  }
  for (const ast::Argument& argument : e.args) {
    if (argument.where) {
      c_.error("E0216", argument.where->at, "only an aggregate takes `where`", "", std::string("write ") + usage);
      return false;
    }
    if (argument.binder && !grammar::spells("any", e.name.text) && !grammar::spells("all", e.name.text)) {
      c_.error("E0216", argument.at, "only any(…) and all(…) name the values of a list", "",
               std::string("write ") + usage);
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
  std::string help = c_.did_you_mean(e.name.text, names);
  if (help.empty() && symbol != c_.symbols.end())
    help = ticked(e.name.text) + " is not a curve or a function; two operands never stand side by side";
  c_.error("E0119", e.name.at, "there is no function " + ticked(e.name.text), "", help);
  return nullptr;
}

ExprPtr Checker::function(const ast::Expr& e, Function f, int hint) {
  const auto only = [&](TypeKind kind, const char* what) -> ExprPtr {
    ExprPtr child = value(e.args[0].value.get());
    if (!child) return nullptr;
    if (child->type.kind == kind) return child;
    c_.error("E0201", child->at, ticked(e.name.text) + " takes " + what, "this is " + describe(c_, child->type));
    return nullptr;
  };
  switch (f) {
    case Function::abs: {
      if (!arguments(e, 1, 1, "abs(x)")) return nullptr;
      ExprPtr child = value(e.args[0].value.get());
      if (!child) return nullptr;
      if (!is_numeric(child->type)) {
        c_.error("E0201", child->at, "`abs` takes a number, a quantity or a duration",
                 "this is " + describe(c_, child->type));
        return nullptr;
      }
      if (is_affine(child->type)) {
        c_.error("E0205", child->at, "a temperature has no magnitude", "this is a point on the scale",
                 "take that of a difference: abs(a - b)");
        return nullptr;
      }
      model::Type type = child->type;
      return make1(Op::abs, std::move(type), e, std::move(child));
    }
    case Function::min:
    case Function::max:
      if (!arguments(e, 2, 1'000, f == Function::min ? "min(a, b)" : "max(a, b)")) return nullptr;
      return least_or_most(e, f == Function::min ? Op::min : Op::max);
    case Function::sqrt:
    case Function::round:
    case Function::floor:
    case Function::ceil: {
      if (!arguments(e, 1, 1, (e.name.text + "(x)").c_str())) return nullptr;
      ExprPtr child = value(e.args[0].value.get());
      if (!child) return nullptr;
      if (!is_plain(child->type)) {
        std::string unit = "UNIT";
        if (is_number(child->type) && !child->type.unit.text.empty()) unit = child->type.unit.text;
        if (is_duration(child->type)) unit = "s";
        c_.error("E0201", child->at, ticked(e.name.text) + " takes a plain number",
                 "this is " + describe(c_, child->type),
                 is_numeric(child->type)
                     ? "divide by a unit first: " + e.name.text + "(" + child->label + " / 1 " + unit + ")"
                     : "");
        return nullptr;
      }
      const Op op = f == Function::sqrt    ? Op::sqrt
                    : f == Function::round ? Op::round
                    : f == Function::floor ? Op::floor
                                           : Op::ceil;
      return make1(op, plain_number(), e, std::move(child));
    }
    case Function::distance: {
      if (!arguments(e, 2, 2, "distance(a, b)")) return nullptr;
      ExprPtr a = value(e.args[0].value.get());
      ExprPtr b = value(e.args[1].value.get());
      if (!a || !b) return nullptr;
      for (const ExprPtr* side : {&a, &b}) {
        if ((*side)->type.kind == TypeKind::position) continue;
        c_.error("E0201", (*side)->at, "`distance` takes two positions", "this is " + describe(c_, (*side)->type));
        return nullptr;
      }
      return make2(Op::distance, number_in(*core::parse_unit("m")), e, std::move(a), std::move(b));
    }
    case Function::size: {
      if (!arguments(e, 1, 1, "size(list)")) return nullptr;
      ExprPtr child = only(TypeKind::list, "a list");
      return child ? make1(Op::size, plain_number(), e, std::move(child)) : nullptr;
    }
    case Function::hour:
    case Function::weekday:
    case Function::date: return calendar(e, f);
    case Function::present: {
      if (!arguments(e, 1, 1, "present(x)")) return nullptr;
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
  if (!arguments(e, 1, 1, (e.name.text + "(t)").c_str())) return nullptr;
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
    c_.error("E0201", child->at, ticked(e.name.text) + " takes a time", "this is " + describe(c_, child->type),
             "for the instant of evaluation: " + e.name.text + "(now)");
    return nullptr;
  }
  if (f == Function::date) return make1(Op::date_of, of_kind(TypeKind::date), e, std::move(child));
  return make1(f == Function::hour ? Op::hour : Op::weekday, plain_number(), e, std::move(child));
}

ExprPtr Checker::curve(const ast::Expr& e, int index) {
  if (!arguments(e, 1, 1, (e.name.text + "(x)").c_str())) return nullptr;
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
             no_unit   ? "a unit is missing"
             : numbers ? "these do not measure the same thing"
                       : ticked(curve.name) + " is not over such values",
             "this is " + describe(c_, x->type), ticked(curve.name) + " is over " + describe(c_, curve.from));
    return nullptr;
  }
  ExprPtr made = make1(Op::curve, curve.to, e, std::move(x));
  made->index = index;
  return made;
}

ExprPtr Checker::previous(const ast::Expr& e, int hint) {
  if (!arguments(e, 1, 1, "previous(x)")) return nullptr;
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
    c_.error("E0305", wrong->at, "`previous` reads the fields of one stream, parameters and literals only", "",
             "take previous(…) of the field alone");
    return nullptr;
  }
  if (second != nullptr) {
    c_.error("E0305", second->at, "`previous` reads one stream only", "this is a second", "take previous(…) of each");
    return nullptr;
  }
  if (stream == kNone) {
    c_.error("E0305", child->at, "`previous` needs a field", "this reads no stream");
    return nullptr;
  }
  model::Type type = child->type;
  ExprPtr made = make1(Op::previous, std::move(type), e, std::move(child));
  made->stream = stream;
  return made;
}

ExprPtr Checker::held(const ast::Expr& e) {
  if (!arguments(e, 2, 2, "held(C, 10 s)")) return nullptr;
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
    c_.error("E0306", span->at, "`held` needs a duration of more than zero: a literal or a parameter",
             "this is " + describe(c_, span->type), "write held(C, 10 s)");
    return nullptr;
  }
  const model::Expr* point = nullptr;
  visit(*child, [&](const model::Expr& x) {
    if (x.op == Op::field && x.access != model::Access::last &&
        !c_.pack.streams[static_cast<std::size_t>(x.stream)].signal)
      point = &x;
  });
  if (point != nullptr) {
    c_.error("E0306", point->at, "an event is a point in time: nothing of it is held", "this is a field of an event",
             "hold a condition on signals");
    return nullptr;
  }
  ExprPtr made = make1(Op::held, of_kind(TypeKind::bool_), e, std::move(child));
  made->span = length;
  return made;
}

ExprPtr Checker::projected(const ast::Expr& e) {
  using model::AggregateKind;
  static constexpr const char* kUsage = "projected(integral(speed) this month)";
  if (!arguments(e, 1, 1, kUsage)) return nullptr;
  if (scope_.given != nullptr) {
    c_.error("E0411", e.at, "what is projected has a calendar period of its own for its window",
             std::string("here ") + scope_.given->clause + " gives the window", "compare it in a rule of its own");
    return nullptr;
  }
  const ast::Expr& inner = *e.args[0].value;
  std::optional<AggregateKind> kind;
  if (inner.kind == ast::ExprKind::call) kind = find_aggregate(inner.name.text);
  const bool grows = kind && (*kind == AggregateKind::sum || *kind == AggregateKind::count ||
                              *kind == AggregateKind::integral || *kind == AggregateKind::duration);
  const bool period = inner.window && inner.window->kind == ast::WindowKind::this_period;
  if (!grows || !period) {
    c_.error("E0412", inner.at, "`projected` takes a sum, count, integral or duration over `this PERIOD`",
             !kind    ? "this is no aggregate"
             : !grows ? "this does not add up over a period"
                      : "this window is no calendar period",
             std::string("write: ") + kUsage);
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
  const std::string usage = std::string(any ? "any" : "all") + "(list, x: condition)";
  if (!arguments(e, 2, 2, usage.c_str())) return nullptr;
  if (e.args[0].binder || !e.args[1].binder) {
    c_.error("E0216", e.at, ticked(e.name.text) + " takes a list, and a condition on each of its values", "",
             "write " + usage);
    return nullptr;
  }
  ExprPtr list = value(e.args[0].value.get());
  if (!list) return nullptr;
  if (list->type.kind != TypeKind::list || !list->type.element) {
    c_.error("E0201", list->at, ticked(e.name.text) + " takes a list", "this is " + describe(c_, list->type),
             "write " + usage);
    return nullptr;
  }
  if (is_builtin(e.args[1].binder->text)) {
    c_.error("E0114", e.args[1].binder->at, ticked(e.args[1].binder->text) + " is built in", "", "choose another name");
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
