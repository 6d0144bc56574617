#include "engine/ingest/csv_reader.hpp"

#include <algorithm>
#include <cstring>

#include "engine/ingest/input.hpp"
#include "engine/ingest/json_walker.hpp"
#include "engine/ingest/phrases.hpp"

namespace tripline::engine {

namespace {

std::string_view without_return(std::string_view line) {
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

// More than any row that is taken: it is then too large.
constexpr std::size_t kLook = Input::kMaxElement + 2;

}  // namespace

bool CsvReader::next(Frame& out) {
  source_.skip(used_);
  used_ = 0;
  for (;;) {
    const Extent extent = extent_of_row();
    std::string_view row = without_return(source_.window().substr(0, extent.size));
    out.reset(source_.offset());
    const bool tail = extent.end == End::ended || extent.end == End::open_quote;
    if (tail && source_.fault() && !fault_told_) {
      fault_told_ = true;
      row = source_.window();
      used_ = row.size();
      frame_of_fault(source_, row, out);
      return true;
    }
    if (row.size() > Input::kMaxElement) {
      frame_of_giant(source_, out);
      drop_line(source_);
      return true;
    }
    if (extent.end == End::ended && extent.used == 0) return false;
    if (row.empty()) {
      source_.skip(extent.used);
      continue;
    }
    used_ = extent.used;
    out.bytes = row;
    if (extent.end == End::row || extent.end == End::ended) {
      if (extent.quotes) {
        split_quoted(row);
      } else {
        split(row);
      }
      if (!is_utf8(row)) {
        out.code = "bad_utf8";
        out.text = input_phrases::kRowUtf8;
      }
      return true;
    }
    out.code = "bad_csv";
    if (extent.end == End::stray_quote) {
      out.text = input_phrases::kQuoteInside;
    } else if (extent.end == End::after_quote) {
      out.text = input_phrases::kBehindQuote;
    } else {
      out.text = input_phrases::kOpenQuote;
    }
    return true;
  }
}

CsvReader::Extent CsvReader::extent_of_row() {
  for (std::size_t from = 0;;) {
    const std::string_view window = source_.window();
    const std::size_t end = window.find('\n', from);
    if (end != std::string_view::npos) {
      if (std::memchr(window.data(), '"', end) != nullptr) return extent_of_quoted_row();
      return {End::row, end, end + 1, false};
    }
    from = window.size();
    if (from > kLook || !source_.more()) break;
  }
  const std::size_t size = source_.window().size();
  if (size > kLook) return {End::row, size, size, false};
  if (size > 0 && std::memchr(source_.window().data(), '"', size) != nullptr) return extent_of_quoted_row();
  return {End::ended, size, size, false};
}

CsvReader::Extent CsvReader::extent_of_quoted_row() {
  enum { start, plain, quoted, closing } state = start;
  const auto broken = [&](End why) {
    const std::size_t end = source_.window().find('\n');
    if (end == std::string_view::npos) return Extent{why, source_.window().size(), source_.window().size(), true};
    return Extent{why, end, end + 1, true};
  };
  for (std::size_t i = 0;; ++i) {
    if (i >= source_.window().size() && (i > kLook || !source_.more()))
      return state == quoted ? broken(End::open_quote) : Extent{End::ended, i, i, true};
    if (i > kLook) return state == quoted ? broken(End::open_quote) : Extent{End::row, i, i, true};
    const char c = source_.window()[i];
    if (state == quoted) {
      if (c == '"') state = closing;
      continue;
    }
    if (c == '\n') return {End::row, i, i + 1, true};
    if (c == delimiter_) {
      state = start;
    } else if (c == '"') {
      if (state == plain) return broken(End::stray_quote);
      state = quoted;  // an opening quote, or the second of a doubled one
    } else if (state == closing) {
      const bool line_end =
          c == '\r' && (i + 1 < source_.window().size() || source_.more() ? source_.window()[i + 1] == '\n' : true);
      if (!line_end) return broken(End::after_quote);
    } else {
      state = plain;
    }
  }
}

void CsvReader::add(std::string_view cell) {
  const bool blank = std::all_of(cell.begin(), cell.end(), [](char c) { return c == ' ' || c == '\t'; });
  cells_.push_back(
      {cell.data(), static_cast<std::uint32_t>(cell.size()), blank ? TokenKind::null : TokenKind::cell, false});
}

void CsvReader::split(std::string_view row) {
  cells_.clear();
  for (;;) {
    const std::size_t end = row.find(delimiter_);
    add(row.substr(0, end));
    if (end == std::string_view::npos) return;
    row.remove_prefix(end + 1);
  }
}

void CsvReader::split_quoted(std::string_view row) {
  cells_.clear();
  unquoted_.clear();
  unquoted_.reserve(row.size());  // cells point into it: it must not grow below
  std::size_t i = 0;
  for (;;) {
    if (i < row.size() && row[i] == '"') {
      const std::size_t begin = unquoted_.size();
      for (++i;;) {
        const std::size_t quote = std::min(row.find('"', i), row.size());
        unquoted_.append(row.substr(i, quote - i));
        i = quote + 1;
        if (i >= row.size() || row[i] != '"') break;
        unquoted_.push_back('"');
        ++i;
      }
      add(std::string_view(unquoted_).substr(begin));
    } else {
      const std::size_t end = std::min(row.find(delimiter_, i), row.size());
      add(row.substr(i, end - i));
      i = end;
    }
    if (i >= row.size()) return;
    ++i;
  }
}

}  // namespace tripline::engine
