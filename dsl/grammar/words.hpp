// The words of the language, as the grammar and its messages know them.
//
// Input: a word. Output: what it is. Pure functions over constant tables.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/ast/ast.hpp"

namespace tripline::dsl::grammar {

bool is_reserved(std::string_view word, ast::Language language);  // L2
const std::vector<std::string>& clause_words(ast::Language language);
const std::vector<std::string>& declaration_words(ast::Language language);
const std::vector<std::string>& header_words(ast::Language language);
std::optional<ast::RuleKind> rule_kind(std::string_view english);

// The unit that a word such as "kmh", "seconds" or "celsius" probably means; empty if none.
std::string nearest_unit(std::string_view word);

}  // namespace tripline::dsl::grammar
