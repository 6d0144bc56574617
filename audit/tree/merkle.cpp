#include "audit/tree/merkle.hpp"

namespace tripline::audit {
namespace {

std::string_view bytes_of(const Hash& hash) { return {reinterpret_cast<const char*>(hash.data()), hash.size()}; }

core::Hasher& hasher() {
  thread_local core::Hasher one;
  return one;
}

}  // namespace

Hash leaf_hash(std::string_view bytes) { return hasher().add(std::string_view("\0", 1)).add(bytes).finish(); }

Hash node_hash(const Hash& left, const Hash& right) {
  std::array<char, 65> bytes{};
  bytes[0] = 1;
  bytes_of(left).copy(&bytes[1], left.size());
  bytes_of(right).copy(&bytes[33], right.size());
  return hasher().add({bytes.data(), bytes.size()}).finish();
}

void Frontier::add(const Hash& leaf) {
  complete_.push_back(leaf);
  // Each trailing one of the size is a subtree that the new one completes.
  for (std::uint64_t rest = size_; (rest & 1U) != 0; rest >>= 1U) {
    const Hash right = complete_.back();
    complete_.pop_back();
    complete_.back() = node_hash(complete_.back(), right);
  }
  ++size_;
}

Hash Frontier::root() const {
  if (complete_.empty()) return core::sha256({});
  Hash hash = complete_.back();
  for (std::size_t i = complete_.size() - 1; i-- > 0;) hash = node_hash(complete_[i], hash);
  return hash;
}

}  // namespace tripline::audit
