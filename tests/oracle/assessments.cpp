// Assessments (language.md, section 6): a score at each multiple of a period, its grade, and the level that it holds.
#include "oracle/verdicts.hpp"

namespace tripline::oracle {

using nlohmann::json;

namespace {

std::size_t at(int i) { return static_cast<std::size_t>(i); }

}  // namespace

// "at readings of the local clock: 1970-01-01T00:00 there, and every P of the clock from it, a day counting 24 h": the first at or after t.
Time Verdicts::multiple(Duration every, Time t) const {
  const core::Zone& zone = pack_.zone;
  const Whole clock = Whole(zone.day(t)) * core::kDay + zone.time_of_day(t);
  Whole reading = clock / every * every;
  if (reading > clock) reading -= every;
  for (;; reading += every) {
    Whole day = reading / core::kDay;
    if (day * core::kDay > reading) --day;
    const Time found =
        zone.local(static_cast<core::Day>(day), static_cast<Duration>(Whole(reading - day * core::kDay)));
    if (found >= t) return found;
  }
}

// "for every subject that exists", after all else that the instant says.
void Verdicts::assess(int r, Who who, Time t) {
  const model::Rule& m = rule(r);
  Standing& s = standings_[{r, who}];
  const Occasion o{{t, h_.entries.size(), true}, nullptr};
  Context c = context(r, who, o);
  c.reads = nullptr;  // "An assessment reads it when it assesses."
  Value why;
  const Truth g = guard(r, c, &why);
  if (g == Truth::no) return;  // "Outside `during` and `effective` there is no assessment."
  Value score;
  if (g == Truth::yes) {
    score = reader_.value(*m.score, c);
    if (!score.known()) why = score.is_missing() ? Value::unknown(Reason::missing_value) : score;
  }
  if (!score.known()) {
    ++count(r, "blind_events");
    say("blind", t, r, who)["reason"] = reason(why);
    return;
  }
  c.score = &score;
  ++count(r, "assessed");
  // "It stays held, as it does where C is unknown, until one says that C is false."
  const Truth wanted = reader_.truth(m.raise_when.get(), c, Truth::no);
  if (wanted != Truth::unknown && (wanted == Truth::yes) != s.held) {
    s.held = !s.held;
    ++count(r, s.held ? "raised" : "released");
    level_touched_.insert(who);
  }
  json& j = say("assessment", t, r, who);
  j["score"] = shown(score, m.score->type);
  s.assessed = true;
  s.score = score;
  s.grade.clear();
  // "given by bounds of its kind, from the best down, the last with or without"
  for (const model::Grade& grade : m.grades)
    if (s.grade.empty() && (!grade.least || order(score, reader_.of_constant(*grade.least)) >= 0)) s.grade = grade.name;
  if (!s.grade.empty()) j["grade"] = s.grade;
  if (s.held) j["raises"] = pack_.levels[at(m.level)];
  set_values(j, r, c);
  const std::function<void(const model::Expr&, json&)> aggregates = [&](const model::Expr& e, json& out) {
    for (const auto& k : e.children) aggregates(*k, out);
    if (e.op == model::Op::aggregate) out[e.label] = shown(reader_.value(e, c), e.type);
  };
  j["terms"] = json::object();
  for (const auto* e : {&m.score, &m.raise_when})
    if (*e) aggregates(**e, j["terms"]);
}

// "in `last`, of each subject's last one how many reached which grade, and the lowest score and whose"
json Verdicts::last_assessments(int r) {
  json grades = json::object(), lowest;
  const Standing* least = nullptr;
  for (const Who who : h_.everybody(space(r))) {
    const Standing& s = standings_[{r, who}];
    if (!s.assessed) continue;
    if (!s.grade.empty()) grades[s.grade] = grades.value(s.grade, 0) + 1;
    if (least != nullptr && order(s.score, least->score) >= 0) continue;
    least = &s;
    lowest = subject(space(r), h_.subjects[at(who)].names);
  }
  if (least == nullptr) return json::object();
  json last = {{"lowest", {{"subject", lowest}}}};
  if (!grades.empty()) last["grades"] = grades;
  return last;
}

}  // namespace tripline::oracle
