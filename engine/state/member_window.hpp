// The window `now`: the current sample of each member that is not stale (language.md, section 5).
//
// Input: each member's current value, or that it has none. Output: the aggregate over them, each weighing the same. One thread.
#pragma once
#include <boost/unordered/unordered_flat_map.hpp>

#include "engine/state/tally.hpp"

namespace tripline::engine {

class MemberWindow {
 public:
  MemberWindow(dsl::model::AggregateKind kind, bool whole, double q)
      : kind_(kind),
        whole_(whole),
        q_(q),
        tally_(kind, kind == dsl::model::AggregateKind::quantile || kind == dsl::model::AggregateKind::min ||
                         kind == dsl::model::AggregateKind::max) {}

  void set(std::uint32_t member, Standing s, Value v) {
    clear(member);
    tally_.add(s, v);
    current_.emplace(member, std::pair{s, std::move(v)});
  }
  void clear(std::uint32_t member) {
    const auto at = current_.find(member);
    if (at == current_.end()) return;
    tally_.remove(at->second.first, at->second.second);
    current_.erase(at);
  }
  std::size_t room() const { return core::flat_bytes(current_) + tally_.room(); }  // beyond the object itself
  Value result() const {
    using dsl::model::AggregateKind;
    if (kind_ != AggregateKind::min && kind_ != AggregateKind::max) return tally_.result(whole_, q_);
    if (tally_.blocked()) return tally_.blocking();
    return kind_ == AggregateKind::min ? tally_.least() : tally_.greatest();
  }

 private:
  dsl::model::AggregateKind kind_;
  bool whole_;
  double q_;
  Tally tally_;
  boost::unordered_flat_map<std::uint32_t, std::pair<Standing, Value>> current_;
};

}  // namespace tripline::engine
