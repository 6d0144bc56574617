#include "core/diagnostic.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace tripline::core;

namespace {

// The range of the nth occurrence of `what` in file `file`.
Range at(const SourceSet& sources, std::uint32_t file, std::string_view what, int nth = 0) {
  std::size_t place = sources.file(file).text.find(what);
  for (; nth > 0; --nth) place = sources.file(file).text.find(what, place + 1);
  REQUIRE(place != std::string::npos);
  return {file, static_cast<std::uint32_t>(place), static_cast<std::uint32_t>(place + what.size())};
}

}  // namespace

TEST_CASE("a diagnostic in Chinese: headings, marks and lines of help stand where they belong") {
  SourceSet sources;
  sources.add("限速.trip", "限值 超速 { 应当 速度 <= 四十 }\n");
  Diagnostic d;
  d.code = "E0203";
  d.message = {"these do not measure the same thing", "两者不是同一种量"};
  d.primary = {at(sources, 0, "四十"), {"this is a length", "这是长度"}};
  d.secondary = {{at(sources, 0, "速度"), {"this is a speed", "这是速度"}}};
  d.help = {"one\ntwo", "请写 40 公里/小时\n或 11 米每秒"};
  CHECK(render(d, sources, Language::zh) ==
        "错误 E0203：两者不是同一种量\n"
        " --> 限速.trip:1:18\n"
        "  |\n"
        "1 | 限值 超速 { 应当 速度 <= 四十 }\n"
        "  |                  ----    ^^^^ 这是长度\n"
        "  |                  |\n"
        "  |                  这是速度\n"
        "建议：请写 40 公里/小时\n"
        "      或 11 米每秒\n");
  d.severity = Severity::warning;
  CHECK(render(d, sources, Language::zh).starts_with("警告 E0203："));
  d.severity = Severity::note;
  CHECK(render(d, sources, Language::zh).starts_with("提示 E0203："));
}

TEST_CASE("the example of the language reference") {
  SourceSet sources;
  sources.add("driverless.trip", std::string(57, '\n') + "  require  speed <= 40 m\n");
  Diagnostic d;
  d.code = "E0203";
  d.message = {"these do not measure the same thing", "these do not measure the same thing"};
  d.primary = {at(sources, 0, "40 m"), {"this is a length (m)", "this is a length (m)"}};
  d.secondary = {{at(sources, 0, "speed"), {"this is a speed (km/h)", "this is a speed (km/h)"}}};
  d.help = {"a speed limit is written 40 km/h or 40 m/s", "a speed limit is written 40 km/h or 40 m/s"};
  CHECK(render(d, sources) ==
        "error E0203: these do not measure the same thing\n"
        "  --> driverless.trip:58:21\n"
        "   |\n"
        "58 |   require  speed <= 40 m\n"
        "   |            -----    ^^^^ this is a length (m)\n"
        "   |            |\n"
        "   |            this is a speed (km/h)\n"
        "help: a speed limit is written 40 km/h or 40 m/s\n");
}

TEST_CASE("carets stand under wide characters and tabs") {
  SourceSet sources;
  sources.add("规则.trip", "红线 超速 {\n\t要求 速度 <= 四十\n}\n");
  Diagnostic d;
  d.code = "E0104";
  d.message = {"a number is missing here", "a number is missing here"};
  d.primary = {at(sources, 0, "四十"), {"not a number", "not a number"}};
  d.secondary = {{at(sources, 0, "速度"), {"this is 速度", "this is 速度"}},
                 {at(sources, 0, "超速"), {"in this rule", "in this rule"}}};
  CHECK(render(d, sources) ==
        "error E0104: a number is missing here\n"
        " --> 规则.trip:2:11\n"
        "  |\n"
        "1 | 红线 超速 {\n"
        "  |      ---- in this rule\n"
        "2 |     要求 速度 <= 四十\n"
        "  |          ----    ^^^^ not a number\n"
        "  |          |\n"
        "  |          this is 速度\n");
}

