#include "dsl/grammar/keywords.hpp"

#include <algorithm>
#include <unordered_map>

#include "core/utf8.hpp"
#include "dsl/grammar/characters.hpp"

namespace tripline::dsl::grammar {
namespace {

std::string_view column(const Keyword& keyword, ast::Language language) {
  return keyword.spellings[static_cast<std::size_t>(language)];
}

bool among(std::string_view text, std::string_view spellings) {
  if (spellings == kNone) return false;
  while (!spellings.empty()) {
    if (next_spelling(spellings) == text) return true;
  }
  return false;
}

const Keyword* find_row(std::string_view id) {
  static const auto rows = [] {
    std::unordered_map<std::string_view, const Keyword*> all;
    for (const Keyword& keyword : kKeywords) all.emplace(keyword.id, &keyword);
    return all;
  }();
  const auto found = rows.find(id);
  return found == rows.end() ? nullptr : found->second;
}

}  // namespace

std::string_view word(std::string_view id, ast::Language language) {
  const Keyword* keyword = find_row(id);
  std::string_view spellings = keyword == nullptr ? id : column(*keyword, language);
  if (spellings == kNone) return {};
  return next_spelling(spellings);
}

core::Text keyword(std::string_view id) {
  return core::Text::each([id](ast::Language language) { return word(id, language); });
}

bool spells(std::string_view id, std::string_view text) {
  const Keyword* keyword = find_row(id);
  return keyword != nullptr && std::any_of(keyword->spellings.begin(), keyword->spellings.end(),
                                           [text](std::string_view spellings) { return among(text, spellings); });
}

std::string_view in_english(std::string_view text, ast::Language language) { return in_english(text, language, kWord); }

std::string_view in_english(std::string_view text, ast::Language language, Role role) {
  if (language == ast::Language::en) return text;
  for (const Keyword& keyword : kKeywords) {
    if (role != kWord && (keyword.role & role) == 0) continue;
    if (!among(text, column(keyword, language))) continue;
    std::string_view english = column(keyword, ast::Language::en);
    return english == kNone ? text : next_spelling(english);
  }
  return text;
}

std::vector<std::string> words_of(Role role, ast::Language language) {
  std::vector<std::string> words;
  for (const Keyword& keyword : kKeywords) {
    std::string_view spellings = column(keyword, language);
    if ((keyword.role & role) == 0 || spellings.empty() || spellings == kNone) continue;
    const std::string one(next_spelling(spellings));
    if (std::find(words.begin(), words.end(), one) == words.end()) words.push_back(one);
  }
  return words;
}

bool is_a(std::string_view text, Role role, ast::Language language) {
  return std::any_of(std::begin(kKeywords), std::end(kKeywords), [&](const Keyword& keyword) {
    return (keyword.role & role) != 0 && among(text, column(keyword, language));
  });
}

std::string_view function_named(std::string_view text) {
  for (const Keyword& keyword : kKeywords) {
    if ((keyword.role & kFunction) == 0) continue;
    for (const std::string_view spellings : keyword.spellings) {
      if (among(text, spellings)) return column(keyword, ast::Language::en);
    }
  }
  return {};
}

ast::Language language_of(std::string_view text) {
  std::string_view first;
  for (std::size_t line = text.starts_with("\xEF\xBB\xBF") ? 3 : 0; line < text.size();) {
    std::size_t at = line;
    const auto point = [&] { return core::decode_utf8(text, at); };
    while (at < text.size() && text[at] != '\n' && is_blank(point().value)) at += point().length;
    const std::size_t begin = at;
    while (at < text.size() && (at == begin ? is_name_start(point().value) : is_name_continue(point().value)))
      at += point().length;
    const std::string_view found = text.substr(begin, at - begin);
    if (is_a(found, kDeclaration, ast::Language::en)) return ast::Language::en;
    if (is_a(found, kDeclaration, ast::Language::zh)) return ast::Language::zh;
    if (first.empty()) first = found;
    const std::size_t end = text.find('\n', at);
    line = end == std::string_view::npos ? text.size() : end + 1;
  }
  // No declaration at all: a slip in a Chinese keyword is looked for among the Chinese ones.
  const bool other = !first.empty() && static_cast<unsigned char>(first.front()) >= 0x80;
  return other ? ast::Language::zh : ast::Language::en;
}

const char* language_name(ast::Language language) {
  switch (language) {
    case ast::Language::en: return "en";
    case ast::Language::zh: return "zh";
  }
  return "";
}

}  // namespace tripline::dsl::grammar
