// What does a scenario expect? Rules by name, outcomes by the kind of rule, subjects by its keys.
//
// Input: an `expect` step of a scenario, rules that have been lowered. Output: model::Expectation. Mistakes go to the Context.
#pragma once
#include <map>
#include <optional>
#include <string>

#include "dsl/check/context.hpp"
#include "dsl/model/scenario.hpp"

namespace tripline::dsl::check {

// Pack::rules by name; the lines of a sandbox as `sandbox.line`.
using RuleNames = std::map<std::string, int>;

// nullopt: reported, here or where the rule is declared.
std::optional<model::Expectation> lower_expectation(Context&, const RuleNames&, const ast::Step&);

}  // namespace tripline::dsl::check
