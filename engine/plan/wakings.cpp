#include "engine/plan/wakings.hpp"

#include <algorithm>
#include <set>

#include "dsl/explain/speaker.hpp"

namespace tripline::engine {

using core::Phrase;
using core::Text;
using dsl::explain::length;
using dsl::explain::moment;
using dsl::explain::ticked;
using model::DueKind;
using model::RuleKind;
using model::WindowKind;

namespace {

constexpr Phrase kStale{"{0} after the last {1}, when it goes stale", "最近一条{1}之后{0}，该数据失效时"};
constexpr Phrase kLeaves{"when the oldest that counts leaves the last {0} ({1})",
                         "最早计入的一项离开{0}的统计窗口时（{1}）"};
constexpr Phrase kEnters{"when one enters or leaves the window {0} ({1})", "有数据进入或离开{0}的统计窗口时（{1}）"};
constexpr Phrase kPeriod{"when a new {0} begins by the clock of {1} ({2})", "{1}时间新的一{0}开始时（{2}）"};
constexpr Phrase kFixed{"at {0} and at {1}, when the window begins and ends ({2})",
                        "{0}和{1}，统计窗口开始和结束时（{2}）"};
constexpr Phrase kCrosses{"at the instant at which this changes: {0}", "下述情形发生变化的时刻：{0}"};
constexpr Phrase kEarly{"when the first hundredth of the {0} has passed ({1})", "本{0}过去百分之一时（{1}）"};
constexpr Phrase kHeld{"{0} after it became so that {1}", "“{1}”成立满{0}时"};
constexpr Phrase kAge{"when so much time has passed that this changes: {0}", "时间推移使下述情形发生变化时：{0}"};
constexpr Phrase kNear{"when it comes within the band that counts as near", "进入临近范围的时刻"};
constexpr Phrase kHour{"at every full hour by the clock of {0}", "{0}时间每个整点"};
constexpr Phrase kMidnight{"at every midnight by the clock of {0}", "{0}时间每日零时"};
constexpr Phrase kEffective{"at {0}, when it comes into force", "{0}，开始施行时"};
constexpr Phrase kExpires{"at {0}, when it ceases to be in force", "{0}，停止施行时"};
constexpr Phrase kLasts{"{0} after the breach began", "超出限值满{0}时"};
constexpr Phrase kTrue{"{0} after its condition became true", "条件成立满{0}时"};
constexpr Phrase kFrom{"{0} after the duty was opened, from when on an answer counts", "义务产生满{0}、开始可以履行时"};
constexpr Phrase kDeadline{"{0} after the duty was opened: its deadline", "义务产生满{0}、期限届满时"};
constexpr Phrase kPace{"{0} after the last answer", "最近一次履行之后满{0}时"};
constexpr Phrase kCalendar{"when the deadline has passed, at the end of a day by the clock of {0}",
                           "期限届满时（{0}时间某日终了）"};
constexpr Phrase kEndOf{"at the end of the {0} in which the duty was opened", "产生义务的当{0}终了时"};
constexpr Phrase kBy{"when the deadline {0} has passed", "期限{0}届满时"};
constexpr Phrase kRaised{"{0} after the level was raised", "监管级别提升满{0}时"};
constexpr Phrase kAssessed{"at every {0} of the clock of {1}", "{1}时间每{0}"};
constexpr Phrase kByEvent{"by the event {0}: {1}", "经由事件{0}：{1}"};

class Finder {
 public:
  Finder(const Program& program, const RulePlan& rule)
      : program_(program), rule_(rule), speaker_(pack(), rule.source) {}

  std::vector<Text> find() {
    const model::Rule& m = *rule_.source;
    const bool line = m.kind == RuleKind::redline || m.kind == RuleKind::limit || m.kind == RuleKind::warning;
    // A line on an event is judged at its events and at no other instant; so is an assessment at its own.
    const bool asked =
        !(rule_.on_event && line) && m.kind != RuleKind::assessment && !(rule_.on_event && m.kind == RuleKind::trigger);
    // What opens a duty on an event is asked at the event alone; its `while` and what answers it go on.
    const bool owed_on_event = m.kind == RuleKind::duty && rule_.on_event;
    if (asked && !owed_on_event) {
      expressions({rule_.when, rule_.unless, rule_.condition, rule_.while_});
      moves(rule_.moves);
      if (m.effective_from) say(Text(kEffective, moment(*m.effective_from, pack().zone)));
      if (m.effective_to) say(Text(kExpires, moment(*m.effective_to, pack().zone)));
    } else if (owed_on_event && rule_.while_ != kNoNode) {
      expressions({rule_.while_});
      moves(rule_.moves);
    }
    if (m.kind == RuleKind::duty)
      for (const AnswerPlan& a : rule_.answers)
        if (a.state) expressions({a.where});
    for (const int s : heard_) derived(s);
    for (const AnswerPlan& a : rule_.answers) derived(a.stream);
    if (m.on >= 0) derived(m.on);
    if (m.until) derived(m.until->stream);
    if (line && !rule_.on_event) {
      if (m.grace > 0) say(Text(kLasts, length(m.grace)));
      if (m.has_span) say(Text(kTrue, length(m.span)));
    }
    if (m.kind == RuleKind::trigger && m.has_span) say(Text(kTrue, length(m.span)));
    if (m.kind == RuleKind::duty) due(m);
    if (m.raise_for) say(Text(kRaised, length(*m.raise_for)));
    if (m.kind == RuleKind::assessment) say(Text(kAssessed, length(m.every), zone()));
    return std::move(said_);
  }

