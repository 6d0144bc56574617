#include "audit/log/payload.hpp"

#include "audit/sign/ed25519.hpp"
#include "core/digest.hpp"

namespace tripline::audit {

std::string payload_path(const Hash& commitment) { return std::string(kPayloadFolder) + "/" + core::hex(commitment); }

Io<Commitment> Payload::keep(std::string_view token, std::string_view value) {
  std::string bytes = random_bytes(kSaltBytes);
  const Hash hash = commitment_hash(bytes, value);
  bytes += value;
  auto file = files_.open(payload_path(hash), Files::Mode::create);
  if (!file) return tl::unexpected(file.error());
  unsynced_ = true;
  const Done written = write_all(**file, 0, bytes).and_then([&] { return (*file)->sync(); });
  if (!written) return tl::unexpected(written.error());
  return Commitment{std::string(token), hash};
}

Done Payload::sync() {
  if (!unsynced_) return {};
  unsynced_ = false;
  return files_.sync_folder(kPayloadFolder);
}

}  // namespace tripline::audit
