// What stands in the text of a pack beside its syntax: comments, and every word.
//
// Input: the text of one source. Output: comments that begin with "#", and words outside of them; words in braces of texts too, since
// messages name things there. Texts cannot fool it: a "#" between quotes is no comment. Needs no grammar: the text is known to be good, and
// keywords of any language are words like others. Pure.
#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

namespace tripline::dsl::lint {

struct Comment {
  std::uint32_t begin = 0;  // of its "#"
  std::uint32_t end = 0;    // of the line, without the line end
  bool alone = true;        // nothing but blanks before it on its line
};

struct Word {
  std::string_view text;
  std::uint32_t begin = 0;
};

struct Scanned {
  std::vector<Comment> comments;
  std::vector<Word> words;
  std::vector<std::uint32_t> code;  // where each piece of text that is neither blank nor comment begins, ascending
};

Scanned scan_text(std::string_view text);

}  // namespace tripline::dsl::lint
