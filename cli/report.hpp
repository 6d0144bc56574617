// The report at the end of a run, for people: each rule, the first violations in words, and what was not looked at.
//
// Input: the engine's summary and what a Recorder kept. Output: on a terminal a table, elsewhere plain lines that say
// the same and can be searched. Telemetry's own text is shown printable. Pure.
#pragma once
#include <string>

#include "cli/recorder.hpp"
#include "cli/terminal.hpp"
#include "engine/engine.hpp"

namespace tripline::cli {

struct RunFacts {
  std::string pack;  // "low_altitude 1.0.0"
  std::size_t sources = 0;
  bool interrupted = false;
  bool records_kept = false;
  core::Language language = core::Language::en;
};

std::string report(const RunFacts& facts, const engine::RunSummary& summary, const Recorder& recorder,
                   const Surface& surface);

}  // namespace tripline::cli
