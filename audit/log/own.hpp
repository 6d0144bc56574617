// What a log says of itself: kinds of records that no engine writes.
//
//   started     a program opened the log: key, program, heartbeat (seconds), commit and failure settings
//   stopped     it closed it in order; sources as in a heartbeat
//   heartbeat   it was alive: for each source elements, first and last position, running digest of what was read (sources.hpp)
//   gap         records were lost: how many, since when, why
//   clock.jump  the wall clock moved by itself, from, to; the one record whose time may be before that of the one ahead of it
//   key.rotated the key in force gave way to `to`; the next checkpoint is the last one that it signs
//   erased      personal values were removed: commitments, reason, authority
//   repaired    what stood at the log's end when it was opened: torn bytes that were cut, records that no checkpoint covered
//
// Pure.
#pragma once
#include <array>
#include <cstdint>
#include <string_view>
#include <utility>

namespace tripline::audit {

enum class Own : std::uint8_t { none, started, stopped, heartbeat, gap, clock_jump, key_rotated, erased, repaired };

inline constexpr std::array<std::pair<std::string_view, Own>, 8> kOwnKinds{{{"started", Own::started},
                                                                            {"stopped", Own::stopped},
                                                                            {"heartbeat", Own::heartbeat},
                                                                            {"gap", Own::gap},
                                                                            {"clock.jump", Own::clock_jump},
                                                                            {"key.rotated", Own::key_rotated},
                                                                            {"erased", Own::erased},
                                                                            {"repaired", Own::repaired}}};

// none: the engine's.
inline Own own_kind(std::string_view kind) {
  for (const auto& [name, own] : kOwnKinds) {
    if (name == kind) return own;
  }
  return Own::none;
}

}  // namespace tripline::audit
