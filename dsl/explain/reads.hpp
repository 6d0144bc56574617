// What a rule reads: streams and fields, parameters, tables, curves, areas, levels and stages, other rules.
//
// Input: a checked pack and a rule. Output: Reads, in the order of the pack's declarations; and the same in words. What a derived event is made of is read
// by whoever reads the event. Invariant: everything that an expression of the rule names is there. Pure; many threads.
#pragma once
#include <cstdint>
#include <map>
#include <set>
#include <vector>

#include "dsl/explain/said.hpp"
#include "dsl/model/model.hpp"

namespace tripline::dsl::explain {

// In which ways a stream's elements matter to a rule.
enum class Role : std::uint8_t {
  judged = 1,    // the rule is on it
  last = 2,      // the last value of a field
  gathered = 4,  // in a window
  marks = 8,     // begins a window
  answers = 16,  // answers a duty
  ends = 32,     // ends a raise
  source = 64,   // a derived event is made of it
};

struct StreamRead {
  std::uint8_t roles = 0;  // bits of Role
  std::set<int> fields;    // kTimeField included
  bool has(Role role) const { return (roles & static_cast<std::uint8_t>(role)) != 0; }
};

struct Reads {
  std::map<int, StreamRead> streams;
  std::set<int> params, curves, areas, patterns;
  std::map<int, std::set<int>> tables;  // with the fields read; keys that find a row are not among them
  bool stage = false, level = false, now = false, holidays = false;
  std::vector<int> violations;  // rules whose violations it may read
  std::vector<int> raised_by;   // rules that raise the level that it reads
};

Reads reads_of(const model::Pack& pack, const model::Rule& rule);
std::vector<Said> reads_in_words(const model::Pack& pack, const Reads& reads);

// "in km/h, from `/ego/speed` in m/s"
Text field_text(const model::Pack& pack, const model::Field& field);

}  // namespace tripline::dsl::explain
