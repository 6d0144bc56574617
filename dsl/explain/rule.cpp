#include "dsl/explain/rule.hpp"

#include <algorithm>

#include "dsl/explain/duty.hpp"
#include "dsl/explain/speaker.hpp"

namespace tripline::dsl::explain {

using model::Pack;
using model::Rule;
using model::RuleKind;

namespace {

constexpr Phrase kKinds[] = {{"red line", "红线"}, {"limit", "限值"},   {"duty", "义务"},
                             {"trigger", "触发"},  {"warning", "预警"}, {"assessment", "评估"}};
constexpr Phrase kSeverities[] = {{"info", "提示"}, {"minor", "轻微"}, {"major", "严重"}, {"critical", "重大"}};
constexpr Phrase kEach{"each {0}", "每个{0}"};
constexpr Phrase kEachOf{"each pair of {0}", "{0}的每个组合"};
constexpr Phrase kAll{"all subjects together", "全体主体合计"};

// {0}: the condition, {1}: whose, {2}: the event.
constexpr Phrase kForbid{"For {1}, it is forbidden that {0}", "对{1}，禁止：{0}"};
constexpr Phrase kRequire{"For {1}, it is required that {0}", "对{1}，应当满足：{0}"};
constexpr Phrase kForbidAt{"For {1}, it is forbidden at every {2} that {0}", "对{1}，每次出现{2}时禁止：{0}"};
constexpr Phrase kRequireAt{"For {1}, it is required at every {2} that {0}", "对{1}，每次出现{2}时应当满足：{0}"};
constexpr Phrase kWarn{"For {1}, a warning stands while {0}", "对{1}，下述情形存续期间预警：{0}"};
constexpr Phrase kWarnAfter{"For {1}, a warning stands once it has been so for {2} without a break that {0}",
                            "对{1}，下述情形不间断持续{2}后预警：{0}"};
constexpr Phrase kWarnAt{"For {1}, every {2} gives a warning for which {0}",
                         "对{1}，每次出现{2}且符合下述情形时预警：{0}"};
constexpr Phrase kWarnEvery{"For {0}, every {1} gives a warning", "对{0}，每次出现{1}均预警"};
constexpr Phrase kRaise{"For {1}, the level of supervision is raised to {2} when {0}",
                        "对{1}，出现下述情形时监管级别升至{2}：{0}"};
constexpr Phrase kRaiseAfter{
    "For {1}, the level of supervision is raised to {2} once it has been so for {3} without a break that {0}",
    "对{1}，下述情形不间断持续{3}后监管级别升至{2}：{0}"};
constexpr Phrase kRaiseAt{"For {1}, the level of supervision is raised to {2} at every {3} for which {0}",
                          "对{1}，每次出现{3}且符合下述情形时监管级别升至{2}：{0}"};
constexpr Phrase kRaiseEvery{"For {0}, the level of supervision is raised to {1} at every {2}",
                             "对{0}，每次出现{2}时监管级别升至{1}"};
constexpr Phrase kAssess{"For {0}, a score is computed every {1} over the {2} before: {3}",
                         "对{0}，每{1}按此前{2}的情况计算得分，得分为{3}"};

constexpr Phrase kLine{"It is a line of the sandbox {0}", "本规则是沙盒{0}中的一项"};
constexpr Phrase kWhen{"It applies only while {0}", "仅在下述情形下适用：{0}"};
constexpr Phrase kWhenAt{"It applies only to a {1} for which {0}", "仅适用于符合下述情形的{1}：{0}"};
constexpr Phrase kUnless{"It does not apply while {0}", "下述情形除外：{0}"};
constexpr Phrase kUnlessAt{"It does not apply to a {1} for which {0}", "符合下述情形的{1}除外：{0}"};
constexpr Phrase kDuring{"It applies only in the {1} {0}", "仅在{0}{1}适用"};
constexpr Phrase kStage{"stage", "阶段"};
constexpr Phrase kStages{"stages", "阶段"};
constexpr Phrase kDuringMembers{"Only what is told of members in the {1} {0} counts", "只计处于{0}{1}的成员的数据"};
constexpr Phrase kFrom{"It is in force from {0} on", "自{0}起施行"};
constexpr Phrase kUntil{"It is in force until {0}", "施行至{0}为止"};
constexpr Phrase kFromUntil{"It is in force from {0} until {1}", "自{0}起施行，至{1}为止"};

constexpr Phrase kMembers{"It looks at everything that belongs to {0} together", "对{0}的全部成员合并判定"};
constexpr Phrase kSpan{"It counts only when it has lasted {0} without a break", "不间断持续{0}才计为一次"};
constexpr Phrase kGrace{"A breach counts only when it has lasted {0} without a break",
                        "超出限值不间断持续{0}才计为一次"};
constexpr Phrase kTolerate{"Of what counts, at most {0} in any {1} are tolerated; each further one is a violation",
                           "任意{1}内最多容许{0}次，超过的每一次均属违反"};
constexpr Phrase kNearShare{"While it is kept with less than {0} of the limit to spare, that is recorded as near",
                            "未超出限值但余量不足限值的{0}时，记为临近"};
constexpr Phrase kNearBy{"While it is kept with less than {0} to spare, that is recorded as near",
                         "未超出限值但余量不足{0}时，记为临近"};
constexpr Phrase kOnce{
    "A stretch of violation is one record when it begins and one when it ends; no record repeats it in between",
    "一段连续的违反只在开始和结束时各记录一次"};
constexpr Phrase kEachIs{"Each is a violation of its own", "每一次单独计为一次违反"};
constexpr Phrase kLate{
    "What comes in late is judged by itself: a line crossed is a violation however late the report comes",
    "迟到的数据单独判定：无论何时报到，越线即为违反"};

constexpr Phrase kRaiseFor{"The raise lasts {0}; when it becomes so again, it lasts as long once more from then on",
                           "提升后保持{0}；期间再次出现的，自该时刻起重新计时"};
constexpr Phrase kRaiseUntil{"The raise lasts until the next {0}", "提升后保持至下一次{0}"};
constexpr Phrase kRaiseWhile{"The raise lasts as long as that is so", "该情形消失时即解除"};
constexpr Phrase kEdge{"After it has been released, it must first have ceased to be so before it raises again",
                       "解除后，须先不再符合该情形，才会再次提升"};
constexpr Phrase kGrade{"{0} from {1}", "{1}及以上为{0}"};
constexpr Phrase kOtherwise{"otherwise {0}", "其余为{0}"};
constexpr Phrase kGrades{"Grades: {0}", "等级：{0}"};
constexpr Phrase kRaiseScore{"The level of supervision is raised to {1} from one assessment to the next where {0}",
                             "评估时符合下述情形的，监管级别升至{1}，直至下一次评估：{0}"};

constexpr Phrase kBlindStale{"{0} older than {1}", "{0}已超过{1}未更新"};
constexpr Phrase kBlind{
    "Where something that it reads is not known, it is blind: it neither finds a violation nor clears anyone, and says "
    "so",
    "所读取的内容未知时，本规则无法判定：既不认定违反也不认定合规，并予以记录"};
constexpr Phrase kBlindBy{
    "Where something that it reads is not known ({0} counts as not known), it is blind: it neither finds a violation "
    "nor clears anyone, and says so",
    "所读取的内容未知时（{0}视为未知），本规则无法判定：既不认定违反也不认定合规，并予以记录"};
constexpr Phrase kSeverity{"Its severity is {0}", "严重程度为{0}"};
constexpr Phrase kActions{"Its records ask for the action {0}", "记录中要求的处置为{0}"};
constexpr Phrase kMessage{"Its records say: “{0}”", "记录中的说明为：“{0}”"};

constexpr Phrase kFromSignal{
    "An event {1} comes about each time that it becomes true that {0}; it has the fields of the {2} then current",
    "下述情形每次由不成立变为成立时，产生一个事件{1}，其字段取自当时的{2}：{0}"};
constexpr Phrase kFromEvent{"Every {2} for which {0} is also an event {1}",
                            "符合下述情形的每个{2}同时也是事件{1}：{0}"};

const model::Stream& stream(const Pack& pack, int s) { return pack.streams[static_cast<std::size_t>(s)]; }

bool on_event(const Pack& pack, const Rule& r) { return r.on >= 0 && !stream(pack, r.on).signal; }

Text on_name(const Pack& pack, const Rule& r) { return ticked(stream(pack, r.on).name); }

Text level_name(const Pack& pack, const Rule& r) { return ticked(pack.levels[static_cast<std::size_t>(r.level)]); }

// What the rule demands; its condition has a hole of its own, so that a long one becomes a list.
Said demand(const Pack& pack, const Rule& r, Speaker& speaker, bool one_clause) {
  const Text who = whose(pack, r.owner);
  const bool event = on_event(pack, r);
  const auto said = [&](const model::Expr& e, bool positive = true) {
    return one_clause ? Clause{speaker.clause(e, positive), {}} : speaker.condition(e, positive);
  };
  switch (r.kind) {
    case RuleKind::redline:
    case RuleKind::limit:
      if (!event) return sentence(r.forbid ? kForbid : kRequire, said(*r.condition), who);
      return sentence(r.forbid ? kForbidAt : kRequireAt, said(*r.condition), who, on_name(pack, r));
    case RuleKind::warning:
      if (!r.condition) return sentence(Text(kWarnEvery, who, on_name(pack, r)));
      if (event) return sentence(kWarnAt, said(*r.condition), who, on_name(pack, r));
      if (r.has_span) return sentence(kWarnAfter, said(*r.condition), who, length(r.span));
      return sentence(kWarn, said(*r.condition), who);
    case RuleKind::duty: return duty_demand(pack, r, speaker, who, one_clause);
    case RuleKind::trigger: {
      const Text level = level_name(pack, r);
      if (event && !r.when) return sentence(Text(kRaiseEvery, who, level, on_name(pack, r)));
      if (event) return sentence(kRaiseAt, said(*r.when), who, level, on_name(pack, r));
      if (r.has_span) return sentence(kRaiseAfter, said(*r.when), who, level, length(r.span));
      return sentence(kRaise, said(*r.when), who, level);
    }
    case RuleKind::assessment:
      return sentence(Text(kAssess, who, length(r.every), length(r.over), speaker.value(*r.score)));
  }
  return {};
}

Text stage_names(const Pack& pack, std::uint64_t stages, std::size_t* count) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < pack.stages.size(); ++i)
    if (((stages >> i) & 1) != 0) names.push_back(pack.stages[i]);
  *count = names.size();
  return names_of(names, core::Joint::both);
}