TEST_CASE("several texts on one line, the rightmost first") {
  SourceSet sources;
  sources.add("a.trip", "one two three\n");
  Diagnostic d;
  d.severity = Severity::warning;
  d.code = "W0001";
  d.message = {"m", "m"};
  d.primary = {at(sources, 0, "one"), {"first", "first"}};
  d.secondary = {{at(sources, 0, "two"), {"second", "second"}}, {at(sources, 0, "three"), {"third", "third"}}};
  CHECK(render(d, sources) ==
        "warning W0001: m\n"
        " --> a.trip:1:1\n"
        "  |\n"
        "1 | one two three\n"
        "  | ^^^ --- ----- third\n"
        "  | |   |\n"
        "  | |   second\n"
        "  | first\n");
  d.primary.text = {};
  d.secondary[1].text = {};
  CHECK(render(d, sources) ==
        "warning W0001: m\n"
        " --> a.trip:1:1\n"
        "  |\n"
        "1 | one two three\n"
        "  | ^^^ --- -----\n"
        "  |     |\n"
        "  |     second\n");
}

TEST_CASE("ranges inside one another") {
  SourceSet sources;
  sources.add("a.trip", "a + bb * c\n");
  Diagnostic d;
  d.code = "E0001";
  d.message = {"m", "m"};
  d.primary = {at(sources, 0, "bb"), {"inner", "inner"}};
  d.secondary = {{at(sources, 0, "a + bb * c"), {"outer", "outer"}}};
  CHECK(render(d, sources) ==
        "error E0001: m\n"
        " --> a.trip:1:5\n"
        "  |\n"
        "1 | a + bb * c\n"
        "  | ----^^----\n"
        "  | |   |\n"
        "  | |   inner\n"
        "  | outer\n");
  d.secondary = {{at(sources, 0, "bb"), {"same place", "same place"}}};
  CHECK(render(d, sources) ==
        "error E0001: m\n"
        " --> a.trip:1:5\n"
        "  |\n"
        "1 | a + bb * c\n"
        "  |     ^^ inner\n"
        "  |     |\n"
        "  |     same place\n");
}

TEST_CASE("labels on other lines and in other files have excerpts of their own") {
  SourceSet sources;
  sources.add("a.trip", "alpha\nbeta\ngamma\ndelta\n");
  sources.add("b.trip", "\n\nepsilon");
  Diagnostic d;
  d.severity = Severity::note;
  d.code = "N0001";
  d.message = {"m", "m"};
  d.primary = {at(sources, 0, "delta"), {"here", "here"}};
  d.secondary = {{at(sources, 1, "epsilon"), {"there", "there"}},
                 {at(sources, 0, "alpha"), {}},
                 {at(sources, 0, "gamma"), {"and", "and"}}};
  d.help = {"first line\nsecond line\n", "first line\nsecond line\n"};
  CHECK(render(d, sources) ==
        "note N0001: m\n"
        " --> a.trip:4:1\n"
        "  |\n"
        "1 | alpha\n"
        "  | -----\n"
        "...\n"
        "3 | gamma\n"
        "  | ----- and\n"
        "4 | delta\n"
        "  | ^^^^^ here\n"
        " ::: b.trip:3:1\n"
        "  |\n"
        "3 | epsilon\n"
        "  | ------- there\n"
        "help: first line\n"
        "      second line\n");
}

TEST_CASE("empty ranges, ends of files, ranges over several lines") {
  SourceSet sources;
  sources.add("a.trip", "ab\r\ncd");
  Diagnostic d;
  d.code = "E0001";
  d.message = {"m", "m"};
  d.primary = {{0, 6, 6}, {"more is expected", "more is expected"}};
  CHECK(render(d, sources) ==
        "error E0001: m\n"
        " --> a.trip:2:3\n"
        "  |\n"
        "2 | cd\n"
        "  |   ^ more is expected\n");
  d.primary = {{0, 1, 6}, {}};
  CHECK(render(d, sources) ==
        "error E0001: m\n"
        " --> a.trip:1:2\n"
        "  |\n"
        "1 | ab\n"
        "  |  ^\n");
  d.primary = {{7, 0, 0}, {}};
  d.help = {"h", "h"};
  CHECK(render(d, sources) == "error E0001: m\nhelp: h\n");
}

