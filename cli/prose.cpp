#include "cli/prose.hpp"

#include <vector>

#include "core/source.hpp"
#include "core/utf8.hpp"

namespace tripline::cli {
namespace {

// What a line must not begin with, and what it must not end with.
constexpr std::string_view kClosing = "，。；：、）”》」』】！？,.;:)]}";
constexpr std::string_view kOpening = "（“《「『【([{";

bool one_of(std::string_view marks, std::string_view character) {
  return !character.empty() && marks.find(character) != std::string_view::npos;
}

// A stretch that stays on one line; `blank`: one stood before it.
struct Piece {
  std::string_view text;
  bool blank = false;
};

std::vector<Piece> pieces(std::string_view text) {
  std::vector<Piece> out;
  std::size_t begin = 0;
  bool blank = false, ticked = false;
  std::string_view before;
  const auto cut = [&](std::size_t end) {
    if (end > begin) out.push_back({text.substr(begin, end - begin), blank});
  };
  for (std::size_t at = 0; at < text.size();) {
    const core::CodePoint c = core::decode_utf8(text, at);
    const std::string_view character = text.substr(at, c.length);
    if (character == " " && !ticked) {
      cut(at);
      begin = at + 1;
      blank = true;
    } else {
      const bool wide = core::display_width(character) == 2;
      const bool was_wide = !before.empty() && core::display_width(before) == 2;
      const bool may = (wide || was_wide) && !(ticked && character != "`") && !one_of(kClosing, character) &&
                       !one_of(kOpening, before) && at > begin && !(ticked && character == "`");
      if (may) {
        cut(at);
        begin = at;
        blank = false;
      }
      if (character == "`") ticked = !ticked;
    }
    before = character;
    at += c.length;
  }
  cut(text.size());
  return out;
}

}  // namespace

std::string wrapped(std::string_view text, std::size_t width, std::string_view first, std::string_view rest) {
  std::string out(first);
  std::size_t taken = core::display_width(first);
  const std::size_t margin = core::display_width(rest);
  bool fresh = true;
  for (const Piece& piece : pieces(text)) {
    const std::size_t wide = core::display_width(piece.text);
    const std::size_t gap = piece.blank && !fresh ? 1 : 0;
    if (!fresh && taken + gap + wide > width) {
      out += '\n';
      out += rest;
      taken = margin;
    } else {
      out.append(gap, ' ');
      taken += gap;
    }
    out += piece.text;
    taken += wide;
    fresh = false;
  }
  return out + "\n";
}

}  // namespace tripline::cli
