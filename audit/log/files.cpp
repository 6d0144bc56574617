#include "audit/log/files.hpp"

#include <cerrno>

namespace tripline::audit {

Io<std::string> read_all(File& file, std::uint64_t offset) {
  constexpr std::size_t kStep = std::size_t{1} << 20;
  std::string bytes;
  for (;;) {
    const auto read = file.read(offset + bytes.size(), kStep, bytes);
    if (!read) return tl::unexpected(read.error());
    if (*read == 0) return bytes;
  }
}

Done write_all(File& file, std::uint64_t offset, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto written = file.write(offset, bytes);
    if (!written) return tl::unexpected(written.error());
    if (*written == 0) return tl::unexpected(EIO);
    offset += *written;
    bytes.remove_prefix(*written);
  }
  return {};
}

}  // namespace tripline::audit
