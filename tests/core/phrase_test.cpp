#include "core/phrase.hpp"

#include <catch2/catch.hpp>

using namespace tripline::core;

namespace {

constexpr Phrase kUses{"{0} uses {1}", "{1}被{0}使用"};
static_assert(kUses.arity() == 2);

}  // namespace

TEST_CASE("a phrase is said in each language, its parts where that language wants them") {
  const Text text(kUses, "`a`", Text(kUses, "`b`", "`c`"));
  CHECK(text.in(Language::en) == "`a` uses `b` uses `c`");
  CHECK(text.in(Language::zh) == "`c`被`b`使用被`a`使用");
}

TEST_CASE("braces that are no holes stand for themselves, also in what fills a hole") {
  constexpr Phrase kShape{"write {key: {0}}", "请写{key: {0}}"};
  CHECK(Text(kShape, "{1}").in(Language::en) == "write {key: {1}}");
  CHECK(Text(kShape, "{1}").in(Language::zh) == "请写{key: {1}}");
}

TEST_CASE("a phrase whose languages have other holes is refused") {
  // As a constant it would not compile; a test can only ask at run time.
  CHECK_THROWS_AS((Phrase{"{0} and {1}", "{0}"}), std::logic_error);
  CHECK_THROWS_AS((Phrase{"nothing", "{0}"}), std::logic_error);
  CHECK_NOTHROW((Phrase{"{0}{0}", "{0}"}));
}

TEST_CASE("a hole without a part is a defect of ours") { CHECK_THROWS_AS(Text(kUses, "one"), std::logic_error); }

// What a diagnostic says is said in every language: the rest does not compile.
static_assert(!std::is_convertible_v<const char*, Said>);
static_assert(!std::is_convertible_v<std::string, Said>);
static_assert(!std::is_constructible_v<Said, std::string>);
static_assert(std::is_convertible_v<Text, Said>);
static_assert(std::is_convertible_v<Phrase, Said>);

TEST_CASE("a sentence is written where it is used") {
  const Said said{"{0} is not a unit of {1}", "{1}的单位中没有{0}", std::string("`knts`"), Text(kUses, "a", "b")};
  CHECK(said.in(Language::en) == "`knts` is not a unit of a uses b");
  CHECK(said.in(Language::zh) == "b被a使用的单位中没有`knts`");
  CHECK(Said{"first here", "首次出现在此处"}.in(Language::zh) == "首次出现在此处");
  CHECK(Said().empty());
}

TEST_CASE("texts are put together and listed in every language") {
  CHECK((Text("a") + Text(kUses, "b", "c")).in(Language::zh) == "ac被b使用");
  CHECK(listed({"a", "b", "c"}, Joint::both).in(Language::en) == "a, b and c");
  CHECK(listed({"a", "b", "c"}, Joint::either).in(Language::zh) == "a、b或c");
  CHECK(listed({"a"}, Joint::both).in(Language::zh) == "a");
  CHECK(listed({}, Joint::both).empty());
}
