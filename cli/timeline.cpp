#include "cli/timeline.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tripline::cli {
namespace {

using core::Phrase;
using engine::ExpectationResult;
using engine::Happening;

constexpr Phrase kSaid{"{0}: {1}", "{0}：{1}"};
constexpr Phrase kInRepetition{"{0} ({1})", "{0}（{1}）"};
constexpr Noun kBesides{{"no verdicts besides what is expected", "预期之外没有判定"},
                        {"{0} verdict besides what is expected", "预期之外另有 {0} 项判定"},
                        {"{0} verdicts besides what is expected", "预期之外另有 {0} 项判定"}};
constexpr Phrase kOneOwed{"{0} is owed then", "届时待履行 {0} 项"};
constexpr Phrase kSomeOwed{"{0} are owed then", "届时待履行 {0} 项"};
constexpr Phrase kNeverOpened{"it was never opened", "从未产生该义务"};
constexpr Phrase kNoneOwed{"none is owed then", "届时没有待履行的"};
constexpr Phrase kDidNotHappen{"it did not happen", "没有发生"};
constexpr Phrase kHappenedOnce{"it happened once: {0}", "发生 1 次：{0}"};
constexpr Phrase kHappened{"it happened {0} times: {1}", "发生 {0} 次：{1}"};
constexpr Phrase kHappenedOtherwise{"it happened otherwise, at {0}", "在其他时刻发生：{0}"};
constexpr Phrase kHappenedToOthers{"it happened for others, at {0}", "对其他主体发生：{0}"};
constexpr Phrase kNextInstant{", ", "、"};
constexpr Phrase kOfElement{"an element was {0}", "有一条数据：{0}"};
constexpr Phrase kOfRule{"{0} {1}", "{0} {1}"};
constexpr Phrase kExpectedThen{"expected: {0}", "预期：{0}"};
constexpr Phrase kExpected{"expected", "预期"};
constexpr Phrase kRefused{"rejected", "拒收"};
constexpr Phrase kNothingHappened{"nothing happened", "没有发生任何事项"};
constexpr Phrase kWhatHappened{"what happened (= expected, + besides, - lacking):",
                               "实际发生（= 符合预期，+ 预期之外，- 未发生）："};
constexpr Phrase kMore{"and {0} more", "另有 {0} 项"};

const char* sign(Mark mark) {
  switch (mark) {
    case Mark::none: return " ";
    case Mark::expected: return "=";
    case Mark::besides: return "+";
    case Mark::lacking: return "-";
  }
  return " ";
}

Ink ink(Mark mark) {
  switch (mark) {
    case Mark::none: return Ink::plain;
    case Mark::expected: return Ink::green;
    case Mark::besides:
    case Mark::lacking: return Ink::red;
  }
  return Ink::plain;
}

std::string padded(const std::string& text, std::size_t width) {
  return text + std::string(width > text.size() ? width - text.size() : 0, ' ');
}

std::string instants(const std::vector<core::Time>& times, core::Time zero, const Speech& said) {
  std::vector<std::string> texts;
  for (const core::Time t : times) texts.push_back(offset_text(t - zero));
  texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
  return fmt::format("{}", fmt::join(texts, said(kNextInstant)));
}

}  // namespace

std::string offset_text(core::Duration after_zero) {
  std::string text = core::print_duration(after_zero);
  // "3 h 3 s": a plus after each unit but the last.
  std::size_t blanks = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != ' ' || ++blanks % 2 != 0) continue;
    text.replace(i, 1, " + ");
    i += 2;
  }
  return text;
}

