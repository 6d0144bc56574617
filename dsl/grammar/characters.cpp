#include "dsl/grammar/characters.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>

#include "core/utf8.hpp"

namespace tripline::dsl::grammar {
namespace {

struct CodeRange {
  char32_t first;
  char32_t last;
};

#include "dsl/grammar/character_tables.inc"

template <std::size_t n>
bool contains(const CodeRange (&ranges)[n], char32_t c) {
  const auto* it = std::upper_bound(std::begin(ranges), std::end(ranges), c,
                                    [](char32_t value, const CodeRange& r) { return value < r.first; });
  return it != std::begin(ranges) && c <= std::prev(it)->last;
}

bool is_ascii_letter(char32_t c) { return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') || c == U'_'; }

// A leading consonant and a vowel, or a syllable of these two and a trailing consonant.
bool composes_hangul(char32_t before, char32_t c) {
  if (c >= 0x1161 && c <= 0x1175) return before >= 0x1100 && before <= 0x1112;
  return c >= 0x11A8 && c <= 0x11C2 && before >= 0xAC00 && before <= 0xD7A3 && (before - 0xAC00) % 28 == 0;
}

}  // namespace

bool is_name_start(char32_t c) { return c < 0x80 ? is_ascii_letter(c) : contains(kStart, c); }

bool is_name_continue(char32_t c) {
  if (c < 0x80) return is_ascii_letter(c) || (c >= U'0' && c <= U'9');
  return contains(kStart, c) || contains(kContinue, c);
}

bool is_blank(char32_t c) {
  return (c >= 0x09 && c <= 0x0D) || (c >= 0x1C && c <= 0x20) || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

bool is_composed(std::string_view name) {
  char32_t before = 0;
  for (std::size_t i = 0; i < name.size();) {
    const core::CodePoint point = core::decode_utf8(name, i);
    const char32_t c = point.value;
    if (c >= 0x80) {
      if (contains(kNeverNfc, c) || contains(kComposing, c) || composes_hangul(before, c)) return false;
      for (const CodeRange& pair : kPairs) {
        if (pair.first == before && pair.last == c) return false;
      }
    }
    before = c;
    i += point.length;
  }
  return true;
}

}  // namespace tripline::dsl::grammar
