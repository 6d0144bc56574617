// What the engine says of verdicts, in every language: the sentences and parts of sentences of `because`, `message` and `reason` (docs/records.md);
// why a value is not known: engine/ops/reasons.cpp.
//
// Holes take the author's own text and values, as they are. Constants; any number of threads.
#pragma once
#include "core/phrase.hpp"

namespace tripline::engine::phrases {

using core::Phrase;

// ---------------------------------------------------------------- values that are not shown as data are

inline constexpr Phrase kTrue{"true", "是"};
inline constexpr Phrase kFalse{"false", "否"};
inline constexpr Phrase kMissing{"missing", "缺失"};
inline constexpr Phrase kUnknown{"unknown ({0})", "未知（{0}）"};
inline constexpr Phrase kMore{", … {0} more", "……另有 {0} 项"};
inline constexpr Phrase kNext{", ", "、"};
inline constexpr Phrase kStep{"{0} step", "{0} 级"};
inline constexpr Phrase kSteps{"{0} steps", "{0} 级"};
inline constexpr Phrase kEverybody{"all", "全体"};

// ---------------------------------------------------------------- comparisons: value, limit

inline constexpr Phrase kEquals{"{0} equals {1}", "{0} 等于 {1}"};
inline constexpr Phrase kIsNot{"{0} is not {1}", "{0} 不等于 {1}"};
inline constexpr Phrase kIsBelow{"{0} is below {1}", "{0} 低于 {1}"};
inline constexpr Phrase kIsNotBelow{"{0} is not below {1}", "{0} 不低于 {1}"};
inline constexpr Phrase kIsAtLeast{"{0} is at least {1}", "{0} 不低于 {1}"};
inline constexpr Phrase kExceeds{"{0} exceeds {1}", "{0} 超过 {1}"};
inline constexpr Phrase kDoesNotExceed{"{0} does not exceed {1}", "{0} 不超过 {1}"};
inline constexpr Phrase kIsBefore{"{0} is before {1}", "{0} 早于 {1}"};
inline constexpr Phrase kIsNotBefore{"{0} is not before {1}", "{0} 不早于 {1}"};
inline constexpr Phrase kIsAfter{"{0} is after {1}", "{0} 晚于 {1}"};
inline constexpr Phrase kIsNotAfter{"{0} is not after {1}", "{0} 不晚于 {1}"};
// A time and a day.
inline constexpr Phrase kIsOnDay{"{0} is {1}", "{0} 在 {1} 当日"};
inline constexpr Phrase kIsNotOnDay{"{0} is not {1}", "{0} 不在 {1} 当日"};

// ---------------------------------------------------------------- other conditions

inline constexpr Phrase kIsTrue{"{0} = true", "{0} = 是"};
inline constexpr Phrase kIsFalse{"{0} = false", "{0} = 否"};
inline constexpr Phrase kIsGiven{"{0} is given", "{0} 有值"};
inline constexpr Phrase kIsMissing{"{0} is missing", "{0} 缺失"};
inline constexpr Phrase kIsInSet{"{0} is in ({1})", "{0} 属于（{1}）"};
inline constexpr Phrase kIsNotInSet{"{0} is not in ({1})", "{0} 不属于（{1}）"};
inline constexpr Phrase kIsIn{"{0} is in {1}", "{0} 属于 {1}"};
inline constexpr Phrase kIsNotIn{"{0} is not in {1}", "{0} 不属于 {1}"};
inline constexpr Phrase kIsInArea{"{0} is in \"{1}\"", "{0} 位于“{1}”之内"};
inline constexpr Phrase kIsNotInArea{"{0} is not in \"{1}\"", "{0} 不在“{1}”之内"};
inline constexpr Phrase kMatches{"{0} matches \"{1}\"", "{0} 匹配“{1}”"};
inline constexpr Phrase kDoesNotMatch{"{0} does not match \"{1}\"", "{0} 不匹配“{1}”"};
inline constexpr Phrase kIsInHours{"{0} = {1}, {2} there, is in {3}", "{0} = {1}（当地 {2}）属于 {3}"};
inline constexpr Phrase kIsNotInHours{"{0} = {1}, {2} there, is not in {3}", "{0} = {1}（当地 {2}）不属于 {3}"};
// The keyword before a range, as authors write it (docs/keywords.md).
inline constexpr Phrase kInWord{" in ", "属于"};
inline constexpr Phrase kHolds{"{0} holds", "{0} 成立"};
inline constexpr Phrase kDoesNotHold{"{0} does not hold", "{0} 不成立"};
inline constexpr Phrase kHoldsOf{"{0} holds: {1}", "{0} 成立：{1}"};
inline constexpr Phrase kDoesNotHoldOf{"{0} does not hold: {1}", "{0} 不成立：{1}"};

// ---------------------------------------------------------------- what is made of them

inline constexpr Phrase kAnd{"{0} and {1}", "{0}，且 {1}"};
inline constexpr Phrase kWhile{"{0}, while {1}",
                               "{0}，当时 {1}"};         // what was crossed, what the rule asks before it looks
inline constexpr Phrase kFor{" for {0}", "，持续 {0}"};  // behind either

// ---------------------------------------------------------------- duties

inline constexpr Phrase kAnswerWhere{"{0} where {1}", "{0}（其中 {1}）"};
inline constexpr Phrase kEitherAnswer{" or ", "或 "};
inline constexpr Phrase kNoneBy{"no {0} by {1}", "截至 {1} 未见 {0}"};
inline constexpr Phrase kNoneForLonger{"no {0} for longer than {1}", "超过 {1} 未见 {0}"};
inline constexpr Phrase kNoLongerHolds{"while {0} no longer holds", "期间条件 {0} 不再成立"};

// ---------------------------------------------------------------- limits reached, elements refused

inline constexpr Phrase kOpenDuties{
    "more open duties of one rule and subject than the limit allows: further ones are not opened",
    "同一规则同一主体的待履行义务超过上限：不再产生新的义务"};
inline constexpr Phrase kIds{"more ids to remember than the limit allows: the oldest are forgotten",
                             "须记住的编号超过上限：最早的不再保留"};
inline constexpr Phrase kQueue{
    "more elements wait for the watermark than the limit allows: the oldest instants are judged at once",
    "等待水位线的数据超过上限：最早的时刻立即判定"};
inline constexpr Phrase kSubjects{"more subjects than the limit allows: elements of further ones are rejected",
                                  "主体数量超过上限：新主体的数据不予受理"};
inline constexpr Phrase kSubjectsAlready{"there are {0} subjects already", "主体已有 {0} 个"};
inline constexpr Phrase kWindowElements{
    "a window holds more elements than the limit allows: it is unknown until those dropped would have left",
    "窗口内的数据超过上限：在被丢弃的数据本应移出窗口之前，其值未知"};
inline constexpr Phrase kWindowStretches{
    "a window holds more stretches than the limit allows: it is unknown until those dropped would have left",
    "窗口内的时段超过上限：在被丢弃的时段本应移出窗口之前，其值未知"};
inline constexpr Phrase kIdConflict{"another element of {0} came with this id and other contents",
                                    "{0} 已有一条编号相同而内容不同的数据"};
inline constexpr Phrase kFuture{"its time is more than {0} past the time of receipt", "其时刻比接收时刻晚 {0} 以上"};
inline constexpr Phrase kLeftOut{"left out: the record would be longer than 65,535 bytes",
                                 "略去：否则该记录将超过 65,535 字节"};

}  // namespace tripline::engine::phrases
