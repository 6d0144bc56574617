#include "cli/sarif.hpp"

#include <map>

namespace tripline::cli {
namespace {

using core::Json;

constexpr core::Phrase kPage{"docs/errors/{0}.md explains it.", "说明见 docs/errors/{0}.md。"};
// RFC 5646, as SARIF has it (section 3.14.7).
constexpr core::Phrase kTag{"en-US", "zh-CN"};

Json text_message(std::string text) {
  Json message;
  message.set("text", std::move(text));
  return message;
}

Json location(const PackFindings& pack, const core::Label& label) {
  const Spot spot = spot_of(pack, label.at);
  Json artifact, physical, json;
  if (spot.setting) {  // a value of the command line stands in no file
    Json logical, all;
    logical.set("name", spot.path).set("kind", "parameter");
    all.push(std::move(logical));
    json.set("logicalLocations", std::move(all));
    return json;
  }
  artifact.set("uri", uri_of(spot.path));
  physical.set("artifactLocation", std::move(artifact));
  if (spot.in_text) {
    Json region;
    region.set("startLine", static_cast<std::uint64_t>(spot.begin.line))
        .set("startColumn", static_cast<std::uint64_t>(spot.begin.column))
        .set("endLine", static_cast<std::uint64_t>(spot.end.line))
        .set("endColumn", static_cast<std::uint64_t>(spot.end.column));
    physical.set("region", std::move(region));
  }
  json.set("physicalLocation", std::move(physical));
  return json;
}

// SARIF has no place for a help line of one result: it ends the message.
core::Text whole_message(const core::Diagnostic& diagnostic) {
  core::Text text = diagnostic.message;
  if (!diagnostic.primary.text.empty()) text = core::Said{"{0}: {1}", "{0}：{1}", text, diagnostic.primary.text};
  if (!diagnostic.help.empty())
    text = core::Said{"{0}\n{1}", "{0}\n{1}", text, core::Text(core::kHelpLine, diagnostic.help)};
  return text;
}

Json result(const PackFindings& pack, const core::Diagnostic& diagnostic, std::uint64_t rule_index,
            core::Language language) {
  Json json;
  json.set("ruleId", diagnostic.code)
      .set("ruleIndex", rule_index)
      .set("level", severity_word(diagnostic.severity))
      .set("message", text_message(whole_message(diagnostic).in(language)));
  Json locations;
  locations.push(location(pack, diagnostic.primary));
  json.set("locations", std::move(locations));
  if (diagnostic.secondary.empty()) return json;
  Json related;
  std::uint64_t id = 0;
  for (const core::Label& label : diagnostic.secondary) {
    Json place = location(pack, label);
    place.set("id", id++);
    if (!label.text.empty()) place.set("message", text_message(label.text.in(language)));
    related.push(std::move(place));
  }
  json.set("relatedLocations", std::move(related));
  return json;
}

}  // namespace

std::string uri_of(std::string_view path) {
  constexpr std::string_view kUnreserved = "-._~/";
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string uri = path.starts_with('/') ? "file://" : "";
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       kUnreserved.find(c) != std::string_view::npos;
    if (plain) {
      uri += c;
    } else {
      uri += '%';
      uri += kHex[byte >> 4];
      uri += kHex[byte & 15U];
    }
  }
  return uri;
}

Json sarif(const std::vector<PackFindings>& packs, core::Language language) {
  std::map<std::string, std::uint64_t> index;  // code -> its place among the rules
  Json rules{Json::Array{}}, results{Json::Array{}};
  for (const PackFindings& pack : packs) {
    for (const core::Diagnostic& diagnostic : pack.compiled.diagnostics) {
      const auto [at, fresh] = index.emplace(diagnostic.code, index.size());
      if (fresh) {
        Json rule;
        rule.set("id", diagnostic.code).set("help", text_message(core::Text(kPage, diagnostic.code).in(language)));
        rules.push(std::move(rule));
      }
      results.push(result(pack, diagnostic, at->second, language));
    }
  }
  Json driver, tool, run, log;
  driver.set("name", "tripline").set("version", TRIPLINE_VERSION).set("rules", std::move(rules));
  tool.set("driver", std::move(driver));
  run.set("tool", std::move(tool))
      .set("language", std::string(kTag.in(language)))
      .set("columnKind", "unicodeCodePoints")
      .set("results", std::move(results));
  log.set("$schema", "https://json.schemastore.org/sarif-2.1.0.json").set("version", "2.1.0");
  Json runs;
  runs.push(std::move(run));
  log.set("runs", std::move(runs));
  return log;
}

}  // namespace tripline::cli
