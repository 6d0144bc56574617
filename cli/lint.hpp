// `tripline lint`: what is not wrong with packs and yet hardly meant, as text, JSON or SARIF.
//
// Input: its options. Output: findings, and the exit status: kFine, kFound where there are warnings or notes that were denied, or kCouldNot for a pack
// with mistakes, which are shown instead. Throws OutputError. The main thread.
#pragma once
#include "cli/options.hpp"

namespace tripline::cli {

int lint(const LintOptions&);

}  // namespace tripline::cli
