// Which values may something have? Sets of points of an ordered line, as intervals with open or closed ends.
//
// Input: values of a type with == and <. Output: sets, exactly: nothing is rounded, and an end is open or closed as written. Invariant: cuts
// ascend, none twice; the line alternates between outside and inside at each. A plain value; many threads.
//
//   IntervalSet<double>::at_most(5).and_(IntervalSet<double>::more(3))    3 < x <= 5
#pragma once
#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace tripline::dsl::lint {

// A place between points: just before `at`, or just after it.
template <typename T>
struct Cut {
  T at;
  bool after = false;

  friend bool operator==(const Cut& a, const Cut& b) { return a.at == b.at && a.after == b.after; }
  friend bool operator<(const Cut& a, const Cut& b) {
    if (a.at < b.at) return true;
    return a.at == b.at && !a.after && b.after;
  }
};

template <typename T>
class IntervalSet {
 public:
  static IntervalSet all() { return IntervalSet(true, {}); }
  static IntervalSet none() { return IntervalSet(false, {}); }
  static IntervalSet point(const T& x) { return IntervalSet(false, {{x, false}, {x, true}}); }
  static IntervalSet less(const T& x) { return IntervalSet(true, {{x, false}}); }
  static IntervalSet at_most(const T& x) { return IntervalSet(true, {{x, true}}); }
  static IntervalSet at_least(const T& x) { return IntervalSet(false, {{x, false}}); }
  static IntervalSet more(const T& x) { return IntervalSet(false, {{x, true}}); }
  // Both ends inside. Requires low <= high.
  static IntervalSet between(const T& low, const T& high) { return IntervalSet(false, {{low, false}, {high, true}}); }

  // The points that are not in this set.
  IntervalSet other() const { return IntervalSet(!from_below_, cuts_); }
  IntervalSet and_(const IntervalSet& b) const { return merged(b, true); }
  IntervalSet or_(const IntervalSet& b) const { return merged(b, false); }

  bool contains(const T& x) const {
    const Cut<T> before_x{x, false};
    bool inside = from_below_;
    for (const Cut<T>& cut : cuts_) {
      if (before_x < cut) break;
      inside = !inside;
    }
    return inside;
  }
  bool empty() const { return !from_below_ && cuts_.empty(); }
  bool everything() const { return from_below_ && cuts_.empty(); }
  bool within(const IntervalSet& b) const { return and_(b.other()).empty(); }
  // Is there a point in both? As !and_(b).empty(), without making a set.
  bool meets(const IntervalSet& b) const {
    bool in_a = from_below_, in_b = b.from_below_;
    std::size_t i = 0, j = 0;
    while (!(in_a && in_b) && (i < cuts_.size() || j < b.cuts_.size())) {
      const bool take_a = j == b.cuts_.size() || (i < cuts_.size() && !(b.cuts_[j] < cuts_[i]));
      const bool take_b = i == cuts_.size() || (j < b.cuts_.size() && !(cuts_[i] < b.cuts_[j]));
      if (take_a) in_a = !in_a;
      if (take_b) in_b = !in_b;
      if (take_a) ++i;
      if (take_b) ++j;
    }
    return in_a && in_b;
  }
  // The only point; null: there are none, or several.
  const T* only() const {
    const bool one =
        !from_below_ && cuts_.size() == 2 && !cuts_[0].after && cuts_[1].after && cuts_[0].at == cuts_[1].at;
    return one ? &cuts_[0].at : nullptr;
  }

  // Where it begins and ends; null: without a bound on that side. Requires a set that is not empty.
  const Cut<T>* begin() const { return from_below_ ? nullptr : &cuts_.front(); }
  const Cut<T>* end() const { return from_below_ != (cuts_.size() % 2 == 1) ? nullptr : &cuts_.back(); }

  // The same set on a line of which only some points exist: `settle` moves each cut over points that do not, and may give
  // equal places. Order must be kept.
  template <typename Settle>
  IntervalSet settled(Settle settle) const {
    IntervalSet out(from_below_, {});
    for (const Cut<T>& cut : cuts_) out.toggle(settle(cut));
    return out;
  }

  friend bool operator==(const IntervalSet& a, const IntervalSet& b) {
    return a.from_below_ == b.from_below_ && a.cuts_ == b.cuts_;
  }

 private:
  IntervalSet(bool from_below, std::vector<Cut<T>> cuts) : from_below_(from_below), cuts_(std::move(cuts)) {}

  // Two cuts at one place undo one another.
  void toggle(Cut<T> cut) {
    if (!cuts_.empty() && cuts_.back() == cut)
      cuts_.pop_back();
    else
      cuts_.push_back(std::move(cut));
  }

  IntervalSet merged(const IntervalSet& b, bool both) const {
    const auto wanted = [both](bool in_a, bool in_b) { return both ? in_a && in_b : in_a || in_b; };
    bool in_a = from_below_, in_b = b.from_below_;
    IntervalSet out(wanted(in_a, in_b), {});
    bool inside = out.from_below_;
    std::size_t i = 0, j = 0;
    while (i < cuts_.size() || j < b.cuts_.size()) {
      const bool take_a = j == b.cuts_.size() || (i < cuts_.size() && !(b.cuts_[j] < cuts_[i]));
      const bool take_b = i == cuts_.size() || (j < b.cuts_.size() && !(cuts_[i] < b.cuts_[j]));
      const Cut<T>& cut = take_a ? cuts_[i] : b.cuts_[j];
      if (take_a) in_a = !in_a;
      if (take_b) in_b = !in_b;
      if (wanted(in_a, in_b) != inside) {
        out.cuts_.push_back(cut);
        inside = !inside;
      }
      if (take_a) ++i;
      if (take_b) ++j;
    }
    return out;
  }

  bool from_below_;           // whether what lies before the first cut is inside
  std::vector<Cut<T>> cuts_;  // ascending
};

}  // namespace tripline::dsl::lint
