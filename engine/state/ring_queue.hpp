// A queue that takes nothing while it is empty: every subject has some for every rule, and most stay empty for ever.
//
// Elements stand in a circle that doubles when it is full and is given back when it empties. push and pop at both ends cost constant time, amortised.
// References hold until the next push. One thread.
#pragma once
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <type_traits>
#include <utility>

#include "core/heap.hpp"

namespace tripline::engine {

template <typename T>
class RingQueue {
 public:
  bool empty() const { return size_ == 0; }
  // Bytes held beyond the object itself (core/heap.hpp), what the elements hold not counted.
  std::size_t room() const {
    constexpr std::size_t kCookie = std::is_trivially_destructible_v<T> ? 0 : sizeof(std::size_t);
    return capacity_ == 0 ? 0 : core::block_bytes(capacity_ * sizeof(T) + kCookie);
  }
  std::size_t size() const { return size_; }
  T& operator[](std::size_t i) { return cells_[place(i)]; }
  const T& operator[](std::size_t i) const { return cells_[place(i)]; }
  T& front() { return (*this)[0]; }
  const T& front() const { return (*this)[0]; }
  T& back() { return (*this)[size_ - 1]; }
  const T& back() const { return (*this)[size_ - 1]; }

  // At most 2^31 elements.
  void push_back(T v) {
    if (size_ == capacity_) grow();
    ++size_;
    back() = std::move(v);
  }
  void pop_front() {
    assert(size_ > 0);
    front() = T();
    head_ = static_cast<std::uint32_t>(place(1));
    --size_;
    give_back();
  }
  void pop_back() {
    assert(size_ > 0);
    back() = T();
    --size_;
    give_back();
  }
  void erase(std::size_t at) {
    for (std::size_t i = at; i + 1 < size_; ++i) (*this)[i] = std::move((*this)[i + 1]);
    pop_back();
  }
  void clear() { *this = RingQueue(); }

  RingQueue() = default;
  RingQueue(RingQueue&& o) noexcept { swap(o); }
  RingQueue& operator=(RingQueue&& o) noexcept {
    RingQueue taken(std::move(o));
    swap(taken);
    return *this;
  }

  template <typename R, typename V>
  struct Walk {
    R* ring;
    std::size_t i;
    V& operator*() const { return (*ring)[i]; }
    V* operator->() const { return &(*ring)[i]; }
    Walk& operator++() {
      ++i;
      return *this;
    }
    bool operator==(const Walk&) const = default;
  };
  auto begin() { return Walk<RingQueue, T>{this, 0}; }
  auto end() { return Walk<RingQueue, T>{this, size_}; }
  auto begin() const { return Walk<const RingQueue, const T>{this, 0}; }
  auto end() const { return Walk<const RingQueue, const T>{this, size_}; }

 private:
  static constexpr std::uint32_t kKept = 8;  // an empty circle of so many cells is kept

  std::size_t place(std::size_t i) const { return (head_ + i) & (capacity_ - 1); }  // the capacity is a power of two
  void grow() {
    const std::uint32_t more = capacity_ == 0 ? 4 : capacity_ * 2;
    auto cells = std::make_unique<T[]>(more);
    for (std::uint32_t i = 0; i < size_; ++i) cells[i] = std::move((*this)[i]);
    cells_ = std::move(cells);
    capacity_ = more;
    head_ = 0;
  }
  void give_back() {
    if (size_ == 0 && capacity_ > kKept) clear();
  }
  void swap(RingQueue& o) noexcept {
    std::swap(cells_, o.cells_);
    std::swap(capacity_, o.capacity_);
    std::swap(head_, o.head_);
    std::swap(size_, o.size_);
  }

  std::unique_ptr<T[]> cells_;
  std::uint32_t capacity_ = 0, head_ = 0, size_ = 0;
};

}  // namespace tripline::engine
