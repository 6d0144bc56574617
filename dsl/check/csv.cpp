#include "dsl/check/csv.hpp"

namespace tripline::dsl::check {
namespace {

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {
    if (text_.substr(0, 3) == "\xEF\xBB\xBF") at_ = 3;
  }

  Csv read() {
    while (at_ < text_.size() && !csv_.broken) row();
    return std::move(csv_);
  }

 private:
  void row() {
    std::vector<Cell> cells;
    while (true) {
      cells.push_back(cell());
      if (csv_.broken) return;
      if (at_ < text_.size() && text_[at_] == ',') {
        ++at_;
        continue;
      }
      break;
    }
    if (at_ < text_.size() && text_[at_] == '\r') ++at_;
    if (at_ < text_.size() && text_[at_] == '\n') ++at_;
    if (cells.size() == 1 && cells[0].begin == cells[0].end) return;
    csv_.rows.push_back(std::move(cells));
  }

  bool at_line_end() const {
    if (at_ >= text_.size() || text_[at_] == '\n') return true;
    return text_[at_] == '\r' && (at_ + 1 == text_.size() || text_[at_ + 1] == '\n');
  }

  Cell cell() {
    Cell cell;
    cell.begin = static_cast<std::uint32_t>(at_);
    if (at_ < text_.size() && text_[at_] == '"') {
      quoted(cell);
    } else {
      while (!at_line_end() && text_[at_] != ',') {
        if (text_[at_] == '"')
          return fail(cell, at_,
                      {"a quote inside a cell without quotes: put the whole cell in quotes and double the quote",
                       "未加引号的单元格中出现引号：请给整个单元格加引号，并将其中的引号写两次"});
        cell.text.push_back(text_[at_++]);
      }
    }
    cell.end = static_cast<std::uint32_t>(at_);
    return cell;
  }

  void quoted(Cell& cell) {
    const std::size_t begin = at_++;
    while (true) {
      if (at_ >= text_.size()) {
        fail(cell, begin, {"this quote is never closed", "此引号没有闭合"});
        return;
      }
      if (text_[at_] != '"') {
        cell.text.push_back(text_[at_++]);
      } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
        cell.text.push_back('"');
        at_ += 2;
      } else {
        ++at_;
        break;
      }
    }
    if (!at_line_end() && text_[at_] != ',')
      fail(cell, at_, {"text after the closing quote of a cell", "单元格的右引号之后还有文字"});
  }

  Cell fail(Cell& cell, std::size_t at, core::Said why) {
    csv_.broken = true;
    csv_.broken_at = static_cast<std::uint32_t>(at);
    csv_.why = std::move(why);
    return cell;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  Csv csv_;
};

}  // namespace

Csv parse_csv(std::string_view text) { return Reader(text).read(); }

}  // namespace tripline::dsl::check
