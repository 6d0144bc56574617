#include "audit/sign/base64.hpp"

#include <cstdint>

namespace tripline::audit {
namespace {

constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

}  // namespace

std::string base64(std::string_view bytes) {
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t three = 0;
    for (std::size_t k = 0; k < 3; ++k)
      three = three << 8U | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    const std::size_t digits = bytes.size() - i < 3 ? bytes.size() - i + 1 : 4;
    for (std::size_t k = 0; k < 4; ++k) text += k < digits ? kDigits[three >> (18 - 6 * k) & 63U] : '=';
  }
  return text;
}

std::optional<std::string> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); i += 4) {
    std::uint32_t three = 0;
    std::size_t digits = 0;
    for (; digits < 4; ++digits) {
      const std::size_t value = kDigits.find(text[i + digits]);
      if (value == std::string_view::npos) break;
      three = three << 6U | static_cast<std::uint32_t>(value);
    }
    if (digits < 4 && (i + 4 != text.size() || digits < 2 || text.substr(i + digits) != std::string(4 - digits, '=')))
      return std::nullopt;
    three <<= 6U * (4 - digits);
    for (std::size_t k = 0; k < 3; ++k) {
      const auto byte = static_cast<char>(three >> (16 - 8 * k) & 255U);
      if (k + 1 < digits) {
        bytes += byte;
      } else if (byte != 0) {
        return std::nullopt;  // bits that no byte holds
      }
    }
  }
  return bytes;
}

}  // namespace tripline::audit
