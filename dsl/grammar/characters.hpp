// Which characters make a name, a blank, and which sequences are in NFC.
//
// Input: Unicode scalar values or UTF-8. Output: yes or no. Pure functions over constant tables (Unicode 14).
#pragma once
#include <string_view>

namespace tripline::dsl::grammar {

bool is_name_start(char32_t c);     // XID_Start or "_"
bool is_name_continue(char32_t c);  // XID_Continue
bool is_blank(char32_t c);          // white space of Unicode, line ends included

// Whether a name may be written so. Refused: characters that NFC replaces, and a mark after a letter with which it has one
// composed form. Coarser than NFC in one respect: a mark that composes with some letter (such as U+0301) is refused after
// every letter. The order of two marks that compose with nothing is not looked at.
bool is_composed(std::string_view name);

}  // namespace tripline::dsl::grammar
