// The verification of a log: reads everything, trusts nothing that is derived.
//
// Input: a Files, and what the auditor brings along: keys, witnesses, a head kept from before, the digests of packs that are allowed. Output: a Verdict. Nothing is
// written, no lock is taken. What an auditor does not bring is not taken from the log instead: without a key the answer is `unsigned`, without a witness or a head
// `unwitnessed`. Lines are read and hashed on `threads` threads.
//
// Checked: frames and checksums; indexes without a hole; DURABLE; recording times that do not go back but at a clock.jump; the tree's root at every checkpoint (which
// makes each consistent with the next); every signature, by the key in force at its place; that a rotation was sealed by the key before it; cosignatures; each personal value's
// commitment; sessions that were begun and ended; heartbeats at their interval; gaps; packs.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "audit/log/files.hpp"
#include "audit/sign/note.hpp"
#include "audit/verify/verdict.hpp"

namespace tripline::audit {

struct VerifyOptions {
  std::vector<VerifierKey> keys;               // of the log, any of its epochs
  std::vector<VerifierKey> witnesses;          // KeyKind::witness
  std::optional<std::string> head;             // a checkpoint that was kept: its signed note
  std::optional<std::set<std::string>> packs;  // hexadecimal digests
  unsigned threads = 2;
  bool first_only = false;                      // stop at the first finding about integrity
  std::function<void(std::uint64_t)> progress;  // bytes read so far
};

// The error: what could not be read, as a sentence.
tl::expected<Verdict, std::string> verify(Files& files, const VerifyOptions& options);

}  // namespace tripline::audit
