// The records of a log, read from its segments: in order, a piece at a time.
//
//   log/00000000000000000000.jsonl   named by the index of the first record, at most 64 MiB
//
// Input: a Files. Output: Pieces of whole lines, and of each line what it says, or where the first is that cannot be read. Nothing is judged here: whether indexes
// follow one another and what a bad line means is for the callers to say. A SegmentReader belongs to one thread; read_lines may be called by many.
//
//   auto reader = SegmentReader::open(files);
//   for (Piece piece; reader->next(piece).value();) for (const RecordLine& line : read_lines(piece).lines) …
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "audit/log/files.hpp"
#include "audit/tree/merkle.hpp"
#include "core/time.hpp"

namespace tripline::audit {

inline constexpr const char* kLogFolder = "log";

// Below the log's folder: "log/00000000000000000042.jsonl".
std::string segment_path(std::uint64_t first_index);
// Of a file's name in kLogFolder; nothing where it names no segment.
std::optional<std::uint64_t> segment_index(const std::string& name);

struct Segment {
  std::string path;
  std::uint64_t first_index = 0;
};

struct Piece {
  std::size_t segment = 0;       // number in segments()
  std::uint64_t offset = 0;      // of its first byte
  std::uint64_t first_line = 1;  // number of its first line in the file
  std::string text;              // whole lines; in a segment's last piece perhaps a beginning of one
  bool last = false;             // of its segment
};

struct RecordLine {
  std::uint64_t offset = 0;  // in its file
  std::uint64_t number = 1;  // in its file, from 1
  std::uint64_t length = 0;  // with its LF
  std::uint64_t durable = 0;
  std::uint64_t index = 0;
  core::Time time = 0;
  Hash leaf{};
  // The body, of records that are needed as a whole: the log's own, `pack.loaded`, those with commitments.
  std::string body;
};

struct LinesOfPiece {
  std::vector<RecordLine> lines;  // up to the first bad one
  struct Bad {
    std::uint64_t offset = 0, number = 1;
    bool framed = false;  // the line itself is whole, its CRC is right: the body is none
  };
  std::optional<Bad> bad;
};

LinesOfPiece read_lines(const Piece& piece);

class SegmentReader {
 public:
  // The error: a sentence. Files in the folder that are no segments are told by others().
  static tl::expected<SegmentReader, std::string> open(Files& files);

  const std::vector<Segment>& segments() const { return segments_; }
  const std::vector<std::string>& others() const { return others_; }
  // False: there is no more. Every segment gives at least one piece.
  tl::expected<bool, std::string> next(Piece& piece);

 private:
  Files* files_ = nullptr;
  std::vector<Segment> segments_;
  std::vector<std::string> others_;
  std::unique_ptr<File> file_;
  std::size_t segment_ = 0;
  std::uint64_t offset_ = 0, line_ = 1;
  std::string rest_;
};

}  // namespace tripline::audit
