// What a log holds when it is opened for writing, and what of its end must be cut; or why nobody may write to it.
//
// Input: a Files whose lock is held. Output: where to go on, found by reading everything: nothing derived is trusted. It changes nothing. Everything that a crash of
// an honest writer can leave behind is accepted; everything else is refused with the place, and stays as it is for those who want to know how it came about.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <tl/expected.hpp>

#include "audit/log/files.hpp"
#include "audit/sign/note.hpp"
#include "audit/tree/merkle.hpp"
#include "core/time.hpp"

namespace tripline::audit {

struct Torn {
  std::string path;
  std::uint64_t offset = 0, bytes = 0;
  Hash digest{};  // of the bytes
};

struct Recovered {
  bool fresh = true;      // there is no record yet
  std::string segment;    // path of the last one; empty: none
  std::uint64_t end = 0;  // of its last good line
  std::optional<Torn> torn;
  std::uint64_t size = 0;  // records
  Frontier tree;
  core::Time last_time = core::kAlways;
  std::uint64_t signed_size = 0;  // by the last checkpoint
  std::uint64_t heads_end = 0;    // of the last good checkpoint
  std::optional<Torn> torn_heads;
  std::optional<VerifierKey> key;       // that signs the next checkpoint
  std::optional<VerifierKey> next_key;  // that signs all after it: the log was left in the middle of a rotation
};

tl::expected<Recovered, std::string> recover(Files& files);

}  // namespace tripline::audit