 private:
  const model::Pack& pack() const { return *program_.pack; }
  Text zone() const { return ticked(pack().zone.name()); }
  const Node& node(NodeId id) const { return program_.nodes[static_cast<std::size_t>(id)]; }

  void say(const Text& text) {
    const Text full = event_.empty() ? text : Text(kByEvent, event_, text);
    if (std::find(said_.begin(), said_.end(), full) == said_.end()) said_.push_back(full);
  }

  void due(const model::Rule& m) {
    const model::Due& d = m.due;
    switch (d.kind) {
      case DueKind::every: say(Text(kPace, length(d.span))); break;
      case DueKind::within: say(Text(kDeadline, length(d.span))); break;
      case DueKind::within_range:
        say(Text(kFrom, length(d.from_span)));
        say(Text(kDeadline, length(d.span)));
        break;
      case DueKind::days:
      case DueKind::working_days:
      case DueKind::months:
      case DueKind::years:
      case DueKind::by_day_of_next_month: say(Text(kCalendar, zone())); break;
      case DueKind::by_end_of: say(Text(kEndOf, dsl::explain::period_name(d.period))); break;
      case DueKind::by_time: say(Text(kBy, speaker_.value(*d.by))); break;
    }
  }

  // Signals whose going stale changes what an expression says, and derived events that it hears of.
  void expressions(std::initializer_list<NodeId> ids) {
    for (const NodeId id : ids) expression(id);
  }
  void expression(NodeId id) {
    if (id == kNoNode) return;
    const Node& n = node(id);
    for (std::uint32_t i = 0; i < n.count; ++i) expression(program_.kids(n)[i]);
    if (n.op == model::Op::field && n.access != model::Access::element && n.access != model::Access::opener)
      stale(n.stream);
    if (n.op != model::Op::aggregate) return;
    const AggregatePlan& a = plan_of(n);
    heard_.insert(a.stream);
    for (const MarkPlan& mark : a.marks) heard_.insert(mark.stream);
    if (a.elements && a.source->window.kind != WindowKind::now) return;
    stale(a.stream);
    expression(a.argument);
    expression(a.where);
    moves(a.moves);
  }

  void stale(int s) {
    if (s < 0) return;
    const model::Stream& stream = pack().streams[static_cast<std::size_t>(s)];
    if (stream.stale_after) say(Text(kStale, length(*stream.stale_after), ticked(stream.name)));
    heard_.insert(s);
  }

  const AggregatePlan& plan_of(const Node& n) const {
    return program_.aggregates[static_cast<std::size_t>(program_.uses[static_cast<std::size_t>(n.use)].plan)];
  }

  void window(const Node& n) {
    const AggregatePlan& a = plan_of(n);
    const model::Window& w = a.source->window;
    const Text what = n.kind == model::TypeKind::bool_ ? speaker_.clause(*n.source) : speaker_.value(*n.source);
    switch (w.kind) {
      case WindowKind::over:
      case WindowKind::over_since:
        say(w.from > 0 ? Text(kEnters, speaker_.window(*a.source), what) : Text(kLeaves, length(w.to), what));
        break;
      case WindowKind::this_period:
      case WindowKind::last_periods: say(Text(kPeriod, dsl::explain::period_name(w.period), zone(), what)); break;
      case WindowKind::between:
        say(Text(kFixed, moment(w.begin, pack().zone), moment(w.end, pack().zone), what));
        break;
      case WindowKind::since:
      case WindowKind::last_samples:
      case WindowKind::ever:
      case WindowKind::now: break;  // nothing leaves these by itself
    }
  }

  void moves(const Moves& m) {
    for (const NodeId id : m.aggregates) window(node(id));
    for (const NodeId id : m.exact) {
      if (id == rule_.near_edge) {
        say(Text(kNear));
        continue;
      }
      const Node& n = node(id);
      const Node& aggregate = node(program_.kids(n)[n.aggregate_left ? 0 : 1]);
      say(Text(kCrosses, speaker_.clause(*n.source)));
      const model::Window& w = plan_of(aggregate).source->window;
      if (program_.uses[static_cast<std::size_t>(aggregate.use)].projected)
        say(Text(kEarly, dsl::explain::period_name(w.period), speaker_.value(*aggregate.source)));
      window(aggregate);
    }
    for (const NodeId id : m.held)
      say(Text(kHeld, length(node(id).span), speaker_.clause(*node(id).source->children[0])));
    for (const NodeId id : m.now_compares)
      say(id == rule_.near_edge ? Text(kNear) : Text(kAge, speaker_.clause(*node(id).source)));
    if (m.hours) say(Text(kHour, zone()));
    if (m.days) say(Text(kMidnight, zone()));
  }

  // A derived event from a signal may come about between elements.
  void derived(int s) {
    if (s < 0 || !told_.insert(s).second) return;
    const DerivedPlan& d = program_.derived[static_cast<std::size_t>(s)];
    if (d.stream < 0) return;
    derived(d.source);
    if (!pack().streams[static_cast<std::size_t>(d.source)].signal) return;
    const Text outer = event_;
    event_ = ticked(pack().streams[static_cast<std::size_t>(s)].name);
    expression(d.when);
    moves(d.moves);
    event_ = outer;
  }

  const Program& program_;
  const RulePlan& rule_;
  dsl::explain::Speaker speaker_;
  std::vector<Text> said_;
  std::set<int> heard_, told_;
  Text event_;
};

}  // namespace

std::vector<Text> wakings(const Program& program, const RulePlan& rule) { return Finder(program, rule).find(); }

}  // namespace tripline::engine
