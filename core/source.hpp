// Where text came from: files of a pack, and exact byte ranges in them.
//
// Input: file names and UTF-8 bytes. Output: `SourceSet`, which numbers files, and `Range`, which points into one.
// Invariant: a Range's bytes lie inside its file. Value types; const members may be called from many threads.
#pragma once
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace tripline::core {

// Bytes [begin, end) of file number `file` of a SourceSet.
struct Range {
  std::uint32_t file = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  friend bool operator==(const Range&, const Range&) = default;
};

// From the beginning of `a` to the end of `b`. Requires both in one file.
inline Range join(Range a, Range b) { return {a.file, a.begin, b.end}; }

// 1-based line and 1-based column in Unicode code points (what editors and SARIF call a column).
struct Place {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
};

struct SourceFile {
  std::string name;                  // as shown to people, relative to the pack
  std::string text;                  // UTF-8
  std::vector<std::uint32_t> lines;  // byte offset of each line's first byte
  std::vector<std::uint32_t>
      characters;  // code points that begin before byte kStep * i: a long line is not counted anew

  static constexpr std::uint32_t kStep = 4096;
};

class SourceSet {
 public:
  // Adds a file and returns its number. `text` is at most 16 MiB (the caller checks).
  std::uint32_t add(std::string name, std::string text);
  const SourceFile& file(std::uint32_t number) const { return files_[number]; }
  std::size_t size() const { return files_.size(); }
  std::string_view text(Range r) const;
  Place place(std::uint32_t file, std::uint32_t offset) const;
  // The whole line of that number, without its line end; empty beyond the last.
  std::string_view line(std::uint32_t file, std::uint32_t number_from_1) const;

 private:
  std::deque<SourceFile> files_;  // stable addresses
};

// Columns that `text` takes on a terminal: East Asian wide and full-width characters two, combining marks none.
std::size_t display_width(std::string_view utf8);

// The first byte that is not valid UTF-8 (RFC 3629), or npos.
std::size_t find_invalid_utf8(std::string_view bytes);

}  // namespace tripline::core
