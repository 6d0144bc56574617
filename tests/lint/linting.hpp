// Packs in tests of lints: text in, codes and places out.
#pragma once
#include <catch2/catch.hpp>

#include <optional>
#include <string>
#include <vector>

#include "dsl/check/compile.hpp"
#include "dsl/lint/lint.hpp"
#include "tests/said_in_chinese.hpp"

namespace tripline::lint_test {

using List = std::vector<std::string>;

inline const char* const kHead = "pack p 1.0.0 { timezone \"Asia/Shanghai\" }\n";

// Two signals that say all that the tests compare.
inline const char* const kWorld =
    "pack p 1.0.0 { timezone \"Asia/Shanghai\" }\n"
    "levels normal < watch < restricted\n"
    "signal Motion { vehicle : text key  speed : km/h  gap : m?  battery : %  zone : one of (suburb, core)\n"
    "  mode : one of (manual < assisted < autonomous)  armed : bool  name : text  stale after 5 s }\n"
    "event HardBrake { vehicle : text key  decel : m/s^2  zone : one of (suburb, core)  gap : m? }\n";

struct Linted {
  dsl::Compiled compiled;
  core::Diagnostics found;
};

inline Linted lint_of(const std::string& text, const dsl::CompileOptions& options = {}) {
  Linted out;
  out.compiled = dsl::compile_sources(
      {{"pack.trip", text}}, [](const std::string&) { return std::optional<std::string>(); }, options);
  std::string problems;
  for (const auto& d : out.compiled.diagnostics) problems += core::render(d, *out.compiled.sources);
  INFO(problems);
  REQUIRE(out.compiled.pack != nullptr);
  out.found = dsl::lint::lint(out.compiled);
  CHECK(not_chinese(out.found) == "");
  return out;
}

inline std::string shown(const Linted& l) {
  std::string out;
  for (const auto& d : l.found) out += core::render(d, *l.compiled.sources);
  return out;
}

// "L0101 `speed > 3 km/h`", and "note" after it where it is one; those of L03 and later only where `all`.
inline List findings(const Linted& l, bool all = false) {
  List out;
  for (const auto& d : l.found) {
    if (!all && d.code >= "L03") continue;
    out.push_back(d.code + " `" + std::string(l.compiled.sources->text(d.primary.at)) + "`" +
                  (d.severity == core::Severity::note ? " note" : ""));
  }
  return out;
}

// Of clauses of one rule in the world above.
inline List in_rule(const std::string& kind, const std::string& clauses) {
  const Linted l = lint_of(std::string(kWorld) + kind + " r { " + clauses + " }");
  INFO(shown(l));
  return findings(l);
}

inline List forbid(const std::string& condition, const std::string& clauses = "on Motion") {
  return in_rule("redline", clauses + "  forbid " + condition);
}

inline List codes(const Linted& l) {
  List out;
  for (const auto& d : l.found) out.push_back(d.code);
  return out;
}

}  // namespace tripline::lint_test
