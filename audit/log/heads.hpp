// The file `checkpoints`: signed notes, one after the other, an empty line behind each; the last one is the log's head.
//
// Input: the file's bytes. Output: its checkpoints, and what stands behind the last whole one. A write that broke off leaves a beginning, or zeros where bytes
// did not reach the disk; whatever else cannot be read was never written so. Pure.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "audit/sign/checkpoint.hpp"
#include "audit/sign/note.hpp"

namespace tripline::audit {

inline constexpr const char* kCheckpoints = "checkpoints";

struct Head {
  std::uint64_t offset = 0;  // in the file
  Note note;
  Checkpoint checkpoint;
};

struct Heads {
  enum class Rest : std::uint8_t { none, torn, bad };

  std::vector<Head> heads;  // up to the first that cannot be read
  std::uint64_t end = 0;    // of the last of them
  Rest rest = Rest::none;   // what stands there
};

std::string written_head(const Note& note);
Heads read_heads(std::string_view bytes);

}  // namespace tripline::audit
