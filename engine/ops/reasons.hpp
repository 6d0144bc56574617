// Why a value is not known, as records say it.
#pragma once
#include <string>

#include "dsl/model/model.hpp"
#include "engine/state/value.hpp"

namespace tripline::engine {

// "stale", "never_seen", …: stable.
const char* reason_code(Reason r);
// The sentence beside it. `about`: Value::about() of the unknown value.
std::string reason_text(Reason r, int about, const dsl::model::Pack& pack);

}  // namespace tripline::engine
