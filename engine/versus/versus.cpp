#include "engine/versus/versus.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace tripline::engine {
namespace {

using dsl::model::Outcome;

bool is_violation(Outcome o) { return o == Outcome::violated || o == Outcome::missed || o == Outcome::late; }

std::string episode_of(const core::Record& record) {
  const auto body = nlohmann::json::parse(record.text);
  const auto found = body.find("episode");
  return found != body.end() && found->is_string() ? found->get<std::string>() : std::string();
}

bool overlap(const Finding& a, const Finding& b) {
  const core::Time a_end = a.until.value_or(core::kNever), b_end = b.until.value_or(core::kNever);
  return a.stretch && b.stretch && a.at <= b_end && b.at <= a_end;
}

RuleSummary summary_of(const RunSummary& run, const std::string& rule) {
  const auto found =
      std::find_if(run.rules.begin(), run.rules.end(), [&](const RuleSummary& r) { return r.rule == rule; });
  return found == run.rules.end() ? RuleSummary{} : *found;
}

// What one list has and the other has not. Both in the order of time.
std::vector<VerdictChange> changes(const std::vector<Finding>& old, const std::vector<Finding>& now) {
  std::vector<VerdictChange> out;
  for (const Outcome outcome : {Outcome::violated, Outcome::tolerated, Outcome::near, Outcome::missed, Outcome::raised,
                                Outcome::warned, Outcome::late}) {
    std::vector<const Finding*> before, after;
    for (const Finding& f : old) {
      if (f.outcome == outcome) before.push_back(&f);
    }
    for (const Finding& f : now) {
      if (f.outcome == outcome) after.push_back(&f);
    }
    const auto sooner = [](const Finding* a, const Finding* b) { return a->at < b->at; };
    std::stable_sort(before.begin(), before.end(), sooner);
    std::stable_sort(after.begin(), after.end(), sooner);
    // First what is at the same instant.
    std::vector<const Finding*> only_old, only_new;
    std::size_t i = 0, k = 0;
    while (i < before.size() || k < after.size()) {
      if (k == after.size() || (i < before.size() && before[i]->at < after[k]->at))
        only_old.push_back(before[i++]);
      else if (i == before.size() || after[k]->at < before[i]->at)
        only_new.push_back(after[k++]);
      else
        ++i, ++k;
    }
    // Then what is one stretch in both, and begins at another instant.
    i = k = 0;
    while (i < only_old.size() || k < only_new.size()) {
      const Finding* a = i < only_old.size() ? only_old[i] : nullptr;
      const Finding* b = k < only_new.size() ? only_new[k] : nullptr;
      if (a != nullptr && b != nullptr && overlap(*a, *b)) {
        out.push_back({outcome, a->at, b->at, b->because});
        ++i, ++k;
      } else if (b == nullptr || (a != nullptr && a->at < b->at)) {
        out.push_back({outcome, a->at, std::nullopt, a->because});
        ++i;
      } else {
        out.push_back({outcome, std::nullopt, b->at, b->because});
        ++k;
      }
    }
  }
  std::stable_sort(out.begin(), out.end(), [](const VerdictChange& a, const VerdictChange& b) {
    return a.new_at.value_or(a.old_at.value_or(core::kAlways)) < b.new_at.value_or(b.old_at.value_or(core::kAlways));
  });
  return out;
}

bool violated(const Verdicts::Subject* s) {
  return s != nullptr &&
         std::any_of(s->findings.begin(), s->findings.end(), [](const Finding& f) { return is_violation(f.outcome); });
}

}  // namespace

void Verdicts::write(const core::Record& record) {
  if (record.rule.empty()) return;
  if (record.kind == "violation.closed" || record.kind == "near.closed" || record.kind == "tolerated.closed" ||
      record.kind == "warning.closed") {
    const auto begun = open_.find(episode_of(record));
    if (begun == open_.end()) return;
    (*begun->second.findings)[begun->second.number].until = record.at;
    open_.erase(begun);
    return;
  }
  reader_.write(record);
  for (Happening& h : reader_.take()) {
    if (!h.outcome || !is_remarkable(*h.outcome)) continue;
    Subject& s = rules_[h.rule][h.subject_json];
    s.words = std::move(h.subject);
    const bool stretch = record.kind.ends_with(".opened");
    s.findings.push_back({*h.outcome, h.at, std::nullopt, stretch, std::move(h.because)});
    if (stretch) open_.insert_or_assign(std::move(h.episode), Place{&s.findings, s.findings.size() - 1});
  }
}

const Verdicts::Subjects* Verdicts::of(const std::string& rule) const {
  const auto found = rules_.find(rule);
  return found == rules_.end() ? nullptr : &found->second;
}

Versus versus(const OneRun& old, const OneRun& now, const std::vector<std::pair<std::string, std::string>>& rules) {
  static const Verdicts::Subjects kNobody;
  Versus out;
  out.old_run = old.summary;
  out.new_run = now.summary;
  for (const auto& [old_rule, new_rule] : rules) {
    RuleVersus r;
    r.old_rule = old_rule;
    r.new_rule = new_rule;
    r.old_summary = summary_of(old.summary, old_rule);
    r.new_summary = summary_of(now.summary, new_rule);
    const Verdicts::Subjects* before = old_rule.empty() ? nullptr : old.verdicts.of(old_rule);
    const Verdicts::Subjects* after = new_rule.empty() ? nullptr : now.verdicts.of(new_rule);
    if (before == nullptr) before = &kNobody;
    if (after == nullptr) after = &kNobody;
    std::map<std::string, std::pair<const Verdicts::Subject*, const Verdicts::Subject*>> all;
    for (const auto& [key, subject] : *before) all[key].first = &subject;
    for (const auto& [key, subject] : *after) all[key].second = &subject;
    for (const auto& [key, both] : all) {
      static const std::vector<Finding> kNothing;
      SubjectVersus s;
      s.subject = (both.second != nullptr ? both.second : both.first)->words;
      s.violated_before = violated(both.first);
      s.violated_now = violated(both.second);
      s.changes = changes(both.first != nullptr ? both.first->findings : kNothing,
                          both.second != nullptr ? both.second->findings : kNothing);
      if (s.changes.empty())
        ++r.unchanged;
      else
        r.subjects.push_back(std::move(s));
    }
    out.rules.push_back(std::move(r));
  }
  return out;
}

bool Versus::same() const {
  return old_run.rejected == new_run.rejected && old_run.late == new_run.late &&
         old_run.rejected_reasons == new_run.rejected_reasons && old_run.duplicate == new_run.duplicate &&
         std::all_of(rules.begin(), rules.end(), [](const RuleVersus& r) { return r.subjects.empty(); });
}

}  // namespace tripline::engine
