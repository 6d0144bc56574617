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
  core::Phrase what;
};

constexpr Meaning kMeanings[] = {
    {"violation", Outcome::violated, {"violated", "违规"}},
    {"violation.opened", Outcome::violated, {"violated", "违规"}},
    {"tolerated", Outcome::tolerated, {"tolerated", "容许"}},
    {"tolerated.opened", Outcome::tolerated, {"tolerated", "容许"}},
    {"near", Outcome::near, {"near", "临近"}},
    {"near.opened", Outcome::near, {"near", "临近"}},
    {"duty.opened", Outcome::open, {"opened", "产生义务"}},
    {"duty.met", Outcome::met, {"met", "履行"}},
    {"duty.missed", Outcome::missed, {"missed", "逾期"}},
    {"duty.cured", Outcome::cured, {"cured", "补正"}},
    {"duty.excused", Outcome::excused, {"excused", "免除"}},
    {"trigger.raised", Outcome::raised, {"raised", "升级"}},
    {"trigger.released", Outcome::released, {"released", "解除"}},
    {"warning", Outcome::warned, {"warned", "预警"}},
    {"warning.opened", Outcome::warned, {"warned", "预警"}},
    {"assessment", std::nullopt, {"assessed", "评估"}},
    {"blind", Outcome::blind, {"blind", "不明"}},
    {"blind.opened", Outcome::blind, {"blind", "不明"}},
    {"rejected", std::nullopt, {"rejected", "拒收"}},
    {"duplicate", std::nullopt, {"duplicate", "重复"}},
    {"late", std::nullopt, {"late", "迟到"}},
    {"limit.reached", std::nullopt, {"limit reached", "达到上限"}},
};

constexpr core::Phrase kLateViolation{"violated (late)", "违规（迟到）"};

std::string in_english(const core::Phrase& what) { return std::string(what.in(core::Language::en)); }

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

bool is_remarkable(Outcome outcome) {
  switch (outcome) {
    case Outcome::violated:
    case Outcome::tolerated:
    case Outcome::near:
    case Outcome::missed:
    case Outcome::raised:
    case Outcome::warned:
    case Outcome::late: return true;
    case Outcome::met:
    case Outcome::cured:
    case Outcome::excused:
    case Outcome::open:
    case Outcome::released:
    case Outcome::blind: return false;
  }
  return false;
}

core::Text said(const Happening& h) {
  for (const Meaning& meaning : kMeanings)
    if (h.what == meaning.what.in(core::Language::en)) return meaning.what;
  return h.what == kLateViolation.in(core::Language::en) ? core::Text(kLateViolation) : core::Text(h.what);
}

void Happenings::write(const core::Record& record) {
  for (const Meaning& meaning : kMeanings) {
    if (record.kind != meaning.kind) continue;
    const Json body = Json::parse(record.text);
    Happening h;
    h.at = record.at;
    h.outcome = meaning.outcome;
    h.what = in_english(meaning.what);
    h.rule = record.rule;
    if (record.kind == "violation" && body.value("late", false)) {
      h.outcome = Outcome::late;
      h.what = in_english(kLateViolation);
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
