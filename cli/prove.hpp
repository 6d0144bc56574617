// `tripline prove`: one record, or the growth of a log, proven to somebody who has only its key; and such proofs checked.
//
// Input: ProveOptions. Output: a proof, or what a proof shows, on standard output; the exit status.
#pragma once
#include "cli/options.hpp"

namespace tripline::cli {

int prove_command(const ProveOptions& options);

}  // namespace tripline::cli
