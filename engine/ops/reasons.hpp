// Why a value is not known, as records say it.
#pragma once
#include <string_view>

#include "core/phrase.hpp"
#include "dsl/model/model.hpp"
#include "engine/state/value.hpp"

namespace tripline::engine {

// "stale", "never_seen", …: stable, the same in every language.
const char* reason_code(Reason r);
// The sentence beside it. `about`: Value::about() of the unknown value.
core::Text reason_text(Reason r, int about, const dsl::model::Pack& pack);
// A code in a word or two, for tables: "never seen", "从未收到". `code` itself where it is none.
core::Text reason_name(std::string_view code);

}  // namespace tripline::engine
