// A scenario written out: its elements in the order in which they arrive, and its expectations with their instants.
//
// Input: a checked scenario and its pack. Output: plain values; elements come from source 0, positions 1, 2, …. Elements arrive in the order of
// their times (at one instant as written), but in the order written where the scenario expects something `late`: only then may one be. A
// field that is left out is what the subject's last element of the stream said, of a new subject what the stream's last element said; "last"
// is as written. An expectation without an instant inside a repetition stands once. Pure; many threads.
#pragma once
#include <optional>
#include <vector>

#include "dsl/model/scenario.hpp"
#include "engine/element.hpp"

namespace tripline::engine {

struct Expected {
  const dsl::model::Expectation* what = nullptr;  // of the scenario
  std::optional<core::Time> at;
  core::Range place;
};

struct Expansion {
  std::vector<Element> elements;
  std::vector<Expected> expectations;  // as written
};

Expansion expand(const dsl::model::Scenario& scenario, const dsl::model::Pack& pack);

}  // namespace tripline::engine
