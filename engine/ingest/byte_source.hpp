// Where bytes come from: a file, standard input, or memory; a gzip stream (RFC 1952, members one after another) is inflated on the way.
//
// Input: a path, or bytes. Output: the bytes, block by block, in one growing window that a format's reader looks at. Invariant: between `more()` calls
// nothing moves, and kPadding bytes after the window may be read. What goes wrong while reading is a Fault, told once the bytes before it are used up.
// Memory: one window of at most kWindow bytes, whatever the input's length. One thread.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "core/phrase.hpp"

namespace tripline::engine {

class ByteSource {
 public:
  struct Fault {
    std::string code;  // truncated_gzip, bad_gzip, read_error
    core::Text text;
  };

  // The error is a sentence. "-": standard input. `stopped` is asked where a signal broke off a wait (for the writer of a pipe, or for what it
  // writes): true ends the source there. Empty: the wait goes on.
  static tl::expected<std::unique_ptr<ByteSource>, std::string> open(const std::string& path,
                                                                     std::function<bool()> stopped = {});
  static std::unique_ptr<ByteSource> of_memory(std::string_view bytes);
  ~ByteSource();
  ByteSource(const ByteSource&) = delete;
  ByteSource& operator=(const ByteSource&) = delete;

  // What was read and not yet skipped.
  std::string_view window() const { return {buffer_.data() + begin_, end_ - begin_}; }
  std::uint64_t offset() const { return offset_; }  // of the window's first byte in the (inflated) input
  void skip(std::size_t bytes);                     // Requires bytes <= window().size().
  // Lengthens the window by what the source has at hand, at most a block; waits for it. False: nothing is left, or the window is full.
  // What was a view of the window before is no longer one.
  bool more();
  bool full() const { return end_ - begin_ == capacity_; }
  const std::optional<Fault>& fault() const { return fault_; }  // once more() has said false

  std::uint64_t bytes_read() const { return stored_read_; }
  std::optional<std::uint64_t> total_bytes() const { return total_; }

  static constexpr std::size_t kBlock = std::size_t{1} << 20;
  static constexpr std::size_t kWindow = 2 * kBlock + (std::size_t{64} << 10);
  static constexpr std::size_t kPadding = 64;

 private:
  struct Inflater;
  explicit ByteSource(std::size_t capacity);
  void find_gzip();
  std::size_t read_stored(char* to, std::size_t room);  // 0: the end, or a fault
  std::size_t read_inflated(char* to, std::size_t room);
  void break_off(const char* code, core::Text text);
  bool waits_on() const;  // after EINTR

  std::function<bool()> stopped_;
  int descriptor_ = -1;
  bool close_ = false;
  std::string_view memory_;
  std::size_t capacity_;  // of the window: less than kWindow for a short text in memory
  std::vector<char> buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::uint64_t offset_ = 0;
  std::uint64_t stored_read_ = 0;
  std::optional<std::uint64_t> total_;
  bool ended_ = false;
  bool started_ = false;
  std::optional<Fault> fault_;
  std::unique_ptr<Inflater> inflater_;
};

}  // namespace tripline::engine
