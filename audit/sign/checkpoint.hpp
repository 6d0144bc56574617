// Checkpoints (C2SP tlog-checkpoint): how long a log is and the root of its tree, as the text of a signed note.
//
//   ORIGIN LF SIZE LF BASE64(ROOT) LF
//
// Extension lines are refused: what witnesses do not look at has no place in a head. Plain values.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "audit/tree/merkle.hpp"

namespace tripline::audit {

struct Checkpoint {
  std::string origin;
  std::uint64_t size = 0;
  Hash root{};

  std::string text() const;
  static std::optional<Checkpoint> parse(std::string_view note_text);
  friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

}  // namespace tripline::audit
