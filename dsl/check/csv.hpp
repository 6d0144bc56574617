// Comma-separated text to cells (RFC 4180). Input: a whole file. Output: rows of cells with the range that each
// stands in. Pure.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/phrase.hpp"

namespace tripline::dsl::check {

struct Cell {
  std::string text;                  // quotes resolved
  std::uint32_t begin = 0, end = 0;  // bytes in the file, quotes included
};

struct Csv {
  std::vector<std::vector<Cell>> rows;  // lines without any text are left out
  // Where it is no CSV: the offset and what is wrong. Rows before it are there.
  bool broken = false;
  std::uint32_t broken_at = 0;
  core::Said why;
};

// LF, CRLF; a byte order mark at the beginning is skipped; a quoted cell may hold commas, line ends and doubled quotes.
Csv parse_csv(std::string_view text);

}  // namespace tripline::dsl::check
