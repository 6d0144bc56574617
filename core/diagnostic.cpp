#include "core/diagnostic.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>
#include <utility>

#include "core/utf8.hpp"

namespace tripline::core {
namespace {

constexpr std::string_view kTab = "    ";

// ANSI colours, or nothing.
struct Palette {
  bool on;
  std::string_view bold() const { return on ? "\033[1m" : ""; }
  std::string_view primary(Severity s) const {
    if (!on) return "";
    switch (s) {
      case Severity::error: return "\033[1;31m";
      case Severity::warning: return "\033[1;33m";
      case Severity::note: return "\033[1;36m";
    }
    return "";
  }
  std::string_view frame() const { return on ? "\033[1;34m" : ""; }
  std::string_view help() const { return on ? "\033[1;32m" : ""; }
  std::string_view off() const { return on ? "\033[0m" : ""; }
};

constexpr std::array<Phrase, 3> kSeverities{{{"error", "错误"}, {"warning", "警告"}, {"note", "提示"}}};
constexpr Phrase kColon{": ", "："};

// A longer line is shown as a stretch of this many columns round what is marked, this many of them before it.
constexpr std::size_t kMostColumns = 120;
constexpr std::size_t kColumnsBefore = 40;
constexpr std::string_view kCut = "…";

// Source as it may be shown: tabs as blanks, and nothing that could steer a terminal.
std::string shown(std::string_view source) {
  std::string out;
  for (std::size_t at = 0; at < source.size();) {
    const CodePoint c = decode_utf8(source, at);
    out += c.value == '\t' ? std::string(kTab) : printable(source.substr(at, c.length));
    at += c.length;
  }
  return out;
}

std::size_t columns_of(std::string_view source) { return display_width(shown(source)); }

// The bytes of a line that are shown: all, or a stretch of it.
struct Window {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// `at`: the byte of the line that must be seen.
Window window_at(std::string_view line, std::size_t at) {
  if (line.size() <= kMostColumns && columns_of(line) <= kMostColumns) return {0, line.size()};
  Window w{at, at};
  std::size_t columns = 0;
  while (w.begin > 0) {
    std::size_t before = w.begin - 1;
    while (before > 0 && w.begin - before < 4 && (static_cast<unsigned char>(line[before]) & 0xC0U) == 0x80U) --before;
    columns += columns_of(line.substr(before, w.begin - before));
    if (columns > kColumnsBefore) break;
    w.begin = before;
  }
  columns = columns_of(line.substr(w.begin, at - w.begin));
  while (w.end < line.size()) {
    const std::size_t length = decode_utf8(line, w.end).length;
    columns += columns_of(line.substr(w.end, length));
    if (columns > kMostColumns) break;
    w.end += length;
  }
  return w;
}

// A label on its line, in terminal columns from 0.
struct Mark {
  std::size_t begin;
  std::size_t end;  // at least one further
  bool primary;
  std::string text;
};

// A row of marks or texts under the source: characters in columns, each piece with its colour.
class Row {
 public:
  // Moves to `column`, or stays if already further right.
  void move_to(std::size_t column) {
    if (column > width_) {
      text_.append(column - width_, ' ');
      width_ = column;
    }
  }
  void put(std::string_view piece, std::string_view colour, const Palette& palette) {
    text_ += colour;
    text_ += piece;
    if (!colour.empty()) text_ += palette.off();
    width_ += display_width(piece);
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
  std::size_t width_ = 0;
};

class Renderer {
 public:
  Renderer(const Diagnostic& d, const SourceSet& sources, Language language, Palette palette)
      : d_(d), sources_(sources), language_(language), palette_(palette) {}

  std::string run() {
    out_ += palette_.primary(d_.severity);
    out_ += word(d_.severity, language_);
    if (!d_.code.empty()) out_ += " " + d_.code;
    out_ += palette_.off();
    out_ += palette_.bold();
    out_ += kColon.in(language_);
    out_ += printable(d_.message.in(language_));
    out_ += palette_.off();
    out_ += '\n';
    if (d_.primary.at.file < sources_.size()) excerpts();
    if (!d_.help.empty()) help();
    return std::move(out_);
  }

 private:
  struct Line {
    Window window;
    std::vector<Mark> marks;
  };
  using Lines = std::map<std::uint32_t, Line>;  // by line number

