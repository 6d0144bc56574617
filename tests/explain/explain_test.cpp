// What `explain` says: the packs of this folder against the texts beside them, and what must hold of every pack.
//
// TRIPLINE_UPDATE=1 in the environment writes the texts anew: read what has changed before it is kept (docs/testing.md).
#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "cli/explain_report.hpp"
#include "dsl/check/compile.hpp"
#include "engine/plan/dump.hpp"
#include "property/generate.hpp"

namespace fs = std::filesystem;
using namespace tripline;
using core::Language;
using dsl::explain::Said;
using dsl::model::Pack;

namespace {

const fs::path kHere = fs::path(TRIPLINE_SOURCE_DIR) / "tests" / "explain";

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

std::vector<fs::path> packs_below(const fs::path& folder) {
  std::vector<fs::path> out;
  for (const auto& d : fs::directory_iterator(folder))
    if (fs::exists(d.path() / "pack.trip")) out.push_back(d.path());
  std::sort(out.begin(), out.end());
  return out;
}

std::shared_ptr<const Pack> compiled(const fs::path& folder) {
  const dsl::Compiled c = dsl::compile_path((folder / "pack.trip").string());
  std::string problems;
  for (const auto& d : c.diagnostics)
    if (d.severity == core::Severity::error) problems += core::render(d, *c.sources);
  INFO(problems);
  REQUIRE(c.pack != nullptr);
  return c.pack;
}

std::string told(const std::shared_ptr<const Pack>& pack, Language language) {
  cli::Surface surface;
  surface.width = 100;
  std::string text = cli::explain_report(cli::explanation(pack, {}), language, surface);
  for (std::size_t i = 0; i < pack->rules.size(); ++i)
    text += "\n\n" + cli::explain_report(cli::explanation(pack, {static_cast<int>(i)}), language, surface);
  return text;
}

// Sizes of types differ between compilers' libraries and builds: figures of memory are held against measurement instead.
std::string without_memory(const std::string& text, const std::string& heading) {
  std::istringstream in(text);
  std::string out;
  bool skipping = false;
  for (std::string line; std::getline(in, line);) {
    if (line == heading) skipping = true;
    if (line.empty()) skipping = false;
    if (!skipping) out += line + "\n";
  }
  return out;
}

void all_texts(const std::vector<Said>& said, std::vector<core::Text>& out) {
  for (const Said& s : said) {
    out.push_back(s.text);
    all_texts(s.parts, out);
  }
}

// What is neither in back-ticks nor quoted: an author's own words are in the author's language.
std::string bare(const std::string& text) {
  static const std::regex kTicked("`[^`]*`"), kQuoted("“(?:(?!”).)*”");
  return std::regex_replace(std::regex_replace(text, kTicked, ""), kQuoted, "");
}

bool has_words(const std::string& text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
}

// Of every rule: nothing empty, no hole left open, Chinese without English words, every field that the program reads named.
void sound(const std::shared_ptr<const Pack>& pack, bool authored) {
  const cli::Explanation e = cli::explanation(pack, {});
  std::vector<core::Text> glance;
  for (const auto& section : e.sections) all_texts(section.items, glance);
  all_texts(e.state, glance);
  static const std::regex kHole("\\{[0-9]\\}");
  const auto check = [&](const core::Text& text, bool free) {
    for (const Language language : core::kAllLanguages) {
      INFO(text.in(language));
      CHECK_FALSE(text.in(language).empty());
      CHECK_FALSE(std::regex_search(bare(text.in(language)), kHole));
    }
    INFO(text.in(Language::zh));
    if (!free) CHECK_FALSE(has_words(bare(text.in(Language::zh))));
  };
  for (const core::Text& text : glance) check(text, authored);
  for (const cli::RuleExplanation& r : e.rules) {
    INFO(r.rule->name);
    std::vector<core::Text> texts = r.time;
    texts.push_back(r.in_one_sentence);
    all_texts(r.says, texts);
    all_texts(r.reads_in_words, texts);
    all_texts(r.state, texts);
    for (const core::Text& text : texts) check(text, authored);
    std::string read;
    std::vector<core::Text> reads;
    all_texts(r.reads_in_words, reads);
    for (const core::Text& text : reads) read += text.in(Language::en) + "\n";
    static const std::regex kField(" field ([^ .]+)\\.([^ ]+) \\(");
    for (const std::string& line : engine::dump(*e.program, {r.order})) {
      std::smatch m;
      if (!std::regex_search(line, m, kField)) continue;
      INFO(line << "\n" << read);
      CHECK(read.find("`" + m[1].str() + "`") != std::string::npos);
      CHECK(read.find("`" + m[2].str() + "`") != std::string::npos);
    }
  }
}

}  // namespace

