// A case on which engine and oracle differ, made as small as it still does.
//
// Input: a case, and what says whether it still fails. Output: a case from which nothing can be taken. Greedy: elements, declarations, clauses, then
// expressions by their own parts. Pure.
#pragma once
#include <functional>

#include "property/generate.hpp"

namespace tripline::property {

using StillFails = std::function<bool(const Case&)>;
Case shrunk(Case c, const StillFails& fails);

// Writes the case as a golden one: pack.trip, permits.csv, elements*.jsonl, expected.jsonl (what the oracle says), why.md to be filled.
void write_golden(const Case& c, const std::string& folder, const std::string& difference);

}  // namespace tripline::property
