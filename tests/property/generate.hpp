// Random packs, as text, and random telemetry for them: what engine and oracle are compared on.
//
// packs.cpp makes declarations and rules, expressions.cpp what stands in them, telemetry.cpp the elements.
//
// Input: a seed. Output: a Case, the same for the same seed on every machine that the same compiler builds for (compilers order arguments as they like). A pack is kept in pieces (declarations, clauses, expressions), so that a
// case on which the two differ can be made smaller piece by piece. Most packs pass the checker; those that do not are to be skipped. Pure.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "oracle/compared.hpp"

namespace tripline::property {

// Text with holes that hold text of a type: "bool", "number", … A hole may be filled by anything of its type.
struct Part;
struct Text {
  std::string type;
  std::string before;  // what stands before the first part
  std::vector<Part> parts;
  std::string written() const;
};
struct Part {
  Text text;
  std::string behind;  // what stands behind it
};

struct Clause {
  Text text;
  bool needed = false;
};

struct Declaration {
  std::string head;  // "redline r1 {"; empty: one line in clauses[0]
  std::vector<Clause> clauses;
  bool needed = false;
  std::string written() const;
};

struct Line {  // an element
  std::string stream;
  core::Time time = 0;
  std::uint32_t source = 0;
  std::vector<std::pair<std::string, std::string>> fields;  // name, JSON
  std::string written() const;
};

// What arrives: an element, or that a source is idle.
struct Arriving {
  std::optional<Line> line;
  std::uint32_t idle = 0;
  core::Time at = 0;
};

struct Case {
  std::vector<Declaration> declarations;
  std::map<std::string, std::string> files;  // what the pack reads besides: name, content
  core::Duration unit = core::kSecond;       // by which its telemetry goes on
  std::vector<std::string> sources;
  std::vector<Arriving> arrivals;
  std::string pack() const;
};

// What the numbers of a case come from: the same on every machine.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next();
  int below(int n) { return static_cast<int>(next() % static_cast<std::uint64_t>(n)); }
  bool one_in(int n) { return below(n) == 0; }
  template <class T>
  const T& of(const std::vector<T>& all) {
    return all[static_cast<std::size_t>(below(static_cast<int>(all.size())))];
  }

 private:
  std::uint64_t state_;
};

// The instant at which telemetry begins: shortly before an hour, a day in Shanghai, the last day of a month.
core::Time base_time();

Case random_case(std::uint64_t seed);
// Of a case, the pack alone.
Case random_pack(std::uint64_t seed);
// The same pack under other telemetry.
void random_telemetry(Case& c, Random& random);

// The pack checked, the elements read as it says. nullopt: the checker refuses the pack (`why` says how).
std::optional<oracle::Run> run_of(const Case& c, std::string* why = nullptr);
std::shared_ptr<const dsl::model::Pack> checked(const Case& c, std::string* why = nullptr);
oracle::Run run_of(const Case& c, std::shared_ptr<const dsl::model::Pack> pack);

}  // namespace tripline::property
