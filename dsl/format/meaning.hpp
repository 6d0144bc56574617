// What a pack says, whatever it is written in.
//
// Input: files without mistakes. Output: English text without comments, documentation, scenarios and layout; every operator in
// parentheses, units in their canonical spelling, clauses of a rule and items of a header in one order. Packs of equal text
// have equal meaning. Pure; many threads.
#pragma once
#include <string>
#include <vector>

#include "core/source.hpp"
#include "dsl/ast/ast.hpp"
#include "dsl/format/names.hpp"

namespace tripline::dsl {

std::string meaning_of(const core::SourceSet& sources, const std::vector<ast::File>& files);

namespace format {
std::string in_bare_english(const core::SourceSet&, const Declared&, const ast::Declaration&);
}

}  // namespace tripline::dsl
