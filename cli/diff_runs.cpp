#include "cli/diff_runs.hpp"

#include <algorithm>

#include "cli/table.hpp"
#include "cli/words.hpp"

namespace tripline::cli {
namespace {

using core::Language;
using core::Phrase;
using core::Text;
using dsl::model::Outcome;
using engine::RuleSummary;
using engine::RuleVersus;
using engine::SubjectVersus;
using engine::VerdictChange;

constexpr std::size_t kSubjectsTold = 5;  // of one rule
constexpr std::size_t kChangesTold = 3;   // of one subject

constexpr Phrase kHead{"the same telemetry for both, elements: {0}, subjects: {1}",
                       "两者所用遥测数据相同，数据{0}条，主体{1}个"};
constexpr Phrase kSameFindings{"both versions record the same", "两个版本记录的结果相同"};
constexpr Phrase kRule{"rule", "规则"};
constexpr Phrase kViolations{"violations", "违规"};
constexpr Phrase kTolerated{"tolerated", "容许"};
constexpr Phrase kNear{"near", "临近"};
constexpr Phrase kRaised{"raised", "触发"};
constexpr Phrase kWarned{"warnings", "预警"};
constexpr Phrase kBlind{"blind", "不可见"};
constexpr Phrase kSubjects{"verdict changes for", "裁定改变的主体"};
constexpr Phrase kWhole{"the pack as a whole", "规则包整体"};
constexpr Phrase kMoreSubjects{"and {0} more subjects (--all shows them)", "另有{0}个主体（--all可全部显示）"};
constexpr Phrase kMoreChanges{"and {0} more (--all shows them)", "另有{0}处（--all可全部显示）"};
constexpr Phrase kBecause{"{0}: {1}", "{0}：{1}"};
constexpr Phrase kNew{"new: {0} at {1}", "新增：{1}{0}"};
constexpr Phrase kGone{"no longer: {0} at {1}", "不再：{1}{0}"};
constexpr Phrase kSooner{"{0} sooner: {1} instead of {2}", "{0}提前：{1}（原为{2}）"};
constexpr Phrase kLater{"{0} later: {1} instead of {2}", "{0}推后：{1}（原为{2}）"};
constexpr Phrase kNowViolated{"newly in violation", "新违规"};
constexpr Phrase kNoLonger{"no longer in violation", "不再违规"};
constexpr Phrase kRejected{"rejected: {0} → {1}", "被拒收：{0} → {1}"};
constexpr Phrase kLate{"late: {0} → {1}", "迟到：{0} → {1}"};
constexpr Phrase kDuplicate{"duplicate: {0} → {1}", "重复：{0} → {1}"};
constexpr Phrase kUnread{"of no stream: {0} → {1}", "不属于任何数据流：{0} → {1}"};
constexpr Phrase kReason{"  {0}: {1} → {2}", "  {0}：{1} → {2}"};

Text outcome_text(Outcome o) {
  constexpr Phrase kViolation{"violation", "违规"};
  constexpr Phrase kLateViolation{"violation by a late element", "迟到数据的违规"};
  constexpr Phrase kTolerance{"tolerated breach", "容许的违反"};
  constexpr Phrase kNearEpisode{"near", "临近"};
  constexpr Phrase kMissed{"duty missed", "义务未履行"};
  constexpr Phrase kRaise{"raised", "触发"};
  constexpr Phrase kWarning{"warning", "预警"};
  switch (o) {
    case Outcome::violated: return kViolation;
    case Outcome::late: return kLateViolation;
    case Outcome::tolerated: return kTolerance;
    case Outcome::near: return kNearEpisode;
    case Outcome::missed: return kMissed;
    case Outcome::raised: return kRaise;
    case Outcome::warned: return kWarning;
    case Outcome::met:
    case Outcome::cured:
    case Outcome::excused:
    case Outcome::open:
    case Outcome::released:
    case Outcome::blind: break;
  }
  return dsl::model::outcome_word(o);
}

core::Duration blind_time(const RuleSummary& rule) {
  core::Duration total = 0;
  for (const auto& [reason, length] : rule.blind) total = core::add_clamped(total, length);
  return total;
}

class Report {
 public:
  Report(const DiffFacts& facts, Language language, const Surface& surface)
      : facts_(facts), runs_(*facts.runs), language_(language), surface_(surface), paint_(surface.colour) {}

