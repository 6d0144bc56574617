#include "audit/sign/ed25519.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <memory>
#include <stdexcept>

namespace tripline::audit {
namespace {

struct Free {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Key = std::unique_ptr<EVP_PKEY, Free>;
using Context = std::unique_ptr<EVP_MD_CTX, Free>;

template <class T>
T require(T made) {
  if (!made) throw std::runtime_error("Ed25519 is not available in this OpenSSL");
  return made;
}

Key private_key(const Seed& seed) {
  return require(Key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed.data(), 32)));
}

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

}  // namespace

Seed Seed::random() {
  std::array<std::uint8_t, 32> bytes{};
  if (RAND_priv_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1)
    throw std::runtime_error("the system gives no randomness for a key");
  Seed seed(bytes);
  OPENSSL_cleanse(bytes.data(), bytes.size());
  return seed;
}

Seed::~Seed() { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }

PublicKey public_key(const Seed& seed) {
  const Key key = private_key(seed);
  PublicKey bytes{};
  std::size_t length = bytes.size();
  require(EVP_PKEY_get_raw_public_key(key.get(), bytes.data(), &length) == 1 && length == bytes.size());
  return bytes;
}

Signature sign(const Seed& seed, std::string_view message) {
  const Key key = private_key(seed);
  const Context context = require(Context(EVP_MD_CTX_new()));
  Signature signature{};
  std::size_t length = signature.size();
  require(EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
          EVP_DigestSign(context.get(), signature.data(), &length, bytes_of(message), message.size()) == 1);
  return signature;
}

bool verify(const PublicKey& bytes, std::string_view message, std::string_view signature) {
  if (signature.size() != 64) return false;
  const Key key = require(Key(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes.data(), bytes.size())));
  const Context context = require(Context(EVP_MD_CTX_new()));
  require(EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1);
  return EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(), bytes_of(message), message.size()) == 1;
}

std::string random_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(count)) != 1)
    throw std::runtime_error("the system gives no randomness");
  return bytes;
}

void wipe(std::string& secret) {
  OPENSSL_cleanse(secret.data(), secret.size());
  secret.clear();
}

}  // namespace tripline::audit
