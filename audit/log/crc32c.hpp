// CRC-32C (Castagnoli, RFC 3720, appendix B.4): notices accidents, no attacks. Pure; many threads.
#pragma once
#include <cstdint>
#include <string_view>

namespace tripline::audit {

std::uint32_t crc32c(std::string_view bytes);

}  // namespace tripline::audit
