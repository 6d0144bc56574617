// What a format's reader found at the places that the pack's fields stand in, before it is known which stream wants it.
//
// Input: made by JsonWalker or CsvReader. Output: read by Decoder and field_value. A token points into the element's bytes and lives as long as
// they stay where they are.
#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

namespace tripline::engine {

enum class TokenKind : std::uint8_t {
  absent,
  null,
  true_,
  false_,
  number,  // JSON: its text, of the right grammar
  text,    // JSON: what stands between the quotes; `escaped`: with backslashes in it, all of them sound
  cell,    // CSV: the cell without its quotes, doubled ones made single; never blank
  begin_array,
  end_array,
  begin_object,
  end_object,
  key,  // like text
};

struct Token {
  const char* begin = nullptr;
  std::uint32_t size =
      0;  // bytes; of begin_array and begin_object: where on the tape its contents begin, kNotTaped if they were not kept
  TokenKind kind = TokenKind::absent;
  bool escaped = false;

  std::string_view text() const { return {begin, size}; }
};

inline constexpr std::uint32_t kNotTaped = 0xffff'ffff;

// The tokens of one element, by place (Decoder::Layout). `data` holds what stands inside the member `data`, for CloudEvents.
struct Slots {
  std::vector<Token> top;
  std::vector<Token> data;
  std::vector<Token> tape;  // the contents of arrays and objects that a field wants: as written, to the matching end
};

}  // namespace tripline::engine
