// Texts with the verdict of the language's grammar: corpus/*.txt. "accept" and "reject" are the grammar's; "checker" marks what it
// rejects and this parser accepts, because every rule takes the union of clauses (L11).
#include <catch2/catch.hpp>

#include "tests/grammar/parsing.hpp"

using namespace tripline::grammar_test;

namespace {

std::filesystem::path corpus() { return source_dir() / "tests" / "grammar" / "corpus"; }

bool accepted(const std::string& kind, const std::string& text) {
  const Parsed p = kind == "expr" ? parse_expr(text) : parse_pack(text);
  if (kind == "expr") CHECK((p.expr != nullptr) == p.diagnostics.empty());
  for (const auto& d : p.diagnostics) {
    CHECK(d.code.size() == 5);
    CHECK_FALSE(d.message.empty());
    CHECK(d.primary.at.begin <= d.primary.at.end);
    CHECK(d.primary.at.end <= text.size());
  }
  return p.diagnostics.empty();
}

void check_texts(const std::string& file, const std::string& kind, std::size_t least) {
  std::istringstream in(read_file(corpus() / file));
  std::string line;
  std::string verdict;
  std::string text;
  std::size_t n = 0;
  const auto finish = [&] {
    if (verdict.empty()) return;
    ++n;
    INFO(file << ": " << verdict << "\n" << text);
    CHECK(accepted(kind, text) == (verdict != "reject"));
  };
  while (std::getline(in, line)) {
    if (line.rfind("=== ", 0) == 0) {
      finish();
      verdict = line.substr(4);
      text.clear();
    } else {
      text += (text.empty() ? "" : "\n") + line;
    }
  }
  finish();
  CHECK(n >= least);
}

}  // namespace

TEST_CASE("expressions have the grammar's verdict") { check_texts("expressions.txt", "expr", 600); }

TEST_CASE("declarations have the grammar's verdict") { check_texts("packs.txt", "pack", 900); }

TEST_CASE("the sample pack and its mutants have the grammar's verdict") {
  const std::string pack = read_file(corpus() / "pack.trip");
  const Parsed sample = parse_pack(pack);
  CHECK(sample.first().empty());
  CHECK(sample.file.declarations.size() == 26);
  std::istringstream in(read_file(corpus() / "pack_mutants.txt"));
  std::size_t n = 0;
  for (std::string line; std::getline(in, line); ++n) {
    std::istringstream fields(line);
    std::string verdict;
    std::string put;
    std::size_t begin = 0;
    std::size_t end = 0;
    fields >> verdict >> begin >> end;
    fields.get();
    std::getline(fields, put);
    for (std::size_t at = put.find("\\n"); at != std::string::npos; at = put.find("\\n")) put.replace(at, 2, "\n");
    INFO(line);
    CHECK(accepted("pack", pack.substr(0, begin) + put + pack.substr(end)) == (verdict != "reject"));
  }
  CHECK(n == 500);
}
