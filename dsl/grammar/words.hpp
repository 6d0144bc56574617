// The words of the language, as the grammar and its messages know them.
//
// Input: a word. Output: what it is. Pure functions over constant tables.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "dsl/ast/ast.hpp"

namespace tripline::dsl::grammar {

bool is_reserved(std::string_view word);  // L2
std::span<const std::string_view> clause_words();
std::span<const std::string_view> declaration_words();
std::span<const std::string_view> header_words();
std::optional<ast::RuleKind> rule_kind(std::string_view word);

// The unit that a word such as "kmh", "seconds" or "celsius" probably means; empty if none.
std::string nearest_unit(std::string_view word);

}  // namespace tripline::dsl::grammar
