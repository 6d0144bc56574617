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
using core::Said;

bool say(Diagnostic& out, std::string_view code, Said message, Said help) {
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
  return say(out, "E0007", {"this text has no closing quote", "此文本没有右引号"},
             {"a text begins and ends with \" on one line; write \\\" for a quote inside it",
              "文本以 \" 开头和结尾，写在同一行内；其中的引号写作`\\\"`"});
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
  return say(out, "E0020", {"{0} is not a sign of this language", "{0}不是本语言的符号", quoted(f.found.text())},
             {"write {0} in its place", "请改写为{0}", quoted(twin)});
}

bool chained(const Failure& f, Diagnostic& out) {
  if (!f.wants(kNoChain.what())) return false;
  return say(out, "E0013", {"comparisons cannot be chained", "比较不能连写"},
             {"compare twice, a < b and b < c, or use a range: b in 5 .. 10",
              "请分两次比较：`a < b 且 b < c`，或使用范围：`b 属于 5 .. 10`"});
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
    return say(out, "E0016", {"{0} is not an operator of this language", "{0}不是本语言的运算符", quoted(theirs)},
               {"write {0}", "请写{0}", quoted(ours)});
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
    const Said more = theirs == "^" ? Said{"write a power as a product, x * x", "乘方请写作乘积：`x * x`"}
                                    : Said{"write {0}", "请写{0}", quoted(ours)};
    return say(out, "E0016", {"{0} is not an operator of this language", "{0}不是本语言的运算符", quoted(theirs)},
               more);
  }
  return false;
}

bool equals_sign(const Failure& f, Diagnostic& out) {
  if (f.found.is("=") && f.wants("=="))
    return say(out, "E0015", {"`=` does not compare", "`=`不用于比较"},
               {"two things are compared with `==`", "比较两个值请用`为`"});
  if (f.found.is("==") && f.wants("="))
    return say(out, "E0015", {"`==` compares, it does not define", "`==`用于比较，不用于定义"},
               {"a definition is written with one `=`", "定义只用一个`=`"});
  return false;
}