void when_it_applies(const Pack& pack, const Rule& r, Speaker& speaker, std::vector<Said>& out) {
  const bool event = on_event(pack, r);
  // A trigger's `when` is its condition, and a duty's says what opens it.
  const bool guard = r.kind == RuleKind::redline || r.kind == RuleKind::limit || r.kind == RuleKind::warning;
  if (r.when && guard) {
    const Clause c = speaker.condition(*r.when);
    out.push_back(event ? sentence(kWhenAt, c, on_name(pack, r)) : sentence(kWhen, c));
  }
  if (r.unless) {
    const Clause c = speaker.condition(*r.unless);
    out.push_back(event ? sentence(kUnlessAt, c, on_name(pack, r)) : sentence(kUnless, c));
  }
  if (r.stages != 0) {
    std::size_t count = 0;
    const Text names = stage_names(pack, r.stages, &count);
    out.push_back(
        sentence(Text(r.stages_filter_members ? kDuringMembers : kDuring, names, Text(count == 1 ? kStage : kStages))));
  }
  if (r.effective_from && r.effective_to)
    out.push_back(sentence(Text(kFromUntil, moment(*r.effective_from, pack.zone), moment(*r.effective_to, pack.zone))));
  else if (r.effective_from)
    out.push_back(sentence(Text(kFrom, moment(*r.effective_from, pack.zone))));
  else if (r.effective_to)
    out.push_back(sentence(Text(kUntil, moment(*r.effective_to, pack.zone))));
}