  void excerpts() {
    // Files in the order in which the labels name them, the primary's first.
    std::vector<std::uint32_t> files;
    std::map<std::uint32_t, Lines> lines;
    const auto collect = [&](const Label& label, bool primary) {
      if (label.at.file >= sources_.size()) return;
      if (std::find(files.begin(), files.end(), label.at.file) == files.end()) files.push_back(label.at.file);
      const std::uint32_t line = sources_.place(label.at.file, label.at.begin).line;
      const auto [entry, fresh] = lines[label.at.file].try_emplace(line);
      Line& shown_line = entry->second;
      if (fresh) shown_line.window = window_at(sources_.line(label.at.file, line), bytes_of(label, line).begin);
      shown_line.marks.push_back(mark(label, line, shown_line.window, primary));
      gutter_ = std::max(gutter_, std::to_string(line).size());
    };
    collect(d_.primary, true);
    for (const Label& label : d_.secondary) collect(label, false);

    for (const std::uint32_t file : files) {
      const bool first = file == d_.primary.at.file;
      location(first ? "-->" : ":::", file, first ? d_.primary.at : first_secondary(file));
      if (nothing_to_show(file)) continue;
      row("");
      std::uint32_t before = 0;
      for (auto& [number, line] : lines[file]) {
        if (before != 0 && number > before + 1) {
          out_ += palette_.frame();
          out_ += "...";
          out_ += palette_.off();
          out_ += '\n';
        }
        before = number;
        source_line(file, number, line.window);
        under_line(line.marks);
      }
    }
  }

  Range first_secondary(std::uint32_t file) const {
    for (const Label& label : d_.secondary) {
      if (label.at.file == file) return label.at;
    }
    return {file, 0, 0};
  }

  // The label's bytes within its line.
  Window bytes_of(const Label& label, std::uint32_t line) const {
    const std::string_view source = sources_.line(label.at.file, line);
    const std::size_t line_begin = sources_.file(label.at.file).lines[line - 1];
    const std::size_t begin = std::min<std::size_t>(label.at.begin - line_begin, source.size());
    // A range over several lines is marked to the end of its first.
    const std::size_t end =
        std::clamp<std::size_t>(label.at.end - std::min<std::size_t>(line_begin, label.at.end), begin, source.size());
    return {begin, end};
  }

  // What lies outside the window is marked at the `…` on its side.
  Mark mark(const Label& label, std::uint32_t line, const Window& window, bool primary) const {
    const std::string_view source = sources_.line(label.at.file, line);
    const Window bytes = bytes_of(label, line);
    const std::size_t before = window.begin > 0 ? 1 : 0;
    const auto column = [&](std::size_t at) {
      if (at < window.begin) return std::size_t{0};
      return before + columns_of(source.substr(window.begin, std::min(at, window.end) - window.begin));
    };
    Mark m{};
    m.begin = column(bytes.begin);
    m.end = std::max(m.begin + 1, column(bytes.end));
    m.primary = primary;
    m.text = printable(label.text.in(language_));
    return m;
  }

  void location(std::string_view arrow, std::uint32_t file, Range at) {
    out_.append(gutter_, ' ');
    out_ += palette_.frame();
    out_ += arrow;
    out_ += palette_.off();
    out_ += " " + printable(sources_.file(file).name);
    if (!nothing_to_show(file)) {
      const Place place = sources_.place(file, at.begin);
      out_ += ":" + std::to_string(place.line) + ":" + std::to_string(place.column);
    }
    out_ += '\n';
  }

  // A file without text, or one that could not be read: it has no lines.
  bool nothing_to_show(std::uint32_t file) const {
    const auto silent = [file](const Label& label) { return label.at.file != file || label.text.empty(); };
    return sources_.file(file).text.empty() && silent(d_.primary) &&
           std::all_of(d_.secondary.begin(), d_.secondary.end(), silent);
  }

  // One row of the frame with `content` right of the bar.
  void row(std::string_view content, std::string_view number = "") {
    out_ += palette_.frame();
    out_.append(gutter_ - number.size(), ' ');
    out_ += number;
    out_ += " |";
    out_ += palette_.off();
    if (!content.empty()) {
      out_ += ' ';
      out_ += content;
    }
    out_ += '\n';
  }

  void source_line(std::uint32_t file, std::uint32_t number, const Window& window) {
    const std::string_view line = sources_.line(file, number);
    std::string text = shown(line.substr(window.begin, window.end - window.begin));
    if (window.begin > 0) text = std::string(kCut) + text;
    if (window.end < line.size()) text += kCut;
    while (!text.empty() && text.back() == ' ') text.pop_back();
    row(text, std::to_string(number));
  }

  std::string_view colour(const Mark& m) const { return m.primary ? palette_.primary(d_.severity) : palette_.frame(); }

