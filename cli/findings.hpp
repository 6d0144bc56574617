// What was found in packs: how many mistakes, in which files, said in a closing line.
//
// Input: packs as compiled. Output: counts, paths, the line that `check` ends with. Plain values.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/phrase.hpp"
#include "dsl/check/compile.hpp"

namespace tripline::cli {

struct PackFindings {
  std::string path;  // as given
  dsl::Compiled compiled;
};

struct Count {
  std::size_t errors = 0;
  std::size_t warnings = 0;
  std::size_t notes = 0;
};

Count count_of(const core::Diagnostics&);

Count total_of(const std::vector<PackFindings>&);

// "2 packs, no mistakes", "3 mistakes, 1 warning in rules/x", "3 mistakes in 2 of 5 packs".
core::Text closing_line(const std::vector<PackFindings>& packs);

// "2 packs, no findings", "1 pack, 3 warnings, 2 notes": what `lint` ends with.
core::Text lint_line(const std::vector<PackFindings>& packs);

// A stretch of a file, for programs: lines and columns from 1, columns in code points, the end after its last
// character.
struct Spot {
  std::string path;      // of the file, from the current folder; "--set NAME" of a parameter's value
  bool in_text = false;  // false: about the pack as a whole; the rest is not set
  bool setting = false;  // in the value of a --set: no file
  core::Place begin;
  core::Place end;
};

Spot spot_of(const PackFindings& pack, const core::Range& range);

// All of a pack's diagnostics for people, to standard error, in the order found, each as soon as it is made: places are
// named so that they can be opened from the current folder.
void print_findings(const PackFindings& pack, core::Language, bool colour);

std::string_view severity_word(core::Severity);  // for programs: English

}  // namespace tripline::cli
