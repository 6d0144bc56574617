#include "cli/explain_json.hpp"

#include "dsl/explain/values.hpp"

namespace tripline::cli {
namespace {

using core::Json;
using core::Language;
using dsl::explain::Said;

Json json_of(const Said& said, Language language) {
  Json json;
  json.set("text", said.text.in(language));
  if (said.parts.empty()) return json;
  Json parts{Json::Array{}};
  for (const Said& part : said.parts) parts.push(json_of(part, language));
  return json.set("parts", std::move(parts));
}

Json json_of(const std::vector<Said>& all, Language language) {
  Json json{Json::Array{}};
  for (const Said& said : all) json.push(json_of(said, language));
  return json;
}

Json strings(const std::vector<std::string>& all) {
  Json json{Json::Array{}};
  for (const std::string& one : all) json.push(one);
  return json;
}

Json reads_json(const dsl::model::Pack& pack, const dsl::explain::Reads& reads) {
  Json streams{Json::Array{}}, tables{Json::Array{}}, params{Json::Array{}}, violations{Json::Array{}};
  for (const auto& [s, read] : reads.streams) {
    const dsl::model::Stream& stream = pack.streams[static_cast<std::size_t>(s)];
    Json fields{Json::Array{}};
    for (const int f : read.fields)
      fields.push(f == dsl::model::kTimeField ? std::string("time") : stream.fields[static_cast<std::size_t>(f)].name);
    streams.push(Json().set("stream", stream.name).set("fields", std::move(fields)));
  }
  for (const int p : reads.params) params.push(pack.params[static_cast<std::size_t>(p)].name);
  for (const auto& [t, columns] : reads.tables) {
    const dsl::model::Table& table = pack.tables[static_cast<std::size_t>(t)];
    Json fields{Json::Array{}};
    for (const int f : columns) fields.push(table.fields[static_cast<std::size_t>(f)].name);
    tables.push(Json().set("table", table.name).set("fields", std::move(fields)));
  }
  for (const int r : reads.violations) violations.push(pack.rules[static_cast<std::size_t>(r)].name);
  Json json;
  json.set("streams", std::move(streams)).set("params", std::move(params)).set("tables", std::move(tables));
  return json.set("violations_of", std::move(violations)).set("level", reads.level).set("stage", reads.stage);
}

Json window_json(const engine::Program& program, const engine::WindowFootprint& w, int number) {
  Json rules{Json::Array{}};
  for (const int r : w.rules) rules.push(program.rules[static_cast<std::size_t>(r)].source->name);
  const engine::AggregatePlan& a = program.aggregates[static_cast<std::size_t>(number)];
  Json json;
  json.set("stream", program.pack->streams[static_cast<std::size_t>(a.stream)].name)
      .set("bytes", static_cast<std::uint64_t>(w.object))
      .set("each", static_cast<std::uint64_t>(w.cell + w.node))
      .set("member", static_cast<std::uint64_t>(w.member))
      .set("bounded", w.bounded)
      .set("rules", std::move(rules));
  if (w.cell + w.node > 0)
    json.set("at_one_a_second", static_cast<std::uint64_t>(w.bytes(w.held_at_one_a_second(), 0)));
  return json;
}

Json rule_state_json(const Explanation& e, const RuleExplanation& r) {
  const engine::RuleFootprint& f = e.footprint.rules[static_cast<std::size_t>(r.order)];
  Json windows{Json::Array{}};
  for (const int w : f.windows)
    windows.push(window_json(*e.program, e.footprint.windows[static_cast<std::size_t>(w)], w));
  return Json()
      .set("own", static_cast<std::uint64_t>(f.own))
      .set("episode", static_cast<std::uint64_t>(f.episode))
      .set("blind", static_cast<std::uint64_t>(f.blind))
      .set("open_duty", static_cast<std::uint64_t>(f.open_duties(1)))
      .set("windows", std::move(windows));
}

Json rule_json(const Explanation& e, const RuleExplanation& r, Language language) {
  const dsl::model::Rule& rule = *r.rule;
  const dsl::model::Pack& pack = *e.program->pack;
  Json json, time{Json::Array{}}, actions{Json::Array{}};
  for (const core::Text& text : r.time) time.push(text.in(language));
  for (const int a : rule.actions) actions.push(pack.actions[static_cast<std::size_t>(a)]);
  static constexpr const char* kSeverities[] = {"info", "minor", "major", "critical"};
  json.set("rule", rule.name)
      .set("kind", dsl::model::word(rule.kind))
      .set("severity", kSeverities[static_cast<std::size_t>(rule.severity)])
      .set("kept_per", strings(pack.key_sets[static_cast<std::size_t>(rule.owner)].names))
      .set("in_one_sentence", r.in_one_sentence.in(language))
      .set("says", json_of(r.says, language))
      .set("reads", reads_json(pack, r.reads))
      .set("reads_in_words", json_of(r.reads_in_words, language))
      .set("time", std::move(time))
      .set("state", rule_state_json(e, r))
      .set("state_in_words", json_of(r.state, language));
  if (!rule.title.empty()) json.set("title", rule.title);
  if (!rule.doc.empty()) json.set("doc", rule.doc);
  if (!rule.cites.empty()) json.set("cites", strings(rule.cites));
  if (!rule.actions.empty()) json.set("actions", std::move(actions));
  return json;
}

Json spaces_json(const Explanation& e) {
  Json json{Json::Array{}};
  for (std::size_t k = 0; k < e.footprint.spaces.size(); ++k) {
    const engine::SpaceFootprint& s = e.footprint.spaces[k];
    json.push(Json()
                  .set("per", strings(e.program->spaces[k].names))
                  .set("bytes", static_cast<std::uint64_t>(s.bytes))
                  .set("at_one_a_second", static_cast<std::uint64_t>(e.footprint.at_one_a_second(static_cast<int>(k))))
                  .set("subject", static_cast<std::uint64_t>(s.subject))
                  .set("samples", static_cast<std::uint64_t>(s.samples))
                  .set("rules", static_cast<std::uint64_t>(s.rules))
                  .set("windows", static_cast<std::uint64_t>(s.windows))
                  .set("timers", static_cast<std::uint64_t>(s.timers)));
  }
  return json;
}

}  // namespace

core::Json explain_json(const Explanation& e, Language language, const std::vector<std::string>& plan) {
  const dsl::model::Pack& pack = *e.program->pack;
  Json json, rules{Json::Array{}};
  json.set("tripline", TRIPLINE_VERSION).set("lang", language == Language::zh ? "zh" : "en");
  Json about;
  about.set("name", pack.name).set("version", pack.version).set("digest", core::hex(pack.digest));
  if (!pack.title.empty()) about.set("title", pack.title);
  if (!pack.authority.empty()) about.set("authority", pack.authority);
  if (e.whole) {
    Json sections;
    for (const dsl::explain::Section& s : e.sections) sections.set(s.word, json_of(s.items, language));
    about.set("at_a_glance", std::move(sections))
        .set("state", spaces_json(e))
        .set("state_in_words", json_of(e.state, language));
  }
  for (const RuleExplanation& r : e.rules) rules.push(rule_json(e, r, language));
  json.set("pack", std::move(about)).set("rules", std::move(rules));
  if (!plan.empty()) json.set("plan", strings(plan));
  return json;
}

}  // namespace tripline::cli