  std::string run() {
    const engine::RunSummary &a = runs_.old_run, &b = runs_.new_run;
    out_ +=
        paint_(Ink::strong,
               in(Text(kHead, count_text(std::max(a.read, b.read)), count_text(std::max(a.subjects, b.subjects))))) +
        "\n";
    seen();
    out_ += table();
    for (const RuleVersus& r : runs_.rules) changes(r);
    if (runs_.same()) out_ += in(kSameFindings) + "\n";
    return std::move(out_);
  }

 private:
  std::string in(const Text& text) const { return printable(text.in(language_)); }

  // What the versions take of the telemetry.
  void seen() {
    const engine::RunSummary &a = runs_.old_run, &b = runs_.new_run;
    const auto tell = [&](const Phrase& phrase, std::uint64_t x, std::uint64_t y) {
      if (x != 0 || y != 0)
        out_ += paint_(x == y ? Ink::plain : Ink::yellow, in(Text(phrase, count_text(x), count_text(y)))) + "\n";
    };
    tell(kRejected, a.rejected, b.rejected);
    std::map<std::string, std::pair<std::uint64_t, std::uint64_t>> reasons;
    for (const auto& [code, n] : a.rejected_reasons) reasons[code].first = n;
    for (const auto& [code, n] : b.rejected_reasons) reasons[code].second = n;
    for (const auto& [code, n] : reasons)
      out_ += in(Text(kReason, code, count_text(n.first), count_text(n.second))) + "\n";
    tell(kLate, a.late, b.late);
    tell(kDuplicate, a.duplicate, b.duplicate);
    tell(kUnread, a.unread, b.unread);
  }

  // "2 → 3", red where it is more and green where it is less; empty where there is neither.
  static Cell figure(std::uint64_t before, std::uint64_t after) {
    if (before == 0 && after == 0) return {"0", Ink::faint};
    if (before == after) return {count_text(before), Ink::plain};
    return {count_text(before) + " → " + count_text(after), before < after ? Ink::red : Ink::green};
  }

  std::string table() const {
    struct Figure {
      const Phrase* title;
      std::uint64_t RuleSummary::*count;
    };
    const Figure all[] = {{&kViolations, &RuleSummary::violations},
                          {&kTolerated, &RuleSummary::tolerated},
                          {&kNear, &RuleSummary::near},
                          {&kRaised, &RuleSummary::raised},
                          {&kWarned, &RuleSummary::warned}};
    std::vector<Figure> figures;
    for (const Figure& f : all) {
      const bool any = std::any_of(runs_.rules.begin(), runs_.rules.end(), [&](const RuleVersus& r) {
        return r.old_summary.*f.count != 0 || r.new_summary.*f.count != 0;
      });
      if (any || f.title == &kViolations) figures.push_back(f);
    }
    const bool blind = std::any_of(runs_.rules.begin(), runs_.rules.end(), [](const RuleVersus& r) {
      return blind_time(r.old_summary) != blind_time(r.new_summary);
    });
    std::vector<Column> columns{{in(kRule), false, 12, 1}};
    for (const Figure& f : figures) columns.push_back({in(*f.title), true});
    columns.push_back({in(kSubjects), true});
    if (blind) columns.push_back({in(kBlind), true});
    std::vector<std::vector<Cell>> rows;
    for (const RuleVersus& r : runs_.rules) {
      std::vector<Cell> row{{printable(r.rule()), Ink::plain}};
      for (const Figure& f : figures) row.push_back(figure(r.old_summary.*f.count, r.new_summary.*f.count));
      row.push_back({count_text(r.subjects.size()), r.subjects.empty() ? Ink::faint : Ink::yellow});
      if (blind) {
        const core::Duration x = blind_time(r.old_summary), y = blind_time(r.new_summary);
        row.push_back({x == y ? rough_duration(x) : rough_duration(x) + " → " + rough_duration(y),
                       x == y ? Ink::faint : Ink::yellow});
      }
      rows.push_back(std::move(row));
    }
    return lay_out(columns, rows, surface_.terminal ? surface_.width : std::size_t{1000}, paint_);
  }

  void changes(const RuleVersus& r) {
    if (r.subjects.empty()) return;
    out_ += "\n" + paint_(Ink::strong, printable(r.rule())) + "\n";
    std::size_t told = 0;
    for (const SubjectVersus& s : r.subjects) {
      if (!facts_.all && told == kSubjectsTold && r.subjects.size() > kSubjectsTold + 1) {
        out_ += "  " + in(Text(kMoreSubjects, count_text(r.subjects.size() - told))) + "\n";
        return;
      }
      ++told;
      subject(s);
    }
  }

