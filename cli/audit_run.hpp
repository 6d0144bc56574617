// The audit log of a run: every record goes to the recorder and to the log, and what was read is counted there.
//
// Input: Records and batches on the engine's thread. Output: a log that is begun when pack, options and inputs are in order, and records from before that are in it, too.
// write() throws audit::AuditFailure where the log fails closed.
#pragma once
#include <memory>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "audit/log/keeper.hpp"
#include "cli/inputs.hpp"
#include "cli/options.hpp"
#include "core/record.hpp"
#include "engine/ingest/input.hpp"

namespace tripline::cli {

class AuditRun : public core::RecordSink {
 public:
  AuditRun(core::RecordSink& recorder, const dsl::model::Pack& pack);

  tl::expected<void, std::string> begin(const AuditOptions& options, const std::vector<InputChoice>& inputs);
  void write(const core::Record& record) override;
  void read(std::size_t input, const engine::Batch& batch);
  void close(const char* reason);
  // What the log lacks, as a sentence; empty: nothing, or there is no log.
  std::string missing() const;

 private:
  struct Early {
    std::string kind, rule, text;
    core::Time at;
    std::vector<core::Personal> personal;
  };

  core::RecordSink& recorder_;
  std::vector<bool> personal_;  // of each stream: whether a field of it is
  std::vector<Early> early_;    // records from before begin()
  std::string folder_;
  std::unique_ptr<audit::Files> files_;
  audit::SystemClock clock_;
  std::unique_ptr<audit::Keeper> keeper_;
};

}  // namespace tripline::cli
