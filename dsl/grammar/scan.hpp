// The terminals of docs/grammar.ebnf: names, texts, numbers with their units, times.
//
// Input: a place in the text. Output: the terminal's node, and the place behind it. Each skips blanks and comments before it;
// on failure it leaves the place alone, notes what it wanted and gives false. Names not in NFC and bad escapes are reported
// and read on. One thread, as State.
#pragma once
#include "dsl/ast/ast.hpp"
#include "dsl/grammar/state.hpp"

namespace tripline::dsl::grammar {

// NAME, also where reserved words are kept out: L2.
bool scan_name(State& state, const char*& it, ast::Name& out);
// STRING, its escapes resolved.
bool scan_text(State& state, const char*& it, ast::Text& out);
// INTEGER: digits, not followed by a name character or a dot.
bool scan_integer(State& state, const char*& it, ast::Integer& out);
// SIGNED, without a unit.
bool scan_number(State& state, const char*& it, ast::Quantity& out);
// SIGNED [UNIT]
bool scan_quantity(State& state, const char*& it, ast::Quantity& out);
bool scan_duration(State& state, const char*& it, ast::Quantity& out);
// DATETIME or DATE
bool scan_instant(State& state, const char*& it, ast::Instant& out);
bool scan_clock(State& state, const char*& it, std::string& out);
bool scan_version(State& state, const char*& it, ast::Name& out);
// unit_type: UNIT or "1" "/" UNIT. On the line of what asks for it, but for ":" and "(".
bool scan_unit_type(State& state, const char*& it, ast::Name& out);

// The length of a text's opening quote at `p`, 0 if none: ", in Chinese also “. And of the quote that closes what one of
// that length opened.
std::size_t opening_quote(const State& state, const char* p);
std::size_t closing_quote(const State& state, const char* p, std::size_t open);
// The word at `p` (empty if none); not checked for reserved ones.
std::string_view word_at(const State& state, const char* p);
// The length of `dddd-dd-dd` or a whole date-time at `p`; 0 if none.
std::size_t match_instant(const State& state, const char* p, bool& date_only);
// The length of digits [. digits] [exponent] at `p`, 0 if none.
std::size_t match_number(const State& state, const char* p);

}  // namespace tripline::dsl::grammar
