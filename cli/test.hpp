// `tripline test`: the scenarios of packs, run and told.
//
// Input: its options. Output: a report to standard output, JUnit XML to a file, and the exit status: kFine, kFailed or kCouldNot. Nothing is
// written before every pack has been found in order and its scenarios have run. Throws OutputError. The main thread.
#pragma once
#include "cli/options.hpp"

namespace tripline::cli {

int test(const TestOptions&);

}  // namespace tripline::cli
