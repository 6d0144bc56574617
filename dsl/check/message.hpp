// A rule's message: "{vehicle} drove at {speed}" to texts and values.
#pragma once
#include "dsl/check/context.hpp"
#include "dsl/check/owner.hpp"

namespace tripline::dsl::check {

// Between braces stand names and NAME.NAME: fields, keys and groups of the rule's subject, parameters, tables, level,
// stage. "{{" and "}}" are braces. The rule's owner must be known. Mistakes are reported at their place in the text.
void lower_message(Context&, const ast::Text&, Holder&, model::Rule&);

}  // namespace tripline::dsl::check
