// What is not wrong with a pack and yet hardly meant: conditions that are never true, rules that can never be violated, names that nothing uses.
//
// Input: a pack as compiled. Output: diagnostics with codes L01xx .. L09xx, sorted; catalogue.hpp lists them, docs/errors has a page for each. A
// warning is certain: what it says holds for every telemetry. A note is worth knowing, and may well be meant. Both are silenced in the source, with
// a reason (allow.hpp). A pack with mistakes gives nothing: they come first. Pure; many threads.
#pragma once
#include "core/diagnostic.hpp"
#include "dsl/check/compile.hpp"

namespace tripline::dsl::lint {

core::Diagnostics lint(const Compiled&);

}  // namespace tripline::dsl::lint
