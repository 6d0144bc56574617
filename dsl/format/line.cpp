#include "dsl/format/line.hpp"

#include <algorithm>
#include <string_view>

#include "core/source.hpp"

namespace tripline::dsl::format {
namespace {

bool wide_before(std::string_view line) {
  return line.ends_with("（") || line.ends_with("）") || line.ends_with("，") || line.ends_with("：");
}
bool wide_after(std::string_view word) {
  return word.starts_with("（") || word.starts_with("）") || word.starts_with("，") || word.starts_with("：");
}

void append(std::string& line, const Word& word, bool first) {
  if (!first && word.pad_to != 0) {
    const std::size_t width = core::display_width(line);
    if (width < word.pad_to) line.append(word.pad_to - width, ' ');
  }
  const bool padded = !line.empty() && line.back() == ' ';
  if (!first && word.blank && !padded && !wide_before(line) && !wide_after(word.text)) line += ' ';
  line += word.text;
}

std::string joined(const Word* from, const Word* to, std::size_t start) {
  std::string line(start, ' ');
  for (const Word* w = from; w != to; ++w) append(line, *w, w == from);
  return line;
}

class Lines {
 public:
  Lines(std::size_t start, std::size_t hang) : start_(start), hang_(hang) {}

  // Words without comments or forced breaks between them.
  void add(const Word* from, const Word* to) {
    commented_ = false;
    const bool first = lines_.empty();
    const std::size_t indent = first ? start_ : hang_ + 2 * static_cast<std::size_t>(std::max(0, from->depth));
    const std::string line = joined(from, to, indent);
    int least = -1;
    for (const Word* w = from + 1; w < to; ++w) {
      if (w->depth >= 0 && (least < 0 || w->depth < least)) least = w->depth;
    }
    if (core::display_width(line) <= kWidth || least < 0) {
      lines_.push_back(line);
      return;
    }
    const Word* begin = from;
    for (const Word* w = from + 1; w <= to; ++w) {
      if (w != to && w->depth != least) continue;
      add(begin, w);
      begin = w;
    }
  }

  void comment(const Comment& c) {
    // A second one on a line would become part of the first.
    if (!c.own_line && !lines_.empty() && !commented_) {
      lines_.back() += "  " + c.text;
    } else {
      lines_.push_back(std::string(hang_, ' ') + c.text);
    }
    commented_ = true;
  }

  std::string text() const {
    std::string out;
    for (const std::string& line : lines_) out += (out.empty() ? "" : "\n") + line;
    return out.substr(std::min(start_, out.size()));
  }

 private:
  std::size_t start_, hang_;
  std::vector<std::string> lines_;
  bool commented_ = false;  // the last line ends with a comment
};

}  // namespace

std::string on_one_line(const std::vector<Word>& words) {
  return words.empty() ? std::string() : joined(words.data(), words.data() + words.size(), 0);
}

std::size_t width_of(const std::vector<Word>& words) { return core::display_width(on_one_line(words)); }

std::string lines_of(const std::vector<Word>& words, std::size_t start, std::size_t hang) {
  Lines lines(start, hang);
  const Word* const end = words.data() + words.size();
  for (const Word* from = words.data(); from != end;) {
    for (const Comment& c : from->before) lines.comment(c);
    const Word* to = from + 1;
    while (to != end && to->before.empty() && !to->breaks) ++to;
    lines.add(from, to);
    from = to;
  }
  return lines.text();
}

void place_comments(std::vector<Word>& words, std::vector<Comment> comments) {
  for (Comment& c : comments) {
    auto at = std::find_if(words.begin() + 1, words.end(),
                           [&](const Word& w) { return w.source != kNowhere && w.source > c.at; });
    if (at >= words.end()) at = words.end() - 1;
    at->before.push_back(std::move(c));
  }
}

}  // namespace tripline::dsl::format
