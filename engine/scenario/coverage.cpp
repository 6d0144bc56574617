#include "engine/scenario/coverage.hpp"

#include "engine/plan/conditions.hpp"

namespace tripline::engine {

namespace {

constexpr std::size_t kMostText = 120;

// On one line, cut where it is long.
std::string on_one_line(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (!blank)
      out += c;
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
  }
  if (out.size() <= kMostText) return out;
  out.resize(kMostText);
  while ((static_cast<unsigned char>(out.back()) & 0xC0U) == 0x80U) out.pop_back();
  out.pop_back();
  return out + "…";
}

}  // namespace

CoverageBook::CoverageBook(const model::Pack& pack) {
  for (const model::Rule& r : pack.rules) rules_.push_back({r.name, {}, {}, {}});
}

void CoverageBook::begin(const std::shared_ptr<const model::Pack>& pack) {
  whole_.assign(rules_.size(), {});
  const auto [known, fresh] = known_.try_emplace(pack.get());
  current_ = &known->second;
  if (!fresh) return;
  current_->pack = pack;
  for (const model::Expr* e : atomic_conditions(*plan(pack))) {
    ConditionCoverage& c = conditions_[{e->at.file, e->at.begin, e->at.end}];
    c.at = e->at;
    c.text = on_one_line(pack->sources->text(e->at));
    current_->atomic.emplace(e, &c);
  }
  for (std::size_t i = 0; i < pack->rules.size(); ++i) {
    const model::Rule& r = pack->rules[i];
    if (const model::Expr* e = r.condition ? r.condition.get() : r.when.get()) current_->whole.emplace(e, i);
  }
}

void CoverageBook::found(const model::Expr& condition, bool truth) {
  if (const auto at = current_->atomic.find(&condition); at != current_->atomic.end())
    (truth ? at->second->seen_true : at->second->seen_false) = true;
  if (const auto at = current_->whole.find(&condition); at != current_->whole.end())
    (truth ? whole_[at->second].yes : whole_[at->second].no) = true;
}

void CoverageBook::end(const std::string& scenario, const RunSummary& summary) {
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    const RuleSummary& s = summary.rules[i];
    rules_[i].kind = s.kind;
    const model::Rule& rule = current_->pack->rules[i];
    // Without a raise an assessment has no good and bad side: that it was given is all there is to try.
    const bool only_given = rule.kind == model::RuleKind::assessment && rule.level == model::kNone;
    const bool violating = s.violations > 0 || s.raised > 0 || s.warned > 0 || (only_given && s.assessed > 0);
    if (violating) rules_[i].violating.push_back(scenario);
    if ((!violating || only_given) && passed(rule, s, whole_[i])) rules_[i].passing.push_back(scenario);
  }
}

bool CoverageBook::passed(const model::Rule& rule, const RuleSummary& summary, Seen seen) const {
  switch (rule.kind) {
    case model::RuleKind::redline:
    case model::RuleKind::limit: return rule.forbid ? seen.no : seen.yes;
    case model::RuleKind::duty:
      return summary.met > 0 || summary.excused > 0 || (rule.due.kind == model::DueKind::every && summary.pending > 0);
    case model::RuleKind::trigger: return summary.subjects > 0 && (!rule.when || seen.no);
    case model::RuleKind::warning: return summary.subjects > 0 && (!rule.condition || seen.no);
    case model::RuleKind::assessment: return summary.assessed > 0;
  }
  return false;
}

Coverage CoverageBook::coverage() const {
  Coverage out{rules_, {}};
  for (const auto& [place, condition] : conditions_) out.conditions.push_back(condition);
  return out;
}

}  // namespace tripline::engine
