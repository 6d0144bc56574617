// One line of a segment.
//
//   CRC32C(8 hex) ␠ DURABLE(16 hex) ␠ BODY LF
//
// DURABLE is how much of the segment, in bytes, was on the disk when the line was written; the CRC covers DURABLE, the blank and BODY. Hexadecimal is lower case.
// `cut -c27- FILE` gives the bodies. A line has one form only: whatever else stands there is none. Pure functions.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tripline::audit {

inline constexpr std::size_t kLineHead = 26;
// A record has at most 65,535 bytes; what the log says of it (index, time, host, commitments) comes on top.
inline constexpr std::size_t kMostBody = 131'071;

struct Line {
  std::uint64_t durable = 0;
  std::string_view body;
};

// Appends the line, its LF included. Requires a body without LF of at most kMostBody bytes.
void append_line(std::string& out, std::uint64_t durable, std::string_view body);

// `line`: without its LF. Nothing where it is none.
std::optional<Line> parse_line(std::string_view line);

}  // namespace tripline::audit
