// What an engine says (records.md), and where it says it.
//
// Input: canonical JSON. Output: whatever the sink does with it. A Record is a plain value; a RecordSink is called from
// the engine's thread, in the order of section 7, and may throw only to stop the run.
#pragma once
#include <string>
#include <string_view>

#include "core/json.hpp"
#include "core/time.hpp"

namespace tripline::core {

struct Record {
  std::string kind;  // "violation.opened", …
  // kAlways: the record has no instant (pack.loaded, a rejected element without a readable time)
  Time at = kAlways;
  std::string rule;  // empty: about no rule
  Json body;         // every key of records.md, `kind`, `at` and `rule` included
};

class RecordSink {
 public:
  virtual ~RecordSink() = default;
  virtual void write(const Record&) = 0;
};

}  // namespace tripline::core
