// `tripline diff`: what an amended pack means beside the one before, and what each would have recorded (docs/diff.md).
//
// Input: options. Output: a report on standard output, what went wrong on standard error; the exit status. One thread.
#pragma once
#include "cli/options.hpp"

namespace tripline::cli {

int diff(const DiffOptions& options);

}  // namespace tripline::cli
