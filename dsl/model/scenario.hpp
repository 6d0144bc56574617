// A scenario that has been checked: invented telemetry, and what the pack's rules must say of it (language.md, section 8).
//
// Input: made by dsl/check. Output: read by engine/scenario. Invariant: every stream, field, rule and table is there, every value has its
// type, each required field has a value when its stream is first mentioned, and what `repeat` writes out is at most kMostElements elements
// and kMostExpectations expectations. Offsets count from the block that a step stands in. A plain value; many threads may read it.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "dsl/model/model.hpp"

namespace tripline::dsl::model {

// Bounds on one scenario, repetitions written out.
inline constexpr std::size_t kMostElements = 100'000;
inline constexpr std::size_t kMostExpectations = 10'000;

// Which records each of these means: engine/scenario/happening.hpp.
enum class Outcome : std::uint8_t {
  violated,
  tolerated,
  near,
  met,
  missed,
  cured,
  excused,
  open,
  raised,
  released,
  warned,
  blind,
  late,
};

// What is handed in. A field that is not named keeps what the subject's last element of the stream said.
struct ElementStep {
  int stream = kNone;
  std::vector<std::pair<int, std::optional<Constant>>> fields;  // nullopt: missing
  Duration at = 0;
};

struct Expectation {
  bool nothing_else = false;
  std::vector<int> rules;  // into Pack::rules: one, or all lines of a sandbox; empty: every rule (nothing else)
  Outcome outcome = Outcome::violated;
  std::optional<Duration> at;
  std::optional<int> times;                               // exactly; else at least once
  std::vector<std::pair<std::string, Constant>> subject;  // each name of the rule's KeySet, in its order; empty: any
  std::string text;                                       // as written, without `expect`
};

struct Step;
struct RepeatStep {
  int times = 1;
  Duration every = 0;
  std::vector<Step> steps;
};

struct Step {
  std::variant<ElementStep, RepeatStep, Expectation> what;
  Range at;
};

// Rows in place of those of a table's data file.
struct StandIn {
  int table = kNone;
  std::vector<std::vector<std::optional<Constant>>> rows;  // as Table::rows
};

struct Scenario {
  std::string name;
  Time start = 0;       // time zero
  Duration length = 0;  // to the latest instant that it names
  std::vector<StandIn> tables;
  std::vector<Step> steps;  // in the order written
  // The pack with the parameters that the scenario sets; null: as it stands. Its rules, streams and tables have the same numbers.
  std::shared_ptr<const Pack> pack;
  std::string doc;
  Range at;
};

const char* outcome_word(Outcome);  // "violated"

}  // namespace tripline::dsl::model
