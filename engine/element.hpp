// One element of telemetry as one stream of a pack sees it, and what is said of an element that no stream can take.
//
// Input: made by engine/ingest (or by a service, field by field). Output: taken by Engine::observe. Plain values, meant to be used again: the
// vectors and texts keep their capacity.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/phrase.hpp"
#include "core/time.hpp"
#include "engine/state/value.hpp"

namespace tripline::engine {

struct Element {
  int stream = -1;  // index into model::Pack::streams; never a derived one
  core::Time time = 0;
  std::uint32_t source = 0;    // from Engine::add_source
  std::uint64_t position = 0;  // 1, 2, … in its source; elements that feed two streams have one position
  std::vector<Value>
      fields;         // as model::Stream::fields; Missing where an optional one lacks; Unknown where no rule reads it
  std::string bytes;  // as received: evidence and de-duplication
  std::optional<core::Time> received;  // the reader's time of receipt, where it gives one
};

// Why an element was refused. Codes are stable and stand in records (`reason.code`).
struct Rejection {
  std::uint32_t source = 0;
  std::uint64_t position = 0;
  std::uint64_t offset = 0;        // byte offset of the element in its source
  int stream = -1;                 // -1: not known yet
  std::optional<core::Time> time;  // where it could be read
  std::string code;                // "bad_json", "missing_field", …
  core::Text text;                 // a sentence: what is wrong with which field and what was expected
  std::string bytes;               // as received
};

}  // namespace tripline::engine
