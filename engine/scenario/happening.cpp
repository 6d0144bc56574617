#include "engine/scenario/happening.hpp"

#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

namespace tripline::engine {

using dsl::model::Outcome;
using Json = nlohmann::json;

namespace {

struct Meaning {
  std::string_view kind;
  std::optional<Outcome> outcome;
  const char* what;
};

constexpr Meaning kMeanings[] = {
    {"violation", Outcome::violated, "violated"},
    {"violation.opened", Outcome::violated, "violated"},
    {"tolerated", Outcome::tolerated, "tolerated"},
    {"tolerated.opened", Outcome::tolerated, "tolerated"},
    {"near", Outcome::near, "near"},
    {"near.opened", Outcome::near, "near"},
    {"duty.opened", Outcome::open, "opened"},
    {"duty.met", Outcome::met, "met"},
    {"duty.missed", Outcome::missed, "missed"},
    {"duty.cured", Outcome::cured, "cured"},
    {"duty.excused", Outcome::excused, "excused"},
    {"trigger.raised", Outcome::raised, "raised"},
    {"trigger.released", Outcome::released, "released"},
    {"warning", Outcome::warned, "warned"},
    {"warning.opened", Outcome::warned, "warned"},
    {"assessment", std::nullopt, "assessed"},
    {"blind", Outcome::blind, "blind"},
    {"blind.opened", Outcome::blind, "blind"},
    {"rejected", std::nullopt, "rejected"},
    {"duplicate", std::nullopt, "duplicate"},
    {"late", std::nullopt, "late"},
    {"limit.reached", std::nullopt, "limit reached"},
};

std::string text_at(const Json& body, const char* key) {
  const auto found = body.find(key);
  return found != body.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::string words(const Json& subject) {
  std::string text;
  for (const auto& [name, value] : subject.items()) {
    if (!text.empty()) text += ", ";
    text += name + " ";
    if (value.is_string())
      text += value.get<std::string>();
    else if (value.is_object() && value.contains("unit") && value.contains("value"))
      text += value["value"].dump() + " " + value["unit"].get<std::string>();
    else
      text += value.dump();
  }
  return text;
}

std::string reason(const Json& body) {
  if (std::string text = text_at(body, "because"); !text.empty()) return text;
  if (const auto found = body.find("reason"); found != body.end()) return text_at(*found, "text");
  return text_at(body, "stream");
}

}  // namespace

void Happenings::write(const core::Record& record) {
  for (const Meaning& meaning : kMeanings) {
    if (record.kind != meaning.kind) continue;
    const Json body = Json::parse(record.text);
    Happening h;
    h.at = record.at;
    h.outcome = meaning.outcome;
    h.what = meaning.what;
    h.rule = record.rule;
    if (record.kind == "violation" && body.value("late", false)) {
      h.outcome = Outcome::late;
      h.what = "violated (late)";
    }
    if (const auto subject = body.find("subject"); subject != body.end()) {
      h.subject = words(*subject);
      h.subject_json = subject->dump();
    }
    if (record.kind == "assessment") {
      // It says what it raises to as long as that holds: what begins and what ends are the outcomes.
      bool& held = assessed_[{h.rule, h.subject_json}];
      const bool raises = body.contains("raises");
      if (raises == held) return;
      held = raises;
      h.outcome = raises ? Outcome::raised : Outcome::released;
      h.what = raises ? "raised" : "released";
    }
    h.because = reason(body);
    h.episode = text_at(body, "episode");
    all_.push_back(std::move(h));
    return;
  }
}

}  // namespace tripline::engine