  void under_line(std::vector<Mark>& marks) {
    std::stable_sort(marks.begin(), marks.end(), [](const Mark& a, const Mark& b) {
      return std::pair(a.begin, a.primary) < std::pair(b.begin, b.primary);
    });
    std::size_t furthest = 0;
    for (const Mark& m : marks) furthest = std::max(furthest, m.end);

    // Where marks overlap, the primary's carets win.
    Row under;
    for (std::size_t column = 0; column < furthest;) {
      const Mark* here = nullptr;
      for (const Mark& m : marks) {
        if (m.begin <= column && column < m.end && (here == nullptr || m.primary)) here = &m;
      }
      std::size_t end = furthest;  // up to where nothing changes
      for (const Mark& m : marks) {
        if (m.begin > column) end = std::min(end, m.begin);
        if (m.end > column) end = std::min(end, m.end);
      }
      if (here != nullptr) {
        under.move_to(column);
        under.put(std::string(end - column, here->primary ? '^' : '-'), colour(*here), palette_);
      }
      column = end;
    }

    std::vector<Mark> waiting;  // those whose texts are still to come, from left to right
    for (const Mark& m : marks) {
      if (!m.text.empty()) waiting.push_back(m);
    }
    // The rightmost text stands beside its mark, if nothing is marked after it.
    if (!waiting.empty() && waiting.back().end == furthest) {
      under.move_to(furthest + 1);
      under.put(waiting.back().text, colour(waiting.back()), palette_);
      waiting.pop_back();
    }
    row(under.text());
    if (!waiting.empty()) bars(waiting);
    while (!waiting.empty()) {
      const Mark last = waiting.back();
      waiting.pop_back();
      Row texts;
      for (const Mark& m : waiting) bar(texts, m, last.begin);
      texts.move_to(last.begin);
      texts.put(last.text, colour(last), palette_);
      row(texts.text());
    }
  }

  void bars(const std::vector<Mark>& marks) {
    Row bars;
    for (std::size_t i = 0; i < marks.size(); ++i) {
      bar(bars, marks[i], i + 1 < marks.size() ? marks[i + 1].begin : marks[i].begin + 1);
    }
    row(bars.text());
  }

  // A bar under the beginning of a mark, unless something else stands in that column.
  void bar(Row& out, const Mark& m, std::size_t taken_from) const {
    if (m.begin >= taken_from) return;
    out.move_to(m.begin);
    out.put("|", colour(m), palette_);
  }

  void help() {
    const std::string_view heading = kHelpLine.in(language_).substr(0, kHelpLine.in(language_).find("{0}"));
    std::string_view rest = d_.help.in(language_);
    while (!rest.empty() && rest.back() == '\n') rest.remove_suffix(1);
    for (bool first = true; first || !rest.empty(); first = false) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      if (first) {
        out_ += palette_.help();
        out_ += heading;
        out_ += palette_.off();
      } else if (end > 0) {
        out_.append(display_width(heading), ' ');
      }
      out_ += printable(rest.substr(0, end));
      out_ += '\n';
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }

  const Diagnostic& d_;
  const SourceSet& sources_;
  Language language_;
  Palette palette_;
  std::string out_;
  std::size_t gutter_ = 1;
};

auto key(const Label& l) { return std::tie(l.at.file, l.at.begin, l.at.end, l.text); }

int compare(const Diagnostic& a, const Diagnostic& b) {
  const auto place = [](const Diagnostic& d) {
    return std::tie(d.primary.at.file, d.primary.at.begin, d.primary.at.end, d.code, d.severity, d.message,
                    d.primary.text, d.help);
  };
  if (place(a) != place(b)) return place(a) < place(b) ? -1 : 1;
  const auto less = [](const Label& x, const Label& y) { return key(x) < key(y); };
  const auto& x = a.secondary;
  const auto& y = b.secondary;
  if (std::lexicographical_compare(x.begin(), x.end(), y.begin(), y.end(), less)) return -1;
  return std::lexicographical_compare(y.begin(), y.end(), x.begin(), x.end(), less) ? 1 : 0;
}

}  // namespace

bool has_errors(const Diagnostics& all) {
  return std::any_of(all.begin(), all.end(), [](const Diagnostic& d) { return d.severity == Severity::error; });
}

void sort_and_unique(Diagnostics& all) {
  std::sort(all.begin(), all.end(), [](const Diagnostic& a, const Diagnostic& b) { return compare(a, b) < 0; });
  all.erase(
      std::unique(all.begin(), all.end(), [](const Diagnostic& a, const Diagnostic& b) { return compare(a, b) == 0; }),
      all.end());
}

std::string_view word(Severity severity, Language language) {
  return kSeverities[static_cast<std::size_t>(severity)].in(language);
}

std::string render(const Diagnostic& diagnostic, const SourceSet& sources, Language language, bool colour) {
  return Renderer(diagnostic, sources, language, Palette{colour}).run();
}

}  // namespace tripline::core
