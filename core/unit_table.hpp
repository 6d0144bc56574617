// The atoms of the unit grammar as rows: what each measures and its exact factor.
//
// Output: constant tables, in the order of grammar.ebnf. Read by dimension.cpp only.
#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "core/dimension.hpp"
#include "core/phrase.hpp"

namespace tripline::core {

struct UnitAtom {
  std::string_view text;
  Dimension dimension;
  std::int64_t numerator = 1;
  std::int64_t denominator = 1;
  std::int64_t offset_numerator = 0;
  std::int64_t offset_denominator = 1;
};

std::span<const UnitAtom> unit_table();

// A kind of quantity that has a name, the unit that it is shown in when it was never given one, and the units to offer.
struct Kind {
  Dimension dimension;
  Phrase name;                            // in English with its article
  std::string_view base;                  // "" : composed from the axes
  std::array<std::string_view, 3> usual;  // "" : no more
};

std::span<const Kind> kind_table();

}  // namespace tripline::core
