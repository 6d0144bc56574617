// Words to lines: where blanks stand, where a long line is broken, where comments go.
//
// Input: the words of one item (a clause, a field, a declaration without braces) in order. Output: its lines, the first
// without its indent. Pure; many threads. Invariant: every comment that is put in comes out, in order.
#pragma once
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace tripline::dsl::format {

inline constexpr std::size_t kWidth = 100;  // columns that a line has
inline constexpr std::uint32_t kNowhere = std::numeric_limits<std::uint32_t>::max();

struct Comment {
  std::uint32_t at = 0;   // byte in the source
  std::uint32_t end = 0;  // behind its last byte
  std::string text;       // with its "#", without blanks at its end
  bool own_line = false;  // nothing stands before it on its line
};

struct Word {
  std::string text;
  bool blank = true;    // a blank stands before it (never at a line's beginning, nor beside full-width signs)
  int depth = -1;       // a long line may be broken before it; the least depth first
  bool breaks = false;  // always on a new line
  std::uint32_t source = kNowhere;  // where it came from
  std::size_t pad_to = 0;           // columns that the line has before it, at least
  std::vector<Comment> before;
};

// Columns of these words on one line.
std::size_t width_of(const std::vector<Word>& words);
std::string on_one_line(const std::vector<Word>& words);

// `start`: columns that stand before the first word. Further lines are indented by `hang`, and two more for each level of
// depth.
std::string lines_of(const std::vector<Word>& words, std::size_t start, std::size_t hang);

// Hands comments that lie inside the words' source to the words that they stand before (never the first).
void place_comments(std::vector<Word>& words, std::vector<Comment> comments);

}  // namespace tripline::dsl::format
