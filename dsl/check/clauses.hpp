// The clauses of one rule by kind: each where it belongs, once, and none that must be there lacking.
//
// Input: a rule's tree. Output: its clauses by kind. Mistakes go to the Context. One thread.
#pragma once
#include <array>
#include <vector>

#include "dsl/check/context.hpp"

namespace tripline::dsl::check {

class Clauses {
 public:
  // Reports clauses that are doubled, misplaced or lacking.
  Clauses(Context&, const ast::Rule&);
  const ast::Clause* get(ast::ClauseKind kind) const { return first_[static_cast<std::size_t>(kind)]; }
  const std::vector<const ast::Clause*>& cites() const { return cites_; }

 private:
  void misplaced(Context&, const ast::Rule&, const ast::Clause&);
  void lacking(Context&, const ast::Rule&);

  std::array<const ast::Clause*, 25> first_{};
  std::vector<const ast::Clause*> cites_;
};

core::Text clause_word(ast::ClauseKind);
core::Text rule_word(ast::RuleKind);

}  // namespace tripline::dsl::check
