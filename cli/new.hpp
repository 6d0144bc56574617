// `tripline new`: a folder with a pack to go on from.
//
// Input: its options. Output: the folder in the current one, as a whole or not at all, a few words on standard output, and the
// exit status: kFine, kCouldNot (a name that is none, a folder that is there already). Throws OutputError. The main thread.
#pragma once
#include "cli/options.hpp"

namespace tripline::cli {

int new_command(const NewOptions&);

}  // namespace tripline::cli
