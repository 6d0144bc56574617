#include "engine/ingest/json_framer.hpp"

#include "engine/ingest/input.hpp"
#include "engine/ingest/phrases.hpp"

namespace tripline::engine {

namespace {

constexpr bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

std::string_view without_blanks_after(std::string_view s) {
  while (!s.empty() && is_blank(s.back())) s.remove_suffix(1);
  return s;
}

// How far indentation is followed.
constexpr std::size_t kMaxIndent = 4096;

}  // namespace

char JsonFramer::look(std::size_t at) {
  while (at >= source_.window().size())
    if (!source_.more()) return '\0';
  return source_.window()[at];
}

bool JsonFramer::skip_blanks() {
  for (;;) {
    const std::string_view window = source_.window();
    std::size_t i = 0;
    for (; i < window.size() && is_blank(window[i]); ++i) {
      if (window[i] == '\n') {
        indent_ = 0;
        line_start_ = true;
      } else if (line_start_) {
        ++indent_;
      }
    }
    source_.skip(i);
    if (i < window.size()) {
      line_start_ = false;
      return true;
    }
    if (!source_.more()) return false;
  }
}

bool JsonFramer::next(Frame& out) {
  source_.skip(used_);
  used_ = 0;
  for (;;) {
    if (!skip_blanks()) {
      out.reset(source_.offset());
      if (source_.fault() && !fault_told_) {
        fault_told_ = true;
        frame_of_fault(source_, {}, out);
        return true;
      }
      if (!in_batch_) return false;
      in_batch_ = false;
      if (broken_ || fault_told_) return false;
      out.code = "bad_json";
      out.text = input_phrases::kBatchNotClosed;
      return true;
    }
    if (in_batch_) {
      if (next_of_batch(out)) return true;
    } else if (source_.window().front() == '[') {
      source_.skip(1);
      in_batch_ = true;
      comma_due_ = element_due_ = broken_ = false;
    } else {
      return next_line(out);
    }
  }
}

bool JsonFramer::next_line(Frame& out) {
  out.reset(source_.offset());
  std::size_t end = 0;
  for (std::size_t from = 0;;) {
    const std::string_view window = source_.window();
    end = window.find('\n', from);
    if (end != std::string_view::npos) break;
    end = from = window.size();
    if (end > Input::kMaxElement + kMaxIndent || !source_.more()) break;
  }
  const std::string_view window = source_.window();
  const bool closed = end < window.size();
  const std::string_view line = without_blanks_after(window.substr(0, end));
  if (line.size() > Input::kMaxElement) {
    frame_of_giant(source_, out);
    drop_line(source_);
    indent_ = 0;
    line_start_ = true;
    return true;
  }
  if (!closed && source_.fault()) {
    fault_told_ = true;
    frame_of_fault(source_, line, out);
    used_ = end;
    return true;
  }
  out.bytes = line;
  used_ = end;
  if (line.front() != '{') return true;
  if (line.back() == '}') {
    out.may_go_on = true;
    return true;
  }
  const std::size_t size = line.size();
  const Extent extent = extent_of_value();
  if (extent.end == End::complete && extent.size <= size) {
    out.bytes = source_.window().substr(0, size);
    out.code = kTrailingCode;
    out.text = input_phrases::kTrailing;
  } else {
    give(out, extent);
  }
  return true;
}

bool JsonFramer::extend(Frame& out) {
  const std::size_t size = out.bytes.size();
  const Extent extent = extent_of_value();
  out.may_go_on = false;
  out.bytes = source_.window().substr(0, size);
  if (extent.end != End::complete || extent.size <= size) return false;
  give(out, extent);
  return true;
}

bool JsonFramer::next_of_batch(Frame& out) {
  out.reset(source_.offset());
  const char c = source_.window().front();
  if (c == ',') {
    const bool stray = !comma_due_ && !broken_;
    comma_due_ = false;
    element_due_ = true;
    if (!stray) {
      source_.skip(1);
      return false;
    }
    broken_ = true;
    out.bytes = source_.window().substr(0, 1);
    out.code = "bad_json";
    out.text = input_phrases::kCommaForElement;
    used_ = 1;
    return true;
  }
  if (c == ']') {
    in_batch_ = false;
    if (!element_due_ || broken_) {
      source_.skip(1);
      return false;
    }
    out.bytes = source_.window().substr(0, 1);
    out.code = "bad_json";
    out.text = input_phrases::kCommaAtEnd;
    used_ = 1;
    return true;
  }
  const bool comma_lacks = comma_due_ && !broken_;
  const Extent extent = c == '{' || c == '[' ? extent_of_value() : extent_of_scalar();
  comma_due_ = true;
  element_due_ = false;
  give(out, extent);
  if (extent.end != End::complete) broken_ = true;
  if (comma_lacks && out.code.empty()) {
    broken_ = true;
    out.code = "bad_json";
    out.text = input_phrases::kNoComma;
  }
  return true;
}

void JsonFramer::give(Frame& out, const Extent& extent) {
  if (extent.end == End::too_large) {
    frame_of_giant(source_, out);
    drop_value();
    return;
  }
  const std::string_view bytes = without_blanks_after(source_.window().substr(0, extent.size));
  if (extent.end == End::ended && source_.fault()) {
    fault_told_ = true;
    frame_of_fault(source_, bytes, out);
  } else {
    out.bytes = bytes;
  }
  used_ = extent.resume;
  if (extent.end == End::broken) {
    indent_ = 0;
    line_start_ = true;
  }
}

namespace {

// Follows brackets and quotes through a value, one character at a time.
struct Nesting {
  std::size_t depth = 0;
  bool in_text = false;
  bool escape = false;

