// Proofs that stand on their own, as files.
//
//   c2sp.org/tlog-proof@v1            one record is in the log (C2SP tlog-proof)
//   extra BASE64(BODY)
//   index INDEX
//   BASE64(HASH) …
//                                     an empty line
//   the checkpoint, a signed note
//
//   old SIZE                          the log only added to what it was at SIZE (the body of C2SP tlog-witness's add-checkpoint)
//   BASE64(HASH) …
//                                     an empty line
//   the checkpoint
//
// Input of making: a log. Input of checking: the file and keys, no log. Errors are sentences.
#pragma once
#include <cstdint>
#include <string>
#include <tl/expected.hpp>

#include "audit/log/files.hpp"
#include "audit/sign/checkpoint.hpp"
#include "audit/sign/note.hpp"

namespace tripline::audit {

// Of the record with that index, under the log's last checkpoint.
tl::expected<std::string, std::string> prove_record(Files& files, std::uint64_t index);
// That the last checkpoint is a continuation of the log's first `size` records.
tl::expected<std::string, std::string> prove_growth(Files& files, std::uint64_t size);

struct ProvenRecord {
  std::uint64_t index = 0;
  std::string body;
  Checkpoint checkpoint;
};
tl::expected<ProvenRecord, std::string> check_record_proof(std::string_view file, const VerifierKey& key);
// `before`: the checkpoint that the auditor has.
tl::expected<Checkpoint, std::string> check_growth_proof(std::string_view file, const Checkpoint& before,
                                                         const VerifierKey& key);

}  // namespace tripline::audit
