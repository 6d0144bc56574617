// What a Rejection says to people: which field, what stands there, what was expected.
//
// Input: a fault and what it is about. Output: a sentence without its full stop, in every language (phrases.hpp). Invariant: what stands there is quoted only where `personal` is false,
// at most 40 bytes of it. Pure functions, off the hot path.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "core/phrase.hpp"
#include "dsl/model/model.hpp"
#include "engine/ingest/field_value.hpp"
#include "engine/ingest/token.hpp"

namespace tripline::engine {

// The stable code of a fault ("missing_field"); docs/input.md lists them all.
const char* fault_code(FieldFault);

// "field speed (read from "/ego/speed")", "field at (read from "lat" and "lon")", "field speed" where the names are the same.
core::Text field_name(const dsl::model::Field&);

// "is the text "fast"", "is missing", "is an object"; of a personal one only its type.
core::Text what_stands_there(const Token&, bool personal);

// "a number in km/h", "one of manual, assisted", "a time such as 2026-03-01T08:00:00Z". `codes`: of the enumerated type in it.
core::Text what_is_expected(const dsl::model::Field&, const dsl::model::Type&, const std::vector<EnumCode>& codes);
core::Text expected_time(const std::string& unit, bool pattern);
// "; times from 1678 to 2261 can be held" where a time or date that could not be taken lies outside these years or may do so, else nothing.
core::Text years_held(const Token&);

// The whole sentence for one field.
core::Text field_sentence(FieldFault, const dsl::model::Field&, const std::vector<EnumCode>& codes, const Token& first,
                          const Token& second, bool personal);

// At most `bytes` of it, whole code points, control characters made blank, "…" where something was left out.
std::string shortened(std::string_view, std::size_t bytes);

}  // namespace tripline::engine
