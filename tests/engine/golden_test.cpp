// Behaviour in text: every folder of tests/golden/ is a pack, elements and the records that language.md demands of them.
#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <set>
#include <sstream>

#include "dsl/check/compile.hpp"
#include "dsl/format/format.hpp"
#include "engine/engine.hpp"
#include "engine/ingest/input.hpp"

namespace fs = std::filesystem;
using nlohmann::json;
using namespace tripline;

namespace {

std::vector<std::string> lines_of(const fs::path& p) {
  std::ifstream in(p);
  std::vector<std::string> out;
  for (std::string line; std::getline(in, line);)
    if (line.find_first_not_of(" \t\r") != std::string::npos) out.push_back(line);
  return out;
}

std::string bytes_of(const fs::path& p) {
  std::ifstream in(p, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

struct Collected : core::RecordSink {
  std::vector<std::string> lines;
  void write(const core::Record& r) override { lines.emplace_back(r.text); }
};

struct Onlooker : engine::ConditionObserver {
  void found(const dsl::model::Expr&, bool) override {}
};

struct Case {
  std::shared_ptr<const dsl::model::Pack> pack;
  std::vector<std::pair<std::string, fs::path>> sources;  // name, file
};

std::vector<fs::path> golden_cases() {
  std::vector<fs::path> dirs;
  for (const auto& d : fs::directory_iterator(fs::path(TRIPLINE_SOURCE_DIR) / "tests" / "golden"))
    if (d.is_directory()) dirs.push_back(d.path());
  std::sort(dirs.begin(), dirs.end());
  return dirs;
}

std::string chinese_of(const fs::path& dir) {
  core::SourceSet sources;
  const auto chinese =
      dsl::format_pack(sources, {sources.add("pack.trip", bytes_of(dir / "pack.trip"))}, dsl::ast::Language::zh);
  REQUIRE(chinese[0].diagnostics.empty());
  return chinese[0].text;
}

Case load(const fs::path& dir, const char* text = nullptr) {
  dsl::CompileOptions options;
  if (fs::exists(dir / "args"))
    for (std::string line : lines_of(dir / "args")) {
      std::istringstream in(line);
      std::string word;
      in >> word >> std::ws;
      REQUIRE(word == "--set");
      std::getline(in, line);
      const auto eq = line.find('=');
      options.set.push_back({line.substr(0, eq), line.substr(eq + 1)});
    }
  const auto data = [&dir](const std::string& name) -> std::optional<std::string> {
    if (!fs::exists(dir / name)) return std::nullopt;
    return bytes_of(dir / name);
  };
  auto compiled = text == nullptr ? dsl::compile_path((dir / "pack.trip").string(), options)
                                  : dsl::compile_sources({{"pack.trip", text}}, data, options);
  std::string problems;
  for (const auto& d : compiled.diagnostics)
    if (d.severity == core::Severity::error) problems += core::render(d, *compiled.sources);
  INFO(problems);
  REQUIRE(compiled.pack != nullptr);
  Case c{compiled.pack, {}};
  for (const auto& f : fs::directory_iterator(dir)) {
    const std::string name = f.path().filename().string();
    if (name.rfind("elements", 0) != 0 || f.path().extension() != ".jsonl") continue;
    c.sources.emplace_back(name == "elements.jsonl" ? "elements" : name.substr(9, name.size() - 15), f.path());
  }
  std::sort(c.sources.begin(), c.sources.end());
  return c;
}

// Runs a case; with `shuffle`, elements arrive in another order that makes none of them late.
std::vector<std::string> run(const Case& c, std::uint32_t shuffle = 0, const engine::Trial& trial = {},
                             core::Language language = core::Language::en) {
  Collected sink;
  engine::Engine e(c.pack, sink, {}, trial, language);
  std::vector<std::vector<bool>> read;
  for (std::size_t s = 0; s < c.pack->streams.size(); ++s) read.push_back(e.fields_read(static_cast<int>(s)));
  engine::Decoder decoder(c.pack, read);
  std::vector<std::unique_ptr<engine::Input>> inputs;
  for (const auto& [name, file] : c.sources) {
    const auto id = e.add_source(name);
    auto input = engine::Input::open(file.string(), {}, decoder, id);
    if (!input) FAIL(input.error());
    inputs.push_back(std::move(*input));
  }
  struct Arrival {
    engine::Element element;
    bool rejected = false;
    engine::Rejection rejection;
    std::string unread;
  };
  std::vector<std::vector<Arrival>> arrivals(inputs.size());
  engine::Batch batch;
  for (std::size_t i = 0; i < inputs.size(); ++i)
    while (inputs[i]->next(batch)) {
      for (auto& x : batch.elements) arrivals[i].push_back({x, false, {}, {}});
      for (auto& x : batch.rejections) arrivals[i].push_back({{}, true, x, {}});
      for (auto& x : batch.unread) arrivals[i].push_back({{}, false, {}, x});
    }
  const auto give = [&](Arrival& a) {
    if (a.rejected)
      e.reject(a.rejection);
    else if (!a.unread.empty())
      e.unread(a.unread);
    else
      e.observe(a.element);
  };
  if (shuffle == 0) {
    // As the command does: the source whose highest time is least is read next.
    std::vector<std::size_t> at(inputs.size(), 0);
    for (;;) {
      std::size_t best = inputs.size();
      for (std::size_t i = 0; i < inputs.size(); ++i)
        if (at[i] < arrivals[i].size() && (best == inputs.size() || e.highest(static_cast<std::uint32_t>(i)) <
                                                                        e.highest(static_cast<std::uint32_t>(best))))
          best = i;
      if (best == inputs.size()) break;
      give(arrivals[best][at[best]++]);
      if (at[best] == arrivals[best].size()) e.end(static_cast<std::uint32_t>(best));
    }
  } else {
    std::mt19937 random(shuffle);
    std::vector<std::size_t> at(inputs.size(), 0);
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < inputs.size(); ++i) open.push_back(i);
    while (!open.empty()) {
      const std::size_t k = random() % open.size();
      const std::size_t i = open[k];
      if (at[i] == arrivals[i].size()) {
        e.end(static_cast<std::uint32_t>(i));
        open.erase(open.begin() + static_cast<std::ptrdiff_t>(k));
        continue;
      }
      give(arrivals[i][at[i]++]);
    }
  }
  e.finish();
  return sink.lines;
}

bool contains(const json& actual, const json& expected) {
  if (expected.is_object()) {
    if (!actual.is_object()) return false;
    for (const auto& [key, value] : expected.items())
      if (!actual.contains(key) || !contains(actual[key], value)) return false;
    return true;
  }
  return actual == expected;
}

// What docs/records.md promises of all records of a run: whatever ends belongs to something that began, and the summary counts what
// the records say.
void check_as_a_whole(const std::vector<std::string>& lines) {
  std::map<std::string, std::set<std::string>> begun;                 // by rule: episodes
  std::map<std::pair<std::string, std::string>, std::uint64_t> told;  // by rule, and by what the summary calls it
  const std::map<std::string, std::vector<std::string>> counted_as = {{"violation", {"violations"}},
                                                                      {"violation.opened", {"violations"}},
                                                                      {"duty.missed", {"violations", "missed"}},
                                                                      {"tolerated", {"tolerated"}},
                                                                      {"tolerated.opened", {"tolerated"}},
                                                                      {"near", {"near"}},
                                                                      {"near.opened", {"near"}},
                                                                      {"duty.met", {"met"}},
                                                                      {"duty.cured", {"cured"}},
                                                                      {"duty.excused", {"excused"}},
                                                                      {"duty.pending", {"pending"}},
                                                                      {"trigger.raised", {"raised"}},
                                                                      {"trigger.released", {"released"}},
                                                                      {"warning", {"warned"}},
                                                                      {"warning.opened", {"warned"}},
                                                                      {"blind", {"blind_events"}},
                                                                      {"rejected", {"rejected"}},
                                                                      {"late", {"late"}},
                                                                      {"duplicate", {"duplicate"}}};
  for (const std::string& line : lines) {
    const json j = json::parse(line);
    const std::string kind = j["kind"], rule = j.value("rule", "");
    INFO(line);
    const auto ends = [&](const char* with) { return kind.size() > 7 && kind.substr(kind.size() - 7) == with; };
    if (ends(".opened") || kind == "trigger.raised")
      begun[rule].insert(j.at("episode").get<std::string>());
    else if (ends(".closed") || kind == "trigger.released" || kind.rfind("duty.", 0) == 0)
      CHECK(begun[rule].count(j.at("episode").get<std::string>()) == 1);
    if (const auto names = counted_as.find(kind); names != counted_as.end())
      for (const std::string& name : names->second) ++told[{rule, name}];
    if (kind == "assessment" && !j.at("score").is_null()) ++told[{rule, "assessed"}];
    if (kind == "violation" && j.value("late", false)) ++told[{rule, "late"}];
    if (kind != "summary") continue;
    for (const json& of : j.at("rules"))
      for (const char* name : {"violations", "tolerated", "near", "met", "missed", "cured", "excused", "pending",
                               "raised", "released", "warned", "assessed", "late", "blind_events"}) {
        INFO(of.at("rule") << " " << name);
        if (of.at("rule_kind") == "assessment" && std::string(name).rfind("r", 0) == 0)
          continue;  // no records of their own
        CHECK(of.value(name, std::uint64_t{0}) == told[{of.at("rule").get<std::string>(), name}]);
      }
    for (const char* name : {"rejected", "late", "duplicate"}) CHECK(j.at("elements").at(name) == told[{"", name}]);
  }
}

}  // namespace

TEST_CASE("golden cases", "[golden]") {
  const char* only = std::getenv("TRIPLINE_CASE");
  std::vector<fs::path> dirs;
  for (const auto& d : fs::directory_iterator(fs::path(TRIPLINE_SOURCE_DIR) / "tests" / "golden"))
    if (d.is_directory() && (only == nullptr || d.path().filename() == only)) dirs.push_back(d.path());
  std::sort(dirs.begin(), dirs.end());
  REQUIRE_FALSE(dirs.empty());
  for (const fs::path& dir : dirs) {
    DYNAMIC_SECTION(dir.filename().string()) {
      const Case c = load(dir);
      std::vector<json> expected;
      for (const std::string& line : lines_of(dir / "expected.jsonl")) expected.push_back(json::parse(line));
      const auto wanted = [&](const std::string& kind) {
        return std::any_of(expected.begin(), expected.end(),
                           [&](const json& j) { return j["kind"].get<std::string>().rfind(kind, 0) == 0; });
      };
      const bool blind = fs::exists(dir / "with_blind") || wanted("blind");
      const std::vector<std::string> lines = run(c);
      std::vector<json> actual;
      std::string shown;
      for (const std::string& line : lines) {
        json j = json::parse(line);
        const std::string kind = j["kind"];
        if ((kind == "pack.loaded" || kind == "summary") && !wanted(kind)) continue;
        if (!blind && kind.rfind("blind", 0) == 0) continue;
        for (const char* noise : {"pack", "id", "episode", "elements"}) j.erase(noise);
        shown += j.dump() + "\n";
        actual.push_back(json::parse(line));
      }
      INFO("recorded:\n" << shown);
      for (std::size_t i = 0; i < std::min(actual.size(), expected.size()); ++i) {
        INFO("expected record " << i + 1 << ": " << expected[i].dump());
        CHECK(contains(actual[i], expected[i]));
      }
      CHECK(actual.size() == expected.size());
      check_as_a_whole(lines);
      CHECK(run(c) == lines);
      // What looks on changes nothing.
      Onlooker onlooker;
      CHECK(run(c, 0, {&onlooker, nullptr, false}) == lines);
      if (!fs::exists(dir / "expected.zh.jsonl")) continue;
      // Of a run in Chinese what is named there, in its order, is said.
      std::vector<json> chinese;
      for (const std::string& line : run(c, 0, {}, core::Language::zh)) chinese.push_back(json::parse(line));
      auto next = chinese.begin();
      for (const std::string& line : lines_of(dir / "expected.zh.jsonl")) {
        const json wanted_record = json::parse(line);
        INFO("expected in Chinese: " << line);
        next = std::find_if(next, chinese.end(), [&](const json& j) { return contains(j, wanted_record); });
        CHECK(next != chinese.end());
        if (next == chinese.end()) break;
        ++next;
      }
    }
  }
}

TEST_CASE("golden cases have the same verdicts with Chinese keywords", "[golden]") {
  std::size_t compared = 0;
  for (const fs::path& dir : golden_cases()) {
    INFO(dir);
    const Case en = load(dir), zh = load(dir, chinese_of(dir).c_str());
    CHECK(en.pack->semantic_digest == zh.pack->semantic_digest);
    // What quotes the source, or is made from its digest, differs.
    const auto verdicts = [](const std::vector<std::string>& lines) {
      std::vector<std::string> out;
      for (const std::string& line : lines) {
        const json j = json::parse(line);
        json kept;
        for (const char* key : {"kind", "at", "rule", "subject", "severity", "from", "to", "due", "late", "level"})
          if (j.contains(key)) kept[key] = j[key];
        out.push_back(kept.dump());
      }
      return out;
    };
    CHECK(verdicts(run(en)) == verdicts(run(zh)));
    ++compared;
  }
  CHECK(compared > 250);
}

namespace {

// The words in Latin letters, each once; of a pack without its comments.
std::set<std::string> latin_words(const std::string& text, bool of_pack = false) {
  std::set<std::string> out;
  std::string word;
  bool comment = false, quoted = false;
  for (const char c : text + "\n") {
    if (of_pack && c == '"') quoted = !quoted;
    if (of_pack && c == '#' && !quoted) comment = true;
    if (c == '\n') comment = false;
    if (!comment && ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))) {
      word += c;
    } else if (!word.empty()) {
      out.insert(std::exchange(word, {}));
    }
  }
  return out;
}

