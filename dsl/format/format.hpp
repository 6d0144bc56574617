// The canonical text of a file: of its tree, with its comments.
//
// Input: a file that was parsed without mistakes. Output: its text, in the same or another natural language, that reads as the
// same tree; formatting that again changes nothing. Pure; many threads.
//
// Layout: two blanks of indent; a block of several lines has its columns aligned (keywords of clauses, colons of fields) and blank
// lines around it; a block that was written on one line stays on one, and such lines without a blank line between them are
// aligned; longer conditions break before `implies`, `or` and `and`, the loosest first, then before `+` and `-`. Numbers, texts,
// parentheses and comments stay as written; blank lines between things stay, one at most.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/diagnostic.hpp"
#include "core/source.hpp"
#include "dsl/ast/ast.hpp"
#include "dsl/format/names.hpp"

namespace tripline::dsl {

struct Formatted {
  std::string text;               // where there are no diagnostics
  core::Diagnostics diagnostics;  // E0030: names that are words of the other language
};

// `declared`: the names of all files of the pack. `language`: the file's own if not given.
Formatted format_file(const core::SourceSet& sources, const ast::File& file, const format::Declared& declared,
                      std::optional<ast::Language> language = std::nullopt);

// The files of a pack, each parsed, formatted, and read again: a text that would be read as something else is refused (E0030). A
// file with mistakes has its diagnostics and no text.
std::vector<Formatted> format_pack(const core::SourceSet& sources, const std::vector<std::uint32_t>& numbers,
                                   std::optional<ast::Language> language = std::nullopt);

}  // namespace tripline::dsl
