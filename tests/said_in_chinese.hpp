// Is a diagnostic said in Chinese, all of it?
//
// Input: a diagnostic. Output: the first of its sentences that is not, and why; empty: none. Every bad pack of the suite goes through
// here (check, grammar and lint call it for whatever they raise), so that a sentence in one language only fails where it is raised.
// What stands in back-ticks or quotes is the author's, or text to write, and is left out.
#pragma once
#include <cctype>
#include <string>
#include <string_view>

#include "core/diagnostic.hpp"

namespace tripline {

inline std::string without_quoted(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    std::string_view close;
    std::size_t open = 1;
    if (text[i] == '`') close = "`";
    if (text[i] == '"') close = "\"";
    if (text.substr(i).starts_with("“")) close = "”", open = 3;
    const std::size_t end = close.empty() ? std::string_view::npos : text.find(close, i + open);
    if (end == std::string_view::npos) {
      out.push_back(text[i++]);
    } else {
      i = end + close.size();
      out.push_back('.');
    }
  }
  return out;
}

// "a unit", "no such": letters, blanks, more letters.
inline bool has_english(std::string_view text) {
  const auto letter = [&](std::size_t i) {
    return i < text.size() && std::isalpha(static_cast<unsigned char>(text[i]));
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!letter(i)) continue;
    while (letter(i)) ++i;
    std::size_t next = i;
    while (next < text.size() && (text[next] == ' ' || text[next] == ',' || text[next] == ';' || text[next] == ':'))
      ++next;
    if (next > i && letter(next) && letter(next + 1)) return true;
  }
  return false;
}

inline bool has_chinese(std::string_view text) {
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0xE4 && byte <= 0xE9) return true;  // the first byte of U+4000 to U+9FFF
  }
  return false;
}

inline std::string not_chinese(const core::Text& said) {
  const std::string& text = said.in(core::Language::zh);
  if (said.empty() && text.empty()) return {};
  if (said.empty() != text.empty()) return "only one language says something: " + said.in(core::Language::en) + text;
  const std::string bare = without_quoted(text);
  if (has_english(bare)) return "English words: " + text;
  return has_chinese(bare) ? std::string() : "no Chinese: " + text;
}

inline std::string not_chinese(const core::Diagnostic& d) {
  for (const core::Text* text :
       {static_cast<const core::Text*>(&d.message), static_cast<const core::Text*>(&d.primary.text),
        static_cast<const core::Text*>(&d.help)}) {
    if (std::string fault = not_chinese(*text); !fault.empty()) return d.code + ": " + fault;
  }
  for (const core::Label& label : d.secondary) {
    if (std::string fault = not_chinese(label.text); !fault.empty()) return d.code + ": " + fault;
  }
  return {};
}

// The faults of all, one a line.
inline std::string not_chinese(const core::Diagnostics& all) {
  std::string out;
  for (const core::Diagnostic& d : all) {
    if (const std::string fault = not_chinese(d); !fault.empty()) out += fault + "\n";
  }
  return out;
}

}  // namespace tripline
