// One function for each command: what stands behind its name, read. Called with {"--help"} it tells what the command takes.
#pragma once
#include <string>
#include <vector>

#include "cli/options.hpp"

namespace tripline::cli::options {

CommandLine parse_check(std::vector<std::string> arguments);
CommandLine parse_completion(std::vector<std::string> arguments);
CommandLine parse_diff(std::vector<std::string> arguments);
CommandLine parse_explain(std::vector<std::string> arguments);
CommandLine parse_fmt(std::vector<std::string> arguments);
CommandLine parse_key(std::vector<std::string> arguments);
CommandLine parse_lint(std::vector<std::string> arguments);
CommandLine parse_man(std::vector<std::string> arguments);
CommandLine parse_new(std::vector<std::string> arguments);
CommandLine parse_prove(std::vector<std::string> arguments);
CommandLine parse_run(std::vector<std::string> arguments);
CommandLine parse_test(std::vector<std::string> arguments);
CommandLine parse_verify(std::vector<std::string> arguments);

}  // namespace tripline::cli::options
