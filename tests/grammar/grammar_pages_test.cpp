// Each code has a page in docs/errors/ whose first example is wrong in that way and whose second is right; and packs written on
// paper for an earlier form of the language are read to their ends.
#include <catch2/catch.hpp>
#include <iostream>
#include <set>

#include "tests/grammar/parsing.hpp"

using namespace tripline;
using namespace tripline::grammar_test;
namespace fs = std::filesystem;

namespace {

std::set<std::string> codes_in_sources() {
  std::set<std::string> codes;
  for (const auto& entry : fs::directory_iterator(source_dir() / "dsl" / "grammar")) {
    const std::string text = read_file(entry.path());
    for (std::size_t at = text.find("\"E00"); at != std::string::npos; at = text.find("\"E00", at + 1))
      codes.insert(text.substr(at + 1, 5));
  }
  return codes;
}

std::vector<std::string> examples(const std::string& page) {
  std::vector<std::string> out;
  const std::string fence = "```trip\n";
  for (std::size_t at = page.find(fence); at != std::string::npos; at = page.find(fence, at)) {
    at += fence.size();
    out.push_back(page.substr(at, page.find("```", at) - at));
  }
  return out;
}

}  // namespace

TEST_CASE("each code of the grammar has a page with examples that are so") {
  const std::set<std::string> codes = codes_in_sources();
  CHECK(codes.size() == 29);
  for (const std::string& code : codes) {
    INFO(code);
    const std::string page = read_file(source_dir() / "docs" / "errors" / (code + ".md"));
    CHECK(page.rfind("# " + code + ": ", 0) == 0);
    const auto trip = examples(page);
    if (code == "E0001" || code == "E0002" || code == "E0005" || code == "E0006") continue;  // too long to show
    REQUIRE(trip.size() == 2);
    const Parsed wrong = parse_pack(trip[0]);
    REQUIRE_FALSE(wrong.diagnostics.empty());
    CHECK(wrong.diagnostics[0].code == code);
    CHECK(parse_pack(trip[1]).first().empty());
  }
}

TEST_CASE("packs on paper are read to their ends") {
  const char* shared = std::getenv("TRIPLINE_SHARED");
  const fs::path drafts = (shared != nullptr ? fs::path(shared) : source_dir() / ".." / "shared") / "domain" / "drafts";
  if (!fs::exists(drafts)) {
    std::cout << "skipped: no packs on paper at " << drafts << "\n";
    return;
  }
  std::size_t n = 0;
  for (const auto& entry : fs::directory_iterator(drafts)) {
    if (entry.path().extension() != ".trip") continue;
    ++n;
    INFO(entry.path());
    const Parsed p = parse_pack(read_file(entry.path()));
    CHECK(p.diagnostics.size() < 5);
    for (const auto& d : p.diagnostics) CHECK_FALSE(d.message.empty());
    CHECK((!p.file.declarations.empty() || !p.diagnostics.empty()));
  }
  CHECK(n > 0);
}
