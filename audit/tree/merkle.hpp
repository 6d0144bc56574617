// The Merkle tree over a log's records (RFC 6962, section 2.1; SHA-256): its hashes, and its root as it grows.
//
// Input: leaves, one after the other. Output: roots. A Frontier keeps the roots of the complete subtrees alone (a compact range): at most 64 hashes however
// many leaves there were. A leaf is SHA-256(0x00 ‖ bytes), a node SHA-256(0x01 ‖ left ‖ right), so that neither can pass for the other. Plain values; the
// functions may be called from many threads.
//
//   Frontier tree;
//   tree.add(leaf_hash(body));
//   tree.root();   // of an empty tree: SHA-256 of nothing
#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "core/digest.hpp"

namespace tripline::audit {

using Hash = core::Sha256;

Hash leaf_hash(std::string_view bytes);
Hash node_hash(const Hash& left, const Hash& right);

class Frontier {
 public:
  void add(const Hash& leaf);
  std::uint64_t size() const { return size_; }
  Hash root() const;

 private:
  std::uint64_t size_ = 0;
  std::vector<Hash> complete_;  // of the subtrees of size_'s binary digits, the largest first
};

}  // namespace tripline::audit
