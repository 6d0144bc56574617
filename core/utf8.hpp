// UTF-8 (RFC 3629) one character at a time.
//
// Input: bytes and a place in them. Output: the character there and its length. Pure functions.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace tripline::core {

struct CodePoint {
  char32_t value = 0;
  std::size_t length = 1;  // bytes, at least 1
  bool valid = true;
};

// The character that begins at bytes[at]. Requires at < bytes.size(). Bytes that begin no valid character (stray
// continuations, overlong forms, surrogates, beyond U+10FFFF, cut short) are U+FFFD of length 1, not valid.
CodePoint decode_utf8(std::string_view bytes, std::size_t at);

// Requires a Unicode scalar value.
void append_utf8(std::string& out, char32_t c);

// Foreign text, safe to show: control characters, marks and overrides of direction, and broken UTF-8 as \u001b, \xff.
std::string printable(std::string_view bytes);

}  // namespace tripline::core
