// What a pack costs in memory: bytes for each subject, and for each window by what it holds.
//
// Input: a Program. Output: Footprint. Found by laying real subjects and windows out and asking them (state/memory.hpp), so it is of this build: sizes of its
// types, blocks as glibc's malloc makes them. Assumed: one element of each stream has come, as JSON of the length that its fields suggest; names and texts of
// at most 22 bytes; nothing is violated, owed or raised. Held against an engine's real consumption in tests/engine/footprint_test.cpp. Pure; linear in the pack.
//
//   const Footprint f = footprint(*plan(pack));
//   f.spaces[0].bytes                        // for each vehicle, its windows holding one element each
//   f.windows[2].bytes(600)                  // of a window that holds 600
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/plan/program.hpp"

namespace tripline::engine {

// What a window takes for what it holds.
struct WindowFootprint {
  int space = 0;             // whose subjects keep it
  std::size_t object = 0;    // with what it keeps whatever comes: accounts of calendar periods included
  std::size_t cell = 0;      // for each that it holds; room is made for 4, 8, 16, …
  std::size_t node = 0;      // for each that it holds, besides
  std::size_t waiting = 0;   // for each that has come and is not yet in it (`over A .. B` of a signal); room as above
  std::size_t member = 0;    // for each subject of a coarser one that it looks at
  bool partitioned = false;  // one such window for each value that its elements are looked up by
  bool bounded = true;       // the language says how much it holds at most
  std::optional<std::uint64_t> most;  // … so many
  std::optional<Duration> span;       // how long what it holds stays, wait included
  Duration lag = 0;                   // … of which so long outside
  std::vector<int> rules;             // in rule order: that read it, directly or by the derived events that they read

  // Of a window that holds n elements (changes of a signal) and has `members`.
  std::size_t bytes(std::uint64_t n, std::uint64_t members = 1) const;
  // The same with one each second for as long as it holds them; `most` where that is less. Without a span: of one day.
  std::uint64_t held_at_one_a_second() const;
};

// What a rule takes for each subject, windows and samples aside.
struct RuleFootprint {
  std::size_t own = 0;         // as long as nothing happens
  std::size_t episode = 0;     // while a breach, warning or nearness lasts; while a rule is blind: see `blind`
  std::size_t blind = 0;       // while it cannot be judged
  std::size_t owed = 0;        // each open duty
  std::size_t owed_place = 0;  // … and each place of the room that is made for 4, 8, 16, …, of which up to 8 are kept
  std::size_t tolerated = 0;  // each breach that counts against a tolerance
  std::vector<int> windows;   // into Footprint::windows
  std::vector<int> streams;   // whose last elements it reads

  // Of n open duties.
  std::size_t open_duties(std::uint64_t n) const;
};

struct SpaceFootprint {
  std::size_t bytes = 0;    // for each subject: the sum of what follows
  std::size_t subject = 0;  // names, what it belongs to, the index that finds it
  std::size_t samples = 0;  // its last element of each stream
  std::size_t rules = 0;    // where each stands
  std::size_t windows = 0;  // holding one element each
  std::size_t timers = 0;
  std::size_t member = 0;  // for each subject that belongs to it
};

struct Footprint {
  std::vector<SpaceFootprint> spaces;        // as Program::spaces
  std::vector<WindowFootprint> windows;      // as Program::aggregates
  std::vector<RuleFootprint> rules;          // as Program::rules
  std::vector<std::size_t> samples;          // by stream: what a subject's last element of it takes
  std::vector<std::size_t> element_lengths;  // by stream: as JSON, as assumed
  // For each subject with windows that hold what one element a second brings.
  std::size_t at_one_a_second(int space) const;
};

// `lengths`: of received elements in bytes, by stream, where they are known.
Footprint footprint(const Program& program, const std::vector<std::size_t>& lengths = {});

}  // namespace tripline::engine
