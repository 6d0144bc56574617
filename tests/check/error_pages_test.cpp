// Every code has a page, and the examples on it say what it says.
#include <catch2/catch.hpp>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "tests/check/checking.hpp"

namespace fs = std::filesystem;
using namespace tripline;
using namespace tripline::check_test;

namespace {

fs::path source_folder() {
#ifdef TRIPLINE_SOURCE_DIR
  return TRIPLINE_SOURCE_DIR;
#else
  return fs::current_path();
#endif
}

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

struct Page {
  List packs;  // wrong, right
  Data data;
};

Page page(const fs::path& path) {
  Page out;
  std::istringstream in(read(path));
  std::string line, info, body;
  bool inside = false;
  while (std::getline(in, line)) {
    if (line.rfind("```", 0) != 0) {
      if (inside) body += line + "\n";
      continue;
    }
    if (inside && info == "trip") out.packs.push_back(body);
    const std::size_t blank = info.find(' ');
    if (inside && blank != std::string::npos) out.data[info.substr(blank + 1)] = body;
    inside = !inside;
    info = line.substr(3);
    body.clear();
  }
  return out;
}

// Diagnostics begin with what the page says; the text stands behind the common pack, in one file.
dsl::Compiled try_example(const std::string& text, const Page& p, const Page& common) {
  Data data = p.data;
  data.insert(common.data.begin(), common.data.end());
  const bool alone = std::regex_search(text, std::regex("(^|\n)(pack |# pack)"));
  return compile_alone(alone ? text : common.packs.at(0) + text, data);
}

}  // namespace

TEST_CASE("the examples on the pages of the diagnostics") {
  const fs::path folder = source_folder() / "docs/errors";
  const Page common = page(folder / "README.md");
  REQUIRE(common.packs.size() == 1);
  CHECK(rendered(compile_alone(common.packs[0], common.data)).empty());
  std::size_t tried = 0;
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files) {
    const std::string code = file.stem().string();
    if (code.size() != 5 || code[0] != 'E' || code.rfind("E00", 0) == 0) continue;
    const Page p = page(file);
    if (p.packs.empty()) continue;
    INFO(code);
    REQUIRE(p.packs.size() == 2);
    const dsl::Compiled wrong = try_example(p.packs[0], p, common);
    INFO(rendered(wrong));
    std::set<std::string> said;
    for (const std::string& c : codes(wrong, true)) said.insert(c);
    CHECK(said == std::set<std::string>{code});
    const dsl::Compiled right = try_example(p.packs[1], p, common);
    INFO(rendered(right));
    CHECK(codes(right).empty());
    ++tried;
  }
  CHECK(tried > 80);
}

TEST_CASE("every code that the checker can say has a page, and every page a code") {
  std::set<std::string> said, pages;
  const std::regex quoted_code("\"(E(0[1-9]|10)[0-9]{2})\"");
  for (const auto& entry : fs::directory_iterator(source_folder() / "dsl/check")) {
    const std::string text = read(entry.path());
    for (std::sregex_iterator it(text.begin(), text.end(), quoted_code), end; it != end; ++it) said.insert((*it)[1]);
  }
  for (const auto& entry : fs::directory_iterator(source_folder() / "docs/errors")) {
    const std::string code = entry.path().stem().string();
    if (std::regex_match(code, std::regex("E(0[1-9]|10)[0-9]{2}"))) pages.insert(code);
  }
  CHECK(said == pages);
}