TEST_CASE("packs are explained as the texts beside them say", "[explain]") {
  const bool update = std::getenv("TRIPLINE_UPDATE") != nullptr;
  for (const fs::path& folder : packs_below(kHere)) {
    DYNAMIC_SECTION(folder.filename().string()) {
      const auto pack = compiled(folder);
      std::string plan;
      for (const std::string& line : engine::dump(*engine::plan(pack))) plan += line + "\n";
      const std::pair<const char*, std::string> texts[] = {
          {"en.txt", without_memory(told(pack, Language::en), "What it keeps in memory")},
          {"zh.txt", without_memory(told(pack, Language::zh), "占用内存")},
          {"plan.txt", plan}};
      for (const auto& [name, text] : texts) {
        if (update) std::ofstream(folder / name, std::ios::binary) << text;
        INFO(name);
        CHECK(read(folder / name) == text);
      }
    }
  }
}

TEST_CASE("the texts show every construct of the language", "[explain]") {
  std::set<std::string> ops, words;
  std::set<int> rules, dues;
  for (const fs::path& folder : packs_below(kHere)) {
    const auto pack = compiled(folder);
    const auto program = engine::plan(pack);
    for (const engine::Node& n : program->nodes) ops.insert(engine::op_word(n.op));
    for (const engine::AggregatePlan& a : program->aggregates) {
      words.insert("aggregate " + std::to_string(static_cast<int>(a.kind)) +
                   (a.elements ? " of elements" : " of time"));
      words.insert("window " + std::to_string(static_cast<int>(a.source->window.kind)));
    }
    for (const dsl::model::Rule& r : pack->rules) {
      rules.insert(static_cast<int>(r.kind));
      if (r.kind == dsl::model::RuleKind::duty) dues.insert(static_cast<int>(r.due.kind));
    }
  }
  for (int op = 0; op <= static_cast<int>(dsl::model::Op::aggregate); ++op) {
    INFO(engine::op_word(static_cast<dsl::model::Op>(op)));
    CHECK(ops.count(engine::op_word(static_cast<dsl::model::Op>(op))) == 1);
  }
  using dsl::model::AggregateKind;
  for (int k = 0; k <= static_cast<int>(AggregateKind::integral); ++k) {
    const auto kind = static_cast<AggregateKind>(k);
    const bool of_time_only = kind == AggregateKind::duration || kind == AggregateKind::integral;
    const bool of_elements_only = kind == AggregateKind::count || kind == AggregateKind::distinct ||
                                  kind == AggregateKind::quantile || kind == AggregateKind::sum;
    INFO("aggregate " << k);
    if (!of_time_only) CHECK(words.count("aggregate " + std::to_string(k) + " of elements") == 1);
    if (!of_elements_only) CHECK(words.count("aggregate " + std::to_string(k) + " of time") == 1);
  }
  for (int w = 0; w <= static_cast<int>(dsl::model::WindowKind::between); ++w) {
    INFO("window " << w);
    CHECK(words.count("window " + std::to_string(w)) == 1);
  }
  CHECK(rules.size() == 6);
  CHECK(dues.size() == static_cast<std::size_t>(dsl::model::DueKind::by_time) + 1);
}

TEST_CASE("every golden pack is explained without a gap", "[explain]") {
  std::size_t explained = 0;
  for (const fs::path& folder : packs_below(fs::path(TRIPLINE_SOURCE_DIR) / "tests" / "golden")) {
    if (fs::exists(folder / "args")) continue;
    INFO(folder);
    sound(compiled(folder), true);
    ++explained;
  }
  CHECK(explained > 250);
}

TEST_CASE("the packs of this folder are explained in Chinese without English words", "[explain]") {
  for (const char* name : {"operators", "windows"}) sound(compiled(kHere / name), false);
}

TEST_CASE("random packs are explained without a gap, in Chinese without English words", "[explain]") {
  std::size_t explained = 0;
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    const auto pack = property::checked(property::random_case(seed));
    if (pack == nullptr) continue;
    INFO("seed " << seed);
    sound(pack, false);
    ++explained;
  }
  CHECK(explained > 200);
}

TEST_CASE("a rule is found by its name, behind its pack's, and a sandbox by its own", "[explain]") {
  const auto pack = compiled(kHere / "whole");
  CHECK(cli::rules_named(*pack, "core_speed").size() == 1);
  CHECK(cli::rules_named(*pack, "driverless.core_speed") == cli::rules_named(*pack, "core_speed"));
  CHECK(cli::rules_named(*pack, "trial_area.hours").size() == 1);
  CHECK(cli::rules_named(*pack, "driverless.trial_area.hours").size() == 1);
  CHECK(cli::rules_named(*pack, "trial_area").size() == 5);
  CHECK(cli::rules_named(*pack, "core_sped").empty());
  CHECK(cli::rules_named(*pack, "driverless").empty());
}
