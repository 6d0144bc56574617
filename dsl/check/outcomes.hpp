// What may come of a rule, by its kind and its clauses. Input: a rule. Output: words and sentences. Pure.
#pragma once
#include <string>
#include <vector>

#include "dsl/ast/ast.hpp"
#include "dsl/model/scenario.hpp"

namespace tripline::dsl::check {

// Requires a word of the grammar.
model::Outcome outcome_of(const std::string& word);

// Why the rule can never have this outcome; empty: it can.
core::Said unfit(model::Outcome, ast::RuleKind, const model::Rule&);

// The words of the outcomes that it can have, in the language's order.
std::vector<core::Text> fitting(ast::RuleKind, const model::Rule&);

}  // namespace tripline::dsl::check