std::string local_text(core::Time t, const core::Zone& zone) {
  const core::Time shown = static_cast<core::Time>(zone.day(t)) * core::kDay + zone.time_of_day(t);
  const core::Duration offset = shown - t;
  constexpr core::Duration kMinute = 60 * core::kSecond;
  // Some zones were off by seconds, long ago.
  if (offset == 0 || offset % kMinute != 0) return core::print_rfc3339(t);
  std::string text = core::print_rfc3339(shown);
  text.pop_back();
  const core::Duration minutes = (offset < 0 ? -offset : offset) / kMinute;
  return fmt::format("{}{}{:02}:{:02}", text, offset < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

namespace {

// What is wrong with an expectation.
std::string wrong(const ExpectationResult& e, core::Time zero, const Speech& said) {
  const dsl::model::Expectation& what = *e.what;
  if (what.nothing_else) return said.counted(e.count, kBesides);
  const std::string count = count_text(e.count);
  if (what.outcome == dsl::model::Outcome::open) {
    if (what.times) return said(e.count == 1 ? kOneOwed : kSomeOwed, {count});
    return said(e.found.empty() ? kNeverOpened : kNoneOwed);
  }
  if (e.found.empty()) return said(kDidNotHappen);
  const std::string when = instants(e.found, zero, said);
  if (e.count == 1) return said(kHappenedOnce, {when});
  if (e.count > 1) return said(kHappened, {count, when});
  return said(what.at ? kHappenedOtherwise : kHappenedToOthers, {when});
}

}  // namespace

std::string shortfall(const ExpectationResult& e, core::Time zero, const Speech& said) {
  std::string text = printable(e.what->text);
  // In a repetition what is written counts from its beginning.
  if (e.at && e.what->at && zero + *e.what->at != *e.at) text = said(kInRepetition, {text, offset_text(*e.at - zero)});
  return said(kSaid, {text, wrong(e, zero, said)});
}

std::string told(const Happening& h, const Speech& said) {
  const std::string what = engine::said(h).in(said.language());
  std::string text = h.rule.empty() ? said(kOfElement, {what}) : said(kOfRule, {h.rule, what});
  if (!h.subject.empty() && h.subject != "all") said.list(text, printable(h.subject));
  return h.because.empty() ? text : said(kSaid, {text, printable(h.because)});
}

std::vector<TimelineRow> timeline(const engine::ScenarioResult& result, const Speech& said) {
  std::vector<TimelineRow> rows;
  for (const Happening& h : result.happenings)
    rows.push_back({h.unexpected ? Mark::besides : h.expected ? Mark::expected : Mark::none, h.at, told(h, said)});
  for (const ExpectationResult& e : result.expectations) {
    if (!e.holds && e.at) rows.push_back({Mark::lacking, *e.at, said(kExpectedThen, {printable(e.what->text)})});
  }
  std::stable_sort(rows.begin(), rows.end(), [](const TimelineRow& a, const TimelineRow& b) { return a.at < b.at; });
  return rows;
}

std::string failure_text(const engine::ScenarioResult& result, const core::Zone& zone, const Paint& paint,
                         const Speech& said, const std::string& indent) {
  const core::Time zero = result.scenario->start;
  std::string text;
  for (const ExpectationResult& e : result.expectations) {
    if (!e.holds) text += indent + paint(Ink::red, said(kExpected)) + " " + shortfall(e, zero, said) + "\n";
  }
  for (const Happening& h : result.happenings) {
    if (h.what == "rejected") text += indent + paint(Ink::red, said(kRefused)) + " " + printable(h.because) + "\n";
  }
  const std::vector<TimelineRow> rows = timeline(result, said);
  if (rows.empty()) return text + indent + said(kNothingHappened) + "\n";
  std::vector<std::string> offsets, clocks;
  std::size_t offset_width = 0, clock_width = 0;
  const std::size_t shown = std::min(rows.size(), kMostRows);
  for (std::size_t i = 0; i < shown; ++i) {
    offsets.push_back(rows[i].at == core::kAlways ? "" : offset_text(rows[i].at - zero));
    clocks.push_back(rows[i].at == core::kAlways ? "" : local_text(rows[i].at, zone));
    offset_width = std::max(offset_width, offsets.back().size());
    clock_width = std::max(clock_width, clocks.back().size());
  }
  text += indent + said(kWhatHappened) + "\n";
  for (std::size_t i = 0; i < shown; ++i) {
    text += indent + paint(ink(rows[i].mark), sign(rows[i].mark)) + " " + padded(offsets[i], offset_width) + "  " +
            paint(Ink::faint, padded(clocks[i], clock_width)) + "  " + paint(ink(rows[i].mark), rows[i].text) + "\n";
  }
  if (shown < rows.size()) text += indent + "  " + said(kMore, {count_text(rows.size() - shown)}) + "\n";
  return text;
}

}  // namespace tripline::cli
