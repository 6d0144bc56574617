#include "dsl/format/layout.hpp"

#include <algorithm>
#include <utility>

#include "core/source.hpp"
#include "dsl/format/comments.hpp"

namespace tripline::dsl::format {
namespace {

class Layout {
 public:
  Layout(std::string_view text, ast::Language from, ast::Language to)
      : text_(text), comments_(text, from), language_(to) {}

  std::string file(std::vector<Item> items) {
    const std::uint32_t begin = text_.starts_with("\xEF\xBB\xBF") ? 3 : 0;
    things(items, begin, static_cast<std::uint32_t>(text_.size()), 0, true);
    return std::move(out_);
  }

 private:
  void line(std::string_view text) {
    out_ += text;
    out_ += '\n';
  }

  // The author's choice, not a matter of width: it must not change with the language.
  bool one_line(const Item& item) const {
    return !comments_.any(item.at.begin, item.at.end) &&
           (!item.braces || !comments_.line_end(item.at.begin, item.at.end));
  }

  // The source between `from` and `to`: its comments, and whether blank lines are kept. `last`: nothing follows.
  void gap(std::uint32_t from, std::uint32_t to, std::size_t indent, bool first, bool last, bool set_apart) {
    std::vector<Comment> comments = comments_.take(to);
    std::uint32_t at = from;
    bool fresh = first;
    for (const Comment& c : comments) {
      const bool beside = &c == &comments.front() && !c.own_line && !out_.empty();
      if (beside) {
        out_.insert(out_.size() - 1, "  " + c.text);
      } else {
        if (!fresh && (set_apart || comments_.blank_line(at, c.at))) line("");
        line(std::string(indent, ' ') + c.text);
        set_apart = c.text.starts_with("##") && !leads(c, &c == &comments.back() ? to : (&c + 1)->at);
        fresh = false;
      }
      at = c.end;
    }
    if (last || fresh) return;
    const bool apart = comments.empty() || at == from ? set_apart || comments_.blank_line(from, to)
                                                      : set_apart || comments_.blank_line(at, to);
    if (apart) line("");
  }

  // Whether what stands at `next` follows on this comment's line: only then may a `##` come to stand before it, which it would document.
  bool leads(const Comment& c, std::uint32_t next) const { return c.own_line && comments_.blank(c.end, next); }

  // Things from `from` to `to`, each on a line or more of its own.
  void things(std::vector<Item>& items, std::uint32_t from, std::uint32_t to, std::size_t indent, bool top) {
    std::uint32_t at = from;
    for (Item& item : items) item.single = one_line(item);
    for (std::size_t i = 0; i < items.size();) {
      // A run: neighbours that are aligned.
      std::size_t end = i + 1;
      if (top) {
        while (items[i].single && end < items.size() && items[end].family == items[i].family && items[end].single &&
               !comments_.blank_line(items[end - 1].at.end, items[end].at.begin) &&
               !own_line_between(items[end - 1].at.end, items[end].at.begin))
          ++end;
      } else {
        end = items.size();
      }
      align(items, i, end);
      for (std::size_t n = i; n < end; ++n) {
        const bool block = top && items[n].braces && !items[n].single;
        const bool after_block = top && n > 0 && items[n - 1].braces && !items[n - 1].single;
        gap(at, items[n].at.begin, indent, n == 0, false, n > 0 && (block || after_block));
        thing(items[n], indent, items.size(), n);
        at = items[n].at.end;
      }
      i = end;
    }
    gap(at, to, indent, items.empty(), true, false);
  }

  bool own_line_between(std::uint32_t from, std::uint32_t to) { return own_line(text_.substr(from, to - from)); }
  static bool own_line(std::string_view between) {
    const std::size_t end = between.find('\n');
    return end != std::string_view::npos && between.substr(end).find('#') != std::string_view::npos;
  }

