// The values that conditions compare, on one line each: numbers, whole counts of something, texts.
//
// Input: constants of the model. Output: Scalar, ScalarSet. bool is 0 and 1, a member its index, times and durations nanoseconds, a date its
// day. All scalars of one set are of one alternative. Plain values.
#pragma once
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <variant>

#include "dsl/lint/intervals.hpp"
#include "dsl/model/model.hpp"

namespace tripline::dsl::lint {

using Scalar = std::variant<double, std::int64_t, std::string>;
using ScalarSet = IntervalSet<Scalar>;

// nullopt: a position or a list, which have no order here.
std::optional<Scalar> scalar_of(const model::Constant&);

// The set on a line where only whole numbers are: x > 2 and x < 3 is nothing. Integers are always whole; numbers beyond 2^53
// and texts are left as they are.
ScalarSet whole_numbers(const ScalarSet&);

// { x : x OP limit }. Requires eq ne lt le gt ge.
ScalarSet compared(model::Op op, const Scalar& limit);

// The comparison as seen from the other side: 5 < x is x > 5.
model::Op turned(model::Op);
// The comparison that is true where this one is false.
model::Op opposite(model::Op);

}  // namespace tripline::dsl::lint
