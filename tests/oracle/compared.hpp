// Engine and oracle on the same run, and where they part.
//
// Input: a checked pack, sources, arrivals. Output: the first record on which they differ. One thread for each call.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "oracle/oracle.hpp"

namespace tripline::oracle {

struct Run {
  std::shared_ptr<const dsl::model::Pack> pack;
  std::vector<std::string> sources;
  std::vector<Arrival> arrivals;
};

// All records of the engine, whole.
std::vector<std::string> engine_records(const Run& run, core::Language language = core::Language::en);
// The same with the members that the oracle gives (kSaid), without `pack.loaded`.
std::vector<nlohmann::json> engine_says(const Run& run);

struct Disagreement {
  std::size_t at = 0;          // number of the record
  std::string engine, oracle;  // "" where it says nothing more
  std::string text(const std::vector<nlohmann::json>& engine_all, const std::vector<nlohmann::json>& oracle_all) const;
};
std::optional<Disagreement> disagreement(const std::vector<nlohmann::json>& engine,
                                         const std::vector<nlohmann::json>& oracle);

// Both, compared: empty where they agree, else what a person wants to see of it.
std::string compared(const Run& run);

}  // namespace tripline::oracle
