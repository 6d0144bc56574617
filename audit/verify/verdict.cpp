#include "audit/verify/verdict.hpp"

#include <algorithm>

namespace tripline::audit {

std::string_view word(Outcome outcome) {
  switch (outcome) {
    case Outcome::sound: return "sound";
    case Outcome::unwitnessed: return "unwitnessed";
    case Outcome::unsigned_records: return "unsigned";
    case Outcome::incomplete: return "incomplete";
    case Outcome::torn_tail: return "torn tail";
    case Outcome::corrupt: return "corrupt";
    case Outcome::forged: return "forged";
  }
  return {};
}

int exit_code(Outcome outcome) {
  switch (outcome) {
    case Outcome::sound: return 0;
    case Outcome::torn_tail: return 4;
    case Outcome::corrupt: return 5;
    case Outcome::forged: return 6;
    case Outcome::incomplete: return 7;
    case Outcome::unsigned_records: return 8;
    case Outcome::unwitnessed: return 9;
  }
  return 2;
}

Outcome Verdict::outcome() const {
  Outcome worst = Outcome::sound;
  for (const auto* findings : {&integrity, &completeness, &trust}) {
    for (const Finding& finding : *findings) worst = std::max(worst, finding.outcome);
  }
  return worst;
}

const Finding* Verdict::first() const {
  const Outcome worst = outcome();
  for (const auto* findings : {&integrity, &completeness, &trust}) {
    for (const Finding& finding : *findings) {
      if (worst != Outcome::sound && finding.outcome == worst) return &finding;
    }
  }
  return nullptr;
}

}  // namespace tripline::audit
