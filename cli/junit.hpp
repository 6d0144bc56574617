// The results of scenarios as JUnit XML, the form that continuous integration reads: a testsuite for each pack, a testcase for each scenario.
//
// Input: packs whose scenarios have run. Output: XML 1.0 in UTF-8, with what fell short as the failure's message and the time line as its
// text. Where coverage is required, a further testcase `coverage` says which rules lack scenarios. No times: equal runs give equal bytes.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "cli/test_report.hpp"

namespace tripline::cli {

std::string junit(const std::vector<TestedPack>&, bool coverage_required, core::Language language = core::Language::en);

// Text as an XML attribute or content may hold it: markup escaped, what XML cannot hold as \u0001 or U+FFFD.
std::string xml_text(std::string_view);

}  // namespace tripline::cli
