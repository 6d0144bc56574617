// Figures, lengths of time and foreign text as people read them on a terminal.
//
// Input: numbers and UTF-8 from outside. Output: text. Rounded for the eye: what must be exact stands in the records.
// Pure functions, no locale; many threads.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.hpp"
#include "core/utf8.hpp"

namespace tripline::cli {

// "1,160"
std::string count_text(std::uint64_t);

// "1 violation", "1,160 violations", "no violations"; `several` by default `one` + "s".
std::string counted(std::uint64_t, std::string_view one, std::string_view several = {});

// The two largest units, rounded down: "2 h 3 min", "1 min 3 s", "250 ms", "0 s"; what is shorter than 1 ms but not
// nothing is "under 1 ms". Requires length >= 0.
std::string rough_duration(core::Duration length);

// Decimal multiples of bytes: "812 B", "1.2 MB".
std::string bytes_text(std::uint64_t);

// A share as a percentage with one decimal, more where it would be shown as nothing: "-67.5%", "0.04%", "0%".
std::string percent_text(double share);

// Text that came with telemetry, safe to show.
using core::printable;

// "; did you mean '--records'?" of the candidate nearest to `name`, or nothing where none is near.
std::string did_you_mean(std::string_view name, const std::vector<std::string>& candidates);

}  // namespace tripline::cli
