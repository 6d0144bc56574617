#include "dsl/grammar/explain.hpp"

#include <algorithm>

#include "core/nearest.hpp"
#include "dsl/grammar/keywords.hpp"
#include "dsl/grammar/words.hpp"

namespace tripline::dsl::grammar {
namespace {

using core::Said;
using core::Text;

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
  const Said expected = f.previous.kind == TokenKind::end
                            ? Said{"expected {0}, found {1}", "此处应为{0}，却是{1}", shown(f.wanted), shown(f.found)}
                            : Said{"expected {0} after {1}, found {2}", "{1}之后应为{0}，却是{2}", shown(f.wanted),
                                   shown(f.previous), shown(f.found)};
  const Token open = open_bracket(f);
  const bool closer = (open.is("(") && f.wants(")")) || (open.is("[") && f.wants("]")) ||
                      (open.is("{") && f.wants("}") && f.state.body != Body::rule);
  if (closer) {
    out.code = "E0024";
    out.message = expected;
    out.secondary.push_back({f.state.range(open.begin, open.end), {"opened here", "从此处开始"}});
    out.help = {"close what {0} opens with {1}", "请用{1}闭合{0}", quoted(open.text()),
                quoted(open.is("(")   ? ")"
                       : open.is("[") ? "]"
                                      : "}")};
    return;
  }
  if (f.wants("an expression") || f.wants("a value")) {
    out.code = "E0011";
    out.message = expected;
    out.help = f.wants("an expression")
                   ? core::Said{"an expression is built from names, numbers with units, texts in quotes, and calls such as count(X) over 5 min", "表达式由名称、带单位的数、引号中的文本，以及`次数（X）近 5 分钟`之类的调用构成"}
                   : core::Said{"a value is a number with its unit, a text in quotes, a date, true, false, missing or a name", "值可以是带单位的数、引号中的文本、日期、`是`、`否`、`缺失`或名称"};
    return;
  }
  out.code = "E0010";
  out.message = expected;
  if (f.wants("times") && f.before.is("tolerate")) {
    out.help = {
        "breaches are counted: tolerate 3 times over 24 h; a budget of time or share is a requirement: require "
        "duration(C) over 24 h <= 10 min",
        "容许按越限次数计：`容许 3 次 近 24 小时`；若限定时长或占比，请写作要求：`应当 历时（C）近 24 小时 ≤ 10 分钟`"};
  }
  if (f.wants(",")) out.help = {"the parts of a list are joined with `,`", "列表各项用`，`分隔"};
  if (f.state.body == Body::fields && f.wants(":") && f.previous.kind == TokenKind::word) {
    // "key v: text", the modifier before the field.
    std::vector<std::string> modifiers;
    for (const char* id : {"key", "group", "personal", "id", "unique", "from"})
      modifiers.emplace_back(word(id, f.state.language));
    const std::string near = core::nearest(std::string(f.previous.text()), modifiers);
    if (near == f.previous.text() && f.found.kind == TokenKind::word)
      out.help = {"what is said of a field follows its type: {0}: TYPE {1}",
                  "对字段的标注写在其类型之后：`{0}：〈类型〉 {1}`", std::string(f.found.text()), near};
    else if (!near.empty())
      out.help = {"did you mean {0}?", "是否想写{0}？", quoted(near)};
  }
  if (f.wants("a duration such as 10 s"))
    out.help = {"a duration is a number and one of ns us ms s min h d, or the name of a param",
                "时长由数和单位（`ns us ms s min h d`之一）构成，也可以是参数的名称"};
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

Said shown(const Token& token) {
  switch (token.kind) {
    case TokenKind::end: return {"the end of the file", "文件末尾"};
    case TokenKind::text: return {"the text {0}", "文本{0}", quoted(token.text())};
    case TokenKind::word:
    case TokenKind::number:
    case TokenKind::open_text:
    case TokenKind::symbol:
    case TokenKind::other: return Text(quoted(token.text()));
  }
  return {};
}

Text shown(const std::vector<Wanted>& wanted, bool with_operators) {
  constexpr core::Phrase kOperator{"an operator such as `and` or `<=`", "`且`、`≤`之类的运算符"};
  std::vector<Text> parts;
  bool operators = false;
  const auto said = [](const Wanted& w) -> Text {
    if (const core::Phrase* thing = find_thing(w.what)) return *thing;
    return quoted(spelled(w));
  };
  for (const Wanted& w : wanted) {
    if (w.want == Want::optional)
      operators = true;
    else
      parts.push_back(said(w));
  }
  if (with_operators && operators) parts.insert(parts.begin(), kOperator);
  if (parts.empty() && operators) {
    for (const Wanted& w : wanted) {
      if (w.what == "and" || w.what == "+") return kOperator;
    }
    for (const Wanted& w : wanted) parts.push_back(said(w));
  }
  constexpr std::size_t kMost = 8;
  if (parts.size() <= kMost) return core::listed(parts, core::Joint::either);
  Text out = parts[0];
  for (std::size_t i = 1; i < kMost; ++i) out = Said{"{0}, {1}", "{0}、{1}", out, parts[i]};
  return Said{"{0}, …", "{0}等", out};
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
