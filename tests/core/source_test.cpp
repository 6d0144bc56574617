#include "core/source.hpp"

#include <catch2/catch.hpp>
#include <string>

#include "core/utf8.hpp"

using namespace tripline::core;

TEST_CASE("lines and places") {
  SourceSet sources;
  const auto n = sources.add("a", "one\r\n\u9650\u901F x\n\nlast");
  CHECK(sources.size() == 1);
  CHECK(sources.file(n).lines.size() == 4);
  CHECK(sources.line(n, 1) == "one");
  CHECK(sources.line(n, 2) == "\u9650\u901F x");
  CHECK(sources.line(n, 3).empty());
  CHECK(sources.line(n, 4) == "last");
  CHECK(sources.line(n, 5).empty());
  CHECK(sources.line(n, 0).empty());
  const auto place = [&](std::uint32_t offset) {
    const Place p = sources.place(n, offset);
    return std::pair(p.line, p.column);
  };
  CHECK(place(0) == std::pair(1U, 1U));
  CHECK(place(2) == std::pair(1U, 3U));
  CHECK(place(5) == std::pair(2U, 1U));
  CHECK(place(8) == std::pair(2U, 2U));
  CHECK(place(11) == std::pair(2U, 3U));
  CHECK(place(14) == std::pair(3U, 1U));
  CHECK(place(19) == std::pair(4U, 5U));
  CHECK(place(1000) == std::pair(4U, 5U));
  CHECK(sources.text({n, 5, 11}) == "\u9650\u901F");
  CHECK(sources.text({n, 5, 5}).empty());
  CHECK(join({n, 1, 2}, {n, 5, 7}) == Range{n, 1, 7});
  const auto empty = sources.add("b", "");
  CHECK(empty == 1);
  CHECK(sources.place(empty, 0).line == 1);
  CHECK(sources.line(empty, 1).empty());
}

TEST_CASE("display widths") {
  CHECK(display_width("") == 0);
  CHECK(display_width("abc") == 3);
  CHECK(display_width("\u9650\u901F") == 4);
  CHECK(display_width("\uFF21\uFF08") == 4);
  CHECK(display_width("e\u0301") == 1);
  CHECK(display_width("\u00E9\u00B2\u00B5") == 3);
  CHECK(display_width("\uD55C\uAE00") == 4);
  CHECK(display_width("\u200B") == 0);
  CHECK(display_width("\U0001F600") == 2);
  CHECK(display_width("\u2192\u2026\u27E8") == 3);
  CHECK(display_width("\xFF\xFE") == 2);
}

TEST_CASE("invalid UTF-8 is found where it begins") {
  constexpr auto kNone = std::string_view::npos;
  CHECK(find_invalid_utf8("") == kNone);
  CHECK(find_invalid_utf8("plain text that is longer than eight bytes") == kNone);
  CHECK(find_invalid_utf8("\u00E9\u9650\U0001F600 and \U0010FFFF\uD7FF\uE000") == kNone);
  CHECK(find_invalid_utf8(std::string_view("a\0b", 3)) == kNone);
  const std::pair<std::string, const char*> bad[] = {
      {"\x80", "a continuation alone"},  {"\xC3", "cut short"},
      {"\xC0\xAF", "overlong"},          {"\xE0\x9F\xBF", "overlong"},
      {"\xF0\x8F\xBF\xBF", "overlong"},  {"\xED\xA0\x80", "a surrogate"},
      {"\xF4\x90\x80\x80", "too great"}, {"\xF5\x80\x80\x80", "too great"},
      {"\xE9\x99", "cut short"},         {"\xE9\x99g", "broken"},
      {"\xFF", "never valid"},
  };
  for (const auto& [bytes, why] : bad) {
    INFO(why);
    CHECK(find_invalid_utf8(bytes) == 0);
    CHECK(find_invalid_utf8("0123456789\u9650" + bytes + "x") == 13);
  }
}

TEST_CASE("characters there and back") {
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    std::string text;
    append_utf8(text, c);
    const CodePoint back = decode_utf8(text, 0);
    if (!back.valid || back.value != c || back.length != text.size()) FAIL(static_cast<std::uint32_t>(c));
  }
}
