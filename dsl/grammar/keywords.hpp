// How is a word of the language written in a natural language, and which word is this?
//
// Input: a row's id, or a spelling. Output: the other. Pure functions over kKeywords; many threads.
// Example: word("forbid", Language::zh) is "禁止"; spells("level", "监管级别") holds.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "dsl/ast/ast.hpp"
#include "dsl/grammar/keyword_table.hpp"

namespace tripline::dsl::grammar {

// Takes the next spelling off the front of a column's text; empty text: no more.
constexpr std::string_view next_spelling(std::string_view& column) {
  const std::size_t bar = column.find('|');
  const std::string_view one = column.substr(0, bar);
  column = bar == std::string_view::npos ? std::string_view() : column.substr(bar + 1);
  return one;
}

// A row of the table by its id: known while the program is compiled, or an error of it.
consteval const Keyword& row(std::string_view id) {
  for (const Keyword& keyword : kKeywords) {
    if (keyword.id == id) return keyword;
  }
  throw "no such keyword";
}

// As the formatter writes it; empty where the language does not write it. Requires a row's id.
std::string_view word(std::string_view id, ast::Language language);

// Each language's word of the row, for sentences that say what to write. Requires a row's id.
core::Text keyword(std::string_view id);

// Whether `text` is a spelling of the row in any language. Requires a row's id.
bool spells(std::string_view id, std::string_view text);

// The English word of a keyword or sign as spelled in a language: of the first row that fits, or of the first with that
// role. `text` itself where it is none.
std::string_view in_english(std::string_view text, ast::Language language);
std::string_view in_english(std::string_view text, ast::Language language, Role role);

// The words of that role, as they are written in a language.
std::vector<std::string> words_of(Role role, ast::Language language);

bool is_a(std::string_view text, Role role, ast::Language language);

// The English name of a built-in function or aggregate spelled in any language; empty if it is none.
std::string_view function_named(std::string_view text);

// The unit that stands at the beginning of `text`: its length in bytes, and its English spelling. {0, ""}: none. As
// core::match_unit, and in Chinese also 公里/小时, 米每秒, 平方米, ％.
struct UnitMatch {
  std::size_t length = 0;
  std::string english;
};
UnitMatch match_unit(std::string_view text, ast::Language language);
// A unit of time alone.
UnitMatch match_duration_unit(std::string_view text, ast::Language language);

// A unit of the tree ("km/h", "1/min", "m/s²") as the language writes it.
std::string unit_word(std::string_view unit, ast::Language language);

// Which language a file is written in: that of the first declaration's keyword.
ast::Language language_of(std::string_view text);

const char* language_name(ast::Language);  // "en", "zh"

}  // namespace tripline::dsl::grammar
