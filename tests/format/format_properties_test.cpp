// What holds of every text that can be read: formatting keeps the tree, the comments and the meaning, and is done once.
#include <catch2/catch.hpp>
#include <iostream>
#include <random>

#include "dsl/format/comments.hpp"
#include "dsl/format/format.hpp"
#include "dsl/format/meaning.hpp"
#include "tests/grammar/parsing.hpp"
#include "tests/property/ast_dump.hpp"
#include "tests/property/random_pack.hpp"
#ifdef TRIPLINE_HAS_RAPIDCHECK
#include <rapidcheck.h>
#endif

using namespace tripline;
using namespace tripline::grammar_test;
using dsl::ast::Language;

namespace {

std::string formatted(const std::string& text, std::optional<Language> language = std::nullopt) {
  core::SourceSet sources;
  const auto out = dsl::format_pack(sources, {sources.add("pack.trip", text)}, language);
  if (out[0].diagnostics.empty()) return out[0].text;
  return "refused: " + out[0].diagnostics[0].code + " " + out[0].diagnostics[0].message.in(core::Language::en);
}

std::string comments_of(const std::string& text, Language language) {
  dsl::format::Comments all(text, language);
  std::string out;
  for (const auto& c : all.take(dsl::format::kNowhere)) out += c.text + "\n";
  return out;
}

std::string meaning(const Parsed& p) {
  std::vector<dsl::ast::File> files(1);
  core::Diagnostics none;
  files[0] = dsl::parse(p.sources, p.number, none);
  return dsl::meaning_of(p.sources, files);
}

// Empty where all holds; else what does not. `translated` counts what could be said in both languages.
std::string broken(const std::string& text, int& translated) {
  const Parsed before = parse_pack(text);
  if (!before.diagnostics.empty()) return {};
  const std::string once = formatted(text);
  if (once.rfind("refused", 0) == 0) return once;
  const Parsed after = parse_pack(once);
  if (!after.diagnostics.empty()) return "cannot be read: " + after.first() + "\n" + once;
  if (property::AstDump::of(after.file) != property::AstDump::of(before.file)) return "another tree:\n" + once;
  if (comments_of(text, before.file.language) != comments_of(once, after.file.language))
    return "other comments:\n" + once;
  if (formatted(once) != once) return "not done once:\n" + once + "\n--- then\n" + formatted(once);
  const std::string chinese = formatted(text, Language::zh);
  if (chinese.rfind("refused", 0) == 0) return chinese.find("E0030") == std::string::npos ? chinese : std::string();
  const Parsed other = parse_pack(chinese);
  if (!other.diagnostics.empty()) return "Chinese cannot be read: " + other.first() + "\n" + chinese;
  if (meaning(other) != meaning(before)) return "another meaning:\n" + chinese + meaning(other) + meaning(before);
  if (formatted(chinese) != chinese) return "Chinese not done once:\n" + chinese + "\n--- then\n" + formatted(chinese);
  const std::string english = formatted(text, Language::en);
  if (english.rfind("refused", 0) == 0) return english.find("E0030") == std::string::npos ? english : std::string();
  const std::string back = formatted(chinese, Language::en);
  if (back != english)
    return "not the same in English again:\n" + chinese + "\n--- back\n" + back + "\n--- was\n" + english;
  ++translated;
  return {};
}

std::vector<std::filesystem::path> packs_below(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> out;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".trip") out.push_back(entry.path());
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace

TEST_CASE("formatting keeps what every pack of the project says") {
  int n = 0, translated = 0;
  for (const char* folder : {"tests", "rules", "examples", "bench"}) {
    for (const auto& path : packs_below(source_dir() / folder)) {
      INFO(path);
      CHECK(broken(read_file(path), translated) == "");
      ++n;
    }
  }
  CHECK(n > 300);
  CHECK(translated > 300);
}

TEST_CASE("formatting keeps what the packs on paper say") {
  const char* shared = std::getenv("TRIPLINE_SHARED");
  const auto drafts =
      (shared != nullptr ? std::filesystem::path(shared) : source_dir() / ".." / "shared") / "domain" / "drafts";
  if (!std::filesystem::exists(drafts)) {
    std::cout << "skipped: no packs on paper at " << drafts << " (set TRIPLINE_SHARED)\n";
    return;
  }
  int translated = 0;
  for (const auto& path : packs_below(drafts)) {
    INFO(path);
    CHECK(broken(read_file(path), translated) == "");
  }
}

TEST_CASE("formatting keeps every text of the grammar's corpus") {
  std::istringstream in(read_file(source_dir() / "tests" / "grammar" / "corpus" / "packs.txt"));
  std::string line, text;
  bool accepted = false;
  int n = 0, translated = 0;
  const auto finish = [&] {
    if (!accepted) return;
    INFO(text);
    CHECK(broken(text, translated) == "");
    ++n;
  };
  while (std::getline(in, line)) {
    if (line.rfind("=== ", 0) == 0) {
      finish();
      accepted = line != "=== reject";
      text.clear();
    } else {
      text += line + "\n";
    }
  }
  finish();
  CHECK(n > 300);
  CHECK(translated > 100);
}

TEST_CASE("a comment is alone on its line behind blanks of any width") {
  for (const char* blank : {"\x1c", "\xE3\x80\x80", " \t"}) {
    const std::string b = blank;
    const std::string text = b + "# one\n" + b + "## said\nlimit r {" + b + "on S" + b + "# two\n" + b + "# three\n}\n";
    core::SourceSet sources;
    const auto made = dsl::format_pack(sources, {sources.add("pack.trip", text)}, std::nullopt).front();
    CHECK(made.text == "# one\n## said\nlimit r {\n  on S  # two\n  # three\n}\n");
  }
}

// Every place at which a comment may stand, and every two that are neighbours.
TEST_CASE("a comment anywhere stays a comment, and documentation what it documents") {
  const std::string_view packs[] = {
      "pack p 1.0.0 { title \"t\" lateness 2 s } signal Motion from \"x\" { lisp : position stale after 5 s }",
      "signal S { a : one of ( b , c ) } event E { k : text key } event D = S when a == b",
      "table T from \"t.csv\" { k : text key v : m } curve c ( m ) : s { 1 : 2 , 3 : 4 } levels a < b",
      "limit r { on S when x and y require v <= 3 grace 2 s } let q = S . v",
      "scenario \"s\" { E { k : \"V\" , v : 1 } at 1 s repeat 2 times every 1 s { E { } } expect r violated }",
      "状态 甲 ｛ 键名 ： 文本 主体 ｝ 红线 乙 { 对 甲 禁止 是 }"};
  const std::string_view comments[] = {
      " ##\n", " ## a\n", "\n## a\n", "\n\n## a \t\n\n", "\n# a\n", " # a\n", "\n## a\n\xE3\x80\x80\n"};
  int read = 0, translated = 0;
  for (const std::string_view pack : packs) {
    std::vector<std::string> tokens;
    std::istringstream in{std::string(pack)};
    for (std::string token; in >> token;) tokens.push_back(token);
    for (std::size_t at = 0; at <= tokens.size(); ++at) {
      for (const std::string_view one : comments) {
        for (const std::string_view two : comments) {
          std::string text;
          for (std::size_t i = 0; i < tokens.size(); ++i) {
            if (i == at) text += one;
            if (i == at + 1) text += two;
            text += tokens[i] + " ";
          }
          if (at >= tokens.size()) text += one;
          if (at + 1 >= tokens.size()) text += two;
          if (parse_pack(text).diagnostics.empty()) ++read;
          INFO(text);
          REQUIRE(broken(text, translated) == "");
        }
      }
    }
  }
  CHECK(read > 7000);
}

TEST_CASE("what stands behind a brace documents nothing") {
  core::SourceSet sources;
  const auto number = sources.add("pack.trip", "signal Motion from \"x\" { ##;\nlisp: position\n}\n");
  CHECK(dsl::format_pack(sources, {number}, std::nullopt).front().text ==
        "signal Motion from \"x\" {  ##;\n  lisp : position\n}\n");
}

TEST_CASE("formatting keeps random packs") {
  int read = 0, translated = 0;
#ifdef TRIPLINE_HAS_RAPIDCHECK
  const bool held = rc::check("formatting keeps a random pack", [&] {
    // One number chosen by RapidCheck for each choice: what breaks is shrunk to a small pack.
    const auto numbers = *rc::gen::container<std::vector<std::uint32_t>>(400, rc::gen::arbitrary<std::uint32_t>());
    std::size_t next = 0;
    property::RandomPack pack([&](std::uint32_t n) { return next < numbers.size() ? numbers[next++] % n : n - 1; });
    const std::string text = pack.file();
    if (parse_pack(text).diagnostics.empty()) ++read;
    const std::string why = broken(text, translated);
    if (!why.empty()) RC_FAIL(why + "\n=== of\n" + text);
  });
  CHECK(held);
#endif
  std::mt19937 random(20261124);
  for (int i = 0; i < 3000; ++i) {
    property::RandomPack pack([&](std::uint32_t n) { return static_cast<std::uint32_t>(random() % n); });
    const std::string text = pack.file();
    if (parse_pack(text).diagnostics.empty()) ++read;
    const std::string why = broken(text, translated);
    INFO(text);
    REQUIRE(why == "");
  }
  CHECK(read > 1500);
  CHECK(translated > 500);
}
