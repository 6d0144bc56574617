// `tripline fmt`: packs in their canonical text, or which are not.
//
// Input: its options. Output: files rewritten, or text on standard output, and the exit status: kFine, kViolations (--check: some
// differ), kCouldNot. Throws OutputError. The main thread.
#pragma once
#include "cli/options.hpp"

namespace tripline::cli {

int fmt_command(const FmtOptions&);

}  // namespace tripline::cli
