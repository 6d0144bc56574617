// The slow evaluator: every verdict recomputed from the whole history, straight from the text of language.md.
//
// Input: a checked pack, sources, what arrives from them in order. Output: what an engine must record, as JSON with the members that the differential
// test compares (kSaid), the summary last. It shares with the engine what core and the checker give, and the shape of elements and values: no operator,
// window, timer or state. Cost: about the square of the number of elements, for each rule and subject. Throws NotCovered for what it does
// not know (docs/testing.md has the list). Threads: a function.
#pragma once
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "dsl/model/model.hpp"
#include "engine/element.hpp"

namespace tripline::oracle {

struct NotCovered : std::logic_error {
  using std::logic_error::logic_error;
};

struct Arrival {
  enum class What : std::uint8_t { element, idle, end } what = What::element;
  engine::Element element;   // its source too
  std::uint32_t source = 0;  // idle, end
  core::Time at = 0;         // idle
};

std::vector<nlohmann::json> judge(const dsl::model::Pack& pack, const std::vector<std::string>& sources,
                                  const std::vector<Arrival>& arrivals);

// What is compared of a record.
inline constexpr const char* kSaid[] = {
    "kind",    "at",       "rule",  "subject", "stage",  "level",   "since",  "until",     "due",
    "late_by", "from",     "to",    "held_by", "budget", "samples", "late",   "restarted", "reason",
    "source",  "position", "score", "grade",   "raises", "terms",   "values", "opened_by", "answered_by"};

}  // namespace tripline::oracle
