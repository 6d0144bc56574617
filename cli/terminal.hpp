// Where text for people goes: is it a terminal, how wide, and may it be coloured?
//
// Input: a file descriptor, --color, the environment. Output: a Surface, asked once at the beginning, and Paint, which
// puts colours around words or leaves them alone. Plain values.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "cli/options.hpp"

namespace tripline::cli {

struct Surface {
  bool terminal = false;
  bool colour = false;
  bool blocks = false;     // UTF-8 block characters may be drawn
  std::size_t width = 80;  // columns; of a terminal only
};

// Asks the system and the environment (NO_COLOR, TERM, LC_ALL, LC_CTYPE, LANG, COLUMNS).
Surface surface_of(int descriptor, ColourChoice choice);

// `automatic` colours a terminal that understands it, unless NO_COLOR is set to something (no-color.org). Null: not
// set.
bool wants_colour(ColourChoice choice, bool terminal, const char* no_color, const char* term);

enum class Ink : std::uint8_t { plain, strong, faint, red, yellow, green };

class Paint {
 public:
  explicit Paint(bool on) : on_(on) {}
  std::string operator()(Ink ink, std::string_view text) const;

 private:
  bool on_;
};

}  // namespace tripline::cli
