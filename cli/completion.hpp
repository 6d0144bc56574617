// Scripts by which shells complete commands, options and their values.
//
// Input: a shell and what the commands take. Output: the script, the same each time. Pure.
#pragma once
#include <string>

#include "cli/manual.hpp"
#include "cli/options.hpp"

namespace tripline::cli {

std::string completion_script(Shell, const Manual&);

}  // namespace tripline::cli
