#include "core/digest.hpp"

#include <openssl/evp.h>

#include <stdexcept>

namespace tripline::core {
namespace {

// Fetched once: looking an algorithm up costs more than hashing a record.
const EVP_MD* algorithm() {
  static const EVP_MD* const md = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  if (md == nullptr) throw std::runtime_error("SHA-256 is not available in this OpenSSL");
  return md;
}

void require(int result) {
  if (result != 1) throw std::runtime_error("SHA-256 failed in OpenSSL");
}

}  // namespace

struct Hasher::Impl {
  Impl() : context(EVP_MD_CTX_new()) {
    if (context == nullptr) throw std::bad_alloc();
    start();
  }
  ~Impl() { EVP_MD_CTX_free(context); }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  void start() { require(EVP_DigestInit_ex2(context, algorithm(), nullptr)); }

  EVP_MD_CTX* context;
};

Hasher::Hasher() : impl_(std::make_unique<Impl>()) {}
Hasher::~Hasher() = default;

Hasher& Hasher::add(std::string_view bytes) {
  require(EVP_DigestUpdate(impl_->context, bytes.data(), bytes.size()));
  return *this;
}

Hasher& Hasher::add_framed(std::string_view bytes) {
  std::array<char, 8> length{};
  for (std::size_t i = 0; i < 8; ++i) {
    length[i] = static_cast<char>(static_cast<unsigned char>((bytes.size() >> (8 * (7 - i))) & 0xFFU));
  }
  return add({length.data(), length.size()}).add(bytes);
}

Sha256 Hasher::finish() {
  Sha256 digest{};
  require(EVP_DigestFinal_ex(impl_->context, digest.data(), nullptr));
  impl_->start();
  return digest;
}

Sha256 sha256(std::string_view bytes) {
  // One context for each thread, since records ask for several digests each.
  thread_local Hasher hasher;
  return hasher.add(bytes).finish();
}

std::string hex(const Sha256& digest) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string text(2 * digest.size(), '0');
  for (std::size_t i = 0; i < digest.size(); ++i) {
    text[2 * i] = kHex[digest[i] >> 4U];
    text[2 * i + 1] = kHex[digest[i] & 0xFU];
  }
  return text;
}

}  // namespace tripline::core
