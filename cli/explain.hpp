// `tripline explain`: a pack or one of its rules in plain sentences, what it reads, what it keeps, when time changes it.
#pragma once
#include "cli/options.hpp"

namespace tripline::cli {

int explain(const ExplainOptions& options);

}  // namespace tripline::cli
