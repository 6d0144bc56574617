// NAME(argument) WINDOW: over which stream, elements or continuous time, and what comes out (language.md, section 5).
#include <algorithm>

#include "dsl/check/expression.hpp"

namespace tripline::dsl::check {
namespace {

using ast::ExprKind;
using model::AggregateKind;
using model::Op;
using model::TypeKind;
using model::WindowKind;

bool wants_condition(AggregateKind kind) {
  return kind == AggregateKind::once || kind == AggregateKind::always || kind == AggregateKind::share ||
         kind == AggregateKind::duration;
}

bool any_value(AggregateKind kind) {
  return kind == AggregateKind::distinct || kind == AggregateKind::first || kind == AggregateKind::last;
}

// Conditions joined by `and`, in the order written.
void conjuncts(const ast::Expr& e, std::vector<const ast::Expr*>& out) {
  if (e.kind == ExprKind::and_) {
    for (const ast::ExprPtr& child : e.children) {
      if (child) conjuncts(*child, out);
    }
  } else {
    out.push_back(&e);
  }
}

}  // namespace

int Checker::aggregate_stream(const ast::Expr& e, AggregateKind kind, std::vector<int>& signals) {
  const ast::Expr& argument = *e.args[0].value;
  if (kind == AggregateKind::count) {
    const bool bare = argument.kind == ExprKind::name && !argument.member;
    const auto symbol = bare ? c_.symbols.find(argument.name.text) : c_.symbols.end();
    if (symbol != c_.symbols.end() && symbol->second.kind == SymbolKind::stream) return symbol->second.index;
    std::vector<std::string> names;
    for (const model::Stream& s : c_.pack.streams) names.push_back(s.name);
    Said help = bare ? c_.did_you_mean(argument.name.text, names)
                     : Said{"write: count(Stream where condition)", "请写：`次数（〈事件〉 其中 〈条件〉）`"};
    if (help.empty()) help = {"write: count(Stream where condition)", "请写：`次数（〈事件〉 其中 〈条件〉）`"};
    c_.error("E0404", argument.at, {"`count` counts the elements of a stream", "`次数`统计的是数据流中的数据"},
             {"this is no stream", "这不是数据流"}, help);
    return kNone;
  }
  std::vector<int> read;
  std::set<int> lets;
  streams_of(argument, read, lets);
  int event = kNone, second_event = kNone;
  for (const int stream : read) {
    if (c_.pack.streams[static_cast<std::size_t>(stream)].signal) {
      signals.push_back(stream);
    } else if (event == kNone) {
      event = stream;
    } else if (second_event == kNone) {
      second_event = stream;
    }
  }
  if (second_event != kNone) {
    c_.error(
        "E0404", argument.at, {"the elements of which event are meant?", "统计的是哪个事件的数据？"},
        {"this reads {0} and {1}", "此处读取了{0}和{1}", ticked(c_.pack.streams[static_cast<std::size_t>(event)].name),
         ticked(c_.pack.streams[static_cast<std::size_t>(second_event)].name)},
        {"an aggregate is over the elements of one event; other streams in it are signals",
         "一次统计只针对一个事件的数据，其中读取的其他数据流须是状态"});
    return kNone;
  }
  if (event != kNone) return event;
  if (signals.empty()) {
    // What is wrong inside is more use to the author than that nothing is read.
    const std::size_t before = c_.diagnostics.size();
    const bool in_aggregate = scope_.in_aggregate;
    scope_.in_aggregate = true;
    const ExprPtr ignored = maybe_missing(&argument);
    scope_.in_aggregate = in_aggregate;
    if (c_.diagnostics.size() == before && ignored) {
      c_.error("E0404", argument.at, {"an aggregate is over the elements of a stream", "统计须针对某个数据流的数据"},
               {"this reads none", "此处没有读取任何数据流"},
               {"name a field of it; count(Stream where …) counts its elements",
                "请写出它的一个字段；`次数（〈数据流〉 其中 …）`统计其数据的条数"});
    }
    return kNone;
  }
  return signals.front();
}

ExprPtr Checker::aggregate(const ast::Expr& e, AggregateKind kind) {
  if (scope_.in_aggregate) {
    c_.error("E0403", e.at, {"aggregates do not nest", "统计不能嵌套"}, {},
             {"name the inner one as a derived event: event NAME = Stream when …",
              "请把内层的统计命名为派生事件：`事件 〈名称〉 = 〈数据流〉 当 …`"});
    return nullptr;
  }
  const std::size_t wanted = kind == AggregateKind::quantile ? 2 : 1;
  if (e.args.size() != wanted || e.args[0].binder || !e.args[0].value) {
    c_.error("E0216", e.at,
             wanted == 2 ? Said{"{0} takes a value and a share", "{0}需要一个值和一个比例", ticked(e.name.text)}
                         : Said{"{0} takes one argument", "{0}需要一个参数", ticked(e.name.text)},
             {},
             wanted == 2 ? Said{"write: quantile(x, 0.95) over 7 d", "请写：`分位（x，0.95）近 7 天`"}
             : kind == AggregateKind::count
                 ? Said{"write: {0}(Stream where c) over 10 min", "请写：`{0}（〈数据流〉 其中 〈条件〉）近 10 分钟`",
                        e.name.text}
                 : Said{"write: {0}(x where c) over 10 min", "请写：`{0}（x 其中 〈条件〉）近 10 分钟`", e.name.text});
    return nullptr;
  }
  std::vector<int> signals;
  const int main = aggregate_stream(e, kind, signals);
  if (main == kNone) return nullptr;
  if (main == c_.violation && !scope_.holder.empty()) {
    c_.error("E0510", e.at, {"{0} cannot read `Violation`", "{0}不能读取`违规`", scope_.holder}, {},
             {"read it in a rule", "请在规则中读取"});
    return nullptr;
  }
  const model::Stream& stream = c_.pack.streams[static_cast<std::size_t>(main)];
  auto made = std::make_unique<model::Aggregate>();
  model::Aggregate& a = *made;
  a.kind = kind;
  a.stream = main;
  std::optional<model::Window> w = window_of(e, stream);
  if (!w) return nullptr;
  a.window = std::move(*w);
  a.elements = !stream.signal || kind == AggregateKind::count || kind == AggregateKind::distinct ||
               kind == AggregateKind::quantile || a.window.kind == WindowKind::last_samples ||
               a.window.kind == WindowKind::now;
  if (!fits_window(e, a)) return nullptr;
  if (a.elements && stream.signal && signals.size() > 1) {
    c_.error("E0404", e.args[0].at, {"the samples of which signal are meant?", "指的是哪个状态的样本？"},
             {"this reads several", "此处读取了多个状态"},
             {"use a window in continuous time, or one signal", "请改用连续时间的窗口，或只读取一个状态"});
    return nullptr;
  }

  const Scope outside = scope_;
  std::vector<Fact> outside_facts;
  outside_facts.swap(facts_);
  scope_.selected = main;
  scope_.in_aggregate = true;
  bool good = given_where(e, a);
  good = where(e.args[0].where.get(), a, outside, outside_facts) && good;
  if (e.args.size() == 2 && e.args[1].where) good = where(e.args[1].where.get(), a, outside, outside_facts) && good;
  if (kind != AggregateKind::count) {
    a.argument = wants_condition(kind) ? condition(e.args[0].value.get()) : value(e.args[0].value.get());
    good = good && a.argument;
  }
  scope_ = outside;
  facts_.swap(outside_facts);
  if (!good) return nullptr;

  model::Type type;
  if (!type_aggregate(e, a, type)) return nullptr;
  a.reads.push_back(main);
  const auto read = [&a](const model::Expr& x) {
    if (x.op != Op::field && x.op != Op::previous) return;
    if (std::find(a.reads.begin(), a.reads.end(), x.stream) == a.reads.end()) a.reads.push_back(x.stream);
  };
  if (a.argument) visit(*a.argument, read);
  if (a.where) visit(*a.where, read);

  ExprPtr result = make(Op::aggregate, std::move(type), e);
  result->aggregate = std::move(made);
  return result;
}

std::optional<model::Window> Checker::window_of(const ast::Expr& e, const model::Stream& stream) {
  const Given* given = scope_.given;
  if (given == nullptr && !e.window) {
    c_.error("E0401", e.at, {"an aggregate needs a window", "统计须指明窗口"}, {"over which time?", "统计多长时间？"},
             {"write one after it: over 10 min, this day, last 7 days, since EVENT, ever",
              "请在其后写明窗口：`近 10 分钟`、`本日`、`最近 7 日`、`自 〈事件〉`、`历来`"});
    return std::nullopt;
  }
  if (given == nullptr) return window(*e.window, stream);
  if (e.window) {
    c_.error("E0411", e.window->at, {"here {0} gives the window", "此处的窗口由{0}给出", given->clause}, {},
             {"leave this out: {0}(…)", "请删去此处：`{0}（…）`", e.name.text});
    return std::nullopt;
  }
  model::Window w;
  w.kind = given->kind;
  w.to = given->to;
  w.begin = given->begin;
  w.end = given->end;
  return w;
}

// What a sandbox lets through: its `when` and not its `unless`, said of the elements aggregated.
bool Checker::given_where(const ast::Expr& e, model::Aggregate& a) {
  const Given* given = scope_.given;
  if (given == nullptr || (given->when == nullptr && given->unless == nullptr)) return true;
  const Scope inside = scope_;
  scope_.selected = kNone;
  scope_.on = given->on;
  scope_.on_name = given->on_name;
  scope_.on_access = a.stream == given->on ? model::Access::element : model::Access::last;
  scope_.on_each = true;
  bool good = true;
  for (const ast::Expr* tree : {given->when, given->unless}) {
    if (tree == nullptr) continue;
    ExprPtr part = condition(tree);
    if (!part) {
      good = false;
      continue;
    }
    if (tree == given->when)
      add_facts(*part, facts_);
    else
      part = make1(Op::not_, of_kind(TypeKind::bool_), *tree, std::move(part));
    a.where =
        a.where ? make2(Op::and_, of_kind(TypeKind::bool_), e, std::move(a.where), std::move(part)) : std::move(part);
  }
  scope_ = inside;
  return good;
}

bool Checker::fits_window(const ast::Expr& e, const model::Aggregate& a) {
  const model::Stream& stream = c_.pack.streams[static_cast<std::size_t>(a.stream)];
  const bool length = a.kind == AggregateKind::duration || a.kind == AggregateKind::integral;
  if (length && !stream.signal) {
    c_.error("E0407", e.at,
             {"{0} is of a signal, which has a value at every instant", "{0}只用于状态，因为状态在每一时刻都有值",
              ticked(e.name.text)},
             {"{0} is an event", "{0}是事件", ticked(stream.name)},
             a.kind == AggregateKind::duration ? Said{"count(…) counts events; share(…) is the share of them",
                                                      "`次数（…）`统计事件的条数，`占比（…）`是其所占的比例"}
                                               : Said{"sum(…) adds up events", "`合计（…）`对事件求和"});
    return false;
  }
  if (a.window.kind == WindowKind::now && (length || a.kind == AggregateKind::change)) {
    c_.error(
        "E0407", e.at,
        {"{0} needs a length of time, and `now` has none", "{0}需要一段时间，而`当前`没有长度", ticked(e.name.text)},
        {}, {"name a length: over 10 min", "请写明时间长度：`近 10 分钟`"});
    return false;
  }
  if (a.window.kind == WindowKind::last_samples && length) {
    c_.error("E0407", e.at,
             {"{0} is over time, and samples have no length", "{0}按时间统计，而样本没有时间长度", ticked(e.name.text)},
             {}, {"name a length: over 10 min", "请写明时间长度：`近 10 分钟`"});
    return false;
  }
  if (a.kind == AggregateKind::sum && stream.signal && !a.elements) {
    const std::string argument = as_written(c_.sources, e.args[0].at);
    c_.error("E0408", e.at,
             {"a signal is not added up: how often it is sampled would decide", "状态不能求和：结果会取决于采样的频率"},
             {"{0} is a signal", "{0}是状态", ticked(stream.name)},
             e.window ? Said{"its total over time is: integral({0}) {1}\nthe sum of samples is: sum(…) last 10 samples",
                             "它随时间的累计为：`累计（{0}）{1}`\n样本之和为：`合计（…）最近 10 个样本`", argument,
                             as_written(c_.sources, e.window->at)}
                      : Said{"its total over time is: integral({0})", "它随时间的累计为：`累计（{0}）`", argument});
    return false;
  }
  return true;
}

const ast::Expr* Checker::correlated_side(const ast::Expr& e, const ast::Expr*& other) const {
  if (e.kind != ExprKind::compare || e.op != ast::CompareOp::eq || scope_.on_name.empty()) return nullptr;
  const auto judged = [this](const ast::Expr& side) {
    return side.kind == ExprKind::name && side.member && side.name.text == scope_.on_name;
  };
  for (std::size_t i = 0; i < 2; ++i) {
    if (!judged(*e.children[i]) || judged(*e.children[1 - i])) continue;
    other = e.children[1 - i].get();
    return e.children[i].get();
  }
  return nullptr;
}

bool Checker::correlation(const ast::Expr& e, model::Aggregate& a, const Scope& outside,
                          const std::vector<Fact>& outside_facts) {
  const ast::Expr* other = nullptr;
  const ast::Expr* judged = correlated_side(e, other);
  ExprPtr element = value(other);
  if (!element) return false;
  if (element->op != Op::field || element->access != model::Access::element || element->index < 0) {
    c_.error("E0409", other->at,
             {"only a field of the elements selected is compared with one of the element judged",
              "只有被统计数据的字段才能与正在判定的数据的字段比较"},
             {"this is none", "这不是"},
             {"write: field == {0}.field", "请写：`〈字段〉 为 {0}.〈字段〉`", outside.on_name});
    return false;
  }
  if (!a.elements) {
    c_.error("E0410", e.at,
             {"a signal in continuous time has no elements to match", "连续时间的状态没有可逐条比对的数据"}, {},
             {"compare what is the same for the subject through its key, or count samples",
              "对同一主体请通过主键比对，或按样本统计"});
    return false;
  }
  const Scope inside = scope_;
  const std::vector<Fact> inside_facts = facts_;
  scope_ = outside;
  facts_ = outside_facts;
  const int hint = element->type.kind == TypeKind::enumerated ? element->type.enumeration : kNone;
  ExprPtr wanted = value(judged, hint);
  scope_ = inside;
  facts_ = inside_facts;
  if (!wanted) return false;
  if (!same_type(c_, element->type, wanted->type)) {
    mixed(*element, *wanted, e);
    return false;
  }
  a.correlations.emplace_back(element->index, std::move(wanted));
  return true;
}

bool Checker::where(const ast::Expr* tree, model::Aggregate& a, const Scope& outside,
                    const std::vector<Fact>& outside_facts) {
  if (tree == nullptr) return true;
  std::vector<const ast::Expr*> parts;
  conjuncts(*tree, parts);
  bool good = true;
  for (const ast::Expr* part : parts) {
    const ast::Expr* other = nullptr;
    if (correlated_side(*part, other) != nullptr) {
      good = correlation(*part, a, outside, outside_facts) && good;
      continue;
    }
    ExprPtr condition_part = condition(part);
    if (!condition_part) {
      good = false;
      continue;
    }
    add_facts(*condition_part, facts_);
    if (a.where)
      a.where = make2(Op::and_, of_kind(TypeKind::bool_), *tree, std::move(a.where), std::move(condition_part));
    else
      a.where = std::move(condition_part);
  }
  return good;
}

bool Checker::type_aggregate(const ast::Expr& e, model::Aggregate& a, model::Type& out) {
  const auto wrong = [&](const Said& what) {
    c_.error("E0201", a.argument->at, {"{0} takes {1}", "{0}需要{1}", ticked(e.name.text), what},
             {"this is {0}", "这是{0}", describe(c_, a.argument->type)});
    return false;
  };
  const auto not_affine = [&](const Said& help) {
    if (!is_affine(a.argument->type)) return true;
    c_.error("E0205", a.argument->at, {"temperatures on this scale are not added up", "这种温标的温度不能求和"},
             {"this is a point on the scale", "这是温标上的一个点"}, help);
    return false;
  };
  if (a.argument && !any_value(a.kind) && !wants_condition(a.kind) && !is_numeric(a.argument->type))
    return wrong({"a number, a quantity or a duration", "数值、带单位的量或时长"});
  if (a.argument && (a.argument->type.kind == TypeKind::list || a.argument->type.kind == TypeKind::position))
    return wrong({"a single value", "单个值"});
  switch (a.kind) {
    case AggregateKind::count: out = plain_number(); return true;
    case AggregateKind::distinct:
      if (a.argument->op != Op::field || a.argument->access != model::Access::element) {
        c_.error("E0404", a.argument->at, {"`distinct` takes a field", "`个数`需要一个字段"},
                 {"this is an expression", "这是表达式"},
                 {"write: distinct(Stream.field where c) over 7 d",
                  "请写：`个数（〈数据流〉.〈字段〉 其中 〈条件〉）近 7 天`"});
        return false;
      }
      out = plain_number();
      return true;
    case AggregateKind::quantile: {
      const ast::Expr* q = e.args[1].value.get();
      ExprPtr share = value(q);
      if (!share) return false;
      const bool number = share->op == Op::constant && (is_plain(share->type) || is_share(share->type));
      a.q = number ? std::get<double>(share->constant.value) : 0;
      if (!number || !(a.q > 0) || a.q > 1) {
        c_.error(
            "E0216", share->at,
            {"`quantile` takes a literal more than 0 and at most 1", "`分位`需要直接写出的一个数，大于 0 且不超过 1"},
            {}, {"write: quantile(x, 0.95) or quantile(x, 95%)", "请写：`分位（x，0.95）`或`分位（x，95%）`"});
        return false;
      }
      out = a.argument->type;
      return true;
    }
    case AggregateKind::sum:
      if (!not_affine({"avg(…), min(…) and max(…) of it have a meaning",
                       "对它有意义的是`均值（…）`、`最小（…）`和`最大（…）`"}))
        return false;
      out = a.argument->type;
      return true;
    case AggregateKind::avg:
    case AggregateKind::min:
    case AggregateKind::max:
    case AggregateKind::first:
    case AggregateKind::last: out = a.argument->type; return true;
    case AggregateKind::once:
    case AggregateKind::always: out = of_kind(TypeKind::bool_); return true;
    case AggregateKind::share: out = number_in(*core::parse_unit("%")); return true;
    case AggregateKind::duration: out = of_kind(TypeKind::duration); return true;
    case AggregateKind::change:
      out = a.argument->type;
      if (is_affine(out)) out = number_in(core::base_unit(out.unit.dimension));
      return true;
    case AggregateKind::integral: {
      if (!is_number(a.argument->type)) return wrong({"a number or a quantity", "数值或带单位的量"});
      if (!not_affine({"avg(…) of it has a meaning", "对它有意义的是`均值（…）`"})) return false;
      core::Dimension dimension;
      if (!core::multiply(a.argument->type.unit.dimension, core::parse_unit("s")->dimension, dimension)) {
        c_.error("E0210", e.at, {"the exponents of this quantity grow beyond 100", "此量的单位指数超过了 100"});
        return false;
      }
      out = number_in(core::base_unit(dimension));
      return true;
    }
  }
  return false;
}

}  // namespace tripline::dsl::check