// What a record says in words.
std::string words_of(const json& record) {
  std::string out;
  for (const char* name : {"because", "message"})
    if (record.contains(name)) out += record[name].get<std::string>() + "\n";
  if (record.contains("reason")) out += record["reason"]["text"].get<std::string>() + "\n";
  return out;
}

}  // namespace

TEST_CASE("no English is left in what a run in Chinese says", "[golden]") {
  // Units, dates (T and Z), names of standards and of members, and what records call kinds of rules.
  const std::set<std::string> names = latin_words(
      "s ms us ns min h d T Z m mm km K mSv uSv N kWh degC true false lat lon CSV RFC MiB JSON UTF gzip CloudEvent "
      "INPUT "
      "STREAM duty");
  std::size_t sentences = 0, of_english = 0;
  for (const fs::path& dir : golden_cases()) {
    const std::string pack = chinese_of(dir);
    const Case c = load(dir, pack.c_str());
    std::set<std::string> authors = latin_words(pack, true);
    for (const auto& [_, file] : c.sources) authors.merge(latin_words(bytes_of(file)));
    if (fs::exists(dir / "args")) authors.merge(latin_words(bytes_of(dir / "args")));
    for (const auto& f : fs::directory_iterator(dir))
      if (f.path().extension() == ".csv") authors.merge(latin_words(bytes_of(f.path())));
    for (const core::Language language : core::kAllLanguages)
      for (const std::string& line : run(c, 0, {}, language)) {
        const std::string said = words_of(json::parse(line));
        std::string foreign;
        for (const std::string& word : latin_words(said))
          if (authors.count(word) == 0 && names.count(word) == 0) foreign += word + " ";
        if (language == core::Language::en) {
          of_english += foreign.empty() ? 0 : 1;
          continue;
        }
        sentences += said.empty() ? 0 : 1;
        INFO(dir << ": " << said);
        CHECK(foreign == "");
      }
  }
  CHECK(sentences > 500);
  CHECK(of_english > sentences / 2);  // what is looked for would be found
}
