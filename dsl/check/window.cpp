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
      c_.error("E0405", tree.at, "`raised` stands only in `since`, in a trigger, without a condition", "",
               scope_.raised ? "write: since (Event, raised)" : "name an event");
      return std::nullopt;
    }
    mark.raised = true;
    return mark;
  }
  if (symbol == c_.symbols.end() || symbol->second.kind != SymbolKind::stream) {
    std::vector<std::string> names;
    for (const model::Stream& s : c_.pack.streams) names.push_back(s.name);
    c_.error("E0108", tree.stream.at, "there is no stream " + ticked(tree.stream.text), "",
             c_.did_you_mean(tree.stream.text, names));
    return std::nullopt;
  }
  mark.stream = symbol->second.index;
  const model::Stream& stream = c_.pack.streams[static_cast<std::size_t>(mark.stream)];
  if (mark.stream == c_.violation && !scope_.holder.empty()) {
    c_.error("E0510", tree.stream.at, scope_.holder + " cannot read `Violation`", "", "read it in a rule");
    return std::nullopt;
  }
  if (stream.signal && (for_window || !tree.where)) {
    c_.error("E0405", tree.stream.at, std::string(for_window ? "`since`" : "`until`") + " needs an event",
             ticked(stream.name) + " is a signal", "name the moment: event NAME = " + stream.name + " when …");
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
        c_.error("E0217", join(tree.a.at, tree.b.at), "this window is empty",
                 "the first bound is not less than the second",
                 "`over 10 min .. 1 h` is from an hour ago to ten minutes ago");
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
                     ticked(stream.name) + (stream.signal ? " is a signal: it has samples" : " is an event"), "",
                     "write: last " + tree.count.text + (stream.signal ? " samples" : " events"));
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
        c_.error("E0406", tree.at, "`now` is a window over signals",
                 ticked(stream.name) + " is an event, a point in time", "name a length: over 10 min");
        return std::nullopt;
      }
      break;
  }
  if (!good) return std::nullopt;
  return w;
}

}  // namespace tripline::dsl::check
