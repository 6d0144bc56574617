// When does a duty fall due? Input: the words after `within`, `by`, `every`. Output: model::Due. Mistakes go to the
// Context.
#pragma once
#include <vector>

#include "dsl/check/context.hpp"
#include "dsl/check/expression.hpp"

namespace tripline::dsl::check {

// `scope`: what names mean after `by`; null where the `on` stream is not known. `known`: what `when` says is there.
void lower_due(Context&, const Scope* scope, const std::vector<Fact>& known, const ast::Due&, model::Due& out);

}  // namespace tripline::dsl::check
