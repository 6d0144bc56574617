// The text that two expressions share exactly when they mean the same: by which the plan finds what several rules have in common.
//
// Input: model expressions. Output: text. Labels and places do not count; names have been resolved to numbers. Pure.
#pragma once
#include <string>

#include "dsl/model/model.hpp"

namespace tripline::engine {

std::string signature(const dsl::model::Expr& e);
std::string signature(const dsl::model::Aggregate& a);

}  // namespace tripline::engine
