#include "dsl/format/comments.hpp"

#include <algorithm>

#include "core/utf8.hpp"
#include "dsl/grammar/characters.hpp"

namespace tripline::dsl::format {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r'; }

// Behind the text whose opening quote is at `at`.
std::size_t behind_text(std::string_view text, std::size_t at, std::string_view open, std::string_view close) {
  std::size_t i = at + open.size();
  while (i < text.size() && text[i] != '\n' && !text.substr(i).starts_with(close)) i += text[i] == '\\' ? 2 : 1;
  return std::min(text.size(), i + close.size());
}

// Whether nothing but blanks of any width stands before it on its line.
bool first_on_line(std::string_view text, std::size_t at) {
  std::size_t i = at == 0 ? 0 : text.rfind('\n', at - 1) + 1;  // npos + 1 is 0
  if (i == 0 && text.starts_with("\xEF\xBB\xBF")) i = 3;
  while (i < at) {
    const core::CodePoint point = core::decode_utf8(text, i);
    if (!grammar::is_blank(point.value)) return false;
    i += point.length;
  }
  return true;
}

}  // namespace

Comments::Comments(std::string_view text, ast::Language language) : text_(text) {
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] == '"') {
      i = behind_text(text, i, "\"", "\"");
    } else if (language == ast::Language::zh && text.substr(i).starts_with("“")) {
      i = behind_text(text, i, "“", "”");
    } else if (text[i] == '#') {
      const std::size_t end = std::min(text.size(), text.find('\n', i));
      std::size_t last = end;
      while (last > i && is_space(text[last - 1])) --last;
      all_.push_back({static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(end),
                      std::string(text.substr(i, last - i)), first_on_line(text, i)});
      i = end;
    } else {
      ++i;
    }
  }
}

std::vector<Comment> Comments::take(std::uint32_t until) {
  std::vector<Comment> out;
  while (next_ < all_.size() && all_[next_].at < until) out.push_back(all_[next_++]);
  return out;
}

bool Comments::any(std::uint32_t from, std::uint32_t to) const {
  return std::any_of(all_.begin(), all_.end(), [&](const Comment& c) { return c.at >= from && c.at < to; });
}

bool Comments::blank(std::uint32_t from, std::uint32_t to) const {
  for (std::size_t i = from; i < to;) {
    const core::CodePoint point = core::decode_utf8(text_, i);
    if (!grammar::is_blank(point.value)) return false;
    i += point.length;
  }
  return true;
}

bool Comments::blank_line(std::uint32_t from, std::uint32_t to) const {
  bool ended = false;
  for (std::size_t i = from; i < to;) {
    const core::CodePoint point = core::decode_utf8(text_, i);
    if (point.value == '\n') {
      if (ended) return true;
      ended = true;
    } else if (!grammar::is_blank(point.value)) {
      ended = false;
    }
    i += point.length;
  }
  return false;
}

bool Comments::line_end(std::uint32_t from, std::uint32_t to) const {
  return text_.substr(from, to - from).find('\n') != std::string_view::npos;
}

}  // namespace tripline::dsl::format
