// A command's options as CLI11 knows them, told in parts.
//
// Input: the declared command and its usage line. Output: the same as CommandText, but for the summary. Pure.
#pragma once
#include <string>

#include "cli/manual.hpp"

namespace CLI {
class App;
}

namespace tripline::cli {

CommandText described(const CLI::App&, const std::string& usage);

}  // namespace tripline::cli
