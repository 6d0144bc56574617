#include "audit/log/heads.hpp"

namespace tripline::audit {

std::string written_head(const Note& note) { return note.written() + "\n"; }

Heads read_heads(std::string_view bytes) {
  Heads read;
  while (read.end < bytes.size()) {
    const std::string_view rest = bytes.substr(read.end);
    // The first empty line parts text and signatures, the second this note and the next.
    const std::size_t middle = rest.find("\n\n");
    const std::size_t end = middle == std::string_view::npos ? middle : rest.find("\n\n", middle + 2);
    if (end == std::string_view::npos) {
      read.rest = Heads::Rest::torn;
      return read;
    }
    const std::string_view text = rest.substr(0, end + 1);
    auto note = Note::parse(text);
    const auto checkpoint = note ? Checkpoint::parse(note->text) : std::nullopt;
    if (!checkpoint) {
      // Zeros where a last write did not reach the disk.
      const bool torn = rest.size() == end + 2 && text.find('\0') != std::string_view::npos;
      read.rest = torn ? Heads::Rest::torn : Heads::Rest::bad;
      return read;
    }
    read.heads.push_back({read.end, std::move(*note), *checkpoint});
    read.end += end + 2;
  }
  return read;
}

}  // namespace tripline::audit
