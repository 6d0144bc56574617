// A program as text, for whoever wants to see what a pack was compiled to.
//
// Input: a Program. Output: lines: whose state is kept, what each stream's elements touch, windows and who shares them, rules with their expressions, nodes. Numbers
// are those of the program: n12 a node, w3 a window, r1 a rule in the order in which rules are judged, s0 a key set. Stable: the same for the same pack. Pure.
//
//   n4 bool le n2 n3  # speed <= core_speed_cap
#pragma once
#include <string>
#include <vector>

#include "engine/plan/program.hpp"

namespace tripline::engine {

// `only`: the rules (in rule order) whose part of the program is wanted; empty: all of it.
std::vector<std::string> dump(const Program& program, const std::vector<int>& only = {});

const char* op_word(model::Op op);

}  // namespace tripline::engine
