// One sentence in every language in which Tripline speaks to people.
//
// Input: phrases, written side by side where they are used or in a table beside it; what fills their holes. Output: text in a language. Invariant: all
// languages of a phrase have the same holes, or it does not compile. Values; any number of threads.
//
//   constexpr Phrase kUnused{"nothing uses {0}", "{0}没有被用到"};
//   Text(kUnused, "`speed`").in(Language::zh) == "`speed`没有被用到"
//   Said once{"nothing uses {0}", "{0}没有被用到", name};  // where a sentence is used in one place
//
// A further language is a value of Language and a member of Phrase: the compiler then names each phrase that lacks it.
#pragma once
#include <array>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace tripline::core {

enum class Language : std::uint8_t { en, zh };
inline constexpr std::size_t kLanguages = 2;
inline constexpr std::array<Language, kLanguages> kAllLanguages{Language::en, Language::zh};

// As --lang and records name it: "en", "zh".
constexpr std::string_view code_of(Language language) {
  constexpr std::array<std::string_view, kLanguages> kCodes{"en", "zh"};
  return kCodes[static_cast<std::size_t>(language)];
}

// Holes are {0} … {9}; any other brace stands for itself.
class Phrase {
 public:
  constexpr Phrase(std::string_view en, std::string_view zh) : said_{en, zh} {
    for (const std::string_view said : said_)
      if (holes(said) != holes(en)) throw std::logic_error("a phrase whose languages have different holes");
  }
  constexpr std::string_view in(Language language) const { return said_[static_cast<std::size_t>(language)]; }
  constexpr std::size_t arity() const {  // one more than its highest hole
    std::size_t n = 0;
    for (unsigned set = holes(said_[0]); set != 0; set >>= 1) ++n;
    return n;
  }
  static constexpr unsigned holes(std::string_view said) {  // a bit for each
    unsigned found = 0;
    for (std::size_t i = 0; i + 2 < said.size(); ++i)
      if (said[i] == '{' && said[i + 2] == '}' && said[i + 1] >= '0' && said[i + 1] <= '9')
        found |= 1u << (said[i + 1] - '0');
    return found;
  }

 private:
  std::array<std::string_view, kLanguages> said_;
};

// `phrase` in one language, its holes filled in order. A hole without a part throws std::logic_error.
std::string say(const Phrase& phrase, Language language, const std::vector<std::string_view>& parts);

// What is said, in every language at once.
class Text {
 public:
  Text() = default;
  Text(const std::string& same) { said_.fill(same); }  // names, numbers, source text: as they are
  Text(std::string_view same) : Text(std::string(same)) {}
  Text(const char* same) : Text(std::string(same)) {}
  template <typename... Parts>
  Text(const Phrase& phrase, const Parts&... parts) : Text(filled(phrase, {Text(parts)...})) {}

  // What `said` gives for each language.
  template <typename F>
  static Text each(F said) {
    Text out;
    for (const Language language : kAllLanguages) out.said_[static_cast<std::size_t>(language)] = said(language);
    return out;
  }

  const std::string& in(Language language) const { return said_[static_cast<std::size_t>(language)]; }
  bool empty() const { return said_[0].empty(); }
  Text& operator+=(const Text& more);
  friend Text operator+(Text a, const Text& b) { return a += b; }
  friend bool operator==(const Text& a, const Text& b) { return a.said_ == b.said_; }
  friend bool operator!=(const Text& a, const Text& b) { return !(a == b); }
  friend bool operator<(const Text& a, const Text& b) { return a.said_ < b.said_; }

 private:
  static Text filled(const Phrase& phrase, const std::vector<Text>& parts);
  std::array<std::string, kLanguages> said_;
};

// One language's half of a sentence with exactly the holes {0} … {N-1}; any other does not compile.
template <std::size_t N>
class Half {
 public:
  consteval Half(const char* said) : said_(said) {
    if (Phrase::holes(said_) != (1u << N) - 1) throw std::logic_error("a sentence's holes are not its parts");
  }
  constexpr std::string_view text() const { return said_; }

 private:
  std::string_view said_;
};

// A text that is written where it is used: {"{0} is not a unit", "{0}不是单位", "`knts`"}. What is not said in every language is no
// sentence: a plain string does not convert, a hole without a part and a part without a hole do not compile.
class Said : public Text {
 public:
  Said() = default;
  Said(Text text) : Text(std::move(text)) {}
  Said(const Phrase& phrase) : Text(phrase) {}
  template <typename T>
  requires std::is_convertible_v<T, std::string_view> Said(const T&)
  = delete;
  template <typename... Parts>
  Said(std::type_identity_t<Half<sizeof...(Parts)>> en, std::type_identity_t<Half<sizeof...(Parts)>> zh,
       const Parts&... parts)
      : Text(Phrase(en.text(), zh.text()), parts...) {
    static_assert((!std::is_convertible_v<const Parts&, const char*> && ...), "a word in one language");
  }
};

// "a, b and c" · "a、b和c"
enum class Joint : std::uint8_t { both, either };  // and, or
Text listed(const std::vector<Text>& words, Joint joint);

}  // namespace tripline::core
