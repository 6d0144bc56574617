// What the program says of itself (never a verdict): lines on standard error from --log-level up. spdlog is reachable
// only in log.cpp.
//
// Input: a level and text. Output: "[info] …" lines. Any thread.
#pragma once
#include <string>

#include "cli/options.hpp"

namespace tripline::cli {

void set_log_level(LogLevel);
void log(LogLevel, const std::string& text);

}  // namespace tripline::cli
