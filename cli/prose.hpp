// Sentences on a terminal: broken into lines, lists set in.
//
// Input: text in one language; a width in columns. Output: lines. Lines break at blanks and between Chinese characters, never inside back-ticks where
// the line holds them, never before a closing mark. Pure.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace tripline::cli {

// `first` stands before the first line, `rest` before the others (both count); ends with a line end. A word wider than the line stands alone.
std::string wrapped(std::string_view text, std::size_t width, std::string_view first = {}, std::string_view rest = {});

}  // namespace tripline::cli
