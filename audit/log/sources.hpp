// What was read, so that a producer can later compare it with what it sent: for each source how many elements, the first and last position, and a digest of all
// of them so far.
//
// The digest is SHA-256 over one frame for each element, in order: its length in bytes (8 bytes, big-endian) and the bytes received. Of an element that may hold a
// personal value, and of one that nothing reads, the frame is eight bytes of 0xFF and its position (8 bytes, big-endian): a digest of a small set of values is no secret. One thread.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/json.hpp"

namespace tripline::audit {

// Appends an element's frame.
void append_frame(std::string& frames, std::string_view bytes);
void append_closed_frame(std::string& frames, std::uint64_t position);

class Sources {
 public:
  Sources();
  ~Sources();
  Sources(const Sources&) = delete;
  Sources& operator=(const Sources&) = delete;

  std::size_t add(std::string name);  // its number
  // The frames of `elements` further elements.
  void take(std::size_t source, std::uint64_t elements, std::string_view frames);
  // [{"source","elements","first","last","digest"}]: of those that gave any, `first` and `last`.
  core::Json json() const;

 private:
  struct Source;
  std::vector<std::unique_ptr<Source>> sources_;
};

}  // namespace tripline::audit
