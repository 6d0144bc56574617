// `warn within …`: of which comparison, and how near. Input: the quantity and the requirement. Output: the band, or a
// mistake.
#pragma once
#include <optional>

#include "dsl/check/context.hpp"

namespace tripline::dsl::check {

// The band points into `condition`, which must stay where it is. nullopt: reported.
std::optional<model::NearBand> lower_near(Context&, const ast::Quantity&, const model::Expr& condition);

}  // namespace tripline::dsl::check
