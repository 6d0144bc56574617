// A pack at a glance: what it is, what it looks at, what it can be set to; its rules are explained one by one (rule.hpp).
//
// Input: a checked pack. Output: sections of sentences, empty ones left out. Pure; many threads.
#pragma once
#include <vector>

#include "dsl/explain/said.hpp"
#include "dsl/model/model.hpp"

namespace tripline::dsl::explain {

struct Section {
  const char* word;  // of programs: "streams"
  Text title;
  std::vector<Said> items;
};

std::vector<Section> at_a_glance(const model::Pack& pack);

}  // namespace tripline::dsl::explain
