// What `tripline diff` says of pairs of packs, in text: every folder of tests/diff/ is an old pack, a new one and the report. Where UPDATE_EXPECTED is set
// in the environment the reports are written anew, to be read before they are kept.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "cli/diff_report.hpp"

using namespace tripline;
namespace fs = std::filesystem;
using dsl::diff::Verdict;

namespace {

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

dsl::Compiled pack(const fs::path& folder, const char* which) {
  const fs::path file = folder / (std::string(which) + ".trip");
  dsl::Compiled compiled = dsl::compile_path((fs::exists(file) ? file : folder / which).string());
  std::string problems;
  for (const auto& d : compiled.diagnostics) {
    if (d.severity == core::Severity::error) problems += core::render(d, *compiled.sources);
  }
  INFO(problems);
  REQUIRE(compiled.pack != nullptr);
  return compiled;
}

std::string report(const dsl::Compiled& old, const dsl::Compiled& now, core::Language language) {
  const dsl::diff::PackDiff d = dsl::diff::compare(old, now);
  const cli::DiffFacts facts{old.pack.get(), now.pack.get(), &d, nullptr, false};
  (void)cli::diff_json(facts, language).canonical();
  return cli::diff_report(facts, language, {});
}

Verdict turned(Verdict v) {
  switch (v) {
    case Verdict::added: return Verdict::removed;
    case Verdict::removed: return Verdict::added;
    case Verdict::tightened: return Verdict::loosened;
    case Verdict::loosened: return Verdict::tightened;
    case Verdict::changed:
    case Verdict::renamed:
    case Verdict::same: break;
  }
  return v;
}

std::set<std::pair<std::string, Verdict>> verdicts(const dsl::diff::PackDiff& d, bool turn) {
  std::set<std::pair<std::string, Verdict>> out;
  for (const dsl::diff::RuleDiff& r : d.rules)
    out.emplace(turn && !r.old_name.empty() ? r.old_name : r.name(), turn ? turned(r.verdict) : r.verdict);
  return out;
}

std::vector<fs::path> cases() {
  std::vector<fs::path> all;
  for (const auto& entry : fs::directory_iterator(fs::path(TRIPLINE_SOURCE_DIR) / "tests" / "diff"))
    if (entry.is_directory()) all.push_back(entry.path());
  std::sort(all.begin(), all.end());
  return all;
}

}  // namespace

TEST_CASE("pairs of packs are compared as their reports say", "[diff]") {
  const auto all = cases();
  CHECK(all.size() >= 100);
  for (const fs::path& folder : all) {
    INFO(folder.filename().string());
    const dsl::Compiled old = pack(folder, "old"), now = pack(folder, "new");
    const std::string said = report(old, now, core::Language::en);
    if (std::getenv("UPDATE_EXPECTED") != nullptr) std::ofstream(folder / "expected.txt", std::ios::binary) << said;
    CHECK(said == read(folder / "expected.txt"));
  }
}

TEST_CASE("turned round, what was tightened is loosened and what was added is gone", "[diff]") {
  for (const fs::path& folder : cases()) {
    INFO(folder.filename().string());
    const dsl::Compiled old = pack(folder, "old"), now = pack(folder, "new");
    const auto there = dsl::diff::compare(old, now), back = dsl::diff::compare(now, old);
    CHECK(verdicts(there, true) == verdicts(back, false));
    CHECK(there.same() == back.same());
    CHECK(dsl::diff::compare(old, old).same());
    CHECK(dsl::diff::compare(now, now).same());
  }
}

TEST_CASE("a report in Chinese has no English sentence in it", "[diff]") {
  const char* const kEnglish[] = {"tightened", "loosened", "changed", "unchanged",  " tighter",        " looser",
                                  "nothing",   "could",    "through", "every rule", "what rules share"};
  for (const fs::path& folder : cases()) {
    const std::string said = report(pack(folder, "old"), pack(folder, "new"), core::Language::zh);
    INFO(folder.filename().string() << "\n" << said);
    for (const char* word : kEnglish) CHECK(said.find(word) == std::string::npos);
  }
}
