#include "cli/table.hpp"

#include <algorithm>

#include "core/source.hpp"

namespace tripline::cli {
namespace {

constexpr std::size_t kGap = 2;

std::string padded(const std::string& text, std::size_t width, bool right, bool last) {
  const std::size_t taken = core::display_width(text);
  const std::string blanks(width > taken ? width - taken : 0, ' ');
  if (right) return blanks + text;
  return last ? text : text + blanks;  // no blanks at a line's end
}

// Blanks are left unpainted, so that a cell is coloured only where it says something.
std::string painted(const Cell& cell, std::size_t width, bool right, bool last, const Paint& paint) {
  std::string text = padded(cell.text, width, right, last);
  if (cell.text.empty()) return text;
  const std::size_t at = text.find(cell.text);
  return text.replace(at, cell.text.size(), paint(cell.ink, cell.text));
}

}  // namespace

std::string cut_to(std::string_view text, std::size_t width) {
  if (core::display_width(text) <= width) return std::string(text);
  if (width == 0) return {};
  std::size_t end = 0, taken = 0;
  for (std::size_t next = 1; next <= text.size(); ++next) {
    if (next < text.size() && (static_cast<unsigned char>(text[next]) & 0xc0U) == 0x80U)
      continue;  // inside a character
    taken = core::display_width(text.substr(0, next));
    if (taken > width - 1) break;
    end = next;
  }
  return std::string(text.substr(0, end)) + "…";
}

std::string lay_out(const std::vector<Column>& columns, const std::vector<std::vector<Cell>>& rows, std::size_t width,
                    const Paint& paint) {
  std::vector<std::size_t> widths;
  std::size_t total = 0;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    std::size_t widest = core::display_width(columns[c].title);
    for (const auto& row : rows) widest = std::max(widest, core::display_width(row[c].text));
    widths.push_back(widest);
    total += widest + (c == 0 ? 0 : kGap);
  }
  std::vector<std::size_t> order;
  for (std::size_t c = columns.size(); c-- > 0;) order.push_back(c);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return columns[a].turn < columns[b].turn; });
  for (const std::size_t c : order) {
    if (total <= width) break;
    if (columns[c].least == 0 || widths[c] <= columns[c].least) continue;
    const std::size_t cut = std::min(total - width, widths[c] - columns[c].least);
    widths[c] -= cut;
    total -= cut;
  }

  std::string text;
  const auto line = [&](const std::vector<Cell>& row) {
    for (std::size_t c = 0; c < columns.size(); ++c) {
      if (c > 0) text.append(kGap, ' ');
      const Cell cell{cut_to(row[c].text, widths[c]), row[c].ink};
      text += painted(cell, widths[c], columns[c].right, c + 1 == columns.size(), paint);
    }
    text += '\n';
  };
  std::vector<Cell> titles;
  for (const Column& column : columns) titles.push_back({column.title, Ink::strong});
  line(titles);
  for (const auto& row : rows) line(row);
  return text;
}

}  // namespace tripline::cli
