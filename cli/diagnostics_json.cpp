#include "cli/diagnostics_json.hpp"

#include "cli/output.hpp"

namespace tripline::cli {
namespace {

using core::Json;

Json at_json(const Spot& spot) {
  Json at;
  at.set("file", spot.path);
  if (!spot.in_text) return at;
  at.set("line", static_cast<std::uint64_t>(spot.begin.line));
  at.set("column", static_cast<std::uint64_t>(spot.begin.column));
  at.set("end_line", static_cast<std::uint64_t>(spot.end.line));
  at.set("end_column", static_cast<std::uint64_t>(spot.end.column));
  return at;
}

Json label_json(const PackFindings& pack, const core::Label& label, core::Language language) {
  Json json;
  json.set("at", at_json(spot_of(pack, label.at)));
  if (!label.text.empty()) json.set("text", label.text.in(language));
  return json;
}

Json diagnostic_json(const PackFindings& pack, const core::Diagnostic& diagnostic, core::Language language) {
  Json json = label_json(pack, diagnostic.primary, language);
  json.set("severity", severity_word(diagnostic.severity))
      .set("code", diagnostic.code)
      .set("message", diagnostic.message.in(language));
  if (!diagnostic.help.empty()) json.set("help", diagnostic.help.in(language));
  if (!diagnostic.secondary.empty()) {
    Json related{Json::Array{}};
    for (const core::Label& label : diagnostic.secondary) related.push(label_json(pack, label, language));
    json.set("related", std::move(related));
  }
  return json;
}

void set_counts(Json& json, const Count& count) {
  json.set("errors", static_cast<std::uint64_t>(count.errors))
      .set("warnings", static_cast<std::uint64_t>(count.warnings))
      .set("notes", static_cast<std::uint64_t>(count.notes));
}

}  // namespace

Json diagnostics_json(const std::vector<PackFindings>& packs, core::Language language) {
  Json all{Json::Array{}};
  for (const PackFindings& pack : packs) {
    const Count count = count_of(pack.compiled.diagnostics);
    Json json;
    json.set("path", pack.path);
    set_counts(json, count);
    if (pack.compiled.pack) {
      json.set("name", pack.compiled.pack->name)
          .set("version", pack.compiled.pack->version)
          .set("digest", core::hex(pack.compiled.pack->digest))
          .set("semantic_digest", core::hex(pack.compiled.pack->semantic_digest));
    }
    Json diagnostics{Json::Array{}};
    for (const core::Diagnostic& diagnostic : pack.compiled.diagnostics)
      diagnostics.push(diagnostic_json(pack, diagnostic, language));
    json.set("diagnostics", std::move(diagnostics));
    all.push(std::move(json));
  }
  Json json;
  json.set("tripline", TRIPLINE_VERSION).set("language", core::code_of(language)).set("packs", std::move(all));
  set_counts(json, total_of(packs));
  return json;
}

void print_json(const Json& json) {
  Output output = Output::standard_output();
  output.write(json.canonical() + "\n");
  output.close();
}

}  // namespace tripline::cli
