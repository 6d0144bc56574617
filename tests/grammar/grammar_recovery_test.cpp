// Mistakes: that each is found, where, and what is said.
#include <catch2/catch.hpp>

#include "tests/grammar/parsing.hpp"

using namespace tripline;
using namespace tripline::grammar_test;
using Places = std::vector<std::string>;

TEST_CASE("several mistakes in one rule are all found") {
  const Parsed p = parse_pack(
      "limit a {\n"
      "  on Motion\n"
      "  require speed <=\n"
      "  grace 3 s\n"
      "  severity large\n"
      "  requre x > 3\n"
      "  when a < b < c\n"
      "  tolerate 3 times over 4 h\n"
      "  message: \"hello\"\n"
      "}\n");
  CHECK(p.places() == Places{"E0011@3:19", "E0010@5:12", "E0022@6:3", "E0013@7:14", "E0028@9:10"});
  REQUIRE(p.file.declarations.size() == 1);
  const auto& rule = std::get<dsl::ast::Rule>(p.file.declarations[0].body);
  CHECK(rule.clauses.size() == 3);  // what could be read is there: on, grace, tolerate
}

TEST_CASE("a missing operand is missing at the end of its line") {
  const Parsed p = parse_pack("limit l { require speed <=\n grace 3 s }");
  CHECK(p.places() == Places{"E0011@1:27"});
  CHECK(p.diagnostics[0].primary.at.begin == p.diagnostics[0].primary.at.end);
  CHECK(parse_pack("limit l {\n when a and\n unless b\n}").places() == Places{"E0011@2:12"});
  CHECK(parse_pack("let x = a +\nlet y = b").places() == Places{"E0011@1:12"});
  // A word that begins its line is an operand where it can be nothing else.
  CHECK(parse_pack("limit l {\n when a and\n area == 3\n}").diagnostics.empty());
}

TEST_CASE("mistakes in several declarations are all found") {
  const Parsed p = parse_pack(
      "param p : km/h =\n"
      "levels a < b\n"
      "limti foo {\n  require x < 3 foo\n  grace 10 seconds\n}\n"
      "signal S {\n  over : km/h\n  y : kmh/h\n  stale 5 s\n  w : text keyy\n}\n"
      "let z == 3\n"
      "stages a < b\n"
      "title \"x\"\n"
      "duty d {\n  expect B within 5 weeks\n}\n");
  CHECK(p.places() == Places{"E0011@1:17", "E0021@3:1", "E0012@4:17", "E0012@5:12", "E0009@8:3", "E0010@9:10",
                             "E0010@11:16", "E0015@13:7", "E0021@15:1", "E0012@17:21"});
}

TEST_CASE("braces") {
  const Parsed p = parse_pack("limit a {\n  require x < 3\n\nlimit b { on M }\n");
  REQUIRE(p.places() == Places{"E0018@2:16"});
  REQUIRE(p.diagnostics[0].secondary.size() == 1);
  CHECK(p.text(p.diagnostics[0].secondary[0].at) == "{");
  CHECK(p.file.declarations.size() == 2);
  CHECK(parse_pack("limit a { on M").places() == Places{"E0018@1:15"});
  CHECK(parse_pack("limit a { on M } }\nlimit b { on M }").places() == Places{"E0019@1:18"});
  CHECK(parse_pack("scenario \"s\" { repeat 3 times every 1 s { A { } }").places() == Places{"E0018@1:50"});
  const Parsed closer = parse_pack("limit a { require (x or y }");
  REQUIRE(closer.places() == Places{"E0024@1:27"});
  CHECK(closer.text(closer.diagnostics[0].secondary[0].at) == "(");
  // A head with a mistake still has its clauses read.
  CHECK(parse_pack("limit core speed {\n  require x <\n  grace 3 s\n}").places() == Places{"E0010@1:12", "E0011@2:14"});
  CHECK(parse_pack("limit core\n  require x <\n  grace 3 s\n}").places() == Places{"E0010@1:11", "E0011@2:14"});
}

TEST_CASE("what authors trip over has a message of its own") {
  const auto code = [](std::string_view clause) {
    const Parsed p = parse_pack("limit r {\n  " + std::string(clause) + "\n}");
    return p.diagnostics.empty() ? std::string() : p.diagnostics[0].code;
  };
  const auto help = [](std::string_view clause) {
    const Parsed p = parse_pack("limit r {\n  " + std::string(clause) + "\n}");
    return p.diagnostics.empty() ? std::string() : p.diagnostics[0].help.in(core::Language::en);
  };
  CHECK(code("require over > 3") == "E0009");
  CHECK_THAT(parse_pack("signal S { for : text }").diagnostics.at(0).help.in(core::Language::en),
             Catch::Contains("for_ : TYPE from \"for\""));
  CHECK(code("require x <= 3 meters") == "E0012");
  CHECK_THAT(help("require x <= 3 meters"), Catch::Contains("3 m"));
  CHECK_THAT(help("require x <= 10 percent"), Catch::Contains("10%"));
  CHECK_THAT(help("require x <= 5 kmh"), Catch::Contains("5 km/h"));
  CHECK_THAT(help("grace 10 seconds"), Catch::Contains("10 s"));
  CHECK(code("require x <= 4 m / s") == "");
  CHECK(code("require a < b < c") == "E0013");
  CHECK(code("require if a then b") == "E0014");
  CHECK(code("require a = 3") == "E0015");
  CHECK(code("require a && b") == "E0016");
  CHECK(code("require a || b") == "E0016");
  CHECK(code("require !a") == "E0016");
  CHECK(code("require a <> 3") == "E0016");
  CHECK(code("require a is 3") == "E0016");
  CHECK(code("require a > .5") == "E0017");
  CHECK(code("require a > 5.") == "E0017");
  CHECK(code("require a > 1,000") == "E0017");
  CHECK(code("require a > 1_000") == "E0017");
  CHECK(code("require （a）") == "E0020");
  CHECK_THAT(help("require a，b"), Catch::Contains("`,`"));
  CHECK_THAT(help("require a ≦ b"), Catch::Contains("`<=`"));
  CHECK(code("require a ≤ b and b ≠ c and c ≥ d") == "");
  CHECK_THAT(help("message “x”"), Catch::Contains("`\"`"));
  CHECK(code("require a;") == "E0023");
  CHECK(code("require a == 'x'") == "E0023");
  CHECK(code("require a // what is asked") == "E0023");
  CHECK(code("require a /* what is asked") == "E0023");
  CHECK(code("effective 2026-3-1 ..") == "E0025");
  CHECK(code("effective 2026-03-01T8:00 ..") == "E0025");
  CHECK(code("require count(X) since E where a > 3") == "E0026");
  CHECK(code("require a for 3 s") == "E0027");
  CHECK(code("expect B within 5 d") == "");  // the checker's
  CHECK(code("message \"x") == "E0007");
  CHECK(code("message \"\\d\"") == "E0008");
  CHECK_THAT(help("tolerate 30 s over 24 h"), Catch::Contains("duration(C)"));
  CHECK_THAT(help("require a not in (b)"), Catch::Contains("not (x in (a, b))"));
}

TEST_CASE("messages name what was expected and what was found") {
  CHECK(parse_pack("limit r { during a b }").first() == "E0010 expected `,`, a clause or `}` after `a`, found `b`");
  CHECK(parse_expr("x <= )").first() == "E0011 expected an expression after `<=`, found `)`");
  CHECK(parse_pack("limit 3 { }").first() == "E0010 expected a name after `limit`, found `3`");
  CHECK(parse_expr("f(a").first() == "E0024 expected `,` or `)` after `a`, found the end of the file");
}
