// A log that is kept beside a run: records as the engine says them, what was read, and the time that goes by while nothing happens.
//
// Input: Records on the engine's thread, elements as they are read. Output: a Writer's log; groups are committed, checkpoints signed and heartbeats written also while the
// engine waits for input, by a thread of the keeper's own, which computes the digests of the sources, too. Where the log fails closed, the next write() throws the
// AuditFailure, also one that befell the other thread. write(), read(), flush() and close() belong to one thread.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "audit/log/writer.hpp"

namespace tripline::audit {

class Keeper : public core::RecordSink {
 public:
  explicit Keeper(std::unique_ptr<Writer> writer);
  ~Keeper() override;  // without close() the log ends as a killed one does
  Keeper(const Keeper&) = delete;
  Keeper& operator=(const Keeper&) = delete;

  std::size_t add_source(std::string name);  // its number
  void write(const core::Record& record) override;
  // An element of a source was read. `closed`: its bytes may hold a personal value, or are not known (sources.hpp).
  void read(std::size_t source, std::string_view bytes, bool closed);
  void close(std::string_view reason);

  std::uint64_t acknowledged() const;
  std::uint64_t lost() const;
  std::string trouble() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tripline::audit
