#include "audit/tree/proof.hpp"

#include <algorithm>
#include <bit>
#include <numeric>
#include <stdexcept>
#include <utility>

namespace tripline::audit {

std::vector<LeafRange> inclusion_ranges(std::uint64_t index, std::uint64_t size) {
  std::vector<LeafRange> ranges;  // from the root down; a proof goes from the leaf up
  LeafRange tree{0, size};
  while (tree.end - tree.begin > 1) {
    const std::uint64_t split = tree.begin + std::bit_floor(tree.end - tree.begin - 1);
    const LeafRange left{tree.begin, split}, right{split, tree.end};
    ranges.push_back(index < split ? right : left);
    tree = index < split ? left : right;
  }
  std::reverse(ranges.begin(), ranges.end());
  return ranges;
}

std::vector<LeafRange> consistency_ranges(std::uint64_t shorter, std::uint64_t longer) {
  std::vector<LeafRange> ranges;
  LeafRange tree{0, longer};
  // Down to the subtree that ends where the shorter tree ended.
  while (tree.end != shorter) {
    const std::uint64_t split = tree.begin + std::bit_floor(tree.end - tree.begin - 1);
    const LeafRange left{tree.begin, split}, right{split, tree.end};
    ranges.push_back(shorter <= split ? right : left);
    tree = shorter <= split ? left : right;
  }
  // Whoever checks knows the shorter tree's root already.
  if (tree.begin != 0) ranges.push_back(tree);
  std::reverse(ranges.begin(), ranges.end());
  return ranges;
}

RangeHashes::RangeHashes(std::vector<LeafRange> disjoint)
    : ranges_(std::move(disjoint)), by_begin_(ranges_.size()), trees_(ranges_.size()) {
  std::iota(by_begin_.begin(), by_begin_.end(), std::size_t{0});
  std::sort(by_begin_.begin(), by_begin_.end(),
            [&](std::size_t a, std::size_t b) { return ranges_[a].begin < ranges_[b].begin; });
}

void RangeHashes::add(const Hash& leaf) {
  const std::uint64_t index = next_++;
  if (current_ == by_begin_.size()) return;
  const std::size_t number = by_begin_[current_];
  if (index < ranges_[number].begin) return;
  trees_[number].add(leaf);
  if (index + 1 == ranges_[number].end) ++current_;
}

std::vector<Hash> RangeHashes::hashes() const {
  if (current_ != by_begin_.size()) throw std::logic_error("a proof was asked for before all its leaves were there");
  std::vector<Hash> hashes;
  for (const Frontier& tree : trees_) hashes.push_back(tree.root());
  return hashes;
}

bool check_inclusion(const Hash& leaf, std::uint64_t index, std::uint64_t size, const std::vector<Hash>& proof,
                     const Hash& root) {
  if (index >= size) return false;
  std::uint64_t node = index, last = size - 1;  // at the level reached so far
  Hash hash = leaf;
  for (const Hash& other : proof) {
    if (last == 0) return false;
    if ((node & 1U) != 0 || node == last) {
      hash = node_hash(other, hash);
      while ((node & 1U) == 0 && node != 0) {
        node >>= 1U;
        last >>= 1U;
      }
    } else {
      hash = node_hash(hash, other);
    }
    node >>= 1U;
    last >>= 1U;
  }
  return last == 0 && hash == root;
}

bool check_consistency(std::uint64_t shorter, const Hash& shorter_root, std::uint64_t longer, const Hash& longer_root,
                       const std::vector<Hash>& proof) {
  if (shorter > longer) return false;
  if (shorter == longer) return proof.empty() && shorter_root == longer_root;
  // Nothing is consistent with everything.
  if (shorter == 0) return proof.empty() && shorter_root == core::sha256({});
  std::size_t used = 0;
  std::uint64_t node = shorter - 1, last = longer - 1;
  while ((node & 1U) != 0) {
    node >>= 1U;
    last >>= 1U;
  }
  Hash of_shorter = shorter_root;
  if (!std::has_single_bit(shorter)) {
    if (proof.empty()) return false;
    of_shorter = proof[used++];
  }
  Hash of_longer = of_shorter;
  for (; used < proof.size(); ++used) {
    if (last == 0) return false;
    const Hash& other = proof[used];
    if ((node & 1U) != 0 || node == last) {
      of_shorter = node_hash(other, of_shorter);
      of_longer = node_hash(other, of_longer);
      while ((node & 1U) == 0 && node != 0) {
        node >>= 1U;
        last >>= 1U;
      }
    } else {
      of_longer = node_hash(of_longer, other);
    }
    node >>= 1U;
    last >>= 1U;
  }
  return last == 0 && of_shorter == shorter_root && of_longer == longer_root;
}

}  // namespace tripline::audit
