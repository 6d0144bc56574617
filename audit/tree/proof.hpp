// Proofs about a tree: that a record is in it, and that a longer tree only added to a shorter one (RFC 6962, sections 2.1.1 and 2.1.2).
//
// A proof is a list of hashes of subtrees. Which subtrees is a question of sizes alone (`…_ranges`); their hashes are found in one pass over the leaves
// (RangeHashes), however long the log is; whoever checks needs neither the log nor these (`check_…`, after RFC 9162, sections 2.1.3.2 and 2.1.4.2).
// A proof has at most ⌈log2 size⌉ hashes for inclusion, one more for consistency. Pure functions.
//
//   RangeHashes pass(inclusion_ranges(index, size));
//   for (const Hash& leaf : leaves) pass.add(leaf);
//   check_inclusion(leaves[index], index, size, pass.hashes(), root);   // true
#pragma once
#include <cstdint>
#include <vector>

#include "audit/tree/merkle.hpp"

namespace tripline::audit {

// Leaves [begin, end) of a tree.
struct LeafRange {
  std::uint64_t begin = 0, end = 0;
  friend bool operator==(const LeafRange&, const LeafRange&) = default;
};

// In the order of the proof. Requires index < size.
std::vector<LeafRange> inclusion_ranges(std::uint64_t index, std::uint64_t size);
// Requires 0 < shorter <= longer.
std::vector<LeafRange> consistency_ranges(std::uint64_t shorter, std::uint64_t longer);

// The hashes of disjoint ranges, from all leaves in order.
class RangeHashes {
 public:
  explicit RangeHashes(std::vector<LeafRange> disjoint);
  void add(const Hash& leaf);
  // In the order in which the ranges were given. Requires that every leaf of them was added.
  std::vector<Hash> hashes() const;

 private:
  std::vector<LeafRange> ranges_;
  std::vector<std::size_t> by_begin_;  // numbers of ranges_
  std::vector<Frontier> trees_;        // of each range
  std::size_t current_ = 0;            // of by_begin_
  std::uint64_t next_ = 0;             // the leaf that comes next
};

// False for every proof that is too long, too short or of other trees.
bool check_inclusion(const Hash& leaf, std::uint64_t index, std::uint64_t size, const std::vector<Hash>& proof,
                     const Hash& root);
bool check_consistency(std::uint64_t shorter, const Hash& shorter_root, std::uint64_t longer, const Hash& longer_root,
                       const std::vector<Hash>& proof);

}  // namespace tripline::audit
