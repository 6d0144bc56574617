// The writer of a log: records in, lines on the disk, checkpoints signed.
//
// Input: records in their order, now and then the time (tick). Output: after commit() returned, records that no crash loses; at the latest a second or 1,000 records
// later a checkpoint that covers them. Records are gathered into groups: one write and one sync for each.
//
// A failed sync is never tried again: what it left behind nobody knows, the log is then poisoned for this writer. Where a write or a sync fails the writer throws
// AuditFailure, and goes on throwing it (fail-closed); or drops records, counts them, and says so in a `gap` record as soon as it can write again (fail-open).
// One thread (Keeper for more).
//
//   auto log = Writer::open(*files_on_disk("audit"), key, {}, clock);       // or the sentence that says why not
//   (*log)->append(R"({"kind":"violation"})");
//   (*log)->close();
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "audit/log/clock.hpp"
#include "audit/log/files.hpp"
#include "audit/log/recovery.hpp"
#include "audit/sign/note.hpp"
#include "core/json.hpp"
#include "core/record.hpp"

namespace tripline::audit {

class AuditFailure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct WriterOptions {
  std::uint64_t commit_every = 256;                          // records in a group, at most
  core::Duration commit_within = 50 * core::kSecond / 1000;  // how long a record waits for its group (tick() looks)
  std::uint64_t checkpoint_every = 1000;                     // records
  core::Duration checkpoint_within = core::kSecond;
  core::Duration heartbeat = 60 * core::kSecond;
  std::uint64_t segment_bytes = std::uint64_t{64} << 20;
  bool fail_open = false;
  std::string host;                   // of this machine, as it shall stand in the log
  std::string program;                // "tripline 0.1.0"
  std::optional<SignerKey> next_key;  // for a log that was left in the middle of a rotation
};

class Writer {
 public:
  // Takes the lock, reads the log, cuts what is torn and says so in it. A folder that is not there is made; one that holds something else is refused.
  // `files` and `clock` must outlive the writer.
  static tl::expected<std::unique_ptr<Writer>, std::string> open(Files& files, const SignerKey& key,
                                                                 WriterOptions options, Clock& clock);
  ~Writer();  // what was not committed is lost
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // `record`: a canonical JSON object of at most 65,535 bytes.
  void append(std::string_view record, std::span<const core::Personal> personal = {});
  void commit();
  // Commits what has waited long enough, signs what is due. `sources` (Sources::json) is asked where a heartbeat is.
  template <class Ask>
  void tick(Ask sources) {
    if (heartbeat_due()) heartbeat(sources());
    settle();
  }
  void heartbeat(const core::Json& sources);
  bool heartbeat_due() const;
  // Names the next key, signs that with the present one, and goes on with the next.
  void rotate(const SignerKey& next);
  // Writes `stopped`, commits, signs. Nothing may be called after it.
  void close(std::string_view reason = "end", const core::Json& sources = core::Json(core::Json::Array{}));

  std::uint64_t acknowledged() const;  // records that are on the disk
  std::uint64_t lost() const;          // records that were dropped (fail-open), all together
  const std::string& trouble() const;  // why it fails or drops; empty: all is well
  VerifierKey key() const;

 private:
  void settle();
  struct Impl;
  explicit Writer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace tripline::audit
