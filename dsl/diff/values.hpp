// Values and clauses as the language writes them, for people to compare. Pure.
#pragma once
#include <string>

#include "core/phrase.hpp"
#include "dsl/model/model.hpp"

namespace tripline::dsl::diff {

// "40 km/h", "10 s", "2026-03-01", "core", "\"x\"". The type and its members are the pack's.
std::string print_value(const model::Pack&, const model::Constant&, const model::Type&);

// "2 K": the width of a band that is no share.
std::string print_band(const model::NearBand&);

// " (cap = 40 km/h, floor = 3 m)": parameters that the expression reads and that have another value, or are not there, in the other pack.
std::string values_in(const model::Pack&, const model::Expr&, const model::Pack& other);

// "24 h", "2 h .. 24 h", "5 working days", "end of month".
core::Text due_text(const model::Due&);
// What a clause says; empty: it is not there.
std::string stream_text(const model::Pack&, int stream);
core::Text keys_text(const model::Pack&, int key_set);  // "fleet", "all"
std::string stages_text(const model::Pack&, std::uint64_t stages);
std::string level_text(const model::Pack&, const model::Rule&);
std::string actions_text(const model::Pack&, const model::Rule&);
core::Text answers_text(const model::Pack&, const model::Rule&);  // "Report where incident == crash.incident or Review"
core::Text held_text(const model::Pack&, const model::Rule&);     // how long a raise is held: "2 h", "Review"
std::string grades_text(const model::Pack&, const model::Rule&);  // "A >= 90, B"
// "2026-03-01 .. 2026-09-30": days where they are whole ones in the pack's zone; empty: always.
std::string effective_text(const model::Pack&, const model::Rule&);
core::Text severity_text(model::Weight);
core::Text kind_text(model::RuleKind);
core::Text tolerance_text(const model::Rule&);  // "3 times over 24 h"; empty: none
const char* due_word(const model::Due&);        // every, within, by

}  // namespace tripline::dsl::diff
