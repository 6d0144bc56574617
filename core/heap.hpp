// What a piece of memory costs, its allocator's share included.
//
// Input: how many bytes are asked for, or a container. Output: bytes taken. As glibc's malloc lays blocks out on 64 bits: 8 bytes before each,
// multiples of 16, at least 32. What is asked for and not used (a vector's room to grow) counts. Pure.
#pragma once
#include <algorithm>
#include <cstddef>
#include <string>
#include <type_traits>
#include <vector>

namespace tripline::core {

constexpr std::size_t block_bytes(std::size_t asked) {
  if (asked == 0) return 0;
  return std::max<std::size_t>(32, (asked + 8 + 15) & ~std::size_t{15});
}

// Of what an object holds beyond itself.
template <typename T>
std::size_t room_bytes(const std::vector<T>& v) {
  return block_bytes(v.capacity() * sizeof(T));
}

inline std::size_t room_bytes(const std::string& s) {
  static const std::size_t inside = std::string().capacity();
  return s.capacity() > inside ? block_bytes(s.capacity() + 1) : 0;
}

// A node of std::map, std::set: three pointers and a colour before the value.
template <typename T>
constexpr std::size_t tree_node_bytes() {
  return block_bytes(32 + sizeof(T));
}

// Containers of nodes and buckets (std::unordered_map); `T` is its value_type. The single bucket of a small one stands in the object.
template <typename Map>
std::size_t hashed_bytes(const Map& m) {
  const std::size_t buckets = m.bucket_count() > 1 ? block_bytes(m.bucket_count() * sizeof(void*)) : 0;
  // Hashes of texts are kept beside them.
  constexpr std::size_t kKept = std::is_same_v<typename Map::key_type, std::string> ? sizeof(std::size_t) : 0;
  return buckets + m.size() * block_bytes(sizeof(void*) + sizeof(typename Map::value_type) + kKept);
}

// Open addressing (boost::unordered_flat_map): its cells, and 16 bytes for every 15 of them.
template <typename Map>
std::size_t flat_bytes(const Map& m) {
  const std::size_t cells = m.bucket_count();
  return cells == 0 ? 0 : block_bytes(cells * sizeof(typename Map::value_type) + (cells + 15) / 15 * 16);
}

}  // namespace tripline::core
