// Where one JSON element ends and the next begins: JSON lines, objects printed over several lines, and batches [ … ].
//
// Input: a ByteSource. Output: frames, in order. A line is an element; an object that its line does not close goes on over the following lines, unless
// the next one begins with { or [ no further to the right than it did itself: then it was broken off. Inside a batch elements may stand anyhow.
// Invariant: every byte but blanks, and the brackets and commas of a batch, is in a frame. One broken element costs no other. One thread.
#pragma once
#include <cstddef>

#include "engine/ingest/byte_source.hpp"
#include "engine/ingest/frame.hpp"

namespace tripline::engine {

class JsonFramer {
 public:
  explicit JsonFramer(ByteSource& source) : source_(source) {}

  // False: there is no more.
  bool next(Frame& out);
  // Requires that `out` came from the last next() with `may_go_on`, and was found to be no JSON by itself. True: it is now the whole of an object that
  // goes on over the following lines. In either case its bytes may have moved.
  bool extend(Frame& out);

 private:
  enum class End { complete, broken, ended, too_large };
  struct Extent {
    End end = End::complete;
    std::size_t size = 0;    // of the value
    std::size_t resume = 0;  // where to go on, from the window's beginning
  };
  bool skip_blanks();  // false: nothing is left
  bool next_line(Frame& out);
  bool next_of_batch(Frame& out);
  Extent extent_of_value();  // of the object or array that the window begins with
  Extent extent_of_scalar();
  void drop_value();
  void give(Frame& out, const Extent& extent);
  char look(std::size_t at);  // '\0': past the end

  ByteSource& source_;
  std::size_t used_ = 0;    // of the window, by the last frame
  std::size_t indent_ = 0;  // blanks at the beginning of the current line
  bool line_start_ = true;
  bool fault_told_ = false;
  bool in_batch_ = false;
  bool comma_due_ = false;    // an element came: now a comma or the end
  bool element_due_ = false;  // a comma came: now an element
  bool broken_ = false;       // commas and brackets have been lost in this batch: their lack is no news
};

}  // namespace tripline::engine
