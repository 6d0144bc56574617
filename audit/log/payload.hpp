// Personal values, apart from the records that name them, so that one can be erased and every proof stands.
//
//   payload/HEX(commitment)   32 bytes of salt, then the value
//
// Input: values. Output: commitments, and files that are on the disk once sync() said so. One thread.
#pragma once
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "audit/log/body.hpp"
#include "audit/log/files.hpp"

namespace tripline::audit {

inline constexpr const char* kPayloadFolder = "payload";

std::string payload_path(const Hash& commitment);

class Payload {
 public:
  explicit Payload(Files& files) : files_(files) {}
  // The file is written and synced; its name is once sync() succeeded.
  Io<Commitment> keep(std::string_view token, std::string_view value);
  Done sync();

 private:
  Files& files_;
  bool unsynced_ = false;
};

}  // namespace tripline::audit
