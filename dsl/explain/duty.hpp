// A duty in plain sentences: what opens it, what answers it, by when, and what becomes of it.
//
// Input: a duty and the Speaker of its rule. Output: sentences. Pure but for the speaker's notes.
#pragma once
#include <vector>

#include "dsl/explain/speaker.hpp"

namespace tripline::dsl::explain {

Said duty_demand(const model::Pack& pack, const model::Rule& duty, Speaker& speaker, const Text& whose,
                 bool one_clause);
void duty_details(const model::Pack& pack, const model::Rule& duty, Speaker& speaker, std::vector<Said>& out);

}  // namespace tripline::dsl::explain
