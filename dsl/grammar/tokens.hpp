// A coarse look at the text, for messages and for going on after a mistake.
//
// Input: a place. Output: the token there, whether a clause, field or declaration begins there, where to go on.
// Nothing here decides what is accepted, but for L5 while a mistake is being explained.
#pragma once
#include <string_view>

#include "dsl/grammar/state.hpp"

namespace tripline::dsl::grammar {

enum class TokenKind : std::uint8_t { end, word, number, text, open_text, symbol, other };

struct Token {
  TokenKind kind = TokenKind::end;
  const char* begin = nullptr;
  const char* end = nullptr;
  std::string_view english;  // of a keyword or sign of another language
  std::string_view text() const { return {begin, static_cast<std::size_t>(end - begin)}; }
  bool is(std::string_view what) const {
    return kind != TokenKind::text && kind != TokenKind::end && (text() == what || english == what);
  }
  std::string_view meaning() const { return english.empty() ? text() : english; }
};

// The token at or behind `p`. open_text: a string without its closing quote, up to the line's end.
Token token_at(State& state, const char* p);

// Whether a declaration, with the beginning of its head, stands at `p`, first on its line.
bool begins_declaration(State& state, const char* p);
// Whether the next clause, field or step of state.body, or a declaration, begins at `p`, first on its line.
bool begins_item(State& state, const char* p);

// Where to go on after a mistake in the item that begins at `item`: at the next item, at the `}` that closes the body, at the
// next declaration or at the end; behind `item` and not before `least`.
const char* next_item(State& state, const char* item, const char* least);

}  // namespace tripline::dsl::grammar
