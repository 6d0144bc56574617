// Arbitrary bytes as a pack with its data files and its elements (parts.hpp: `elements.jsonl`): the run comes to its end, says the same twice, and every record is what
// records.md says; and so with its scenarios. Bounded in elements and in time, since a run of a century may be long.
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "core/record.hpp"
#include "engine/engine.hpp"
#include "engine/ingest/decoder.hpp"
#include "engine/ingest/input.hpp"
#include "engine/scenario/expansion.hpp"
#include "engine/scenario/scenarios.hpp"
#include "fuzz/parts.hpp"

namespace {

using namespace tripline;
using fuzz::require;

constexpr std::size_t kMostBytes = 65'535;  // of a record
constexpr std::size_t kMostElements = 200;
constexpr core::Duration kLongest = 400 * core::kSecond * 60;

struct Kept final : core::RecordSink {
  std::vector<std::string> lines;
  void write(const core::Record& r) override { lines.emplace_back(r.text); }
};

std::vector<std::string> run(const dsl::Compiled& compiled, const std::string& elements) {
  Kept kept;
  engine::Engine engine(compiled.pack, kept);
  std::vector<std::vector<bool>> read;
  for (std::size_t s = 0; s < compiled.pack->streams.size(); ++s)
    read.push_back(engine.fields_read(static_cast<int>(s)));
  const engine::Decoder decoder(compiled.pack, read);
  const std::uint32_t source = engine.add_source("elements");
  auto input = engine::Input::from_memory(elements, "elements.jsonl", {}, decoder, source);
  if (!input) return {};
  std::optional<core::Time> first;
  std::size_t count = 0;
  for (engine::Batch batch; count < kMostElements && (*input)->next(batch); ++count) {
    for (const engine::Rejection& r : batch.rejections) engine.reject(r);
    for (const std::string& type : batch.unread) engine.unread(type);
    for (engine::Element& e : batch.elements) {
      if (!first) first = e.time;
      if (e.time >= *first && e.time - *first <= kLongest) engine.observe(e);
    }
  }
  engine.finish();
  return kept.lines;
}

void look_at(const std::vector<std::string>& lines) {
  static const std::set<std::string> kClosings = {"violation.closed", "tolerated.closed", "near.closed",
                                                  "warning.closed", "blind.closed"};
  std::map<std::string, int> open;  // by episode and what it is
  for (const std::string& line : lines) {
    require(line.size() <= kMostBytes);
    const auto record = nlohmann::json::parse(line);  // throws: a finding
    const std::string kind = record.at("kind");
    if (const auto dot = kind.rfind('.'); dot != kind.npos && record.contains("episode")) {
      const std::string what = kind.substr(0, dot) + record.at("episode").get<std::string>();
      if (kind.ends_with(".opened")) require(++open[what] == 1);
      if (kClosings.contains(kind)) require(--open[what] == 0);
    }
  }
  require(!lines.empty() && nlohmann::json::parse(lines.back()).at("kind") == "summary");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fuzz::Parts parts = fuzz::parts_of(data, size);
  const dsl::Compiled compiled = fuzz::compiled(parts);
  if (!compiled.pack) return 0;
  if (const auto elements = parts.find("elements.jsonl"); elements != parts.end()) {
    const std::vector<std::string> lines = run(compiled, elements->second);
    if (!lines.empty()) look_at(lines);
    require(run(compiled, elements->second) == lines);
  }
  engine::run_scenarios(compiled.pack, [&](const dsl::model::Scenario& s) {
    return s.length <= kLongest && engine::expand(s, *compiled.pack).elements.size() <= kMostElements;
  });
  return 0;
}
