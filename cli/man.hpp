// The manual page, in the language of man(7).
//
// Input: what the commands take. Output: roff in ASCII, the same each time. Pure.
#pragma once
#include <string>

#include "cli/manual.hpp"

namespace tripline::cli {

std::string man_page(const Manual&);

}  // namespace tripline::cli