bool number_form(const Failure& f, Diagnostic& out) {
  const auto digit_behind = [&](const Token& t) {
    return t.end < f.state.end() && std::isdigit(static_cast<unsigned char>(*t.end)) != 0;
  };
  if (f.found.is(".") && digit_behind(f.found) && wants_operand(f)) {
    return say(out, "E0017", {"a number begins with a digit", "数以数字开头"},
               {"write 0 before the dot: 0.5", "请在小数点前写 0：`0.5`"});
  }
  if (f.previous.kind != TokenKind::number || !f.adjacent()) return false;
  if (f.found.is("."))
    return say(out, "E0017", {"a number ends with a digit", "数以数字结尾"},
               {"write a digit behind the dot, 5.0, or leave the dot out", "请在小数点后写数字：`5.0`，或删去小数点"});
  if (f.found.text().starts_with('_') || (f.found.is(",") && !f.wants(",") && digit_behind(f.found))) {
    return say(out, "E0017", {"the digits of a number stand together", "数的各位数字须连写"},
               {"write 100000, without signs between", "请写`100000`，中间不加符号"});
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
  return say(out, "E0025", {"this is neither a date nor a time", "这既不是日期也不是时刻"},
             {"a date is written 2026-03-01, a time 2026-03-01T08:00:00+08:00",
              "日期写作`2026-03-01`，时刻写作`2026-03-01T08:00:00+08:00`"});
}

bool if_word(const Failure& f, Diagnostic& out) {
  const Token& word = is_any(f.found, {"if", "then"}) ? f.found : f.previous;
  if (!is_any(word, {"if", "then"})) return false;
  out.primary.at = f.state.range(word.begin, word.end);
  return say(out, "E0014", {"there is no `if` in this language", "本语言没有`if`"},
             {"say when a rule applies in a clause of its own: when CONDITION; or write A implies B",
              "规则何时适用请用单独的条款写明：`当 〈条件〉`；或写：`A 则 B`"});
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
  Said help = unit.empty()
                  ? Said{"units are written as m, km/h, m/s^2, s, min, h, d, kg, degC, kW, % or persons as person",
                         "单位写作`m`、`km/h`、`m/s^2`、`s`、`min`、`h`、`d`、`kg`、`degC`、`kW`、`%`，人数写作`人`"}
                  : Said{"write {0}", "请写{0}", quoted(std::string(number.text()) + (unit == "%" ? "" : " ") + unit)};
  if (calendar)
    help = {"{0}; a calendar deadline is counted in `days`, `working days`, `months` or `years`",
            "{0}；按日历计的期限用`日`、`个工作日`、`个月`或`年`", help};
  return say(out, "E0012", {"{0} is not a unit", "{0}不是单位", quoted(word.text())}, std::move(help));
}

bool reserved_name(const Failure& f, Diagnostic& out) {
  if (f.found.kind != TokenKind::word || !is_reserved(f.found.text(), f.state.language)) return false;
  if (!f.wants("a name") && !f.wants("a field") && !f.wants("an expression") && !f.wants("a step")) return false;
  const Token next = token_at(f.state, f.found.end);
  const std::string word(f.found.text());
  const Said message = {"{0} is a word of the language and cannot be a name", "{0}是本语言的词，不能用作名称",
                        quoted(word)};
  if (f.state.body == Body::fields && next.is(":")) {
    return say(out, "E0009", message,
               {"choose another name and say what it is called in the input: {0}_ : TYPE from \"{1}\"",
                "请改用其他名称，并写明其在输入中的名称：`{0}_：〈类型〉 取自 \"{1}\"`", word, word});
  }
  const bool used_as_name = next.kind == TokenKind::end || is_any(next, {"==", "!=", "<=", ">=", "<", ">", "+", "-",
                                                                         "*", "/", ".", ")", ":", "=", "{", "}", ","});
  const bool joins = is_any(f.found, {"and", "or", "implies", "in", "matches", "else"});
  if (!used_as_name || (joins && f.wants("an expression"))) return false;
  return say(out, "E0009", message,
             {"choose another name; a telemetry member of this name is read with other_name : TYPE from \"{0}\"",
              "请改用其他名称；数据中以此为名的成员请这样读取：`〈其他名称〉：〈类型〉 取自 \"{0}\"`", word});
}

bool colon_after_clause(const Failure& f, Diagnostic& out) {
  if (!f.found.is(":") || f.previous.kind != TokenKind::word || f.state.body == Body::fields ||
      f.state.body == Body::file)
    return false;
  if (!is_a(f.previous.text(), f.state.body == Body::header ? kHeader : kClause, f.state.language)) return false;
  return say(out, "E0028", {"no `:` stands after {0}", "{0}之后不写`：`", quoted(f.previous.text())},
             {"leave the `:` out", "请删去`：`"});
}

bool misplaced_for(const Failure& f, Diagnostic& out) {
  if (!f.found.is("for") || f.state.body != Body::rule || !f.wants("a clause")) return false;
  return say(out, "E0027", {"`for` cannot stand here", "`持续`不能写在此处"},
             {"`for D` follows `when` in a trigger or a warning, `forbid`, and `raise to LEVEL`; a limit says grace D",
              "`持续 〈时长〉`写在触发或预警的`当`、`禁止`以及`升至 〈级别〉`之后；限值则写`宽限 〈时长〉`"});
}

bool misplaced_where(const Failure& f, Diagnostic& out) {
  if (!f.found.is("where") || f.wants("when")) return false;
  return say(out, "E0026", {"`where` cannot stand here", "`其中`不能写在此处"},
             {"put the selection into parentheses: since (E where CONDITION), expect (A where CONDITION) or B",
              "请将所选的数据写在括号中：`自（E 其中 〈条件〉）`、`应有（A 其中 〈条件〉）或 B`"});
}

bool foreign_sign(const Failure& f, Diagnostic& out) {
  if (f.found.kind != TokenKind::other) return false;
  const std::string sign = quoted(f.found.text());
  if (f.found.is("'") || f.found.is("`"))
    return say(out, "E0023", {"texts stand in double quotes", "文本写在双引号中"},
               {"write \"...\" instead", "请改写为`\"…\"`"});
  if (f.found.is(";"))
    return say(out, "E0023", {"`;` is not a sign of this language", "`;`不是本语言的符号"},
               {"leave it out: a clause ends where the next one begins", "请删去：一个条款到下一个条款开始处为止"});
  return say(out, "E0023", {"{0} is not a sign of this language", "{0}不是本语言的符号", sign},
             {"leave it out; a comment begins with #", "请删去；注释以 # 开头"});
}

bool foreign_comment(const Failure& f, Diagnostic& out) {
  const char* const end = f.state.end();
  const auto follows = [&](const Token& t, char sign) { return t.end != end && *t.end == sign; };
  const bool slashes = (f.found.is("/") && (follows(f.found, '/') || follows(f.found, '*'))) ||
                       (f.adjacent() && f.previous.is("/") && is_any(f.found, {"/", "*"}));
  const bool dashes = f.found.is("-") && follows(f.found, '-');
  if (!slashes && !dashes) return false;
  return say(out, "E0023", {"a comment begins with `#`", "注释以`#`开头"},
             {"write # before what only people read, and ## to describe the rule that follows",
              "仅供人阅读的内容前写 #，说明其后规则的内容前写 ##"});
}

std::string in_a_row(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : " ") + word;
  return out;
}

