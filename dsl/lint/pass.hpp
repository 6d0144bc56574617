// What each kind of question is given, and where it puts its answers.
//
// Input: a checked pack with its trees. Output: findings, in any order. Each pass is one function behind one file of this folder; lint.cpp calls
// them. Plain values; one thread.
#pragma once
#include <string>
#include <unordered_map>
#include <vector>

#include "core/diagnostic.hpp"
#include "dsl/ast/ast.hpp"
#include "dsl/check/compile.hpp"
#include "dsl/model/model.hpp"

namespace tripline::dsl::lint {

using core::Range;

// A rule as it was written, and as it is meant.
struct WrittenRule {
  const model::Rule* rule = nullptr;
  const ast::Rule* tree = nullptr;  // null: it does not stand in the text under its own name

  // The clause of that kind; null: it is not there.
  const ast::Clause* clause(ast::ClauseKind kind) const {
    if (tree == nullptr) return nullptr;
    for (const ast::Clause& c : tree->clauses) {
      if (c.kind == kind) return &c;
    }
    return nullptr;
  }
  Range name_at() const { return tree != nullptr ? tree->name.at : rule->at; }
};

struct Pass {
  explicit Pass(const Compiled& compiled);

  const model::Pack& pack;
  const std::vector<ast::File>& trees;
  std::vector<WrittenRule> rules;  // as Pack::rules
  core::Diagnostics found;

  // Appends a finding with the severity that the catalogue gives it, and returns it for secondary labels; the reference lives until the next.
  core::Diagnostic& add(const char* code, Range at, core::Said message, core::Said label = {}, core::Said help = {});
  const model::Stream& stream(int index) const { return pack.streams[static_cast<std::size_t>(index)]; }
};

// What a lint says, as severe as the catalogue has it. Requires a code of the catalogue.
core::Diagnostic finding(const char* code, Range at, core::Said message, core::Said label, core::Said help);

std::string ticked(std::string_view name);  // `name`

void find_constant_conditions(Pass&);  // conditions.cpp: L01xx
void find_needless_rules(Pass&);       // stricter.cpp: L0201, L0202
void find_unseen(Pass&);               // sight.cpp: L0203, L03xx
void find_idle_clauses(Pass&);         // clauses.cpp: L04xx
void find_unused_names(Pass&);         // names.cpp: L05xx
void find_uncited_rules(Pass&);        // cites.cpp: L0601
void find_unbounded_windows(Pass&);    // windows.cpp: L0602

}  // namespace tripline::dsl::lint
