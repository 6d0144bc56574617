#include "dsl/grammar/explain.hpp"

#include <algorithm>

#include "core/nearest.hpp"
#include "dsl/grammar/keywords.hpp"
#include "dsl/grammar/words.hpp"

namespace tripline::dsl::grammar {
namespace {

constexpr std::size_t kShown = 40;  // bytes of a token in a message

Failure look_around(State& state, const char* item) {
  Failure f{state, item, {}, {}, token_at(state, state.farthest()), state.wanted()};
  for (Token token = token_at(state, item); token.kind != TokenKind::end && token.begin < state.farthest();
       token = token_at(state, token.end)) {
    f.before = f.previous;
    f.previous = token;
    // A number and the unit that belongs to it are two tokens; what failed may lie inside one.
    if (token.end > state.farthest()) break;
  }
  return f;
}

// What did not come before the line ended is missing at the line's end, not at what begins the next one.
bool missing_at_line_end(const Failure& f) {
  if (f.previous.kind == TokenKind::end || f.same_line()) return false;
  if (f.found.kind == TokenKind::end || f.found.is("}") || begins_item(f.state, f.found.begin)) return true;
  return f.state.body == Body::file && is_a(f.found.text(), kClause, f.state.language);
}

// The innermost bracket since the item's beginning that is still open.
Token open_bracket(const Failure& f) {
  std::vector<Token> open;
  for (Token token = token_at(f.state, f.item); token.kind != TokenKind::end && token.begin < f.found.begin;
       token = token_at(f.state, token.end)) {
    if (token.is("(") || token.is("[") || token.is("{")) open.push_back(token);
    if ((token.is(")") || token.is("]") || token.is("}")) && !open.empty()) open.pop_back();
  }
  return open.empty() ? Token{} : open.back();
}

std::string_view spelled(const Wanted& w) { return w.spelled.empty() ? w.what : w.spelled; }

void explain_general(const Failure& f, core::Diagnostic& out) {
  const std::string after = f.previous.kind == TokenKind::end ? std::string() : " after " + shown(f.previous);
  const std::string found = ", found " + shown(f.found);
  const Token open = open_bracket(f);
  const bool closer = (open.is("(") && f.wants(")")) || (open.is("[") && f.wants("]")) ||
                      (open.is("{") && f.wants("}") && f.state.body != Body::rule);
  if (closer) {
    out.code = "E0024";
    out.message = "expected " + shown(f.wanted) + after + found;
    out.secondary.push_back({f.state.range(open.begin, open.end), "opened here"});
    out.help = "close what " + quoted(open.text()) + " opens with " +
               quoted(open.is("(")   ? ")"
                      : open.is("[") ? "]"
                                     : "}");
    return;
  }
  if (f.wants("an expression") || f.wants("a value")) {
    out.code = "E0011";
    out.message = "expected " + shown(f.wanted) + after + found;
    out.help = f.wants("an expression")
                   ? "an expression is built from names, numbers with units, texts in quotes, and calls such as "
                     "count(X) over 5 min"
                   : "a value is a number with its unit, a text in quotes, a date, true, false, missing or a name";
    return;
  }
  out.code = "E0010";
  out.message = "expected " + shown(f.wanted) + after + found;
  if (f.wants("times") && f.before.is("tolerate")) {
    out.help =
        "breaches are counted: tolerate 3 times over 24 h; a budget of time or share is a requirement: require "
        "duration(C) over 24 h <= 10 min";
  }
  if (f.wants(",")) out.help = "the parts of a list are joined with `,`";
  if (f.state.body == Body::fields && f.wants(":") && f.previous.kind == TokenKind::word) {
    // "key v: text", the modifier before the field.
    std::vector<std::string> modifiers;
    for (const char* id : {"key", "group", "personal", "id", "unique", "from"})
      modifiers.emplace_back(word(id, f.state.language));
    const std::string near = core::nearest(std::string(f.previous.text()), modifiers);
    if (near == f.previous.text() && f.found.kind == TokenKind::word)
      out.help = "what is said of a field follows its type: " + std::string(f.found.text()) + ": TYPE " + near;
    else if (!near.empty())
      out.help = "did you mean " + quoted(near) + "?";
  }
  if (f.wants("a duration such as 10 s"))
    out.help = "a duration is a number and one of ns us ms s min h d, or the name of a param";
}

}  // namespace

bool Failure::wants(std::string_view what) const {
  return std::any_of(wanted.begin(), wanted.end(), [&](const Wanted& w) { return w.what == what; });
}

bool Failure::same_line() const {
  return previous.kind != TokenKind::end && std::find(previous.end, found.begin, '\n') == found.begin;
}

bool Failure::adjacent() const { return previous.kind != TokenKind::end && previous.end == found.begin; }

std::string quoted(std::string_view text) {
  if (text.size() > kShown) {
    std::size_t cut = kShown;
    while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U) --cut;
    return "`" + std::string(text.substr(0, cut)) + "…`";
  }
  return "`" + std::string(text) + "`";
}

std::string shown(const Token& token) {
  switch (token.kind) {
    case TokenKind::end: return "the end of the file";
    case TokenKind::text: return "the text " + quoted(token.text());
    case TokenKind::word:
    case TokenKind::number:
    case TokenKind::open_text:
    case TokenKind::symbol:
    case TokenKind::other: return quoted(token.text());
  }
  return {};
}

std::string shown(const std::vector<Wanted>& wanted, bool with_operators) {
  std::vector<std::string> parts;
  bool operators = false;
  for (const Wanted& w : wanted) {
    if (w.want == Want::optional) {
      operators = true;
    } else {
      parts.push_back(w.want == Want::literal ? quoted(spelled(w)) : std::string(w.what));
    }
  }
  if (with_operators && operators) parts.insert(parts.begin(), "an operator such as `and` or `<=`");
  if (parts.empty() && operators) {
    for (const Wanted& w : wanted) {
      if (w.what == "and" || w.what == "+") return "an operator such as `and` or `<=`";
    }
    for (const Wanted& w : wanted) parts.push_back(w.what.starts_with("a ") ? std::string(w.what) : quoted(spelled(w)));
  }
  constexpr std::size_t kMost = 8;
  const bool clipped = parts.size() > kMost;
  if (clipped) parts.resize(kMost);
  std::string out;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) out += i + 1 == parts.size() && !clipped ? " or " : ", ";
    out += parts[i];
  }
  return clipped ? out + ", …" : out;
}

core::Diagnostic explain(State& state, const char* item) {
  const Failure f = look_around(state, item);
  core::Diagnostic out;
  out.primary.at = f.found_at();
  if (explain_particular(f, out)) return out;
  explain_general(f, out);
  if (missing_at_line_end(f)) out.primary.at = state.range(f.previous.end, f.previous.end);
  return out;
}

}  // namespace tripline::dsl::grammar
