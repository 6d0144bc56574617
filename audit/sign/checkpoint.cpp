#include "audit/sign/checkpoint.hpp"

#include <algorithm>
#include <charconv>

#include "audit/sign/base64.hpp"

namespace tripline::audit {

std::string Checkpoint::text() const {
  return origin + "\n" + std::to_string(size) + "\n" +
         base64({reinterpret_cast<const char*>(root.data()), root.size()}) + "\n";
}

std::optional<Checkpoint> Checkpoint::parse(std::string_view text) {
  Checkpoint checkpoint;
  const std::size_t first = text.find('\n');
  if (first == std::string_view::npos || first == 0) return std::nullopt;
  const std::size_t second = text.find('\n', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  checkpoint.origin = text.substr(0, first);
  const std::string_view size = text.substr(first + 1, second - first - 1);
  const auto [end, error] = std::from_chars(size.data(), size.data() + size.size(), checkpoint.size);
  if (error != std::errc() || end != size.data() + size.size()) return std::nullopt;
  std::string_view root = text.substr(second + 1);
  if (!root.ends_with('\n')) return std::nullopt;
  root.remove_suffix(1);
  const auto bytes = from_base64(root);
  if (!bytes || bytes->size() != checkpoint.root.size()) return std::nullopt;
  std::transform(bytes->begin(), bytes->end(), checkpoint.root.begin(),
                 [](char c) { return static_cast<std::uint8_t>(c); });
  // One text for each checkpoint: no leading zeros, no further lines.
  if (checkpoint.text() != text) return std::nullopt;
  return checkpoint;
}

}  // namespace tripline::audit
