// A table for a terminal: columns lined up by what characters take on the screen, Chinese ones two.
//
// Input: columns and rows of text without line ends. Output: lines, each at most `width` columns wide where the columns
// that may be cut allow it. Pure.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "cli/terminal.hpp"

namespace tripline::cli {

struct Column {
  std::string title;
  bool right = false;     // figures stand to the right
  std::size_t least = 0;  // may be cut down to so many columns (with …) where the table is too wide; 0: never
  int turn = 0;           // those of a lower turn are cut first; of equals the one further to the right
};

struct Cell {
  std::string text;
  Ink ink = Ink::plain;
};

// Requires every row to have as many cells as there are columns.
std::string lay_out(const std::vector<Column>& columns, const std::vector<std::vector<Cell>>& rows, std::size_t width,
                    const Paint& paint);

// The beginning of `text` that takes at most `width` columns, ending in … where something is left out.
std::string cut_to(std::string_view text, std::size_t width);

}  // namespace tripline::cli
