// One JSON element: its bytes to the tokens at the pack's places, in one ordered walk that checks all of it.
//
// Input: the bytes of one object (RFC 8259), with kPadding readable bytes after them. Output: Slots, or what is wrong and where.
// Invariant: whatever is accepted is one object, UTF-8, of the grammar to its last byte, no member twice at any level, at most 64 deep; numbers are
// kept as text. The order in which members came is learnt, so that a source that keeps to one order pays one comparison for each member.
// No allocation once the shapes of the source's elements are known. One thread. simdjson is used here and nowhere else.
#pragma once
#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

#include "engine/ingest/decoder.hpp"
#include "engine/ingest/token.hpp"

namespace tripline::engine {

enum class JsonFault : std::uint8_t { none, syntax, not_an_object, trailing, utf8, too_deep, duplicate_key };

class JsonWalker {
 public:
  static constexpr std::size_t kPadding = 64;

  explicit JsonWalker(const std::vector<Place>& places);  // which must outlive it
  ~JsonWalker();
  JsonWalker(const JsonWalker&) = delete;
  JsonWalker& operator=(const JsonWalker&) = delete;

  // Requires bytes.size() <= Input::kMaxElement. The slots' tokens point into `bytes`.
  JsonFault walk(std::string_view bytes, Slots& slots);

  // After `syntax`: the byte of the element from which on it could not be read: its beginning where not even that is known.
  std::size_t fault_at() const;

  // The name of the member that stands twice, where the pack reads one of that name; else empty (it could be anything, a person's name too).
  std::string_view duplicate() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// By the same routine as for JSON.
bool is_utf8(std::string_view bytes);

}  // namespace tripline::engine
