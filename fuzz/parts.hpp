// One input of a fuzz target as the files of a pack.
//
// Input: bytes; a line `=== NAME` begins the file NAME, what stands before the first is `pack.trip`. Output: the files by name; of two with one name the first.
#pragma once
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "dsl/check/compile.hpp"

namespace tripline::fuzz {

using Parts = std::map<std::string, std::string>;

inline Parts parts_of(const std::uint8_t* data, std::size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  Parts parts;
  std::string name = "pack.trip";
  for (;;) {
    const std::size_t next = rest.starts_with("=== ") ? 0 : rest.find("\n=== ");
    parts.emplace(name, rest.substr(0, next == 0 ? 0 : next == rest.npos ? next : next + 1));
    if (next == rest.npos) return parts;
    rest.remove_prefix(rest.find("=== ", next) + 4);
    const std::size_t end = std::min(rest.size(), rest.find('\n'));
    name = rest.substr(0, end);
    rest.remove_prefix(std::min(rest.size(), end + 1));
  }
}

inline dsl::Compiled compiled(const Parts& parts) {
  const auto reader = [&](const std::string& name) {
    const auto found = parts.find(name);
    return found == parts.end() ? std::nullopt : std::optional(found->second);
  };
  return dsl::compile_sources({{"pack.trip", parts.at("pack.trip")}}, reader);
}

inline void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace tripline::fuzz
