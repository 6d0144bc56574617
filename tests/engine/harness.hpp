// A pack in text, elements by hand, the records that come out: what tests of the engine share.
#pragma once
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "core/time.hpp"
#include "dsl/check/compile.hpp"
#include "engine/engine.hpp"

namespace tripline::test {

inline std::shared_ptr<const dsl::model::Pack> pack_of(const std::string& text) {
  auto compiled =
      dsl::compile_sources({{"pack.trip", text}}, [](const std::string&) { return std::optional<std::string>(); });
  std::string problems;
  for (const auto& d : compiled.diagnostics)
    if (d.severity == core::Severity::error) problems += core::render(d, *compiled.sources);
  INFO(problems);
  REQUIRE(compiled.pack != nullptr);
  return compiled.pack;
}

// A record that outlives its writing.
struct Said {
  std::string kind;
  core::Time at;
  std::string rule;
  std::string text;
  nlohmann::json body() const { return nlohmann::json::parse(text); }
};

struct Collected : core::RecordSink {
  std::vector<Said> records;
  void write(const core::Record& r) override {
    records.push_back({std::string(r.kind), r.at, std::string(r.rule), std::string(r.text)});
  }
  std::vector<std::string> lines() const {
    std::vector<std::string> out;
    for (const auto& r : records) out.push_back(r.text);
    return out;
  }
  std::size_t count(const std::string& kind) const {
    return static_cast<std::size_t>(
        std::count_if(records.begin(), records.end(), [&](const auto& r) { return r.kind == kind; }));
  }
  const Said& first(const std::string& kind) const {
    const auto at = std::find_if(records.begin(), records.end(), [&](const auto& r) { return r.kind == kind; });
    REQUIRE(at != records.end());
    return *at;
  }
};

inline int stream_of(const dsl::model::Pack& p, const std::string& name) {
  for (std::size_t i = 0; i < p.streams.size(); ++i)
    if (p.streams[i].name == name) return static_cast<int>(i);
  FAIL("no stream " << name);
  return -1;
}

// An element whose fields are in the order of declaration.
inline engine::Element element(const dsl::model::Pack& p, const std::string& stream, std::int64_t seconds,
                               std::uint64_t position, std::vector<engine::Value> fields, std::uint32_t source = 0) {
  engine::Element e;
  e.stream = stream_of(p, stream);
  e.time = seconds * core::kSecond;
  e.source = source;
  e.position = position;
  e.fields = std::move(fields);
  e.bytes = stream + std::to_string(seconds) + "#" + std::to_string(position);
  return e;
}

inline engine::Value text(const char* s) { return engine::Value::text(s); }
inline engine::Value number(double d) { return engine::Value::number(d); }

}  // namespace tripline::test
