// What a pack's authors have decided to keep: `# allow L0203: REASON` in the source.
//
// Input: findings, and the text that they are about. Output: the findings that are left, and what is wrong with the comments themselves (L09xx),
// sorted. A comment speaks of what begins next: a declaration, a clause of a rule, a field; before the `pack` header it speaks of the whole pack. It
// silences findings whose first place lies there. Several codes are set apart by commas; the reason follows a colon. L09xx cannot be
// silenced. Pure.
#pragma once
#include <vector>

#include "core/diagnostic.hpp"
#include "core/source.hpp"
#include "dsl/ast/ast.hpp"

namespace tripline::dsl::lint {

core::Diagnostics allowed(core::Diagnostics found, const core::SourceSet&, const std::vector<ast::File>&);

}  // namespace tripline::dsl::lint
