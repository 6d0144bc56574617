// What kind of value is it? Lowers written types, compares lowered ones, and says them to people.
//
// Input: ast::Type and model::Type. Output: model::Type; sentences. Pure but for the Context that mistakes are
// reported to.
#pragma once
#include <optional>
#include <string>

#include "dsl/check/context.hpp"

namespace tripline::dsl::check {

// nullopt: reported.
std::optional<model::Type> lower_type(Context&, const ast::Type&);

// "a speed (km/h)", "a plain number", "a text", "one of (a, b)", "a time".
Said describe(const Context&, const model::Type&);
// "a speed", without the unit.
Said kind_of(const Context&, const model::Type&);

model::Type plain_number();
model::Type number_in(core::Unit unit);
model::Type of_kind(model::TypeKind);
model::Type enumerated(int enumeration);

bool is_number(const model::Type&);
bool is_plain(const model::Type&);
bool is_duration(const model::Type&);
bool is_numeric(const model::Type&);             // a number or a duration
bool is_time_dimension(const core::Dimension&);  // time to the power one
bool is_affine(const model::Type&);              // degC, degF: an absolute temperature
bool is_share(const model::Type&);
core::Dimension dimension_of(const model::Type&);  // of a number or a duration

// The same members in the same order: their indexes mean the same.
bool same_members(const Context&, int a, int b);
// Values of the two may be compared with == as they stand (units of one kind count as the same).
bool same_type(const Context&, const model::Type&, const model::Type&);

// Lower-case words of a unit of time: ns us ms s min h d.
bool is_time_unit(const std::string& unit);

}  // namespace tripline::dsl::check
