#include "dsl/grammar/tokens.hpp"

#include <algorithm>
#include <array>

#include "core/nearest.hpp"
#include "core/utf8.hpp"
#include "dsl/grammar/keywords.hpp"
#include "dsl/grammar/scan.hpp"
#include "dsl/grammar/words.hpp"

namespace tripline::dsl::grammar {
namespace {

bool is_one_of(const Token& token, std::initializer_list<std::string_view> texts) {
  return std::any_of(texts.begin(), texts.end(), [&](std::string_view t) { return token.is(t); });
}

// What continues an expression: a word before it is an operand, not a keyword.
bool continues_operand(const Token& token) {
  return token.kind == TokenKind::end ||
         is_one_of(token, {"==", "!=", "<=", ">=", "<", ">",   "=",  "+",       "-",  "*",       "/",    ".",  "..",
                           ",",  ")",  "]",  "}",  ":", "and", "or", "implies", "in", "matches", "else", "&&", "||"});
}

Token word_token(const State& state, const char* p, std::string_view word) {
  Token token{TokenKind::word, p, p + word.size(), {}};
  if (state.language != ast::Language::en) token.english = in_english(word, state.language);
  return token;
}

// The longest sign of the language at `p` that is not ASCII; kind end if there is none.
Token wide_sign(const State& state, const char* p) {
  Token longest;
  for (const Keyword& keyword : kKeywords) {
    if ((keyword.role & kSign) == 0) continue;
    std::string_view spellings = keyword.spellings[static_cast<std::size_t>(state.language)];
    while (!spellings.empty()) {
      const std::string_view one = next_spelling(spellings);
      if (!state.rest(p).starts_with(one) || p + one.size() <= longest.end) continue;
      std::string_view english = keyword.spellings.front();
      longest = {TokenKind::symbol, p, p + one.size(), next_spelling(english)};
    }
  }
  return longest;
}

bool looks_like_declaration(State& state, const Token& word) {
  const std::string_view w = word.meaning();
  const Token next = token_at(state, word.end);
  if (w == "scenario") return next.kind == TokenKind::text || next.kind == TokenKind::open_text;
  if (w == "holidays" || w == "stage") return next.is("from");
  if (next.kind != TokenKind::word || is_reserved(next.text(), state.language)) return false;
  if (word.begin == state.first() || word.begin[-1] == '\n') return true;  // not indented
  const Token third = token_at(state, next.end);
  if (w == "pack") return third.kind == TokenKind::number;
  if (w == "levels" || w == "stages") return third.is("<");
  if (w == "actions") return !third.is(":");
  if (w == "type" || w == "let") return is_one_of(third, {"=", "=="});
  if (w == "param") return third.is(":");
  if (w == "curve") return third.is("(");
  if (w == "table") return third.is("from");
  if (w == "signal" || w == "event") return is_one_of(third, {"{", "from", "="});
  return third.is("{");
}

bool begins_clause(State& state, const Token& word) {
  return is_a(word.text(), kClause, state.language) && !continues_operand(token_at(state, word.end));
}

// A clause with a slip of the pen in or after its keyword, to go on at: "requre x < 3", "message: ...".
bool resembles_clause(State& state, const Token& word) {
  const Token next = token_at(state, word.end);
  if (is_a(word.text(), kClause, state.language)) return next.is(":");
  return word.text().size() > (state.language == ast::Language::en ? 3 : 6) && !continues_operand(next) &&
         !core::nearest(std::string(word.text()), clause_words(state.language)).empty();
}

bool begins_field(State& state, const Token& word) {
  const Token next = token_at(state, word.end);
  return next.is(":") || (word.is("stale") && next.is("after")) || (word.is("time") && next.is("from")) ||
         (word.is("lateness") && next.kind == TokenKind::number);
}

bool begins_step(State& state, const Token& word) {
  const Token next = token_at(state, word.end);
  if (next.is("{")) return true;
  if (word.is("repeat")) return next.kind == TokenKind::number;
  return (word.is("set") || word.is("expect")) && next.kind == TokenKind::word;
}

}  // namespace

Token token_at(State& state, const char* p) {
  p = state.skip(p);
  if (p == state.end()) return {TokenKind::end, p, p, {}};
  if (const std::string_view word = word_at(state, p); !word.empty()) return word_token(state, p, word);
  if (const std::size_t open = opening_quote(state, p)) {
    const char* q = p + open;
    while (q != state.end() && closing_quote(state, q, open) == 0 && *q != '\n')
      q += *q == '\\' && q + 1 != state.end() && q[1] != '\n' ? 2 : 1;
    if (const std::size_t close = closing_quote(state, q, open)) return {TokenKind::text, p, q + close, {}};
    while (q != p + open && (q[-1] == '\r' || q[-1] == ' ' || q[-1] == '\t')) --q;
    return {TokenKind::open_text, p, q, {}};
  }
  bool date_only = false;
  if (const std::size_t length = match_instant(state, p, date_only)) return {TokenKind::number, p, p + length, {}};
  if (const std::size_t length = match_number(state, p)) return {TokenKind::number, p, p + length, {}};
  static constexpr std::array<std::string_view, 10> kPairs = {
      "..", "==", "!=", "<=", ">=", "&&", "||", "<>", "=<", "=>"};
  for (const std::string_view pair : kPairs) {
    if (state.rest(p).starts_with(pair)) return {TokenKind::symbol, p, p + 2, {}};
  }
  if (static_cast<unsigned char>(*p) >= 0x80) {
    if (const Token sign = wide_sign(state, p); sign.kind != TokenKind::end) return sign;
  }
  const core::CodePoint point = core::decode_utf8(state.text(), static_cast<std::size_t>(p - state.begin()));
  constexpr std::string_view kSymbols = "{}()[]<>=!+-*/.,:?%";
  const bool known = point.value < 0x80 && kSymbols.find(static_cast<char>(point.value)) != std::string_view::npos;
  return {known ? TokenKind::symbol : TokenKind::other, p, p + point.length, {}};
}

bool begins_declaration(State& state, const char* p) {
  const std::string_view word = word_at(state, p);
  if (word.empty() || !is_a(word, kDeclaration, state.language) || !state.begins_line(p)) return false;
  return looks_like_declaration(state, word_token(state, p, word));
}

bool begins_item(State& state, const char* p) {
  const std::string_view text = word_at(state, p);
  if (text.empty() || !state.begins_line(p)) return false;
  const Token word = word_token(state, p, text);
  if (is_a(text, kDeclaration, state.language) && looks_like_declaration(state, word)) return true;
  switch (state.body) {
    case Body::file: return false;
    case Body::header: return is_a(text, kHeader, state.language) && !continues_operand(token_at(state, word.end));
    case Body::fields: return begins_field(state, word);
    case Body::rule: return begins_clause(state, word);
    case Body::scenario: return begins_step(state, word);
  }
  return false;
}

const char* next_item(State& state, const char* item, const char* least) {
  int open = 0;
  for (Token token = token_at(state, item); token.kind != TokenKind::end; token = token_at(state, token.end)) {
    const bool far_enough = token.begin > item && token.begin >= least;
    if (token.is("{")) ++open;
    if (token.is("}")) {
      if (open == 0 && far_enough && state.body != Body::file) return token.begin;
      if (open > 0) --open;
    }
    if (!far_enough || token.kind != TokenKind::word || !state.begins_line(token.begin)) continue;
    if (begins_declaration(state, token.begin)) return token.begin;
    if (open == 0 && state.body == Body::rule && resembles_clause(state, token)) return token.begin;
    // The steps of a block that was given up are not those of the block around it.
    if ((open == 0 || state.body != Body::scenario) && begins_item(state, token.begin)) return token.begin;
  }
  return state.end();
}

}  // namespace tripline::dsl::grammar
