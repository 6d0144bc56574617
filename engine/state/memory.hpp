// How many bytes a subject holds as it stands, its allocator's share included (core/heap.hpp).
//
// Input: a Subject. Output: bytes, by what they are for. Texts longer than 22 bytes, and lists, are shared between values and not counted. Linear in what
// the subject holds. One thread.
#pragma once
#include <cstddef>

#include "engine/run/instance.hpp"

namespace tripline::engine {

std::size_t held_bytes(const StreamState& s);  // beyond the object itself, as the others
std::size_t held_bytes(const AggregateState& a);
std::size_t held_bytes(const Instance& i, int held_count);

// Of the subject itself: the object, its names, what it belongs to; rules, streams and windows are asked for one by one.
std::size_t own_bytes(const Subject& s);

// Everything.
std::size_t held_bytes(const Subject& s, const Program& program);

}  // namespace tripline::engine
