// The lines of a sandbox (language.md, section 6): each becomes a red line of its own, SANDBOX.LINE, here and nowhere else.
//
// Input: a sandbox's clauses. Output: what each line requires. `period`, `hours` and `area` are conditions on the sample judged, with
// the sandbox's `when` and `unless` as their guards; a `require` is kept for the pack as a whole, and what `when` and `unless` let
// through is chosen inside its aggregates, over the period. Mistakes go to the Context. One thread.
#pragma once
#include <optional>

#include "dsl/check/clauses.hpp"
#include "dsl/check/expression.hpp"

namespace tripline::dsl::check {

// The name of the line that a clause makes: `period`, `hours`, `area`, or a requirement's own. nullopt: it makes none.
std::optional<ast::Name> sandbox_line(const ast::Clause&);

// What `period`, `hours` or `area` requires of the stream judged. Null: reported.
ExprPtr sandbox_bound(Context&, const Scope&, const std::vector<Fact>& known, const ast::Clause& line);

// What a `require` gives to its aggregates. The trees must outlive it.
Given sandbox_given(Context&, const Clauses&, const Scope&);

}  // namespace tripline::dsl::check
