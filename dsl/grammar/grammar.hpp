// Text of a pack to its tree: the grammar of the language, in Boost.Spirit X3 (which is reachable only inside dsl/grammar/).
//
// Input: one file of a SourceSet. Output: ast::File and every syntax mistake of it. Pure; many threads.
// What docs/grammar.ebnf accepts this accepts, and what it rejects this rejects.
#pragma once
#include "core/diagnostic.hpp"
#include "core/source.hpp"
#include "dsl/ast/ast.hpp"

namespace tripline::dsl {

// Bounds: 16 MiB of text (E0001), nesting 128 (E0004), at most 1,000,000 nodes (E0005), valid UTF-8 (E0002), identifiers in NFC (E0003). After a mistake it goes on at
// the next clause of the same rule, at the latest at the next declaration. What could be read is in the tree even when there are mistakes.
// Appends to `diagnostics`. Codes E0001 .. E0099.
// The file's language is that of its first declaration's keyword.
ast::File parse(const core::SourceSet& sources, std::uint32_t file, core::Diagnostics& diagnostics);

// One expression alone, up to the end of the text (for tests, --set and tools). Null where there are mistakes.
ast::ExprPtr parse_expression(const core::SourceSet& sources, std::uint32_t file, core::Diagnostics& diagnostics,
                              ast::Language language = ast::Language::en);

}  // namespace tripline::dsl
