// `tripline check`: everything that is wrong with packs, as text, JSON or SARIF.
//
// Input: its options. Output: diagnostics, and the exit status: kFine or kCouldNot. Throws OutputError. The main
// thread.
#pragma once
#include "cli/options.hpp"

namespace tripline::cli {

int check(const CheckOptions&);

}  // namespace tripline::cli
