// Which elements does an aggregate see? Windows and their marks.
#include "dsl/check/expression.hpp"
#include "dsl/check/literals.hpp"
#include "dsl/grammar/keywords.hpp"

namespace tripline::dsl::check {
namespace {

using model::WindowKind;

constexpr int kMostPeriods = 100'000;
constexpr int kMostSamples = 1'000'000;

core::Period period_of(ast::Period p) {
  switch (p) {
    case ast::Period::hour: return core::Period::hour;
    case ast::Period::day: return core::Period::day;
    case ast::Period::week: return core::Period::week;
    case ast::Period::month: return core::Period::month;
    case ast::Period::quarter: return core::Period::quarter;
    case ast::Period::year: return core::Period::year;
  }
  return core::Period::day;
}

}  // namespace

std::optional<model::Mark> Checker::mark(const ast::Selection& tree, bool for_window) {
  model::Mark mark;
  const auto symbol = c_.symbols.find(tree.stream.text);
  if (grammar::spells("raised (since)", tree.stream.text) && symbol == c_.symbols.end()) {
    if (!for_window || !scope_.raised || tree.where) {
      c_.error("E0405", tree.at,
               {"`raised` stands only in `since`, in a trigger, without a condition",
                "`上次触发`只能写在触发的`自`中，且不带条件"},
               {},
               scope_.raised ? Said{"write: since (Event, raised)", "请写：`自（〈事件〉，上次触发）`"}
                             : Said{"name an event", "请写明事件"});
      return std::nullopt;
    }
    mark.raised = true;
    return mark;
  }
  if (symbol == c_.symbols.end() || symbol->second.kind != SymbolKind::stream) {
    std::vector<std::string> names;
    for (const model::Stream& s : c_.pack.streams) names.push_back(s.name);
    c_.error("E0108", tree.stream.at, {"there is no stream {0}", "没有数据流{0}", ticked(tree.stream.text)}, {},
             c_.did_you_mean(tree.stream.text, names));
    return std::nullopt;
  }
  mark.stream = symbol->second.index;
  const model::Stream& stream = c_.pack.streams[static_cast<std::size_t>(mark.stream)];
  if (mark.stream == c_.violation && !scope_.holder.empty()) {
    c_.error("E0510", tree.stream.at, {"{0} cannot read `Violation`", "{0}不能读取`违规`", scope_.holder}, {},
             {"read it in a rule", "请在规则中读取"});
    return std::nullopt;
  }
  if (stream.signal && (for_window || !tree.where)) {
    c_.error("E0405", tree.stream.at,
             for_window ? Said{"`since` needs an event", "`自`之后需要事件"}
                        : Said{"`until` needs an event", "`直至`之后需要事件"},
             {"{0} is a signal", "{0}是状态", ticked(stream.name)},
             {"name the moment: event NAME = {0} when …", "请为该时点命名：`事件 〈名称〉 = {0} 当 …`", stream.name});
    return std::nullopt;
  }
  if (!tree.where) return mark;
  const Scope outside = scope_;
  std::vector<Fact> known;
  known.swap(facts_);
  scope_.selected = mark.stream;
  scope_.in_aggregate = true;
  mark.where = condition(tree.where.get());
  scope_ = outside;
  known.swap(facts_);
  if (!mark.where) return std::nullopt;
  return mark;
}

std::optional<model::Window> Checker::window(const ast::Window& tree, const model::Stream& stream) {
  model::Window w;
  bool good = true;
  const auto marks = [&] {
    for (const ast::Selection& from : tree.from) {
      std::optional<model::Mark> m = mark(from, true);
      if (m)
        w.marks.push_back(std::move(*m));
      else
        good = false;
    }
  };
  switch (tree.kind) {
    case ast::WindowKind::over:
    case ast::WindowKind::over_since: {
      w.kind = tree.kind == ast::WindowKind::over ? WindowKind::over : WindowKind::over_since;
      const auto to = read_span(c_, tree.a);
      if (!to)
        good = false;
      else
        w.to = *to;
      marks();
      break;
    }
    case ast::WindowKind::over_range: {
      w.kind = WindowKind::over;
      const auto from = read_span(c_, tree.a, true);
      const auto to = read_span(c_, tree.b);
      if (!from || !to) return std::nullopt;
      w.from = *from;
      w.to = *to;
      if (w.from >= w.to) {
        c_.error("E0217", join(tree.a.at, tree.b.at), {"this window is empty", "此窗口为空"},
                 {"the first bound is not less than the second", "第一个界限不小于第二个"},
                 {"`over 10 min .. 1 h` is from an hour ago to ten minutes ago",
                  "`近 10 分钟 .. 1 小时`是一小时前至十分钟前"});
        return std::nullopt;
      }
      break;
    }
    case ast::WindowKind::since:
      w.kind = WindowKind::since;
      marks();
      break;
    case ast::WindowKind::this_period:
      w.kind = WindowKind::this_period;
      w.period = period_of(tree.period);
      break;
    case ast::WindowKind::last: {
      const bool elements = tree.unit == ast::LastUnit::samples || tree.unit == ast::LastUnit::events;
      const auto count = read_count(c_, tree.count, 1, elements ? kMostSamples : kMostPeriods);
      if (!count) return std::nullopt;
      w.count = *count;
      w.kind = elements ? WindowKind::last_samples : WindowKind::last_periods;
      switch (tree.unit) {
        case ast::LastUnit::samples:
        case ast::LastUnit::events:
          if (stream.signal != (tree.unit == ast::LastUnit::samples)) {
            c_.error("E0406", tree.at,
                     stream.signal ? Said{"{0} is a signal: it has samples", "{0}是状态：它有样本", ticked(stream.name)}
                                   : Said{"{0} is an event", "{0}是事件", ticked(stream.name)},
                     {},
                     stream.signal ? Said{"write: last {0} samples", "请写：`最近 {0} 个样本`", tree.count.text}
                                   : Said{"write: last {0} events", "请写：`最近 {0} 个事件`", tree.count.text});
            return std::nullopt;
          }
          break;
        case ast::LastUnit::days: w.period = core::Period::day; break;
        case ast::LastUnit::weeks: w.period = core::Period::week; break;
        case ast::LastUnit::months: w.period = core::Period::month; break;
        case ast::LastUnit::quarters: w.period = core::Period::quarter; break;
        case ast::LastUnit::years: w.period = core::Period::year; break;
      }
      break;
    }
    case ast::WindowKind::ever: w.kind = WindowKind::ever; break;
    case ast::WindowKind::now:
      w.kind = WindowKind::now;
      if (!stream.signal) {
        c_.error("E0406", tree.at, {"`now` is a window over signals", "`当前`是针对状态的窗口"},
                 {"{0} is an event, a point in time", "{0}是事件，只是一个时点", ticked(stream.name)},
                 {"name a length: over 10 min", "请写明时间长度：`近 10 分钟`"});
        return std::nullopt;
      }
      break;
  }
  if (!good) return std::nullopt;
  return w;
}

}  // namespace tripline::dsl::check
