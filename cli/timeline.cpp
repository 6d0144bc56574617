#include "cli/timeline.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/words.hpp"

namespace tripline::cli {
namespace {

using engine::ExpectationResult;
using engine::Happening;

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

std::string instants(const std::vector<core::Time>& times, core::Time zero) {
  std::vector<std::string> texts;
  for (const core::Time t : times) texts.push_back(offset_text(t - zero));
  texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
  return fmt::format("{}", fmt::join(texts, ", "));
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

std::string shortfall(const ExpectationResult& e, core::Time zero) {
  const dsl::model::Expectation& what = *e.what;
  std::string text = printable(what.text);
  // In a repetition what is written counts from its beginning.
  if (e.at && what.at && zero + *what.at != *e.at) text += " (" + offset_text(*e.at - zero) + ")";
  text += ": ";
  if (what.nothing_else) return text + counted(e.count, "verdict") + " besides what is expected";
  const std::string count = count_text(e.count);
  if (what.outcome == dsl::model::Outcome::open) {
    if (what.times) return text + (e.count == 1 ? count + " is owed then" : count + " are owed then");
    return text + (e.found.empty() ? "it was never opened" : "none is owed then");
  }
  if (e.found.empty()) return text + "it did not happen";
  const std::string when = instants(e.found, zero);
  if (e.count > 0) return text + fmt::format("it happened {}: {}", e.count == 1 ? "once" : count + " times", when);
  return text + fmt::format("it happened {}at {}", what.at ? "otherwise, " : "for others, ", when);
}

std::string told(const Happening& h) {
  std::string text = h.rule.empty() ? "an element was " + h.what : h.rule + " " + h.what;
  if (!h.subject.empty() && h.subject != "all") text += ", " + printable(h.subject);
  if (!h.because.empty()) text += ": " + printable(h.because);
  return text;
}

std::vector<TimelineRow> timeline(const engine::ScenarioResult& result) {
  std::vector<TimelineRow> rows;
  for (const Happening& h : result.happenings)
    rows.push_back({h.unexpected ? Mark::besides : h.expected ? Mark::expected : Mark::none, h.at, told(h)});
  for (const ExpectationResult& e : result.expectations) {
    if (!e.holds && e.at) rows.push_back({Mark::lacking, *e.at, "expected: " + printable(e.what->text)});
  }
  std::stable_sort(rows.begin(), rows.end(), [](const TimelineRow& a, const TimelineRow& b) { return a.at < b.at; });
  return rows;
}

std::string failure_text(const engine::ScenarioResult& result, const core::Zone& zone, const Paint& paint,
                         const std::string& indent) {
  const core::Time zero = result.scenario->start;
  std::string text;
  for (const ExpectationResult& e : result.expectations) {
    if (!e.holds) text += indent + paint(Ink::red, "expected") + " " + shortfall(e, zero) + "\n";
  }
  for (const Happening& h : result.happenings) {
    if (h.what == "rejected") text += indent + paint(Ink::red, "rejected") + " " + printable(h.because) + "\n";
  }
  const std::vector<TimelineRow> rows = timeline(result);
  if (rows.empty()) return text + indent + "nothing happened\n";
  std::vector<std::string> offsets, clocks;
  std::size_t offset_width = 0, clock_width = 0;
  const std::size_t shown = std::min(rows.size(), kMostRows);
  for (std::size_t i = 0; i < shown; ++i) {
    offsets.push_back(rows[i].at == core::kAlways ? "" : offset_text(rows[i].at - zero));
    clocks.push_back(rows[i].at == core::kAlways ? "" : local_text(rows[i].at, zone));
    offset_width = std::max(offset_width, offsets.back().size());
    clock_width = std::max(clock_width, clocks.back().size());
  }
  text += indent + "what happened (= expected, + besides, - lacking):\n";
  for (std::size_t i = 0; i < shown; ++i) {
    text += indent + paint(ink(rows[i].mark), sign(rows[i].mark)) + " " + padded(offsets[i], offset_width) + "  " +
            paint(Ink::faint, padded(clocks[i], clock_width)) + "  " + paint(ink(rows[i].mark), rows[i].text) + "\n";
  }
  if (shown < rows.size()) text += indent + fmt::format("  and {} more\n", count_text(rows.size() - shown));
  return text;
}

}  // namespace tripline::cli
