// A sequence that grows at its end and never moves what it holds: references stay good.
#pragma once
#include <cstddef>
#include <vector>

namespace tripline::engine {

template <class T>
class StableVector {
 public:
  T& emplace_back() {
    if (size_ % kBlock == 0) blocks_.emplace_back().reserve(kBlock);
    ++size_;
    return blocks_.back().emplace_back();
  }
  T& operator[](std::size_t i) { return blocks_[i / kBlock][i % kBlock]; }
  const T& operator[](std::size_t i) const { return blocks_[i / kBlock][i % kBlock]; }
  std::size_t size() const { return size_; }

 private:
  static constexpr std::size_t kBlock = 256;
  std::vector<std::vector<T>> blocks_;
  std::size_t size_ = 0;
};

}  // namespace tripline::engine
