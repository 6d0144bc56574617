// `tripline key`: the keys that sign audit logs.
//
// Input: KeyOptions. Output: a key file made, replaced or shown; the public key on standard output; the exit status.
#pragma once
#include "cli/options.hpp"

namespace tripline::cli {

int key_command(const KeyOptions& options);

}  // namespace tripline::cli
