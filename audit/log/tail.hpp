// Torn or tampered? What stands at the end of the last segment from the first line on that cannot be read.
//
// A write that broke off leaves any part of itself behind: pieces, zeros, whole lines after a hole. None of its lines can know that something at or beyond the first
// bad one was on the disk already (DURABLE): where one does, the bad line was once good, and somebody changed it. Cutting there would let one flipped byte delete what
// follows. Pure.
#pragma once
#include <cstdint>
#include <string_view>

namespace tripline::audit {

// `tail`: the segment's bytes from `offset`, where the bad line begins, to its end.
bool is_torn(std::string_view tail, std::uint64_t offset);

}  // namespace tripline::audit