  void subject(const SubjectVersus& s) {
    out_ += "  " + (s.subject.empty() ? in(kWhole) : printable(s.subject));
    if (s.violated_now && !s.violated_before) out_ += "  " + paint_(Ink::red, in(kNowViolated));
    if (s.violated_before && !s.violated_now) out_ += "  " + paint_(Ink::green, in(kNoLonger));
    out_ += "\n";
    std::size_t told = 0;
    for (const VerdictChange& c : s.changes) {
      if (!facts_.all && told == kChangesTold && s.changes.size() > kChangesTold + 1) {
        out_ += "    " + in(Text(kMoreChanges, count_text(s.changes.size() - told))) + "\n";
        return;
      }
      ++told;
      out_ += "    " + change(c) + "\n";
    }
  }

  std::string change(const VerdictChange& c) const {
    const Text outcome = outcome_text(c.outcome);
    const auto at = [](core::Time t) { return t == core::kAlways ? std::string("?") : core::print_rfc3339(t); };
    Text said;
    if (c.old_at && c.new_at)
      said = Text(*c.new_at < *c.old_at ? kSooner : kLater, outcome, at(*c.new_at), at(*c.old_at));
    else
      said = c.new_at ? Text(kNew, outcome, at(*c.new_at)) : Text(kGone, outcome, at(*c.old_at));
    return in(c.because.empty() ? said : Text(kBecause, said, c.because));
  }

  const DiffFacts& facts_;
  const engine::Versus& runs_;
  const Language language_;
  const Surface& surface_;
  const Paint paint_;
  std::string out_;
};

core::Json counts(const RuleSummary& s) {
  return core::Json()
      .set("violations", s.violations)
      .set("tolerated", s.tolerated)
      .set("near", s.near)
      .set("missed", s.missed)
      .set("raised", s.raised)
      .set("warned", s.warned)
      .set("late", s.late)
      .set("blind_seconds", static_cast<double>(blind_time(s)) / static_cast<double>(core::kSecond));
}

core::Json seen_json(const engine::RunSummary& s) {
  core::Json reasons{core::Json::Object{}};
  for (const auto& [code, n] : s.rejected_reasons) reasons.set(code, n);
  return core::Json()
      .set("read", s.read)
      .set("rejected", s.rejected)
      .set("rejected_reasons", std::move(reasons))
      .set("late", s.late)
      .set("duplicate", s.duplicate)
      .set("unread", s.unread)
      .set("violations", s.violations());
}

}  // namespace

std::string runs_report(const DiffFacts& facts, Language language, const Surface& surface) {
  return Report(facts, language, surface).run();
}

core::Json runs_json(const DiffFacts& facts) {
  using core::Json;
  Json rules{Json::Array{}};
  for (const RuleVersus& r : facts.runs->rules) {
    Json subjects{Json::Array{}};
    for (const SubjectVersus& s : r.subjects) {
      Json changes{Json::Array{}};
      for (const VerdictChange& c : s.changes) {
        Json change;
        change.set("outcome", dsl::model::outcome_word(c.outcome));
        if (c.old_at && *c.old_at != core::kAlways) change.set("old_at", core::print_rfc3339(*c.old_at));
        if (c.new_at && *c.new_at != core::kAlways) change.set("new_at", core::print_rfc3339(*c.new_at));
        change.set("only", c.old_at && c.new_at ? "neither" : c.new_at ? "new" : "old");
        if (!c.because.empty()) change.set("because", c.because);
        changes.push(std::move(change));
      }
      subjects.push(Json()
                        .set("subject", s.subject)
                        .set("violated_before", s.violated_before)
                        .set("violated_now", s.violated_now)
                        .set("changes", std::move(changes)));
    }
    Json json;
    json.set("rule", r.rule())
        .set("subjects", std::move(subjects))
        .set("subjects_unchanged", static_cast<std::uint64_t>(r.unchanged));
    if (!r.old_rule.empty()) json.set("old", counts(r.old_summary));
    if (!r.new_rule.empty()) json.set("new", counts(r.new_summary));
    rules.push(std::move(json));
  }
  return Json()
      .set("old", seen_json(facts.runs->old_run))
      .set("new", seen_json(facts.runs->new_run))
      .set("same", facts.runs->same())
      .set("rules", std::move(rules));
}

}  // namespace tripline::cli
