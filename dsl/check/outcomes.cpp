#include "dsl/check/outcomes.hpp"

#include <array>
#include <stdexcept>

namespace tripline::dsl::check {
namespace {

using ast::RuleKind;
using model::Outcome;

constexpr std::array<Outcome, 13> kOutcomes{Outcome::violated, Outcome::tolerated, Outcome::near,    Outcome::met,
                                            Outcome::missed,   Outcome::cured,     Outcome::excused, Outcome::open,
                                            Outcome::raised,   Outcome::released,  Outcome::warned,  Outcome::blind,
                                            Outcome::late};

const char* kind_phrase(RuleKind kind) {
  switch (kind) {
    case RuleKind::redline: return "a red line is violated or not";
    case RuleKind::limit: return "a limit is not owed, raised or warned of";
    case RuleKind::duty: return "a duty is met or missed";
    case RuleKind::trigger: return "a trigger raises and releases";
    case RuleKind::warning: return "a warning warns";
    case RuleKind::sandbox: return "each line of a sandbox is violated or not";
    case RuleKind::assessment: return "an assessment raises a level or not";
  }
  return "";
}

}  // namespace

Outcome outcome_of(const std::string& word) {
  for (const Outcome o : kOutcomes) {
    if (word == model::outcome_word(o)) return o;
  }
  throw std::logic_error("no outcome: " + word);
}

std::string unfit(Outcome outcome, RuleKind kind, const model::Rule& rule) {
  const bool line = kind == RuleKind::redline || kind == RuleKind::limit || kind == RuleKind::sandbox;
  const bool every = rule.due.kind == model::DueKind::every;
  const auto only = [kind](bool fits) { return fits ? std::string() : std::string(kind_phrase(kind)); };
  switch (outcome) {
    case Outcome::violated: return only(line);
    case Outcome::tolerated:
      if (kind != RuleKind::limit) return only(false);
      return rule.has_tolerate ? "" : "it has no `tolerate`";
    case Outcome::near:
      if (kind != RuleKind::limit) return only(false);
      return rule.near ? "" : "it has no `warn within`";
    case Outcome::met:
      if (kind != RuleKind::duty) return only(false);
      return every ? "what is owed `every` so often goes on: each answer is no record" : "";
    case Outcome::missed:
    case Outcome::cured:
    case Outcome::open: return only(kind == RuleKind::duty);
    case Outcome::excused:
      if (kind != RuleKind::duty) return only(false);
      return rule.while_ ? "" : "it has no `while` that could end";
    case Outcome::raised:
    case Outcome::released: return only(kind == RuleKind::trigger || kind == RuleKind::assessment);
    case Outcome::warned: return only(kind == RuleKind::warning);
    case Outcome::blind: return "";
    case Outcome::late:
      if (kind != RuleKind::redline && kind != RuleKind::sandbox) return "only red lines judge late elements";
      return rule.late_judged ? "" : "it reads more than its own element, so late elements are not held against it";
  }
  return "";
}

std::vector<std::string> fitting(RuleKind kind, const model::Rule& rule) {
  std::vector<std::string> words;
  for (const Outcome o : kOutcomes) {
    if (unfit(o, kind, rule).empty()) words.emplace_back(model::outcome_word(o));
  }
  return words;
}

}  // namespace tripline::dsl::check
