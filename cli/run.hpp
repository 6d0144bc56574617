// `tripline run`: telemetry against a pack, verdicts to a file, a report to people.
//
// Input: its options. Output: records and report, and the exit status: kFine, kViolations, kCouldNot, kRejected, or 128
// + the signal that interrupted it. Nothing is created before pack, inputs and options have been found in order. Throws
// OutputError. The main thread.
#pragma once
#include "cli/options.hpp"

namespace tripline::cli {

int run(const RunOptions&);

}  // namespace tripline::cli
