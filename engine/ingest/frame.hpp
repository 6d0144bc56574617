// The bytes of one element inside its input, before anybody has looked into them; or bytes that cannot be one, and why.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "core/phrase.hpp"
#include "engine/ingest/byte_source.hpp"

namespace tripline::engine {

struct Frame {
  std::string_view bytes;  // in the source's window, or in `kept`; good until the reader's next call
  std::uint64_t offset = 0;
  std::string code;  // empty: an element to be read; else of the Rejection
  core::Text text;
  bool may_go_on = false;  // JSON: a line that may be the beginning of an object over several lines
  std::string kept;        // the first bytes of an element that is too large

  void reset(std::uint64_t at) {
    bytes = {};
    offset = at;
    if (!code.empty()) {
      code.clear();
      text = {};
    }
    may_go_on = false;
  }
};

inline constexpr const char* kTrailingCode = "trailing_text";

// The frame that says what broke the source off, with what was left over. Requires source.fault().
void frame_of_fault(const ByteSource& source, std::string_view rest, Frame& out);

// The frame of an element that is too large: its first bytes. Then drops what stands up to and including the next line end.
void frame_of_giant(ByteSource& source, Frame& out);
void drop_line(ByteSource& source);

}  // namespace tripline::engine