  // True: the value is complete with this character. Line ends are the caller's.
  bool take(char c) {
    if (in_text) {
      if (escape) {
        escape = false;
      } else if (c == '\\') {
        escape = true;
      } else if (c == '"') {
        in_text = false;
      }
      return false;
    }
    if (c == '"') in_text = true;
    if (c == '{' || c == '[') ++depth;
    return (c == '}' || c == ']') && --depth == 0;
  }
};

}  // namespace

JsonFramer::Extent JsonFramer::extent_of_value() {
  Nesting nesting;
  for (std::size_t i = 0;; ++i) {
    if (i > Input::kMaxElement) return {End::too_large, 0, 0};
    if (i >= source_.window().size() && !source_.more()) return {End::ended, i, i};
    const char c = source_.window()[i];
    if (c == '\n') {
      // A text cannot hold a line end (RFC 8259, section 7): the element was broken off here.
      if (nesting.in_text) return {End::broken, i, i + 1};
      std::size_t blanks = 0;
      char first = look(i + 1);
      while ((first == ' ' || first == '\t') && blanks < kMaxIndent) first = look(i + 1 + ++blanks);
      if ((first == '{' || first == '[') && blanks <= indent_) return {End::broken, i, i + 1};
    }
    if (nesting.take(c)) return {End::complete, i + 1, i + 1};
  }
}

JsonFramer::Extent JsonFramer::extent_of_scalar() {
  bool in_text = false;
  bool escape = false;
  for (std::size_t i = 0;; ++i) {
    if (i > Input::kMaxElement) return {End::too_large, 0, 0};
    if (i >= source_.window().size() && !source_.more()) return {End::ended, i, i};
    const char c = source_.window()[i];
    if (c == '\n') return {in_text ? End::broken : End::complete, i, i};
    if (!in_text && i > 0 && (c == ',' || c == ']' || c == '{')) return {End::complete, i, i};
    if (c == '"' && !escape) in_text = !in_text;
    escape = in_text && c == '\\' && !escape;
  }
}

// Drops an element that is too large, by the same marks as extent_of_value, without keeping it.
void JsonFramer::drop_value() {
  Nesting nesting;
  if (const char c = source_.window().front(); c != '{' && c != '[') {
    drop_line(source_);
    indent_ = 0;
    line_start_ = true;
    return;
  }
  std::size_t blanks = 0;
  bool line_start = false;
  for (;;) {
    const std::string_view window = source_.window();
    for (std::size_t i = 0; i < window.size(); ++i) {
      const char c = window[i];
      if (c == '\n') {
        if (nesting.in_text) {
          source_.skip(i + 1);
          indent_ = 0;
          line_start_ = true;
          return;
        }
        blanks = 0;
        line_start = true;
      } else if (line_start && (c == ' ' || c == '\t')) {
        ++blanks;
      } else {
        if (line_start && (c == '{' || c == '[') && blanks <= indent_) {
          source_.skip(i);
          indent_ = blanks;
          return;
        }
        line_start = false;
      }
      if (nesting.take(c)) return source_.skip(i + 1);
    }
    source_.skip(window.size());
    if (!source_.more()) return;
  }
}

}  // namespace tripline::engine
