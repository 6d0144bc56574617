// What hostile text can do: nothing but be refused.
#include <catch2/catch.hpp>
#include <chrono>

#include "tests/grammar/parsing.hpp"

using namespace tripline;
using namespace tripline::grammar_test;

namespace {

std::string times(std::size_t n, std::string_view text) {
  std::string out;
  out.reserve(n * text.size());
  for (std::size_t i = 0; i < n; ++i) out += text;
  return out;
}

std::vector<std::string> codes(const Parsed& p) {
  std::vector<std::string> out;
  for (const auto& d : p.diagnostics) out.push_back(d.code);
  return out;
}

using Codes = std::vector<std::string>;

}  // namespace

TEST_CASE("nesting is bounded before the stack is") {
  CHECK(parse_expr(times(128, "(") + "a" + times(128, ")")).diagnostics.empty());
  CHECK(codes(parse_expr(times(129, "(") + "a" + times(129, ")"))) == Codes{"E0004"});
  for (const char* deep :
       {"(", "not ", "- ", "[", "{a: ", "f(", "a in (", "a + (", "count(A) since (A where ", "any(x, y: "}) {
    INFO(deep);
    CHECK(codes(parse_expr(times(100'000, deep))) == Codes{"E0004"});
    CHECK(codes(parse_pack("let x = " + times(100'000, deep))) == Codes{"E0004"});
  }
  CHECK(codes(parse_pack("type t = " + times(100'000, "list of "))) == Codes{"E0004"});
  CHECK(codes(parse_pack("scenario \"s\" { " + times(100'000, "repeat 1 times every 1 s { "))).front() == "E0004");
  // After it, reading goes on.
  CHECK(codes(parse_pack("limit l {\n when " + times(1'000, "(") + "\n severity large\n}")) == Codes{"E0004", "E0010"});
}

TEST_CASE("chains are bounded") {
  CHECK(parse_expr("a" + times(999, " and a")).diagnostics.empty());
  for (const char* op : {" and a", " or a", " + a", " * a", " else a", " implies a"}) {
    INFO(op);
    CHECK(codes(parse_expr("a" + times(10'000, op))) == Codes{"E0005"});
  }
  // Chains inside parentheses inside chains do not add up to a tree that cannot be walked.
  std::string text = "a";
  for (int i = 0; i < 100; ++i) text = "(" + text + times(100, " + a") + ")";
  CHECK(codes(parse_expr(text)) == Codes{"E0005"});
}

TEST_CASE("nodes, mistakes and bytes are bounded") {
  CHECK(codes(parse_pack("actions a" + times(1'100'000, ",a"))) == Codes{"E0005"});
  const Parsed many = parse_pack("limit x {\n" + times(5'000, "title x\n") + "}");
  CHECK(many.diagnostics.size() == 1'001);
  CHECK(many.diagnostics.back().code == "E0006");
  CHECK(codes(parse_pack(std::string((std::size_t{16} << 20U) + 1, ' '))) == Codes{"E0001"});
  CHECK(parse_pack(std::string(std::size_t{16} << 20U, ' ')).diagnostics.empty());
  CHECK(codes(parse_pack("let x = 1\nlet \xC3( = 2")) == Codes{"E0002"});
  CHECK(codes(parse_expr("\xFF")) == Codes{"E0002"});
}

TEST_CASE("time grows with the text, not with its nesting") {
  const auto seconds = [](const std::string& text) {
    const auto begin = std::chrono::steady_clock::now();
    parse_pack(text);
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  };
  // Generous, for slow builds on busy machines: these take milliseconds; trying alternatives over again would take years.
  CHECK(seconds("let x = " + times(100, "(") + "a" + times(100, ")")) < 30);
  CHECK(seconds("let x = " + times(100, "(") + "a") < 30);
  CHECK(seconds("let x = " + times(60, "f(a in (")) < 30);
  CHECK(seconds("duty d { expect A where " + times(60, "(a or ") + "b where }") < 30);
  const std::string rule =
      "limit r {\n  on Motion\n  when zone == core\n  require speed <= cap\n  grace 3 s\n  tolerate 3 times over 24 "
      "h\n}\n";
  CHECK(seconds(times(1'000, rule)) < 60);
  CHECK(seconds(times(1'000'000, "}")) < 60);
  CHECK(seconds(times(500'000, "x\n")) < 60);
}

TEST_CASE("any bytes are read without harm") {
  for (int c = 0; c < 256; ++c) {
    const std::string byte(1, static_cast<char>(c));
    parse_pack("limit r { require " + byte + " }");
    parse_pack(byte);
    parse_pack("let x = \"" + byte);
    parse_expr("a" + byte + byte + "b");
  }
  const std::string pack = read_file(source_dir() / "tests" / "grammar" / "corpus" / "pack.trip");
  for (std::size_t n = 0; n < pack.size(); n += 7) CHECK(parse_pack(pack.substr(0, n)).diagnostics.size() < 5);
}
