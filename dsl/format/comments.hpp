// Where are a file's comments, and its blank lines?
//
// Input: the text of a file without mistakes. Output: its comments in order; handed out once each. One thread.
#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "dsl/ast/ast.hpp"
#include "dsl/format/line.hpp"

namespace tripline::dsl::format {

class Comments {
 public:
  Comments(std::string_view text, ast::Language language);

  // Those not yet taken that begin before `until`, in order.
  std::vector<Comment> take(std::uint32_t until);
  // Whether one begins in [from, to).
  bool any(std::uint32_t from, std::uint32_t to) const;
  // Whether nothing but blanks and line ends stands between; whether an empty line does somewhere; whether a line end does.
  bool blank(std::uint32_t from, std::uint32_t to) const;
  bool blank_line(std::uint32_t from, std::uint32_t to) const;
  bool line_end(std::uint32_t from, std::uint32_t to) const;

 private:
  std::string_view text_;
  std::vector<Comment> all_;
  std::size_t next_ = 0;
};

}  // namespace tripline::dsl::format
