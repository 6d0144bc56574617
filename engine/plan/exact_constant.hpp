// Constants as their authors wrote them, for comparisons whose crossings are instants computed exactly (language.md, section 5).
//
// Input: a double in base units, and the unit that it was written in. Output: the fraction that its decimal text stands for: 95% is 19/20, though no
// double is. Beyond 64 bits the nearest fraction that fits. No state; any thread.
#pragma once
#include "core/dimension.hpp"
#include "engine/state/signal_window.hpp"

namespace tripline::engine {

ExactConstant exact_constant(double base, const core::Unit& unit);

// The product, exact where it fits 64 bits.
ExactConstant times(const ExactConstant& a, const ExactConstant& b);

// Where `warn within` begins: `width` (a share of the limit, or an amount) below a limit that is the most, above one that is the least.
ExactConstant band_edge(const ExactConstant& limit, const ExactConstant& width, bool relative, bool most);

}  // namespace tripline::engine
