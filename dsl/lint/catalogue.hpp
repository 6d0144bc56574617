// Every lint there is: its code, how certain it is, and what it says in a line. The one place where a code stands for something.
//
// Input: nothing. Output: a table, by code ascending. Constant; many threads.
#pragma once
#include <array>
#include <string_view>

#include "core/diagnostic.hpp"

namespace tripline::dsl::lint {

struct Lint {
  std::string_view code;
  core::Severity severity;  // warning: certain; note: worth knowing
  std::string_view about;
};

inline constexpr std::array<Lint, 18> kLints{{
    {"L0101", core::Severity::warning, "a condition is never true"},
    {"L0102", core::Severity::warning, "a condition is always true"},
    {"L0103", core::Severity::warning, "a part of a condition decides nothing"},
    {"L0201", core::Severity::warning, "two rules say the same"},
    {"L0202", core::Severity::warning, "a rule is violated only where a stricter one is"},
    {"L0203", core::Severity::warning, "violations are read that no rule can make"},
    {"L0301", core::Severity::note, "a signal never goes stale, and nothing asks for its reports"},
    {"L0302", core::Severity::note, "who falls silent is never found: `for` or `grace` outlasts the signal"},
    {"L0401", core::Severity::warning, "more is tolerated than can happen"},
    {"L0402", core::Severity::warning, "all that is permitted is near the limit"},
    {"L0403", core::Severity::warning, "nothing that is permitted is near the limit"},
    {"L0404", core::Severity::warning, "a raise changes nothing"},
    {"L0501", core::Severity::warning, "a name is not used"},
    {"L0601", core::Severity::note, "it is not said which text a rule follows"},
    {"L0602", core::Severity::note, "a window has no bound that is known beforehand"},
    {"L0901", core::Severity::warning, "an `allow` that cannot be read, or without a reason"},
    {"L0902", core::Severity::warning, "an `allow` of a code that there is not"},
    {"L0903", core::Severity::warning, "an `allow` that silences nothing"},
}};

// Null: there is no such lint.
constexpr const Lint* find_lint(std::string_view code) {
  for (const Lint& lint : kLints) {
    if (lint.code == code) return &lint;
  }
  return nullptr;
}

}  // namespace tripline::dsl::lint
