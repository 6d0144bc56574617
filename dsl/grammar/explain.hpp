// What went wrong, said to an author who is no programmer.
//
// Input: a State whose parse failed, and where its item begins. Output: one Diagnostic with a way out. Pure but for the
// State's cache; one thread.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "core/diagnostic.hpp"
#include "dsl/grammar/state.hpp"
#include "dsl/grammar/tokens.hpp"

namespace tripline::dsl::grammar {

// A failure with what stands around it.
struct Failure {
  State& state;
  const char* item;            // where the item begins that could not be read, or the one before it
  Token before;                // the token before `previous`; kind end if there is none since `item`
  Token previous;              // the last token that fitted
  Token found;                 // the token that did not
  std::vector<Wanted> wanted;  // what could have stood there

  bool wants(std::string_view what) const;
  bool same_line() const;  // previous and found
  bool adjacent() const;   // without anything between
  core::Range found_at() const { return state.range(found.begin, found.end); }
};

// Requires state.farthest() != nullptr and item <= state.farthest().
core::Diagnostic explain(State& state, const char* item);

// The particular mistakes that have a page of their own; false where it is none of them. Fills all but the severity.
bool explain_particular(const Failure& failure, core::Diagnostic& out);

// "`x`", "the text "x"", "the end of the file"
core::Said shown(const Token& token);
// "an expression, `)` or `,`": what is needed; what is only possible where nothing is, or on request as "an operator".
core::Text shown(const std::vector<Wanted>& wanted, bool with_operators = false);
std::string quoted(std::string_view text);

}  // namespace tripline::dsl::grammar
