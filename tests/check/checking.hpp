// Packs in tests: text in, diagnostics and model out.
#pragma once
#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "dsl/check/compile.hpp"
#include "tests/said_in_chinese.hpp"

namespace tripline::check_test {

using Data = std::map<std::string, std::string>;

// What most tests stand on. Lines are counted from the test's own text: this comes as a file of its own.
inline const char* const kWorld = R"(pack world 1.0.0 { timezone "Asia/Shanghai" }
levels  normal < watch < restricted
stages  sandbox < pilot
actions stop, slow_down
param cap : km/h = 40 km/h
param patience : duration = 10 s
table Permit from "permits.csv" {
  vehicle : text key
  stage   : one of (sandbox, pilot)
  expires : time
  weight  : kg?
}
stage from Permit.stage else sandbox
signal Motion from "motion" {
  vehicle : text key
  fleet   : text group
  at      : position
  speed   : km/h
  gap     : m?
  battery : %
  cabin   : degC
  zone    : one of (suburb, core)
  wheels  : list of m/s
  delay   : s
  pause   : duration
  dose    : uSv/h
  noise   : dBA
  driving : bool
  stale after 5 s
}
signal System { vehicle : text key  state : one of (off < on)  stale after 1 s }
signal Tracker { cell : text key   nearest : m }
event HardBrake { vehicle : text key   decel : m/s^2   zone : one of (suburb, core) }
event Collision { vehicle : text key   fleet : text group  incident : text   due : time   day : date  injured : number  reporter : text? }
event Report    { vehicle : text key   incident : text   number : number }
event Review    { vehicle : text key   outcome : one of (cleared, upheld) }
)";

inline const char* const kPermits =
    "vehicle,stage,expires,weight\nV1,pilot,2027-01-01,\nV2,sandbox,2027-01-01T00:00:00Z,1200\n";

inline dsl::Compiled compile(std::vector<std::pair<std::string, std::string>> files, Data data = {},
                             const dsl::CompileOptions& options = {}) {
  data.emplace("permits.csv", kPermits);
  dsl::Compiled made = dsl::compile_sources(
      std::move(files),
      [&data](const std::string& name) -> std::optional<std::string> {
        const auto found = data.find(name);
        if (found == data.end()) return std::nullopt;
        return found->second;
      },
      options);
  CHECK(not_chinese(made.diagnostics) == "");
  return made;
}

// A text that has its own header.
inline dsl::Compiled compile_alone(const std::string& text, Data data = {}, const dsl::CompileOptions& options = {}) {
  return compile({{"pack.trip", text}}, std::move(data), options);
}

// A text in the world above.
inline dsl::Compiled compile_in_world(const std::string& text, Data data = {},
                                      const dsl::CompileOptions& options = {}) {
  return compile({{"a.trip", text}, {"world.trip", kWorld}}, std::move(data), options);
}

// A limit on Motion with this requirement.
inline dsl::Compiled require(const std::string& condition, const std::string& clauses = "on Motion") {
  return compile_in_world("limit l { " + clauses + " require " + condition + " }");
}

// "E0203 1:34", errors only, in the order of the report.
inline std::vector<std::string> errors(const dsl::Compiled& c) {
  std::vector<std::string> out;
  for (const core::Diagnostic& d : c.diagnostics) {
    if (d.severity != core::Severity::error) continue;
    const core::Place place = c.sources->place(d.primary.at.file, d.primary.at.begin);
    out.push_back(d.code + " " + std::to_string(place.line) + ":" + std::to_string(place.column));
  }
  return out;
}

inline std::vector<std::string> codes(const dsl::Compiled& c, bool notes = false) {
  std::vector<std::string> out;
  for (const core::Diagnostic& d : c.diagnostics) {
    if (notes || d.severity == core::Severity::error) out.push_back(d.code);
  }
  return out;
}

inline std::string rendered(const dsl::Compiled& c) {
  std::string out;
  for (const core::Diagnostic& d : c.diagnostics) {
    if (d.severity == core::Severity::error) out += core::render(d, *c.sources);
  }
  return out;
}

using List = std::vector<std::string>;

// The rule of a good pack.
inline const dsl::model::Rule& rule(const dsl::Compiled& c, const std::string& name) {
  for (const dsl::model::Rule& r : c.pack->rules) {
    if (r.name == name) return r;
  }
  throw std::runtime_error("no rule " + name);
}

inline List owner(const dsl::Compiled& c, const std::string& name) {
  return c.pack->key_sets[static_cast<std::size_t>(rule(c, name).owner)].names;
}

}  // namespace tripline::check_test
