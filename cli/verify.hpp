// `tripline verify`: an audit log held against itself and what an auditor brings along.
//
// Input: VerifyOptions. Output: the verdict on standard output, as text or JSON; the exit status of its outcome.
#pragma once
#include <string>

#include "audit/verify/verdict.hpp"
#include "cli/options.hpp"
#include "cli/terminal.hpp"
#include "core/json.hpp"

namespace tripline::cli {

int verify_command(const VerifyOptions& options);

// Pure.
std::string verdict_text(const audit::Verdict& verdict, const Surface& surface);
core::Json verdict_json(const audit::Verdict& verdict);

}  // namespace tripline::cli
