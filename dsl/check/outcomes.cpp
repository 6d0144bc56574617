#include "dsl/check/outcomes.hpp"

#include <array>
#include <stdexcept>

#include "dsl/grammar/keywords.hpp"

namespace tripline::dsl::check {
namespace {

using core::Said;

using ast::RuleKind;
using model::Outcome;

constexpr std::array<Outcome, 13> kOutcomes{Outcome::violated, Outcome::tolerated, Outcome::near,    Outcome::met,
                                            Outcome::missed,   Outcome::cured,     Outcome::excused, Outcome::open,
                                            Outcome::raised,   Outcome::released,  Outcome::warned,  Outcome::blind,
                                            Outcome::late};

core::Said kind_phrase(RuleKind kind) {
  switch (kind) {
    case RuleKind::redline: return {"a red line is violated or not", "红线只有违规与否"};
    case RuleKind::limit: return {"a limit is not owed, raised or warned of", "限值没有履行、升级或预警"};
    case RuleKind::duty: return {"a duty is met or missed", "义务只有履行或逾期"};
    case RuleKind::trigger: return {"a trigger raises and releases", "触发只有升级和解除"};
    case RuleKind::warning: return {"a warning warns", "预警只有预警"};
    case RuleKind::sandbox: return {"each line of a sandbox is violated or not", "沙盒的每一项只有违规与否"};
    case RuleKind::assessment: return {"an assessment raises a level or not", "评估只有升级与否"};
  }
  return {};
}

}  // namespace

Outcome outcome_of(const std::string& word) {
  for (const Outcome o : kOutcomes) {
    if (word == model::outcome_word(o)) return o;
  }
  throw std::logic_error("no outcome: " + word);
}

core::Said unfit(Outcome outcome, RuleKind kind, const model::Rule& rule) {
  const bool line = kind == RuleKind::redline || kind == RuleKind::limit || kind == RuleKind::sandbox;
  const bool every = rule.due.kind == model::DueKind::every;
  const auto only = [kind](bool fits) { return fits ? Said() : kind_phrase(kind); };
  switch (outcome) {
    case Outcome::violated: return only(line);
    case Outcome::tolerated:
      if (kind != RuleKind::limit) return only(false);
      return rule.has_tolerate ? Said() : Said{"it has no `tolerate`", "它没有写`容许`"};
    case Outcome::near:
      if (kind != RuleKind::limit) return only(false);
      return rule.near ? Said() : Said{"it has no `warn within`", "它没有写`临近`"};
    case Outcome::met:
      if (kind != RuleKind::duty) return only(false);
      return every ? Said{"what is owed `every` so often goes on: each answer is no record",
                          "`每隔`一段时间履行的义务持续有效：每次履行不作记录"}
                   : Said();
    case Outcome::missed:
    case Outcome::cured:
    case Outcome::open: return only(kind == RuleKind::duty);
    case Outcome::excused:
      if (kind != RuleKind::duty) return only(false);
      return rule.while_ ? Said() : Said{"it has no `while` that could end", "它没有写会结束的`期间`"};
    case Outcome::raised:
    case Outcome::released: return only(kind == RuleKind::trigger || kind == RuleKind::assessment);
    case Outcome::warned: return only(kind == RuleKind::warning);
    case Outcome::blind: return {};
    case Outcome::late:
      if (kind != RuleKind::redline && kind != RuleKind::sandbox)
        return {"only red lines judge late elements", "只有红线判定迟到的数据"};
      return rule.late_judged ? Said()
                              : Said{"it reads more than its own element, so late elements are not held against it",
                                     "它读取的不只是自身的数据，因此不判定迟到的数据"};
  }
  return {};
}

std::vector<core::Text> fitting(RuleKind kind, const model::Rule& rule) {
  std::vector<core::Text> words;
  for (const Outcome o : kOutcomes) {
    if (unfit(o, kind, rule).empty()) words.push_back(grammar::keyword(model::outcome_word(o)));
  }
  return words;
}

}  // namespace tripline::dsl::check
