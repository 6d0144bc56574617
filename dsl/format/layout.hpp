// Things to the lines of a file.
//
// Input: the source's text and its declarations as Items. Output: the canonical text, every comment in it. One thread.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "dsl/format/item.hpp"

namespace tripline::dsl::format {

std::string lay_out(std::string_view source, ast::Language from, ast::Language to, std::vector<Item> items);

}  // namespace tripline::dsl::format
