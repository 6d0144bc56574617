#include "core/record.hpp"

#include <catch2/catch.hpp>
#include <limits>

namespace tripline::core {
namespace {

std::string text_of(Draft& d) {
  std::string out;
  d.write(out);
  return out;
}

TEST_CASE("members stand in canonical order, whatever order they came in") {
  Draft d;
  d.set("rule_kind", "duty").set("at", "x").set("rule", "r").set("kind", "k").set("because", "b").set("rules", 1);
  CHECK(text_of(d) == R"({"at":"x","because":"b","kind":"k","rule":"r","rule_kind":"duty","rules":1})");
}

TEST_CASE("names that share their first eight characters are told apart") {
  Draft d;
  d.set("open_episodes", 3).set("open_epic", 2).set("open_epi", 1);
  CHECK(text_of(d) == R"({"open_epi":1,"open_epic":2,"open_episodes":3})");
}

TEST_CASE("values of every kind are written as Json writes them") {
  Draft d;
  d.set("text", std::string("a\"\n位")).set("yes", true).set("no", false).set("half", 0.5);
  d.set("count", std::uint64_t{1} << 53U).set("list", Json().push(1).push("x")).set_time("when", 1'500'000'000);
  d.set_written("written", "[1,2]");
  Json j;
  j.set("text", "a\"\n位").set("yes", true).set("no", false).set("half", 0.5).set("count", std::uint64_t{1} << 53U);
  j.set("list", Json().push(1).push("x"))
      .set("when", print_rfc3339(1'500'000'000))
      .set("written", Json().push(1).push(2));
  CHECK(text_of(d) == j.canonical());
}

TEST_CASE("a member can be asked for, replaced and added after writing") {
  Draft d;
  d.set("b", "long").set("c", 1);
  CHECK(text_of(d) == R"({"b":"long","c":1})");
  CHECK(d.value("b") == R"("long")");
  CHECK(d.value("a").empty());
  CHECK(d.replace("b", "short"));
  CHECK_FALSE(d.replace("x", "short"));
  CHECK(d.replace_written("c", "[2]"));
  CHECK_FALSE(d.replace_written("x", "[2]"));
  d.set("a", 0);
  CHECK(text_of(d) == R"({"a":0,"b":"short","c":[2]})");
}

TEST_CASE("a draft can be used again") {
  Draft d;
  CHECK(text_of(d) == "{}");
  d.set("a", 1);
  d.clear();
  CHECK(text_of(d) == "{}");
  d.set("b", 2);
  CHECK(text_of(d) == R"({"b":2})");
}

}  // namespace
}  // namespace tripline::core
