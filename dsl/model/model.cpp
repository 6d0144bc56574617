#include "dsl/model/model.hpp"

#include "dsl/model/scenario.hpp"

namespace tripline::dsl::model {

Pack::Pack() : zone(*core::Zone::find("UTC")) {}
Pack::Pack(Pack&&) noexcept = default;
Pack& Pack::operator=(Pack&&) noexcept = default;
Pack::~Pack() = default;

const char* word(RuleKind kind) {
  switch (kind) {
    case RuleKind::redline: return "redline";
    case RuleKind::limit: return "limit";
    case RuleKind::duty: return "duty";
    case RuleKind::trigger: return "trigger";
    case RuleKind::warning: return "warning";
    case RuleKind::assessment: return "assessment";
  }
  return "";
}

const char* outcome_word(Outcome o) {
  switch (o) {
    case Outcome::violated: return "violated";
    case Outcome::tolerated: return "tolerated";
    case Outcome::near: return "near";
    case Outcome::met: return "met";
    case Outcome::missed: return "missed";
    case Outcome::cured: return "cured";
    case Outcome::excused: return "excused";
    case Outcome::open: return "open";
    case Outcome::raised: return "raised";
    case Outcome::released: return "released";
    case Outcome::warned: return "warned";
    case Outcome::blind: return "blind";
    case Outcome::late: return "late";
  }
  return "";
}

}  // namespace tripline::dsl::model
