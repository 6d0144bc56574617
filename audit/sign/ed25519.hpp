// Ed25519 (RFC 8032) through OpenSSL, and the randomness that keys and salts are made of.
//
// Input: 32 bytes of seed or public key, and messages. Output: signatures of 64 bytes. A Seed wipes itself. Throws std::runtime_error where OpenSSL has no such
// algorithm or no randomness. Many threads.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tripline::audit {

using PublicKey = std::array<std::uint8_t, 32>;
using Signature = std::array<std::uint8_t, 64>;

// The secret half. Its bytes are overwritten when it goes.
class Seed {
 public:
  static Seed random();
  explicit Seed(const std::array<std::uint8_t, 32>& bytes) : bytes_(bytes) {}
  Seed(const Seed&) = default;
  Seed& operator=(const Seed&) = default;
  ~Seed();
  std::string_view bytes() const { return {reinterpret_cast<const char*>(bytes_.data()), bytes_.size()}; }
  const std::uint8_t* data() const { return bytes_.data(); }

 private:
  std::array<std::uint8_t, 32> bytes_;
};

PublicKey public_key(const Seed& seed);
Signature sign(const Seed& seed, std::string_view message);
bool verify(const PublicKey& key, std::string_view message, std::string_view signature);

// Bytes from the operating system's generator.
std::string random_bytes(std::size_t count);
// Overwrites what a text held, also where the compiler thinks that nobody looks.
void wipe(std::string& secret);

}  // namespace tripline::audit