void room(const Pack& pack, const Rule& r, std::vector<Said>& out) {
  if (r.has_span && (r.kind == RuleKind::redline || r.kind == RuleKind::limit))
    out.push_back(sentence(Text(kSpan, length(r.span))));
  if (r.grace > 0) out.push_back(sentence(Text(kGrace, length(r.grace))));
  if (r.has_tolerate)
    out.push_back(sentence(Text(kTolerate, whole(static_cast<std::uint64_t>(r.tolerate)), length(r.tolerate_over))));
  if (r.near) {
    if (r.near->relative) {
      out.push_back(sentence(Text(kNearShare, quantity(r.near->width, *core::parse_unit("%")))));
    } else if (const model::Type& type = r.near->comparison->children[r.near->value_left ? 1 : 0]->type;
               type.kind == model::TypeKind::number) {
      // A band on a scale without a zero of its own is a difference: in K for degC.
      const core::Unit unit = type.unit.affine() ? core::base_unit(type.unit.dimension) : type.unit;
      out.push_back(sentence(Text(kNearBy, quantity(r.near->width, unit))));
    } else {
      out.push_back(sentence(
          Text(kNearBy, length(static_cast<core::Duration>(r.near->width * static_cast<double>(core::kSecond))))));
    }
  }
  const bool line = r.kind == RuleKind::redline || r.kind == RuleKind::limit;
  if (line) out.push_back(sentence(Text(on_event(pack, r) ? kEachIs : kOnce)));
  if (r.late_judged) out.push_back(sentence(Text(kLate)));
}