bool unknown_clause(const Failure& f, Diagnostic& out) {
  if (f.state.body != Body::rule || f.found.kind != TokenKind::word || !f.wants("a clause")) return false;
  const std::string near = core::nearest(std::string(f.found.text()), clause_words(f.state.language));
  const bool begins = f.previous.kind == TokenKind::end || !f.same_line();
  if (near.empty() && !begins) return false;
  Said help = near.empty()
                  ? Said{"clauses begin with {0}", "条款以下列词开头：`{0}`", in_a_row(clause_words(f.state.language))}
                  : Said{"did you mean {0}?", "是否想写{0}？", quoted(near)};
  return say(out, "E0022", {"{0} begins no clause", "{0}不能作为条款的开头", quoted(f.found.text())}, std::move(help));
}

bool unknown_declaration(const Failure& f, Diagnostic& out) {
  if (f.state.body != Body::file || f.found.kind != TokenKind::word || !f.wants("a declaration") || f.same_line())
    return false;
  const std::string word = quoted(f.found.text());
  if (is_a(f.found.text(), kClause, f.state.language)) {
    return say(out, "E0021",
               {"{0} is a clause and stands inside the braces of a rule", "{0}是条款，须写在规则的花括号之内", word},
               {"check whether a `}` before it closes the rule too early", "请检查前面是否有`}`过早结束了规则"});
  }
  const std::string near = core::nearest(std::string(f.found.text()), declaration_words(f.state.language));
  if (!near.empty())
    return say(out, "E0021", {"{0} begins no declaration", "{0}不能作为声明的开头", word},
               {"did you mean {0}?", "是否想写{0}？", quoted(near)});
  return say(out, "E0021", {"{0} begins no declaration", "{0}不能作为声明的开头", word},
             {"declarations begin with {0}", "声明以下列词开头：`{0}`", in_a_row(declaration_words(f.state.language))});
}

bool operands_touch(const Failure& f, Diagnostic& out) {
  const bool operand = f.found.kind == TokenKind::word || f.found.kind == TokenKind::number ||
                       f.found.kind == TokenKind::text || f.found.is("(");
  const bool after_operand = f.previous.kind != TokenKind::symbol || is_any(f.previous, {")", "]", "}", "%"});
  if (!operand || !after_operand || !f.same_line() || !f.wants("and")) return false;
  Said help = {
      "two values never stand side by side: join them with an operator, or begin the next clause on its own line",
      "两个值不能并列：请用运算符连接，或另起一行写下一个条款"};
  if (is_any(f.found, {"since", "over", "this", "ever"})) {
    help = {"a window follows an aggregate: count(E) over 5 min, always(C) since (E where D)",
            "窗口写在统计之后：`次数（E）近 5 分钟`、`始终（C）自（E 其中 D）`"};
  } else if (f.found.is("for")) {
    help = {"inside an expression write held(CONDITION, 5 s)", "表达式之内请写：`保持（〈条件〉，5 秒）`"};
  } else if (f.found.is("not")) {
    help = {"write not (x in (a, b))", "请写：`非（x 属于（a，b））`"};
  }
  return say(out, "E0010",
             {"expected {0} after {1}, found {2}", "{1}之后应为{0}，却是{2}", shown(f.wanted, true), shown(f.previous),
              shown(f.found)},
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
