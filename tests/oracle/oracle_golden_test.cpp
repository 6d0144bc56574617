// The oracle on the golden cases: what is written by hand of the language, it must say too.
#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

#include "dsl/check/compile.hpp"
#include "engine/engine.hpp"
#include "engine/ingest/input.hpp"
#include "oracle/compared.hpp"
#include "oracle/oracle.hpp"

namespace fs = std::filesystem;
using namespace tripline;

namespace {

struct Nothing : core::RecordSink {
  void write(const core::Record&) override {}
};

// What the decoders refuse is no matter of the oracle: nullopt.
std::optional<oracle::Run> load(const fs::path& dir) {
  dsl::CompileOptions options;
  if (std::ifstream args(dir / "args"); args)
    for (std::string word, setting; args >> word >> std::ws && std::getline(args, setting);)
      options.set.push_back({setting.substr(0, setting.find('=')), setting.substr(setting.find('=') + 1)});
  oracle::Run run{dsl::compile_path((dir / "pack.trip").string(), options).pack, {}, {}};
  REQUIRE(run.pack != nullptr);
  Nothing sink;
  engine::Engine engine(run.pack, sink);
  std::vector<std::vector<bool>> read;
  for (std::size_t s = 0; s < run.pack->streams.size(); ++s) read.push_back(engine.fields_read(static_cast<int>(s)));
  engine::Decoder decoder(run.pack, read);
  std::vector<std::pair<std::string, fs::path>> files;
  for (const auto& f : fs::directory_iterator(dir)) {
    const std::string name = f.path().filename().string();
    if (name.rfind("elements", 0) == 0 && f.path().extension() == ".jsonl")
      files.emplace_back(name == "elements.jsonl" ? "elements" : name.substr(9, name.size() - 15), f.path());
  }
  std::sort(files.begin(), files.end());
  std::vector<std::vector<engine::Element>> elements(files.size());
  engine::Batch batch;
  for (std::size_t i = 0; i < files.size(); ++i) {
    run.sources.push_back(files[i].first);
    auto input = engine::Input::open(files[i].second.string(), {}, decoder, static_cast<std::uint32_t>(i));
    REQUIRE(input);
    while ((*input)->next(batch)) {
      if (!batch.rejections.empty() || !batch.unread.empty()) return std::nullopt;
      elements[i].insert(elements[i].end(), batch.elements.begin(), batch.elements.end());
    }
  }
  // As the command does: the source whose highest time is least is read next.
  std::vector<core::Time> highest(files.size(), core::kAlways);
  std::vector<std::size_t> at(files.size(), 0);
  for (;;) {
    std::size_t best = files.size();
    for (std::size_t i = 0; i < files.size(); ++i)
      if (at[i] < elements[i].size() && (best == files.size() || highest[i] < highest[best])) best = i;
    if (best == files.size()) return run;
    highest[best] = std::max(highest[best], elements[best][at[best]].time);
    run.arrivals.push_back({oracle::Arrival::What::element, elements[best][at[best]++], 0, 0});
    if (at[best] == elements[best].size())
      run.arrivals.push_back({oracle::Arrival::What::end, {}, static_cast<std::uint32_t>(best), 0});
  }
}

// Personal values are another question than verdicts.
const std::set<std::string> kNotAsked = {"stream_personal", "stream_personal_in_everything",
                                         "headroom_personal_is_not_told"};

}  // namespace

TEST_CASE("the oracle and the engine agree on the golden cases", "[oracle]") {
  const char* only = std::getenv("TRIPLINE_CASE");
  std::size_t asked = 0;
  for (const auto& d : fs::directory_iterator(fs::path(TRIPLINE_SOURCE_DIR) / "tests" / "golden")) {
    const std::string name = d.path().filename().string();
    if (!d.is_directory() || kNotAsked.count(name) > 0 || (only != nullptr && name != only)) continue;
    DYNAMIC_SECTION(name) {
      if (const auto run = load(d.path())) {
        ++asked;
        try {
          const std::string difference = oracle::compared(*run);
          INFO(difference);
          CHECK(difference.empty());
        } catch (const oracle::NotCovered& what) {
          WARN(name << ": the oracle does not know " << what.what());
        }
      }
    }
  }
}
