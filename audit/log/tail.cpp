#include "audit/log/tail.hpp"

#include <algorithm>

#include "audit/log/line.hpp"

namespace tripline::audit {

bool is_torn(std::string_view tail, std::uint64_t offset) {
  while (!tail.empty()) {
    const std::size_t length = std::min(tail.find('\n'), tail.size());
    if (const auto line = parse_line(tail.substr(0, length)); line && line->durable > offset) return false;
    tail.remove_prefix(std::min(length + 1, tail.size()));
  }
  return true;
}

}  // namespace tripline::audit
