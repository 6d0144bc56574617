#include "dsl/lint/text_scan.hpp"

#include <algorithm>

namespace tripline::dsl::lint {
namespace {

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         (static_cast<unsigned char>(c) & 0x80U) != 0;
}

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

constexpr std::string_view kOpens = "“", kCloses = "”";  // accepted where a Chinese keyboard gives them

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  Scanned run() {
    while (at_ < text_.size()) step();
    return std::move(out_);
  }

 private:
  void step() {
    const char c = text_[at_];
    if (c == '\n') alone_ = true;
    if (is_blank(c)) {
      ++at_;
      return;
    }
    const auto begin = static_cast<std::uint32_t>(at_);
    if (c == '#') {
      at_ = std::min(text_.find('\n', at_), text_.size());
      std::size_t end = at_;
      while (end > begin && is_blank(text_[end - 1])) --end;
      out_.comments.push_back({begin, static_cast<std::uint32_t>(end), alone_});
      return;
    }
    alone_ = false;
    out_.code.push_back(begin);
    if (c == '"') return quoted("\"", 1);
    if (text_.substr(at_).starts_with(kOpens)) return quoted(kCloses, kOpens.size());
    if (!is_word(c)) {
      ++at_;
      return;
    }
    word(text_.size());
  }

  void word(std::size_t end) {
    const std::size_t begin = at_;
    while (at_ < end && is_word(text_[at_]) && !text_.substr(at_).starts_with(kOpens)) ++at_;
    out_.words.push_back({text_.substr(begin, at_ - begin), static_cast<std::uint32_t>(begin)});
  }

  // Up to the mark that closes it, at the latest to the end of the line.
  void quoted(std::string_view closing, std::size_t opening_length) {
    at_ += opening_length;
    bool in_braces = false;
    while (at_ < text_.size() && text_[at_] != '\n') {
      if (text_.substr(at_).starts_with(closing)) {
        at_ += closing.size();
        return;
      }
      const char c = text_[at_];
      if (c == '\\' && at_ + 1 < text_.size() && text_[at_ + 1] != '\n') {
        at_ += 2;
        continue;
      }
      if (c == '{') in_braces = true;
      if (c == '}') in_braces = false;
      if (in_braces && is_word(c)) {
        std::size_t end = std::min(text_.find(closing, at_), text_.size());
        end = std::min(end, text_.find_first_of("}\n", at_));
        word(end);
      } else {
        ++at_;
      }
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
  bool alone_ = true;
  Scanned out_;
};

}  // namespace

Scanned scan_text(std::string_view text) { return Scanner(text).run(); }

}  // namespace tripline::dsl::lint