void raises(const Pack& pack, const Rule& r, Speaker& speaker, std::vector<Said>& out) {
  if (r.kind == RuleKind::trigger) {
    if (r.raise_for) out.push_back(sentence(Text(kRaiseFor, length(*r.raise_for))));
    if (r.until) out.push_back(sentence(Text(kRaiseUntil, speaker.selection(r.until->stream, r.until->where.get()))));
    if (!r.raise_for && !r.until) out.push_back(sentence(Text(kRaiseWhile)));
    if ((r.raise_for || r.until) && !on_event(pack, r)) out.push_back(sentence(Text(kEdge)));
  }
  if (r.kind != RuleKind::assessment) return;
  std::vector<Text> grades;
  for (const model::Grade& g : r.grades)
    grades.push_back(g.least ? Text(kGrade, ticked(g.name), constant(*g.least, r.score->type, pack))
                             : Text(kOtherwise, ticked(g.name)));
  if (!grades.empty()) out.push_back(sentence(Text(kGrades, core::listed(grades, core::Joint::both))));
  if (r.raise_when) out.push_back(sentence(kRaiseScore, speaker.condition(*r.raise_when), level_name(pack, r)));
}

// Whether what it reads is told of finer subjects than those that it is kept for.
bool of_members(const Pack& pack, const Rule& r) {
  const std::vector<std::string>& owner = pack.key_sets[static_cast<std::size_t>(r.owner)].names;
  return !owner.empty() && std::any_of(r.reads.begin(), r.reads.end(), [&](int s) {
    if (s < 0 || stream(pack, s).violation) return false;
    return std::any_of(stream(pack, s).keys.begin(), stream(pack, s).keys.end(), [&](int k) {
      const std::string& key = stream(pack, s).fields[static_cast<std::size_t>(k)].name;
      return std::find(owner.begin(), owner.end(), key) == owner.end();
    });
  });
}

Said blind(const Pack& pack, const Rule& r) {
  std::vector<Text> stale;
  for (const int s : r.reads)
    if (s >= 0 && stream(pack, s).stale_after)
      stale.push_back(Text(kBlindStale, ticked(stream(pack, s).name), length(*stream(pack, s).stale_after)));
  return sentence(stale.empty() ? Text(kBlind) : Text(kBlindBy, core::listed(stale, core::Joint::either)));
}

}  // namespace

Text kind_name(RuleKind kind) { return Text(kKinds[static_cast<std::size_t>(kind)]); }
Text severity_name(model::Weight weight) { return Text(kSeverities[static_cast<std::size_t>(weight)]); }

Text whose(const Pack& pack, int owner) {
  const std::vector<std::string>& names = pack.key_sets[static_cast<std::size_t>(owner)].names;
  if (names.empty()) return Text(kAll);
  return Text(names.size() == 1 ? kEach : kEachOf, names_of(names));
}

Text in_one_sentence(const Pack& pack, const Rule& rule) {
  Speaker speaker(pack, &rule);
  Text said = demand(pack, rule, speaker, true).text;
  // What a long selection stands for is said in sentences(): here it is part of the sentence.
  for (const Said& note : speaker.notes()) said += Text(Phrase(" ", "")) + flat(note);
  return said;
}

std::vector<Said> sentences(const Pack& pack, const Rule& rule) {
  Speaker speaker(pack, &rule);
  std::vector<Said> out;
  out.push_back(demand(pack, rule, speaker, false));
  if (rule.kind == RuleKind::duty) duty_details(pack, rule, speaker, out);
  if (of_members(pack, rule)) out.push_back(sentence(Text(kMembers, whose(pack, rule.owner))));
  when_it_applies(pack, rule, speaker, out);
  room(pack, rule, out);
  raises(pack, rule, speaker, out);
  if (const std::size_t dot = rule.name.find('.'); dot != std::string::npos)
    out.push_back(sentence(Text(kLine, ticked(rule.name.substr(0, dot)))));
  for (const Said& note : speaker.notes()) out.push_back(note);
  out.push_back(blind(pack, rule));
  out.push_back(sentence(Text(kSeverity, severity_name(rule.severity))));
  if (!rule.actions.empty()) {
    std::vector<std::string> names;
    for (const int a : rule.actions) names.push_back(pack.actions[static_cast<std::size_t>(a)]);
    out.push_back(sentence(Text(kActions, names_of(names))));
  }
  if (!rule.message.empty()) out.push_back(sentence(Text(kMessage, rule.message)));
  return out;
}

std::vector<Said> derived_sentences(const Pack& pack, const model::Stream& s) {
  Speaker speaker(pack, nullptr);
  const model::Stream& source = stream(pack, s.derived_from);
  std::vector<Said> out{sentence(source.signal ? kFromSignal : kFromEvent, speaker.condition(*s.derived_when),
                                 ticked(s.name), ticked(source.name))};
  for (const Said& note : speaker.notes()) out.push_back(note);
  return out;
}

}  // namespace tripline::dsl::explain
