// The particular mistakes that authors make, each with a code and a way out of its own.
#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

#include "core/nearest.hpp"
#include "core/utf8.hpp"
#include "dsl/grammar/explain.hpp"
#include "dsl/grammar/keywords.hpp"
#include "dsl/grammar/words.hpp"

namespace tripline::dsl::grammar {
namespace {

using core::Diagnostic;

bool say(Diagnostic& out, std::string_view code, std::string message, std::string help) {
  out.code = code;
  out.message = std::move(message);
  out.help = std::move(help);
  return true;
}

bool is_any(const Token& token, std::initializer_list<std::string_view> texts) {
  return std::any_of(texts.begin(), texts.end(), [&](std::string_view t) { return token.is(t); });
}

bool wants_operand(const Failure& f) { return f.wants("an expression") || f.wants("a value") || f.wants("a number"); }

bool open_text(const Failure& f, Diagnostic& out) {
  if (f.found.kind != TokenKind::open_text) return false;
  return say(out, "E0007", "this text has no closing quote",
             "a text begins and ends with \" on one line; write \\\" for a quote inside it");
}

// The ASCII spelling of a full-width or typographic sign.
std::string_view ascii_twin(char32_t c) {
  struct Twin {
    char32_t wide;
    std::string_view ascii;
  };
  static constexpr std::array<Twin, 37> kTwins = {{
      {U'、', ","},  {U'。', "."},   {U'“', "\""},  {U'”', "\""},  {U'„', "\""}, {U'«', "\""},   {U'»', "\""},
      {U'「', "\""}, {U'」', "\""},  {U'『', "\""}, {U'』', "\""}, {U'‘', "\""}, {U'’', "\""},   {U'【', "["},
      {U'】', "]"},  {U'〔', "("},   {U'〕', ")"},  {U'《', "<"},  {U'》', ">"}, {U'〈', "<"},   {U'〉', ">"},
      {U'≤', "<="},  {U'≥', ">="},   {U'≠', "!="},  {U'≦', "<="},  {U'≧', ">="}, {U'×', "*"},    {U'·', "*"},
      {U'÷', "/"},   {U'−', "-"},    {U'–', "-"},   {U'—', "-"},   {U'…', ".."}, {U'℃', "degC"}, {U'°', "deg"},
      {U'‰', "%"},   {U'￥', "CNY"},
  }};
  for (const Twin& twin : kTwins) {
    if (twin.wide == c) return twin.ascii;
  }
  static constexpr std::string_view kAscii =
      "!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~";
  return c >= 0xFF01 && c <= 0xFF5E ? kAscii.substr(c - 0xFF01, 1) : std::string_view{};
}

bool wide_sign(const Failure& f, Diagnostic& out) {
  if (f.found.kind != TokenKind::other) return false;
  const char32_t c = core::decode_utf8(f.found.text(), 0).value;
  if (c < 0x80) return false;
  const std::string_view twin = ascii_twin(c);
  if (twin.empty()) return false;
  return say(out, "E0020", quoted(f.found.text()) + " is not a sign of this language",
             "write " + quoted(twin) + " in its place");
}

bool chained(const Failure& f, Diagnostic& out) {
  if (!f.wants(kNoChain)) return false;
  return say(out, "E0013", "comparisons cannot be chained",
             "compare twice, a < b and b < c, or use a range: b in 5 .. 10");
}

bool foreign_word(const Failure& f, Diagnostic& out) {
  struct Foreign {
    std::string_view theirs, ours;
  };
  static constexpr std::array<Foreign, 6> kForeign = {
      {{"is", "=="}, {"equals", "=="}, {"AND", "and"}, {"OR", "or"}, {"NOT", "not"}, {"IN", "in"}}};
  for (const auto& [theirs, ours] : kForeign) {
    const bool before = f.previous.is(theirs) && f.previous.begin != f.item;
    if (!f.found.is(theirs) && !before) continue;
    const Token& word = f.found.is(theirs) ? f.found : f.previous;
    if (!f.wants("and")) return false;
    out.primary.at = f.state.range(word.begin, word.end);
    return say(out, "E0016", quoted(theirs) + " is not an operator of this language", "write " + quoted(ours));
  }
  return false;
}

bool foreign_operator(const Failure& f, Diagnostic& out) {
  struct Foreign {
    std::string_view theirs, ours;
  };
  static constexpr std::array<Foreign, 9> kForeign = {{{"&&", "and"},
                                                       {"||", "or"},
                                                       {"!", "not"},
                                                       {"<>", "!="},
                                                       {"=<", "<="},
                                                       {"=>", ">="},
                                                       {"&", "and"},
                                                       {"|", "or"},
                                                       {"^", "*"}}};
  for (const auto& [theirs, ours] : kForeign) {
    const bool half_read = theirs == "<>" && f.previous.is(theirs);  // its "<" was taken for a comparison
    if (!f.found.is(theirs) && !half_read) continue;
    if (half_read) out.primary.at = f.state.range(f.previous.begin, f.previous.end);
    const std::string more = theirs == "^" ? "write a power as a product, x * x" : "write " + quoted(ours);
    return say(out, "E0016", quoted(theirs) + " is not an operator of this language", more);
  }
  return false;
}

bool equals_sign(const Failure& f, Diagnostic& out) {
  if (f.found.is("=") && f.wants("=="))
    return say(out, "E0015", "`=` does not compare", "two things are compared with `==`");
  if (f.found.is("==") && f.wants("="))
    return say(out, "E0015", "`==` compares, it does not define", "a definition is written with one `=`");
  return false;
}

bool number_form(const Failure& f, Diagnostic& out) {
  const auto digit_behind = [&](const Token& t) {
    return t.end < f.state.end() && std::isdigit(static_cast<unsigned char>(*t.end)) != 0;
  };
  if (f.found.is(".") && digit_behind(f.found) && wants_operand(f)) {
    return say(out, "E0017", "a number begins with a digit", "write 0 before the dot: 0.5");
  }
  if (f.previous.kind != TokenKind::number || !f.adjacent()) return false;
  if (f.found.is("."))
    return say(out, "E0017", "a number ends with a digit", "write a digit behind the dot, 5.0, or leave the dot out");
  if (f.found.text().starts_with('_') || (f.found.is(",") && !f.wants(",") && digit_behind(f.found))) {
    return say(out, "E0017", "the digits of a number stand together", "write 100000, without signs between");
  }
  return false;
}

bool not_a_date(const Failure& f, Diagnostic& out) {
  const auto part = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == ':' || c == '+';
  };
  const char* start = f.found.begin;
  while (start > f.item && f.found.begin - start < 40 && part(start[-1])) --start;
  const char* stop = f.found.begin;
  while (stop < f.state.end() && stop - start < 60 && part(*stop)) ++stop;
  const std::string_view run(start, static_cast<std::size_t>(stop - start));
  std::size_t year = 0;
  while (year < run.size() && std::isdigit(static_cast<unsigned char>(run[year])) != 0) ++year;
  const bool dated = year == 4 && std::count(run.begin(), run.end(), '-') >= 2 && run.size() > 6 && run[4] == '-' &&
                     std::isdigit(static_cast<unsigned char>(run[5])) != 0 &&
                     f.state.skip(f.found.begin) == f.found.begin;
  if (!dated || (start == f.found.begin && !f.wants("a date such as 2026-03-01"))) return false;
  out.primary.at = f.state.range(start, stop);
  return say(out, "E0025", "this is neither a date nor a time",
             "a date is written 2026-03-01, a time 2026-03-01T08:00:00+08:00");
}

bool if_word(const Failure& f, Diagnostic& out) {
  const Token& word = is_any(f.found, {"if", "then"}) ? f.found : f.previous;
  if (!is_any(word, {"if", "then"})) return false;
  out.primary.at = f.state.range(word.begin, word.end);
  return say(out, "E0014", "there is no `if` in this language",
             "say when a rule applies in a clause of its own: when CONDITION; or write A implies B");
}

bool not_a_unit(const Failure& f, Diagnostic& out) {
  Token number = f.previous;
  Token word = f.found;
  const bool calendar = f.wants("days") && f.wants("months");
  if (f.found.kind == TokenKind::number && f.wants("a duration such as 10 s")) {
    number = f.found;
    word = token_at(f.state, f.found.end);
  } else if (!f.wants("a unit") && !calendar) {
    return false;
  }
  if (number.kind != TokenKind::number || word.kind != TokenKind::word) return false;
  if (std::find(number.end, word.begin, '\n') != word.begin) return false;
  if (is_reserved(word.text(), f.state.language) ||
      (f.state.body == Body::rule && !core::nearest(std::string(word.text()), clause_words(f.state.language)).empty() &&
       nearest_unit(word.text()).empty())) {
    return false;
  }
  out.primary.at = f.state.range(word.begin, word.end);
  const std::string unit = nearest_unit(word.text());
  std::string help = unit.empty()
                         ? "units are written as m, km/h, m/s^2, s, min, h, d, kg, degC, kW, % or persons as person"
                         : "write " + quoted(std::string(number.text()) + (unit == "%" ? "" : " ") + unit);
  if (calendar) help += "; a calendar deadline is counted in `days`, `working days`, `months` or `years`";
  return say(out, "E0012", quoted(word.text()) + " is not a unit", std::move(help));
}

bool reserved_name(const Failure& f, Diagnostic& out) {
  if (f.found.kind != TokenKind::word || !is_reserved(f.found.text(), f.state.language)) return false;
  if (!f.wants("a name") && !f.wants("a field") && !f.wants("an expression") && !f.wants("a step")) return false;
  const Token next = token_at(f.state, f.found.end);
  const std::string word(f.found.text());
  const std::string message = quoted(word) + " is a word of the language and cannot be a name";
  if (f.state.body == Body::fields && next.is(":")) {
    return say(
        out, "E0009", message,
        "choose another name and say what it is called in the input: " + word + "_ : TYPE from \"" + word + "\"");
  }
  const bool used_as_name = next.kind == TokenKind::end || is_any(next, {"==", "!=", "<=", ">=", "<", ">", "+", "-",
                                                                         "*", "/", ".", ")", ":", "=", "{", "}", ","});
  const bool joins = is_any(f.found, {"and", "or", "implies", "in", "matches", "else"});
  if (!used_as_name || (joins && f.wants("an expression"))) return false;
  return say(
      out, "E0009", message,
      "choose another name; a telemetry member of this name is read with other_name : TYPE from \"" + word + "\"");
}

bool colon_after_clause(const Failure& f, Diagnostic& out) {
  if (!f.found.is(":") || f.previous.kind != TokenKind::word || f.state.body == Body::fields ||
      f.state.body == Body::file)
    return false;
  if (!is_a(f.previous.text(), f.state.body == Body::header ? kHeader : kClause, f.state.language)) return false;
  return say(out, "E0028", "no `:` stands after " + quoted(f.previous.text()), "leave the `:` out");
}

bool misplaced_for(const Failure& f, Diagnostic& out) {
  if (!f.found.is("for") || f.state.body != Body::rule || !f.wants("a clause")) return false;
  return say(out, "E0027", "`for` cannot stand here",
             "`for D` follows `when` in a trigger or a warning, `forbid`, and `raise to LEVEL`; a limit says grace D");
}

bool misplaced_where(const Failure& f, Diagnostic& out) {
  if (!f.found.is("where") || f.wants("when")) return false;
  return say(out, "E0026", "`where` cannot stand here",
             "put the selection into parentheses: since (E where CONDITION), expect (A where CONDITION) or B");
}

bool foreign_sign(const Failure& f, Diagnostic& out) {
  if (f.found.kind != TokenKind::other) return false;
  const std::string sign = quoted(f.found.text());
  if (f.found.is("'") || f.found.is("`"))
    return say(out, "E0023", "texts stand in double quotes", "write \"...\" instead");
  if (f.found.is(";"))
    return say(out, "E0023", "`;` is not a sign of this language",
               "leave it out: a clause ends where the next one begins");
  return say(out, "E0023", sign + " is not a sign of this language", "leave it out; a comment begins with #");
}

bool foreign_comment(const Failure& f, Diagnostic& out) {
  const char* const end = f.state.end();
  const auto follows = [&](const Token& t, char sign) { return t.end != end && *t.end == sign; };
  const bool slashes = (f.found.is("/") && (follows(f.found, '/') || follows(f.found, '*'))) ||
                       (f.adjacent() && f.previous.is("/") && is_any(f.found, {"/", "*"}));
  const bool dashes = f.found.is("-") && follows(f.found, '-');
  if (!slashes && !dashes) return false;
  return say(out, "E0023", "a comment begins with `#`",
             "write # before what only people read, and ## to describe the rule that follows");
}

bool unknown_clause(const Failure& f, Diagnostic& out) {
  if (f.state.body != Body::rule || f.found.kind != TokenKind::word || !f.wants("a clause")) return false;
  const std::string near = core::nearest(std::string(f.found.text()), clause_words(f.state.language));
  const bool begins = f.previous.kind == TokenKind::end || !f.same_line();
  if (near.empty() && !begins) return false;
  std::string help = near.empty() ? std::string() : "did you mean " + quoted(near) + "? ";
  if (near.empty()) {
    help = "clauses begin with";
    for (const std::string& word : clause_words(f.state.language)) help += " " + word;
  } else {
    help.pop_back();
  }
  return say(out, "E0022", quoted(f.found.text()) + " begins no clause", std::move(help));
}

bool unknown_declaration(const Failure& f, Diagnostic& out) {
  if (f.state.body != Body::file || f.found.kind != TokenKind::word || !f.wants("a declaration") || f.same_line())
    return false;
  const std::string word = quoted(f.found.text());
  if (is_a(f.found.text(), kClause, f.state.language)) {
    return say(out, "E0021", word + " is a clause and stands inside the braces of a rule",
               "check whether a `}` before it closes the rule too early");
  }
  const std::string near = core::nearest(std::string(f.found.text()), declaration_words(f.state.language));
  if (!near.empty()) return say(out, "E0021", word + " begins no declaration", "did you mean " + quoted(near) + "?");
  std::string help = "declarations begin with";
  for (const std::string& w : declaration_words(f.state.language)) help += " " + w;
  return say(out, "E0021", word + " begins no declaration", std::move(help));
}

bool operands_touch(const Failure& f, Diagnostic& out) {
  const bool operand = f.found.kind == TokenKind::word || f.found.kind == TokenKind::number ||
                       f.found.kind == TokenKind::text || f.found.is("(");
  const bool after_operand = f.previous.kind != TokenKind::symbol || is_any(f.previous, {")", "]", "}", "%"});
  if (!operand || !after_operand || !f.same_line() || !f.wants("and")) return false;
  std::string help =
      "two values never stand side by side: join them with an operator, or begin the next clause on its own line";
  if (is_any(f.found, {"since", "over", "this", "ever"})) {
    help = "a window follows an aggregate: count(E) over 5 min, always(C) since (E where D)";
  } else if (f.found.is("for")) {
    help = "inside an expression write held(CONDITION, 5 s)";
  } else if (f.found.is("not")) {
    help = "write not (x in (a, b))";
  }
  return say(out, "E0010",
             "expected " + shown(f.wanted, true) + " after " + shown(f.previous) + ", found " + shown(f.found),
             std::move(help));
}

}  // namespace

bool explain_particular(const Failure& failure, Diagnostic& out) {
  for (const auto explain_one :
       {open_text, chained, foreign_operator, foreign_word, wide_sign, equals_sign, number_form, not_a_date, if_word,
        not_a_unit, reserved_name, colon_after_clause, misplaced_for, misplaced_where, foreign_sign, foreign_comment,
        unknown_clause, unknown_declaration, operands_touch}) {
    if (explain_one(failure, out)) return true;
  }
  return false;
}

}  // namespace tripline::dsl::grammar
