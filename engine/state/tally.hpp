// A running account of values: how many, their exact sum, how many true, how many unknown; and, where asked for, how many of each and their order.
//
// Input: values added and removed in any order. Output: the aggregate's result (language.md, section 5, column "over events"). Adding and then
// removing a value leaves no trace. Cost: constant; the logarithm of the number of values for quantiles. One thread.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>

#include "core/exact_sum.hpp"
#include "dsl/model/model.hpp"
#include "engine/state/value.hpp"

namespace tripline::engine {

enum class Standing : std::uint8_t { in, out, undecided };  // by the selection's `where`: true, false, unknown

// A sum of whole numbers, exactly; nullopt beyond 64 bits. Requires a sum that is whole.
std::optional<std::int64_t> whole_value(const core::ExactSum& sum);

class Tally {
 public:
  // `ordered`: keeps all values in order (quantile; min and max where values leave in any order).
  Tally(dsl::model::AggregateKind kind, bool ordered);
  ~Tally();
  Tally(Tally&&) noexcept;
  Tally& operator=(Tally&&) noexcept;

  void add(Standing s, const Value& v) { count(s, v, +1); }
  void remove(Standing s, const Value& v) { count(s, v, -1); }
  void merge(const Tally& other);  // counts and sums only. Requires neither `ordered` nor distinct.
  void clear();

  std::uint64_t counted() const { return in_; }
  std::size_t room() const;                           // bytes held beyond the object itself
  const core::ExactSum& sum() const { return sum_; }  // of sum and avg
  // count, distinct, quantile, sum, avg, once, always, share. `whole`: values are whole numbers (durations).
  Value result(bool whole, double q) const;
  // With `ordered`: the least and the greatest value; unknown over none.
  Value least() const;
  Value greatest() const;
  bool blocked() const { return unknown_ > 0; }  // an argument is unknown
  const Value& blocking() const { return why_; }

 private:
  struct Order;
  struct Distinct;
  void count(Standing s, const Value& v, int n);

  dsl::model::AggregateKind kind_;
  std::uint64_t in_ = 0, true_ = 0, false_ = 0, unknown_ = 0, undecided_ = 0;
  Value why_;
  core::ExactSum sum_;
  std::unique_ptr<Order> order_;
  std::unique_ptr<Distinct> distinct_;
};

}  // namespace tripline::engine
