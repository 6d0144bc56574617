#include "audit/log/line.hpp"

#include "audit/log/crc32c.hpp"

namespace tripline::audit {
namespace {

void put_hex(char* at, std::uint64_t number, std::size_t digits) {
  constexpr std::string_view kHex = "0123456789abcdef";
  for (std::size_t i = digits; i-- > 0; number >>= 4U) at[i] = kHex[number & 15U];
}

std::optional<std::uint64_t> read_hex(std::string_view text) {
  std::uint64_t number = 0;
  for (const char c : text) {
    std::uint64_t digit = 0;
    if (c >= '0' && c <= '9') {
      digit = static_cast<std::uint64_t>(c - '0');
    } else if (c >= 'a' && c <= 'f') {
      digit = static_cast<std::uint64_t>(c - 'a') + 10;
    } else {
      return std::nullopt;
    }
    number = number << 4U | digit;
  }
  return number;
}

}  // namespace

void append_line(std::string& out, std::uint64_t durable, std::string_view body) {
  const std::size_t begin = out.size();
  out.resize(begin + kLineHead);
  out[begin + 8] = ' ';
  put_hex(&out[begin + 9], durable, 16);
  out[begin + 25] = ' ';
  out += body;
  put_hex(&out[begin], crc32c(std::string_view(out).substr(begin + 9)), 8);
  out += '\n';
}

std::optional<Line> parse_line(std::string_view line) {
  if (line.size() < kLineHead + 2 || line.size() > kLineHead + kMostBody) return std::nullopt;
  if (line[8] != ' ' || line[25] != ' ') return std::nullopt;
  const auto crc = read_hex(line.substr(0, 8));
  const auto durable = read_hex(line.substr(9, 16));
  if (!crc || !durable || crc32c(line.substr(9)) != *crc) return std::nullopt;
  return Line{*durable, line.substr(kLineHead)};
}

}  // namespace tripline::audit
