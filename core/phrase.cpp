#include "core/phrase.hpp"

#include <utility>

namespace tripline::core {
namespace {

constexpr Phrase kComma{", ", "、"};
constexpr Phrase kAnd{" and ", "和"};
constexpr Phrase kOr{" or ", "或"};

}  // namespace

std::string say(const Phrase& phrase, Language language, const std::vector<std::string_view>& parts) {
  const std::string_view said = phrase.in(language);
  std::string out;
  std::size_t from = 0;
  for (std::size_t i = 0; i + 2 < said.size(); ++i) {
    if (said[i] != '{' || said[i + 2] != '}' || said[i + 1] < '0' || said[i + 1] > '9') continue;
    const auto part = static_cast<std::size_t>(said[i + 1] - '0');
    if (part >= parts.size()) throw std::logic_error("a phrase with fewer parts than holes");
    out.append(said, from, i - from).append(parts[part]);
    i += 2;
    from = i + 1;
  }
  return out.append(said, from);
}

Text Text::filled(const Phrase& phrase, const std::vector<Text>& parts) {
  Text out;
  for (const Language language : kAllLanguages) {
    std::vector<std::string_view> said;
    for (const Text& part : parts) said.emplace_back(part.in(language));
    out.said_[static_cast<std::size_t>(language)] = say(phrase, language, said);
  }
  return out;
}

Text& Text::operator+=(const Text& more) {
  for (std::size_t i = 0; i < kLanguages; ++i) said_[i] += more.said_[i];
  return *this;
}

Text listed(const std::vector<Text>& words, Joint joint) {
  Text out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0 && i + 1 < words.size()) out += Text(kComma);
    if (i > 0 && i + 1 == words.size()) out += Text(joint == Joint::both ? kAnd : kOr);
    out += words[i];
  }
  return out;
}

}  // namespace tripline::core
