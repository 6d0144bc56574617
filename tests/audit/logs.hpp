// Logs for tests: a clock that is told the time, a key, records to write.
#pragma once
#include <string>

#include "audit/log/writer.hpp"
#include "tests/audit/memory_files.hpp"

namespace tripline::tests {

// Both clocks go on together; `wall_offset` lets the wall's jump.
struct HandClock : audit::Clock {
  core::Duration now = 0;
  core::Time wall_offset = 1'772'323'200 * core::kSecond;  // 2026-03-01
  core::Time wall() override { return wall_offset + now; }
  core::Duration steady() override { return now; }
};

inline audit::SignerKey key_of(char letter, const std::string& name = "example.org/streets") {
  std::array<std::uint8_t, 32> seed{};
  seed.fill(static_cast<std::uint8_t>(letter));
  return {name, audit::KeyKind::log, audit::Seed(seed)};
}

inline audit::WriterOptions options() {
  audit::WriterOptions o;
  o.host = "h1";
  o.program = "test";
  return o;
}

inline std::string record(std::size_t number) {
  return R"({"because":"speed = )" + std::to_string(number % 90) + R"( km/h","kind":"near","n":)" +
         std::to_string(number) + "}";
}

}  // namespace tripline::tests
