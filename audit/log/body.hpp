// The body of a line: what happened, and what the machine that keeps the log says of it.
//
//   {"machine":{"commitments":[…],"host":"h1","index":12,"time":"2026-03-01T00:00:00.5Z"},"record":{"kind":…}}
//
// `record` is what the engine said, byte for byte (docs/records.md), or what the log says of itself (own.hpp); `machine` counts the records of the log from 0, and
// tells when and where each was recorded. `commitments` is there where the record first names personal values: for each the token that stands in the record and
// SHA-256(0x02 ‖ salt ‖ value); salt and value are kept apart, where they can be erased. One JSON object without blanks. Pure functions.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "audit/tree/merkle.hpp"
#include "core/time.hpp"

namespace tripline::audit {

struct Commitment {
  std::string token;
  Hash hash{};
};

inline constexpr std::size_t kSaltBytes = 32;
// Requires a salt of kSaltBytes.
Hash commitment_hash(std::string_view salt, std::string_view value);

// Appends the body. `host` is canonical JSON text with its quotes, `record` a canonical JSON object.
void append_body(std::string& out, std::uint64_t index, core::Time time, std::string_view host,
                 const std::vector<Commitment>& commitments, std::string_view record);

// The views are into the body.
struct BodyFacts {
  std::uint64_t index = 0;
  core::Time time = 0;
  std::string_view kind;         // of the record
  std::string_view record;       // the object
  std::string_view commitments;  // the array; empty: none
};

// Nothing where it is not such a body: no JSON, blanks between tokens, other or missing members of `machine`, a record without a kind.
std::optional<BodyFacts> read_body(std::string_view body);

// Of an array that read_body gave; nothing where it holds anything else.
std::optional<std::vector<Commitment>> read_commitments(std::string_view array);

}  // namespace tripline::audit
