#include "oracle/compared.hpp"

#include <algorithm>

#include "engine/engine.hpp"

namespace tripline::oracle {

using nlohmann::json;

namespace {

struct Sink : core::RecordSink {
  std::vector<std::string> lines;
  void write(const core::Record& r) override { lines.emplace_back(r.text); }
};

json said(const json& record) {
  json out;
  if (record["kind"] == "summary") {
    out["kind"] = "summary";
    if (record.contains("at")) out["at"] = record["at"];
    for (const char* name : {"read", "late", "duplicate", "rejected"}) out["elements"][name] = record["elements"][name];
    out["subjects"] = record["subjects"];
    out["rules"] = json::array();
    for (json rule : record["rules"]) {
      for (const char* name : {"rule_kind", "headroom", "worst", "open_episodes"}) rule.erase(name);
      if (rule.contains("last")) rule["last"]["lowest"].erase("score");
      out["rules"].push_back(std::move(rule));
    }
    return out;
  }
  for (const char* name : kSaid)
    if (record.contains(name)) out[name] = record[name];
  for (const char* name : {"opened_by", "answered_by"})
    if (out.contains(name)) out[name].erase("digest");
  if (out.contains("reason")) out["reason"] = record["reason"]["code"];
  return out;
}

}  // namespace

std::vector<std::string> engine_records(const Run& run, core::Language language) {
  Sink sink;
  engine::Engine engine(run.pack, sink, {}, {}, language);
  for (const std::string& name : run.sources) engine.add_source(name);
  for (const Arrival& a : run.arrivals) switch (a.what) {
      case Arrival::What::element: {
        engine::Element e = a.element;
        engine.observe(e);
        break;
      }
      case Arrival::What::idle: engine.idle(a.source, a.at); break;
      case Arrival::What::end: engine.end(a.source); break;
    }
  engine.finish();
  return std::move(sink.lines);
}

std::vector<json> engine_says(const Run& run) {
  std::vector<json> out;
  for (const std::string& line : engine_records(run)) {
    const json j = json::parse(line);
    if (j["kind"] != "pack.loaded") out.push_back(said(j));
  }
  return out;
}

std::optional<Disagreement> disagreement(const std::vector<json>& engine, const std::vector<json>& oracle) {
  for (std::size_t i = 0; i < std::max(engine.size(), oracle.size()); ++i) {
    const bool both = i < engine.size() && i < oracle.size();
    if (both && engine[i] == oracle[i]) continue;
    return Disagreement{i, i < engine.size() ? engine[i].dump() : "", i < oracle.size() ? oracle[i].dump() : ""};
  }
  return std::nullopt;
}

std::string Disagreement::text(const std::vector<json>& engine_all, const std::vector<json>& oracle_all) const {
  std::string out = "record " + std::to_string(at + 1) + "\n  engine: " + engine + "\n  oracle: " + oracle + "\n";
  const auto list = [&](const char* who, const std::vector<json>& all) {
    out += std::string("all of the ") + who + ":\n";
    for (const json& j : all) out += "  " + j.dump() + "\n";
  };
  list("engine", engine_all);
  list("oracle", oracle_all);
  return out;
}

std::string compared(const Run& run) {
  const std::vector<json> engine = engine_says(run);
  const std::vector<json> oracle = judge(*run.pack, run.sources, run.arrivals);
  const auto found = disagreement(engine, oracle);
  return found ? found->text(engine, oracle) : std::string();
}

}  // namespace tripline::oracle
