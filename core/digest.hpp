// SHA-256 (FIPS 180-4), in hexadecimal where people read it. The library behind it is reachable only here.
#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace tripline::core {

using Sha256 = std::array<std::uint8_t, 32>;

Sha256 sha256(std::string_view bytes);
std::string hex(const Sha256&);

// Incremental. One thread. `add_framed` adds the length (8 bytes, big-endian) before the bytes, so that parts cannot
// run together.
class Hasher {
 public:
  Hasher();
  ~Hasher();
  Hasher(const Hasher&) = delete;
  Hasher& operator=(const Hasher&) = delete;
  Hasher& add(std::string_view bytes);
  Hasher& add_framed(std::string_view bytes);
  Sha256 finish();  // and starts anew

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tripline::core
