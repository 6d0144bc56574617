#include "dsl/lint/text_scan.hpp"

#include <algorithm>

#include "core/utf8.hpp"
#include "dsl/grammar/characters.hpp"

namespace tripline::dsl::lint {
namespace {

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
    if (letter() == 0) {
      at_ += core::decode_utf8(text_, at_).length;
      return;
    }
    word(text_.size());
  }

  // The length of the character of a name that stands here; 0: none does.
  std::size_t letter() const {
    const core::CodePoint point = core::decode_utf8(text_, at_);
    return grammar::is_name_continue(point.value) ? point.length : 0;
  }

  void word(std::size_t end) {
    const std::size_t begin = at_;
    while (at_ < end && letter() > 0) at_ += letter();
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
      if (in_braces && letter() > 0) {
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
