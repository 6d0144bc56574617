// What is said: a sentence, and under it what it consists of where it would be too long for one.
//
// Input: phrases and conditions. Output: a tree of Text, to be laid out by heads. Invariant: text is never empty; a sentence ends in a full stop, or in a colon where
// its list follows. Plain values; many threads.
//
//   It is required that all of the following hold:
//     • `speed` is at most 40 km/h
//     • at least one of the following holds:
#pragma once
#include <vector>

#include "core/phrase.hpp"

namespace tripline::dsl::explain {

using core::Phrase;
using core::Text;

struct Said {
  Text text;
  std::vector<Said> parts;
};

// A clause without its final mark: "`speed` is above 40 km/h", or the head of a list: "all of the following hold".
struct Clause {
  Text text;
  std::vector<Clause> parts;
};

// `lead` has {0} for the clause, further holes for `more`, and no final mark: it gets a full stop, or a colon and the list.
template <typename... More>
Said sentence(const Phrase& lead, const Clause& clause, const More&... more);

Said sentence(const Text& text);  // with a full stop
Said with_parts(const Text& text, const std::vector<Clause>& parts);

// The same in one line: "all of the following hold: a; b."
Text flat(const Said& said);

template <typename... More>
Said sentence(const Phrase& lead, const Clause& clause, const More&... more) {
  return with_parts(Text(lead, clause.text, more...), clause.parts);
}

}  // namespace tripline::dsl::explain
