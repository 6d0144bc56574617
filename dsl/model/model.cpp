#include "dsl/model/model.hpp"

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

}  // namespace tripline::dsl::model
