#include "dsl/grammar/scan.hpp"

#include <algorithm>

#include "core/utf8.hpp"
#include "dsl/grammar/characters.hpp"
#include "dsl/grammar/tokens.hpp"
#include "dsl/grammar/words.hpp"

namespace tripline::dsl::grammar {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Four hexadecimal digits at `p`, or -1.
int hex_unit(const char* p, const char* end) {
  if (end - p < 4) return -1;
  int value = 0;
  for (int i = 0; i < 4; ++i) {
    const int digit = hex_digit(p[i]);
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

// The escape whose backslash is at `p`: appends what it means and moves behind it.
void unescape(State& state, const char*& p, const char* end, std::string& out) {
  const char* start = p;
  const char kind = p[1];
  p += 2;
  switch (kind) {
    case '"': out += '"'; return;
    case '\\': out += '\\'; return;
    case '/': out += '/'; return;
    case 'b': out += '\b'; return;
    case 'f': out += '\f'; return;
    case 'n': out += '\n'; return;
    case 'r': out += '\r'; return;
    case 't': out += '\t'; return;
    case 'u': {
      int value = hex_unit(p, end);
      if (value < 0) break;
      p += 4;
      if (value >= 0xD800 && value <= 0xDBFF && end - p >= 6 && p[0] == '\\' && p[1] == 'u') {
        const int low = hex_unit(p + 2, end);
        if (low >= 0xDC00 && low <= 0xDFFF) {
          p += 6;
          value = 0x10000 + ((value - 0xD800) << 10) + (low - 0xDC00);
        }
      }
      if (value >= 0xD800 && value <= 0xDFFF) break;
      core::append_utf8(out, static_cast<char32_t>(value));
      return;
    }
    default: break;
  }
  const auto shown = core::decode_utf8(state.text(), static_cast<std::size_t>(start + 1 - state.begin()));
  const char* stop = std::max(p, start + 1 + shown.length);
  if (kind != 'u') p = stop;
  state.report("E0008", {"this text has an escape that does not exist", "此文本中有不存在的转义"},
               state.range(start, stop),
               {"write \\\\ for a backslash (\"\\\\d\" is the pattern \\d); the escapes are \\\" \\\\ \\/ \\b \\f \\n "
                "\\r \\t and \\u with four hexadecimal digits",
                "反斜杠请写作`\\\\`（`\"\\\\d\"`即模式`\\d`）；可用的转义有`\\\" \\\\ \\/ \\b \\f \\n \\r "
                "\\t`，以及`\\u`后接四位十六进制数字"});
}

}  // namespace

std::string_view word_at(const State& state, const char* p) {
  const std::string_view text = state.text();
  std::size_t i = static_cast<std::size_t>(p - state.begin());
  const std::size_t start = i;
  while (i < text.size()) {
    const core::CodePoint point = core::decode_utf8(text, i);
    if (i == start ? !is_name_start(point.value) : !is_name_continue(point.value)) break;
    i += point.length;
  }
  return text.substr(start, i - start);
}

std::size_t opening_quote(const State& state, const char* p) {
  if (*p == '"') return 1;
  constexpr std::string_view kOpen = "“";
  return state.language == ast::Language::zh && state.rest(p).starts_with(kOpen) ? kOpen.size() : 0;
}

std::size_t closing_quote(const State& state, const char* p, std::size_t open) {
  const std::string_view close = open == 1 ? "\"" : "”";
  return state.rest(p).starts_with(close) ? close.size() : 0;
}

bool scan_name(State& state, const char*& it, ast::Name& out) {
  if (state.stopped()) return false;
  const char* p = state.skip(it);
  const std::string_view word = word_at(state, p);
  if (word.empty() || is_reserved(word, state.language) ||
      (state.by_lines && p != state.line_exempt && begins_item(state, p))) {
    state.want(p, Thing("a name"));
    return false;
  }
  out.text = word;
  out.at = state.range(p, p + word.size());
  if (!is_composed(word)) {
    state.report(
        "E0003",
        {"this name is not written in composed characters (Unicode NFC)", "此名称不是 Unicode 的合成字符形式（NFC）"},
        out.at,
        {"type the accented letters as single characters; copied text often has them in two parts",
         "请将带附加符号的字母作为单个字符输入；复制的文本常将其拆为两部分"});
  }
  it = p + word.size();
  return true;
}

bool scan_text(State& state, const char*& it, ast::Text& out) {
  if (state.stopped()) return false;
  const char* p = state.skip(it);
  const auto fail = [&] {
    state.want(p, Thing("a text in quotes"));
    return false;
  };
  const std::size_t open = p == state.end() ? 0 : opening_quote(state, p);
  if (open == 0) return fail();
  const char* close = p + open;
  while (close != state.end() && closing_quote(state, close, open) == 0 && *close != '\n') {
    if (*close == '\\' && ++close != state.end() && *close == '\n') return fail();
    if (close != state.end()) ++close;
  }
  if (closing_quote(state, close, open) == 0) return fail();
  out.value.clear();
  for (const char* q = p + open; q != close;) {
    if (*q == '\\') {
      unescape(state, q, close, out.value);
    } else {
      out.value += *q++;
    }
  }
  it = close + closing_quote(state, close, open);
  out.at = state.range(p, it);
  return true;
}

}  // namespace tripline::dsl::grammar
