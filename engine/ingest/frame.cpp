#include "engine/ingest/frame.hpp"

#include <algorithm>

#include "engine/ingest/input.hpp"
#include "engine/ingest/phrases.hpp"

namespace tripline::engine {

void frame_of_fault(const ByteSource& source, std::string_view rest, Frame& out) {
  out.reset(source.offset());
  out.bytes = rest;
  out.code = source.fault()->code;
  out.text = source.fault()->text;
}

void frame_of_giant(ByteSource& source, Frame& out) {
  out.reset(source.offset());
  out.kept.assign(source.window().substr(0, Input::kMaxElement));
  out.bytes = out.kept;
  out.code = "too_large";
  out.text = input_phrases::kTooLarge;
}

void drop_line(ByteSource& source) {
  for (;;) {
    const std::size_t end = source.window().find('\n');
    if (end != std::string_view::npos) return source.skip(end + 1);
    source.skip(source.window().size());
    if (!source.more()) return;
  }
}

}  // namespace tripline::engine
