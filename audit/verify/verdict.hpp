// What a verification says: one outcome, and every finding that led to it, integrity and completeness apart.
//
//   integrity      was a record changed, removed, reordered or slipped in after it was sealed?
//   completeness   is something missing that should have been recorded?
//   trust          who vouches for it: a known key, and somebody besides whoever keeps the log
//
// Plain values.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tripline::audit {

// From the best to the worst; a log's outcome is the worst of its findings'.
enum class Outcome : std::uint8_t { sound, unwitnessed, unsigned_records, incomplete, torn_tail, corrupt, forged };

std::string_view word(Outcome outcome);  // "torn tail"
int exit_code(Outcome outcome);          // docs/audit-log.md

struct Finding {
  Outcome outcome = Outcome::sound;
  std::string text;        // a sentence
  std::string file;        // empty: of the log as a whole
  std::uint64_t line = 0;  // from 1; 0: not known
  std::uint64_t byte = 0;
  std::optional<std::uint64_t> index;  // of the record
};

struct Epoch {
  std::string key;
  std::uint64_t from = 0;  // the first checkpoint size that it may sign is one more
};

struct Verdict {
  std::vector<Finding> integrity, completeness, trust;
  std::vector<Finding> remarks;  // worth knowing, and no fault: Outcome::sound
  std::uint64_t records = 0, bytes = 0, segments = 0, checkpoints = 0;
  std::uint64_t signed_records = 0;     // by checkpoints that hold
  std::uint64_t witnessed_records = 0;  // by cosignatures and the head that was given
  std::string origin;
  std::vector<Epoch> keys;
  std::vector<std::pair<std::string, std::uint64_t>> packs;  // digests that were loaded, and how often

  Outcome outcome() const;
  // The first finding of the outcome; nullptr where it is sound.
  const Finding* first() const;
};

}  // namespace tripline::audit
