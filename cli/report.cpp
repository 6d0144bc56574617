#include "cli/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "cli/table.hpp"
#include "cli/words.hpp"

namespace tripline::cli {
namespace {

using engine::RuleSummary;
using engine::RunSummary;

constexpr std::size_t kTypesTold = 5;

core::Duration blind_time(const RuleSummary& rule) {
  core::Duration total = 0;
  for (const auto& [reason, length] : rule.blind) total = core::add_clamped(total, length);
  return total;
}

bool was_blind(const RuleSummary& rule) { return blind_time(rule) > 0 || rule.blind_events > 0; }

// "2 h 3 min", "2 h 3 min and 3 occurrences"
std::string blind_text(const RuleSummary& rule) {
  const std::string time = rough_duration(blind_time(rule));
  if (rule.blind_events == 0) return time;
  const std::string occurrences = counted(rule.blind_events, "occurrence");
  return blind_time(rule) > 0 ? time + " and " + occurrences : occurrences;
}

// "stale 2 h, never seen 3 min": the longest first.
std::string blind_reasons(const RuleSummary& rule) {
  std::vector<std::pair<std::string, core::Duration>> reasons(rule.blind.begin(), rule.blind.end());
  std::stable_sort(reasons.begin(), reasons.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  std::string text;
  for (auto& [reason, length] : reasons) {
    if (length == 0) continue;
    std::replace(reason.begin(), reason.end(), '_', ' ');
    text += (text.empty() ? "" : ", ") + reason + " " + rough_duration(length);
  }
  return text;
}

// What has no column of its own: "12 met, 3 missed, 1 cured, 2 pending".
std::string outcomes(const RuleSummary& rule) {
  std::string text;
  const auto add = [&](std::uint64_t count, const char* what) {
    if (count > 0) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count_text(count), what);
  };
  add(rule.met, "met");
  add(rule.missed, "missed");
  add(rule.cured, "cured");
  add(rule.excused, "excused");
  add(rule.pending, "pending at the end");
  add(rule.raised, "raised");
  add(rule.released, "released");
  add(rule.warned, rule.warned == 1 ? "warning" : "warnings");
  add(rule.assessed, rule.assessed == 1 ? "assessment" : "assessments");
  add(rule.open_episodes, rule.open_episodes == 1 ? "episode open at the end" : "episodes open at the end");
  add(rule.late, "by late elements");
  return text;
}

// How the subjects of an assessment stood at last: "at last 3 A, 1 D, the lowest 72 (fleet F)".
std::string last_text(const RuleSummary& rule) {
  if (rule.lowest_score.empty()) return {};
  std::string text;
  for (const auto& [grade, count] : rule.grades)
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count_text(count), printable(grade));
  return fmt::format("at last {}{}the lowest {} ({})", text, text.empty() ? "" : ", ", printable(rule.lowest_score),
                     printable(rule.lowest_subject));
}

// "5.2%", or "-3 mSv" where no share says it.
std::string headroom_text(const RuleSummary& rule) {
  if (!rule.has_headroom) return {};
  return rule.headroom_distance.empty() ? percent_text(rule.least_headroom) : printable(rule.headroom_distance);
}

bool over_the_line(const RuleSummary& rule) {
  return rule.has_headroom &&
         (rule.headroom_distance.empty() ? rule.least_headroom < 0 : rule.headroom_distance[0] == '-');
}

// Tolerance and a band of warning are a limit's.
bool may_be_near(const RuleSummary& rule) { return rule.kind == "limit"; }

std::string worst_text(const RuleSummary& rule) {
  const std::string value = printable(rule.worst_value), subject = printable(rule.worst_subject);
  return value.empty() || subject.empty() ? value + subject : value + ", " + subject;
}

// ---------------------------------------------------------------- rules

std::string rule_table(const RunSummary& summary, const Surface& surface) {
  const std::vector<Column> columns{{"rule", false, 12, 1},  {"violations", true}, {"tolerated", true}, {"near", true},
                                    {"worst", false, 10, 2}, {"headroom", true},   {"blind", false, 9}};
  std::vector<std::vector<Cell>> rows;
  const auto figure = [](std::uint64_t count, Ink ink) {
    return Cell{count_text(count), count == 0 ? Ink::faint : ink};
  };
  const auto figure_of_limit = [&](const RuleSummary& rule, std::uint64_t count) {
    return may_be_near(rule) ? figure(count, Ink::yellow) : Cell{};
  };
  for (const RuleSummary& rule : summary.rules) {
    rows.push_back({{rule.rule},
                    figure(rule.violations, Ink::red),
                    figure_of_limit(rule, rule.tolerated),
                    figure_of_limit(rule, rule.near),
                    {worst_text(rule)},
                    {headroom_text(rule), over_the_line(rule) ? Ink::red : Ink::plain},
                    {was_blind(rule) ? blind_text(rule) : "0 s", was_blind(rule) ? Ink::yellow : Ink::faint}});
  }
  return lay_out(columns, rows, surface.width, Paint(surface.colour));
}

std::string rule_notes(const RunSummary& summary) {
  std::string text;
  for (const RuleSummary& rule : summary.rules) {
    const std::string also = outcomes(rule);
    if (!also.empty()) text += fmt::format("{}: {}\n", rule.rule, also);
    if (const std::string last = last_text(rule); !last.empty()) text += fmt::format("{}: {}\n", rule.rule, last);
    const std::string reasons = blind_reasons(rule);
    if (!reasons.empty())
      text += fmt::format("{}: blind {}: {}\n", rule.rule, rough_duration(blind_time(rule)), reasons);
  }
  return text;
}

std::string rule_lines(const RunSummary& summary) {
  std::string text;
  for (const RuleSummary& rule : summary.rules) {
    text += fmt::format("rule {}: {}", rule.rule, counted(rule.violations, "violation"));
    if (may_be_near(rule))
      text += fmt::format(", {} tolerated, {} near", count_text(rule.tolerated), count_text(rule.near));
    for (const std::string& also : {outcomes(rule), last_text(rule)})
      if (!also.empty()) text += ", " + also;
    if (rule.has_headroom) text += fmt::format(", least headroom {} ({})", headroom_text(rule), worst_text(rule));
    if (was_blind(rule)) {
      const std::string reasons = blind_reasons(rule);
      text += ", blind " + blind_text(rule) + (reasons.empty() ? "" : ": " + reasons);
    }
    text += '\n';
  }
  return text;
}

// ---------------------------------------------------------------- violations

// The instants of one report line up under each other on a terminal; elsewhere each violation is one line.
std::string violation_text(const Highlight& told, const Surface& surface, const Paint& paint) {
  const std::string head = fmt::format("{} {}{}{}", core::print_rfc3339(told.at), told.rule,
                                       told.subject.empty() ? "" : ", ", printable(told.subject)) +
                           (told.late ? " (late)" : "");
  std::vector<std::string> sentences;
  for (const std::string* sentence : {&told.message, &told.because}) {
    if (!sentence->empty()) sentences.push_back(printable(*sentence));
  }
  if (!surface.terminal)
    return fmt::format("violation {}{}{}\n", head, sentences.empty() ? "" : ": ", fmt::join(sentences, "; "));
  std::string text = "  " + paint(Ink::strong, head) + "\n";
  for (const std::string& sentence : sentences) text += "    " + sentence + "\n";
  return text;
}

std::string violations(const RunFacts& facts, const RunSummary& summary, const Recorder& recorder,
                       const Surface& surface) {
  const Paint paint(surface.colour);
  std::string text;
  for (const Highlight& told : recorder.violations()) text += violation_text(told, surface, paint);
  const std::uint64_t total = summary.violations();
  if (total > recorder.violations().size() && !recorder.violations().empty()) {
    text +=
        fmt::format("{}and {} more{}\n", surface.terminal ? "  " : "", count_text(total - recorder.violations().size()),
                    facts.records_kept ? "" : " (--records FILE keeps them all)");
  }
  return text;
}

// ---------------------------------------------------------------- what was not looked at

std::string unseen(const RunSummary& summary, const Recorder& recorder, const Paint& paint) {
  std::string text;
  for (const std::string& limit : recorder.limits()) {
    text += paint(Ink::yellow, "limit reached") + ": " + printable(limit) + "\n";
  }
  if (summary.rejected > 0) {
    std::string reasons;
    for (const auto& [code, count] : summary.rejected_reasons) {
      reasons += fmt::format("{}{} {}", reasons.empty() ? "" : ", ", count_text(count), code);
    }
    text += paint(Ink::yellow, fmt::format("{} rejected", count_text(summary.rejected))) +
            (reasons.empty() ? "" : ": " + reasons) + "\n";
    for (const Refusal& refusal : recorder.refusals()) {
      std::string where = refusal.source == "-" ? "standard input" : printable(refusal.source);
      if (refusal.position > 0)
        where += fmt::format("{}element {}", where.empty() ? "" : ", ", count_text(refusal.position));
      text += fmt::format("  {}{}{}\n", where, where.empty() ? "" : ": ",
                          printable(refusal.text.empty() ? refusal.code : refusal.text));
    }
    if (summary.rejected > recorder.refusals().size() && !recorder.refusals().empty()) {
      text += fmt::format("  and {} more\n", count_text(summary.rejected - recorder.refusals().size()));
    }
  }
  if (summary.late > 0) {
    text += paint(Ink::yellow, fmt::format("{} late", count_text(summary.late))) +
            ": older than their source's watermark, held against red lines alone\n";
  }
  if (summary.duplicate > 0)
    text += fmt::format("{} duplicate: seen before, counted once\n", count_text(summary.duplicate));
  if (summary.unread > 0) {
    std::vector<std::pair<std::string, std::uint64_t>> types(summary.unread_types.begin(), summary.unread_types.end());
    std::stable_sort(types.begin(), types.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
    std::string names;
    for (std::size_t i = 0; i < types.size() && i < kTypesTold; ++i) {
      names += fmt::format("{}{} of '{}'", names.empty() ? "" : ", ", count_text(types[i].second),
                           printable(types[i].first));
    }
    if (types.size() > kTypesTold) names += ", …";
    text += fmt::format("{} unread: no stream of the pack takes their type{}\n", count_text(summary.unread),
                        names.empty() ? "" : ": " + names);
  }
  return text;
}

std::string closing(const RunFacts& facts, const RunSummary& summary, const Paint& paint) {
  std::string text;
  const std::uint64_t total = summary.violations();
  if (total > 0) {
    text += paint(Ink::red, counted(total, "violation")) + "\n";
  } else if (std::any_of(summary.rules.begin(), summary.rules.end(), was_blind)) {
    text += paint(Ink::yellow, "no violation found while blind is not compliance") + "\n";
    text += "no violations where the rules could see\n";
  } else {
    text += paint(Ink::green, "no violations") + "\n";
  }
  if (facts.interrupted) text += paint(Ink::yellow, "interrupted: this is what was read until then") + "\n";
  return text;
}

}  // namespace

std::string report(const RunFacts& facts, const RunSummary& summary, const Recorder& recorder, const Surface& surface) {
  const Paint paint(surface.colour);
  std::string text = paint(Ink::strong, facts.pack) + ": " + counted(summary.read, "element") + " from " +
                     counted(facts.sources, "source") + ", " + counted(summary.subjects, "subject") + "\n";
  const std::string blank = surface.terminal ? "\n" : "";
  const auto section = [&](const std::string& part) {
    if (!part.empty()) text += blank + part;
  };
  if (surface.terminal) {
    if (!summary.rules.empty()) section(rule_table(summary, surface));
    section(rule_notes(summary));
  } else {
    section(rule_lines(summary));
  }
  section(violations(facts, summary, recorder, surface));
  section(unseen(summary, recorder, paint));
  section(closing(facts, summary, paint));
  return text;
}

}  // namespace tripline::cli
