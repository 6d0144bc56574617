// Aggregates and their windows.
#include "dsl/explain/speaker.hpp"

namespace tripline::dsl::explain {

using model::Aggregate;
using model::AggregateKind;
using model::Expr;
using model::WindowKind;

namespace {

constexpr std::size_t kMostInline = 2;  // conditions of a selection that stand in the sentence

constexpr Phrase kWhere{"{0} for which {1}", "满足“{1}”的{0}"};
constexpr Phrase kNoted{"[{0}] holds", "[{0}]所述条件"};
constexpr Phrase kNote{"[{1}] stands for this: {0}", "[{1}]所述条件为：{0}"};
constexpr Phrase kIs{"{0} is {1}", "{0}为{1}"};
constexpr Phrase kAnd{"{0} and {1}", "{0}且{1}"};
constexpr Phrase kSamples{"samples of {0}", "{0}数据"};
constexpr Phrase kCounting{"{0} (counting only time in which {1})", "{0}（只计“{1}”的时间）"};

constexpr Phrase kCount{"the number of {0} {1}", "{1}{0}的次数"};
constexpr Phrase kDistinct{"the number of different {2} of {0} {1}", "{1}{0}中不同{2}的个数"};
constexpr Phrase kQuantile{"the value that {3} of {2} of {0} {1} do not exceed", "{1}{0}的{2}的{3}分位数"};
constexpr Phrase kSum{"the sum of {2} of {0} {1}", "{1}{0}的{2}之和"};
constexpr Phrase kAvg{"the average of {2} of {0} {1}", "{1}{0}的{2}的平均值"};
constexpr Phrase kMin{"the least {2} of {0} {1}", "{1}{0}的{2}的最小值"};
constexpr Phrase kMax{"the greatest {2} of {0} {1}", "{1}{0}的{2}的最大值"};
constexpr Phrase kFirst{"the first {2} of {0} {1}", "{1}{0}的首个{2}"};
constexpr Phrase kLast{"the last {2} of {0} {1}", "{1}{0}的末个{2}"};
constexpr Phrase kChange{"the change of {2} from the first to the last of {0} {1}", "{1}{0}的{2}由首至末的变化"};
constexpr Phrase kShare{"the share of {0} {1} of which it is true that {2}", "{1}{0}中“{2}”所占比例"};
constexpr Phrase kOnce{"for at least one of {0} {1}, {2}", "{1}至少有一次{0}使{2}"};
constexpr Phrase kNotOnce{"for none of {0} {1}, {2}", "{1}没有任何一次{0}使{2}"};
constexpr Phrase kEach{"for every one of {0} {1}, {2}", "{1}每一次{0}都使{2}"};
constexpr Phrase kNotEach{"not for every one of {0} {1}, {2}", "{1}并非每一次{0}都使{2}"};

constexpr Phrase kTimeAvg{"the average over time of {1} {0}", "{0}{1}按时间的平均值"};
constexpr Phrase kTimeMin{"the least value of {1} {0}", "{0}{1}的最小值"};
constexpr Phrase kTimeMax{"the greatest value of {1} {0}", "{0}{1}的最大值"};
constexpr Phrase kTimeFirst{"the first value of {1} {0}", "{0}{1}的首个值"};
constexpr Phrase kTimeLast{"the last value of {1} {0}", "{0}{1}的末个值"};
constexpr Phrase kTimeChange{"by how much {1} has changed {0}", "{0}{1}的变化量"};
constexpr Phrase kTimeShare{"the share of time {0} in which {1}", "{0}“{1}”的时间占比"};
constexpr Phrase kDuration{"the time {0} in which {1}", "{0}“{1}”的累计时长"};
constexpr Phrase kIntegral{"{1} added up over time {0}", "{0}{1}对时间的累积"};
constexpr Phrase kSometime{"at some time {0}, {1}", "{0}曾有时刻{1}"};
constexpr Phrase kAtNoTime{"at no time {0}, {1}", "{0}从无时刻{1}"};
constexpr Phrase kAllTheTime{"at all times {0}, {1}", "{0}始终{1}"};
constexpr Phrase kNotAllTheTime{"not at all times {0}, {1}", "{0}并非始终{1}"};
constexpr Phrase kProjected{"{0} (if it goes on like this to the end of the {1})", "{0}（按目前进度推算至{1}末）"};

constexpr Phrase kOver{"in the last {0}", "最近{0}内"};
constexpr Phrase kOverRange{"from {1} ago to {0} ago", "距今{1}至{0}期间"};
constexpr Phrase kSince{"since the last {0}", "自最近一次{0}以来"};
constexpr Phrase kSinceRaised{"since this rule last raised the level", "自本规则最近一次提升级别以来"};
constexpr Phrase kSinceLatest{"since the latest of these: {0}", "自下列各项中最近一次以来（{0}）"};
constexpr Phrase kRaised{"this rule raising the level", "本规则提升级别"};
constexpr Phrase kOverSince{"in the last {0}, but only {1}", "最近{0}内且{1}"};
constexpr Phrase kThisPeriod{"so far {0}", "{0}至今"};
constexpr Phrase kLastPeriods{"{0} and in the {1} before it", "{0}及此前{1}内"};
constexpr Phrase kPeriods[] = {{"{0} hours", "{0}小时"},  {"{0} days", "{0}日"},         {"{0} weeks", "{0}周"},
                               {"{0} months", "{0}个月"}, {"{0} quarters", "{0}个季度"}, {"{0} years", "{0}年"}};
constexpr Phrase kOnePeriod[] = {{"{0} hour", "{0}小时"},  {"{0} day", "{0}日"},         {"{0} week", "{0}周"},
                                 {"{0} month", "{0}个月"}, {"{0} quarter", "{0}个季度"}, {"{0} year", "{0}年"}};
constexpr Phrase kLastSamples{"among the last {0}", "最近{0}条中"};
constexpr Phrase kEver{"so far", "迄今"};
constexpr Phrase kAtPresent{"as they stand now", "当前"};
constexpr Phrase kBetween{"from {0} to {1}", "{0}至{1}期间"};

Text percent(double share) {
  const auto unit = core::parse_unit("%");
  return quantity(share, *unit);
}

std::size_t conjuncts(const Expr& e) {
  if (e.op != model::Op::and_ && e.op != model::Op::or_ && e.op != model::Op::implies) return 1;
  std::size_t n = 0;
  for (const auto& c : e.children) n += conjuncts(*c);
  return n;
}

}  // namespace

Text Speaker::those_where(const Expr& where) {
  if (conjuncts(where) <= kMostInline) return clause(where);
  const Clause said = condition(where);
  const Text number = whole(notes_.size() + 1);
  notes_.push_back(sentence(kNote, said, number));
  return Text(kNoted, number);
}

Text Speaker::selection(int s, const Expr* where) {
  const Text name = ticked(stream(s).name);
  return where == nullptr ? name : Text(kWhere, name, those_where(*where));
}

Text Speaker::elements(const Aggregate& a) {
  Text which;
  for (const auto& [f, equals] : a.correlations) {
    const Text said(kIs, ticked(stream(a.stream).fields[static_cast<std::size_t>(f)].name), value(*equals));
    which = which.empty() ? said : Text(kAnd, which, said);
  }
  if (a.where) which = which.empty() ? those_where(*a.where) : Text(kAnd, which, those_where(*a.where));
  Text name = ticked(stream(a.stream).name);
  if (stream(a.stream).signal) name = Text(kSamples, name);
  return which.empty() ? name : Text(kWhere, name, which);
}

// Over a signal in continuous time: the window, and in which part of its time.
Text Speaker::stretches(const Aggregate& a, const Text& window) {
  return a.where ? Text(kCounting, window, those_where(*a.where)) : window;
}

Text Speaker::mark(const model::Mark& m) { return m.raised ? Text(kRaised) : selection(m.stream, m.where.get()); }

Text Speaker::window(const Aggregate& a) {
  const model::Window& w = a.window;
  const auto since = [&] {
    if (w.marks.size() == 1) return w.marks[0].raised ? Text(kSinceRaised) : Text(kSince, mark(w.marks[0]));
    std::vector<Text> marks;
    for (const model::Mark& m : w.marks) marks.push_back(mark(m));
    return Text(kSinceLatest, core::listed(marks, core::Joint::both));
  };
  switch (w.kind) {
    case WindowKind::over:
      return w.from == 0 ? Text(kOver, length(w.to)) : Text(kOverRange, length(w.from), length(w.to));
    case WindowKind::since: return since();
    case WindowKind::over_since: return Text(kOverSince, length(w.to), since());
    case WindowKind::this_period: return Text(kThisPeriod, this_period(w.period));
    case WindowKind::last_periods: {
      if (w.count == 1) return Text(kThisPeriod, this_period(w.period));
      const auto p = static_cast<std::size_t>(w.period);
      const Text before(w.count == 2 ? kOnePeriod[p] : kPeriods[p], whole(static_cast<std::uint64_t>(w.count - 1)));
      return Text(kLastPeriods, this_period(w.period), before);
    }
    case WindowKind::last_samples: return Text(kLastSamples, whole(static_cast<std::uint64_t>(w.count)));
    case WindowKind::ever: return Text(kEver);
    case WindowKind::now: return Text(kAtPresent);
    case WindowKind::between: return Text(kBetween, moment(w.begin, pack_.zone), moment(w.end, pack_.zone));
  }
  return {};
}

Text Speaker::aggregate(const Aggregate& a) {
  const Text when = window(a);
  const auto said = [&]() -> Text {
    const auto argument = [&] { return a.argument ? value(*a.argument) : Text(); };
    if (a.elements) {
      const Text which = elements(a);
      switch (a.kind) {
        case AggregateKind::count: return Text(kCount, which, when);
        case AggregateKind::distinct: return Text(kDistinct, which, when, argument());
        case AggregateKind::quantile: return Text(kQuantile, which, when, argument(), percent(a.q));
        case AggregateKind::sum: return Text(kSum, which, when, argument());
        case AggregateKind::avg: return Text(kAvg, which, when, argument());
        case AggregateKind::min: return Text(kMin, which, when, argument());
        case AggregateKind::max: return Text(kMax, which, when, argument());
        case AggregateKind::first: return Text(kFirst, which, when, argument());
        case AggregateKind::last: return Text(kLast, which, when, argument());
        case AggregateKind::change: return Text(kChange, which, when, argument());
        case AggregateKind::share: return Text(kShare, which, when, clause(*a.argument));
        case AggregateKind::once:
        case AggregateKind::always: return aggregate_clause(a, true);
        case AggregateKind::duration:
        case AggregateKind::integral: break;  // of a signal alone
      }
    }
    const Text time = stretches(a, when);
    switch (a.kind) {
      case AggregateKind::avg: return Text(kTimeAvg, time, argument());
      case AggregateKind::min: return Text(kTimeMin, time, argument());
      case AggregateKind::max: return Text(kTimeMax, time, argument());
      case AggregateKind::first: return Text(kTimeFirst, time, argument());
      case AggregateKind::last: return Text(kTimeLast, time, argument());
      case AggregateKind::change: return Text(kTimeChange, time, argument());
      case AggregateKind::share: return Text(kTimeShare, time, clause(*a.argument));
      case AggregateKind::duration: return Text(kDuration, time, clause(*a.argument));
      case AggregateKind::integral:
      case AggregateKind::sum: return Text(kIntegral, time, argument());
      case AggregateKind::count: return Text(kCount, elements(a), when);
      case AggregateKind::distinct: return Text(kDistinct, elements(a), when, argument());
      case AggregateKind::quantile: return Text(kQuantile, elements(a), when, argument(), percent(a.q));
      case AggregateKind::once:
      case AggregateKind::always: return aggregate_clause(a, true);
    }
    return {};
  }();
  return a.projected ? Text(kProjected, said, period_name(a.window.period)) : said;
}

Text Speaker::aggregate_clause(const Aggregate& a, bool positive) {
  const Text when = window(a), what = clause(*a.argument);
  const bool once = a.kind == AggregateKind::once;
  if (a.elements)
    return Text(once ? positive ? kOnce : kNotOnce : positive ? kEach : kNotEach, elements(a), when, what);
  return Text(once       ? positive ? kSometime : kAtNoTime
              : positive ? kAllTheTime
                         : kNotAllTheTime,
              stretches(a, when), what);
}

}  // namespace tripline::dsl::explain