TEST_CASE("a long line is shown as a stretch round what is marked") {
  SourceSet sources;
  std::string line = "start " + std::string(300, 'a') + " mark " + std::string(5000, 'b');
  sources.add("a.trip", line + "\n");
  Diagnostic d;
  d.code = "E0001";
  d.message = {"m", "m"};
  d.primary = {at(sources, 0, "mark"), {"here", "here"}};
  CHECK(render(d, sources) == "error E0001: m\n --> a.trip:1:308\n  |\n1 | …" + std::string(39, 'a') + " mark " +
                                  std::string(75, 'b') + "…\n  | " + std::string(41, ' ') + "^^^^ here\n");
  d.secondary = {{at(sources, 0, "start"), {"far left", "far left"}}};
  CHECK(render(d, sources).find("\n  | -" + std::string(40, ' ') + "^^^^ here\n  | |\n  | far left\n") !=
        std::string::npos);
  // At its two ends, and with characters of two columns.
  d.secondary.clear();
  d.primary = {at(sources, 0, "start"), {}};
  CHECK(render(d, sources).find("\n1 | start aaa") != std::string::npos);
  d.primary.at = {0, static_cast<std::uint32_t>(line.size()), static_cast<std::uint32_t>(line.size())};
  CHECK(render(d, sources).find("1 | …" + std::string(40, 'b') + "\n  | " + std::string(41, ' ') + "^\n") !=
        std::string::npos);
  std::string wide;
  for (int i = 0; i < 300; ++i) wide += "限";
  sources.add("b.trip", wide + "x" + wide);
  d.primary = {at(sources, 1, "x"), {}};
  CHECK(render(d, sources).find("\n  | " + std::string(41, ' ') + "^\n") != std::string::npos);
}

TEST_CASE("many mistakes on one line of megabytes are placed and rendered at once") {
  SourceSet sources;
  std::string text;
  while (text.size() < 8'000'000) text += "é speed <= 40 ";
  sources.add("a.trip", text);
  CHECK(sources.place(0, static_cast<std::uint32_t>(text.size())).column == text.size() / 15 * 14 + 1);
  Diagnostic d;
  d.code = "E0001";
  std::size_t bytes = 0;
  for (std::uint32_t i = 1; i <= 10'000; ++i) {
    d.primary.at = {0, i * 750, i * 750 + 2};
    CHECK(sources.place(0, i * 750).column == i * 700 + 1);
    bytes += render(d, sources).size();
  }
  CHECK(bytes < 10'000 * 500);
}

TEST_CASE("a file without text has no line to show") {
  SourceSet sources;
  sources.add("no/such.trip", "");
  Diagnostic d;
  d.code = "E0101";
  d.message = {"m", "m"};
  CHECK(render(d, sources) == "error E0101: m\n --> no/such.trip\n");
}

TEST_CASE("control characters of a source do not reach the terminal") {
  SourceSet sources;
  sources.add("a.trip", "x\033[31m y");
  Diagnostic d;
  d.code = "E0001";
  d.message = {"m", "m"};
  d.primary = {at(sources, 0, "y"), {}};
  CHECK(render(d, sources, Language::en, true).find("\033[1;31merror E0001") != std::string::npos);
  CHECK(render(d, sources).find('\033') == std::string::npos);
  sources.add("b\n\033.trip", "a \033\u202e speed");
  d.primary = {at(sources, 1, "speed"), {"\a", "\a"}};
  d.message = {"`\033`", "`\033`"};
  d.help = {"one\ntwo\r", "one\ntwo\r"};
  CHECK(render(d, sources) ==
        "error E0001: `\\u001b`\n"
        " --> b\\u000a\\u001b.trip:1:6\n"
        "  |\n"
        "1 | a \\u001b\\u202e speed\n"
        "  |                ^^^^^ \\u0007\n"
        "help: one\n"
        "      two\\u000d\n");
}

TEST_CASE("diagnostics in reading order, without repetitions") {
  const auto make = [](std::uint32_t file, std::uint32_t begin, const char* code, Severity s = Severity::warning) {
    Diagnostic d;
    d.severity = s;
    d.code = code;
    d.primary.at = {file, begin, begin + 1};
    return d;
  };
  Diagnostics all = {make(1, 0, "E2"), make(0, 9, "E1"), make(0, 5, "E9"), make(0, 5, "E1"), make(0, 9, "E1")};
  CHECK_FALSE(has_errors(all));
  all.push_back(make(0, 9, "E1", Severity::error));
  CHECK(has_errors(all));
  sort_and_unique(all);
  REQUIRE(all.size() == 5);
  CHECK(all[0].code == "E1");
  CHECK(all[1].code == "E9");
  CHECK(all[2].severity == Severity::error);
  CHECK(all[4].primary.at.file == 1);
}
