// A declaration as things to lay out: rows of cells of words, with their bodies.
//
// Input: a declaration of the tree. Output: its Item. One thread. The words of a row, its cells joined, are its text.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/source.hpp"
#include "dsl/ast/ast.hpp"
#include "dsl/format/line.hpp"
#include "dsl/format/names.hpp"
#include "dsl/format/writer.hpp"

namespace tripline::dsl::format {

// One thing in a body or file: columns that are aligned with those of its neighbours, and a body in braces or none.
struct Item {
  std::vector<std::vector<Word>> cells;
  core::Range at;
  std::vector<Item> body;
  bool braces = false;
  bool single = false;          // on one line, decided before anything is aligned
  bool commas = false;          // between the things of its body
  std::size_t opened = 0;       // columns before its "{", where that is aligned
  std::string_view family;      // lines of one family without blank lines between them are aligned
  std::string_view gap = "  ";  // between the things of its body on one line
};

// `conflicts`: where a name is a word of the style's language; appended to.
Item item_of(const core::SourceSet&, const Declared&, Style, const ast::Declaration&,
             std::vector<core::Range>& conflicts);

std::vector<Word> joined(const Item& item);
std::string flat(const Item& item);  // all of it on one line

}  // namespace tripline::dsl::format