  // Columns of items [from, to): the first cells, and of fields where `from` stands. Rows without them are left alone.
  void align(std::vector<Item>& items, std::size_t from, std::size_t to) {
    for (std::size_t column = 0; column < 4; ++column) {
      std::size_t widest = 0;
      const auto takes_part = [&](const Item& item) {
        // What begins with a keyword and goes on (`stale after 5 s`) has a single cell.
        const bool braces_follow =
            item.braces && column + 1 == item.cells.size() && !item.family.empty() && to - from > 1;
        return item.cells.size() > column + 1 || braces_follow;
      };
      for (std::size_t i = from; i < to; ++i) {
        if (takes_part(items[i])) widest = std::max(widest, width_to(items[i], column));
      }
      for (std::size_t i = from; i < to; ++i) {
        Item& item = items[i];
        if (!takes_part(item)) continue;
        const bool field = item.family == "field";
        const std::size_t apart = field && column == 1 ? 2 : 1;
        if (item.cells.size() > column + 1) {
          Word& next = item.cells[column + 1].front();
          next.pad_to = widest + (full_width(next.text) ? 0 : apart);
        } else {
          item.opened = widest + 1;
        }
      }
    }
  }
  static bool full_width(std::string_view text) { return text.starts_with("：") || text.starts_with("（"); }

  // Columns of the cells up to and with `column`, as padded so far.
  static std::size_t width_to(const Item& item, std::size_t column) {
    std::vector<Word> words;
    for (std::size_t c = 0; c <= column; ++c) words.insert(words.end(), item.cells[c].begin(), item.cells[c].end());
    return width_of(words);
  }

  void thing(Item& item, std::size_t indent, std::size_t siblings, std::size_t number) {
    const std::string margin(indent, ' ');
    std::vector<Word> words = joined(item);
    for (Word& w : words) {
      if (w.pad_to != 0) w.pad_to += indent;
    }
    const std::string comma = comma_ && number + 1 < siblings ? (language_ == ast::Language::zh ? "，" : ",") : "";
    if (!item.braces) {
      std::vector<Comment> inside = comments_.take(item.at.end);
      if (words.size() > 1) {
        place_comments(words, std::move(inside));
      } else {
        for (const Comment& c : inside) line(margin + c.text);
      }
      line(margin + lines_of(words, indent, hang_of(item, indent)) + comma);
      return;
    }
    std::string head = margin + lines_of(words, indent, indent + 4);
    if (item.opened != 0) {
      const std::size_t width = core::display_width(head);
      if (width < indent + item.opened) head.append(indent + item.opened - width, ' ');
    }
    head += head.ends_with(' ') ? "{" : " {";
    if (item.single) {
      for (const Item& inner : item.body) {
        head += &inner == &item.body.front() ? " " : item.commas ? flat_comma() : std::string(item.gap);
        head += flat(inner);
      }
      line(head + " }");
      return;
    }
    line(head);
    const bool outside = std::exchange(comma_, item.commas);
    things(item.body, item.at.begin, item.at.end - 1, indent + 2, false);
    comma_ = outside;
    line(margin + "}");
  }

  std::string flat_comma() const { return language_ == ast::Language::zh ? "，" : ", "; }

  // Where the further lines of a clause begin: under its second column.
  static std::size_t hang_of(const Item& item, std::size_t indent) {
    if (item.cells.size() < 2) return indent + 4;
    const std::size_t cell = item.family == "let" || item.family == "streams" ? item.cells.size() - 1 : 1;
    const Word& word = item.cells[cell].front();
    return std::min<std::size_t>(word.pad_to != 0 ? indent + word.pad_to : indent + 4, 40);
  }

  std::string_view text_;
  Comments comments_;
  ast::Language language_;
  std::string out_;
  bool comma_ = false;
};

}  // namespace

std::string lay_out(std::string_view source, ast::Language from, ast::Language to, std::vector<Item> items) {
  return Layout(source, from, to).file(std::move(items));
}

}  // namespace tripline::dsl::format
