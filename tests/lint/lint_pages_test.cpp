// Every lint has a page, and the examples on it say what it says.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "dsl/lint/catalogue.hpp"
#include "tests/lint/linting.hpp"

namespace fs = std::filesystem;
using namespace tripline;
using namespace tripline::lint_test;

namespace {

List examples(const fs::path& path) {
  List out;
  std::ifstream in(path, std::ios::binary);
  std::string line, body;
  bool inside = false;
  while (std::getline(in, line)) {
    if (line.rfind("```", 0) == 0) {
      if (inside) out.push_back(body);
      inside = !inside;
      body.clear();
    } else if (inside) {
      body += line + "\n";
    }
  }
  return out;
}

}  // namespace

TEST_CASE("the examples on the pages of the lints") {
  const fs::path folder = fs::path(TRIPLINE_SOURCE_DIR) / "docs/errors";
  std::set<std::string> pages, codes_known;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string code = entry.path().stem().string();
    if (code[0] == 'L') pages.insert(code);
  }
  for (const dsl::lint::Lint& lint : dsl::lint::kLints) {
    const std::string code(lint.code);
    INFO(code);
    codes_known.insert(code);
    const List texts = examples(folder / (code + ".md"));
    REQUIRE(texts.size() == 2);
    const Linted wrong = lint_of(texts[0]), right = lint_of(texts[1]);
    INFO(shown(wrong));
    INFO(shown(right));
    CHECK(codes(wrong) == List{code});
    for (const auto& d : wrong.found) CHECK(d.severity == lint.severity);
    CHECK(codes(right).empty());
    std::ifstream in(folder / (code + ".md"));
    std::string title;
    std::getline(in, title);
    CHECK(title ==
          "# " + code + ": " + std::string(lint.about) + (lint.severity == core::Severity::note ? " (note)" : ""));
  }
  CHECK(pages == codes_known);
}
