#include "audit/log/sources.hpp"

#include <openssl/evp.h>

#include <stdexcept>
#include <utility>

#include "core/digest.hpp"

namespace tripline::audit {
namespace {

void append_number(std::string& out, std::uint64_t number) {
  for (int shift = 56; shift >= 0; shift -= 8) out += static_cast<char>(number >> static_cast<unsigned>(shift) & 255U);
}

void require(bool good) {
  if (!good) throw std::runtime_error("SHA-256 failed in OpenSSL");
}

}  // namespace

// A context of its own: that of core::Hasher cannot be asked in between.
struct Sources::Source {
  explicit Source(std::string of) : name(std::move(of)), running(EVP_MD_CTX_new()) {
    require(running != nullptr && EVP_DigestInit_ex(running, EVP_sha256(), nullptr) == 1);
  }
  ~Source() { EVP_MD_CTX_free(running); }
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;

  core::Sha256 digest() const {
    EVP_MD_CTX* const copy = EVP_MD_CTX_new();
    core::Sha256 digest{};
    const bool good = copy != nullptr && EVP_MD_CTX_copy_ex(copy, running) == 1 &&
                      EVP_DigestFinal_ex(copy, digest.data(), nullptr) == 1;
    EVP_MD_CTX_free(copy);
    require(good);
    return digest;
  }

  std::string name;
  std::uint64_t elements = 0;
  EVP_MD_CTX* running;
};

void append_frame(std::string& frames, std::string_view bytes) {
  append_number(frames, bytes.size());
  frames += bytes;
}

void append_closed_frame(std::string& frames, std::uint64_t position) {
  append_number(frames, ~std::uint64_t{0});
  append_number(frames, position);
}

Sources::Sources() = default;
Sources::~Sources() = default;

std::size_t Sources::add(std::string name) {
  sources_.push_back(std::make_unique<Source>(std::move(name)));
  return sources_.size() - 1;
}

void Sources::take(std::size_t source, std::uint64_t elements, std::string_view frames) {
  Source& s = *sources_[source];
  s.elements += elements;
  require(EVP_DigestUpdate(s.running, frames.data(), frames.size()) == 1);
}

core::Json Sources::json() const {
  core::Json list(core::Json::Array{});
  for (const auto& s : sources_) {
    core::Json one;
    one.set("digest", core::hex(s->digest())).set("elements", s->elements).set("source", s->name);
    // Positions count from 1 without a hole (docs/input.md).
    if (s->elements > 0) one.set("first", 1).set("last", s->elements);
    list.push(std::move(one));
  }
  return list;
}

}  // namespace tripline::audit
