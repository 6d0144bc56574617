// A whole number of 128 bits, where 64 are not enough for a product. An extension of both compilers that we build with.
#pragma once

namespace tripline::core {

__extension__ using Wide = __int128;
__extension__ using UnsignedWide = unsigned __int128;

}  // namespace tripline::core
