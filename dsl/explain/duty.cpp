#include "dsl/explain/duty.hpp"

namespace tripline::dsl::explain {

using model::DueKind;
using model::Pack;
using model::Rule;

namespace {

// {0}: the condition that opens, {1}: whose, {2}: the answers, {3}: by when, {4}: what opens it.
constexpr Phrase kAfterEvent{"For {0}, every {3} opens a duty: {1} must follow {2}",
                             "对{0}，每次出现{3}即产生一项义务：应有{1}，{2}"};
constexpr Phrase kAfterEventWhere{"For {1}, a duty is opened (that {2} follows {3}) by every {4} for which {0}",
                                  "对{1}，每次出现符合下述情形的{4}即产生一项义务（应有{2}，{3}）：{0}"};
constexpr Phrase kAfterState{"For {1}, a duty is opened (that {2} follows {3}) each time that it becomes true that {0}",
                             "对{1}，下述情形每次由不成立变为成立时即产生一项义务（应有{2}，{3}）：{0}"};
constexpr Phrase kPace{"For {0}, there must be {1} at least every {2}", "对{0}，至少每{2}应有一次{1}"};
constexpr Phrase kPaceFrom{"It is owed from the first {0} on", "自首个{0}起负有此义务"};
constexpr Phrase kPaceWhere{"It is owed from the first time on that {0}", "自首次出现下述情形起负有此义务：{0}"};

constexpr Phrase kWithin{"within {0}, that instant included", "期限为{0}（含届满时刻）"};
constexpr Phrase kWithinRange{"no earlier than {0} and no later than {1} after", "不早于其后{0}、不晚于其后{1}"};
constexpr Phrase kDay{"by the end of day {0} after it, its own day not counted",
                      "期限为{0}日（当日不计，末日计至终了）"};
constexpr Phrase kWorkingDay{"by the end of working day {0} after it, its own day not counted",
                             "期限为{0}个工作日（当日不计，末日计至终了）"};
constexpr Phrase kMonths{"by the end of the same day of the month, {0} months later", "期限为{0}个月（至对应日终了）"};
constexpr Phrase kYears{"by the end of the same day of the year, {0} years later", "期限为{0}年（至对应日终了）"};
constexpr Phrase kOneMonth{"by the end of the same day of the next month", "期限为1个月（至对应日终了）"};
constexpr Phrase kOneYear{"by the end of the same day of the next year", "期限为1年（至对应日终了）"};
constexpr Phrase kEndOf{"by the end of {0}", "期限至{0}终了"};
constexpr Phrase kDayOfNext{"by the end of day {0} of the next month (of a shorter month: its last day)",
                            "期限至次月{0}日终了（该月不足的为末日）"};
constexpr Phrase kBy{"by {0}", "期限至{0}"};

constexpr Phrase kHolidays{
    "A deadline that falls on a day off moves to the next working day; days off and worked weekends stand in the "
    "pack's holidays",
    "期限届满日为休息日的，顺延至下一工作日；休息日和调休工作日以规则包的节假日文件为准"};
constexpr Phrase kWhile{"It is owed only as long as the following is so, and excused when it ends: {0}",
                        "仅在下述情形存续期间负有义务，情形消失时予以免除：{0}"};
constexpr Phrase kState{"A {0} that is so already answers at once", "{0}在产生义务时已处于该状态的，立即视为履行"};
constexpr Phrase kDischarges{"One answer meets every open duty that it fits",
                             "一次履行可同时了结其所对应的全部未了义务"};
constexpr Phrase kMissed{
    "Without an answer by then the duty is missed, which is a violation; a later answer is recorded as cured, with how "
    "late it came",
    "届时未履行即为逾期，属于违反；此后履行的，记为补正并注明迟延时长"};
constexpr Phrase kPaceMissed{"A longer gap is missed once, which is a violation, and cured by the next",
                             "间隔超过该时长的记一次逾期，属于违反，下一次到来时记为补正"};

Text answers(const Rule& r, Speaker& speaker) {
  std::vector<Text> said;
  for (const model::Answer& a : r.answers) said.push_back(speaker.selection(a.stream, a.where.get()));
  return core::listed(said, core::Joint::either);
}

Text due(const Rule& r, Speaker& speaker) {
  const model::Due& d = r.due;
  const Text n = whole(static_cast<std::uint64_t>(d.count));
  switch (d.kind) {
    case DueKind::every: return length(d.span);
    case DueKind::within: return Text(kWithin, length(d.span));
    case DueKind::within_range: return Text(kWithinRange, length(d.from_span), length(d.span));
    case DueKind::days: return Text(kDay, n);
    case DueKind::working_days: return Text(kWorkingDay, n);
    case DueKind::months: return d.count == 1 ? Text(kOneMonth) : Text(kMonths, n);
    case DueKind::years: return d.count == 1 ? Text(kOneYear) : Text(kYears, n);
    case DueKind::by_end_of: return Text(kEndOf, this_period(d.period));
    case DueKind::by_day_of_next_month: return Text(kDayOfNext, n);
    case DueKind::by_time: return Text(kBy, speaker.value(*d.by));
  }
  return {};
}

bool in_days(DueKind kind) {
  return kind == DueKind::days || kind == DueKind::working_days || kind == DueKind::months || kind == DueKind::years;
}

}  // namespace

Said duty_demand(const Pack& pack, const Rule& r, Speaker& speaker, const Text& who, bool one_clause) {
  const Text what = answers(r, speaker), when = due(r, speaker);
  if (r.due.kind == DueKind::every) return sentence(Text(kPace, who, what, when));
  const model::Stream& opener = pack.streams[static_cast<std::size_t>(r.on)];
  const auto said = [&](const model::Expr& e) {
    return one_clause ? Clause{speaker.clause(e), {}} : speaker.condition(e);
  };
  if (!opener.signal) {
    if (!r.when) return sentence(Text(kAfterEvent, who, what, when, ticked(opener.name)));
    return sentence(kAfterEventWhere, said(*r.when), who, what, when, ticked(opener.name));
  }
  if (r.when) return sentence(kAfterState, said(*r.when), who, what, when);
  if (r.while_) return sentence(kAfterState, said(*r.while_), who, what, when);
  return sentence(Text(kAfterEvent, who, what, when, ticked(opener.name)));
}

void duty_details(const Pack& pack, const Rule& r, Speaker& speaker, std::vector<Said>& out) {
  const bool pace = r.due.kind == DueKind::every;
  if (pace) {
    const std::string first = pack.streams[static_cast<std::size_t>(r.on >= 0 ? r.on : r.answers.front().stream)].name;
    if (r.when)
      out.push_back(sentence(kPaceWhere, speaker.condition(*r.when)));
    else if (!r.while_)
      out.push_back(sentence(Text(kPaceFrom, ticked(first))));
  }
  if (r.while_) out.push_back(sentence(kWhile, speaker.condition(*r.while_)));
  if (in_days(r.due.kind) && pack.has_holidays) out.push_back(sentence(Text(kHolidays)));
  for (const model::Answer& a : r.answers) {
    const model::Stream& s = pack.streams[static_cast<std::size_t>(a.stream)];
    if (s.signal && a.where && !pace) out.push_back(sentence(Text(kState, ticked(s.name))));
  }
  if (!pace) out.push_back(sentence(Text(kDischarges)));
  out.push_back(sentence(Text(pace ? kPaceMissed : kMissed)));
}

}  // namespace tripline::dsl::explain
