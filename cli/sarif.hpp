// Diagnostics as SARIF 2.1.0 (OASIS, 27 March 2020), for code review and editors.
//
// Input: packs as compiled. Output: one log with one run. Invariant: it says what the text says; secondary places are
// relatedLocations. Columns are Unicode code points. Pure.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "cli/findings.hpp"
#include "core/json.hpp"

namespace tripline::cli {

core::Json sarif(const std::vector<PackFindings>& packs, core::Language);

// A path as a URI reference (RFC 3986): file:// before an absolute one, percent-encoded otherwise.
std::string uri_of(std::string_view path);

}  // namespace tripline::cli
