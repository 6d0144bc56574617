#include "cli/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>

namespace tripline::cli {
namespace {

bool set(const char* value) { return value != nullptr && *value != '\0'; }

bool understands_escapes(const char* term) { return set(term) && std::string_view(term) != "dumb"; }

bool utf8_locale() {
  // POSIX: the first of these that is set decides.
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): before any thread
    if (!set(value)) continue;
    const std::string_view locale(value);
    return locale.find("UTF-8") != std::string_view::npos || locale.find("utf8") != std::string_view::npos;
  }
  return false;
}

}  // namespace

bool wants_colour(ColourChoice choice, bool terminal, const char* no_color, const char* term) {
  switch (choice) {
    case ColourChoice::always: return true;
    case ColourChoice::never: return false;
    case ColourChoice::automatic: return terminal && !set(no_color) && understands_escapes(term);
  }
  return false;
}

Surface surface_of(int descriptor, ColourChoice choice) {
  Surface surface;
  const char* term = std::getenv("TERM");  // NOLINT(concurrency-mt-unsafe)
  const bool is_terminal = isatty(descriptor) == 1;
  surface.terminal = is_terminal && understands_escapes(term);
  surface.colour = wants_colour(choice, is_terminal, std::getenv("NO_COLOR"), term);  // NOLINT(concurrency-mt-unsafe)
  surface.blocks = utf8_locale();
  winsize size{};
  if (is_terminal && ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    surface.width = size.ws_col;
  } else if (const char* columns = std::getenv("COLUMNS"); set(columns)) {  // NOLINT(concurrency-mt-unsafe)
    const unsigned long width = std::strtoul(columns, nullptr, 10);
    if (width >= 20 && width <= 1000) surface.width = width;
  }
  return surface;
}

std::string Paint::operator()(Ink ink, std::string_view text) const {
  const char* code = nullptr;
  switch (ink) {
    case Ink::plain: break;
    case Ink::strong: code = "1"; break;
    case Ink::faint: code = "2"; break;
    case Ink::red: code = "1;31"; break;
    case Ink::yellow: code = "33"; break;
    case Ink::green: code = "32"; break;
  }
  if (!on_ || code == nullptr || text.empty()) return std::string(text);
  std::string painted = "\x1b[";
  painted += code;
  painted += 'm';
  painted += text;
  painted += "\x1b[0m";
  return painted;
}

}  // namespace tripline::cli
