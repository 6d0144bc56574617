// What is said: records, the values in them, what comes late, the summary.
#include <algorithm>
#include <functional>

#include "core/decimal.hpp"
#include "engine/ops/reasons.hpp"
#include "oracle/verdicts.hpp"

namespace tripline::oracle {

using nlohmann::json;

namespace {

std::size_t at(int i) { return static_cast<std::size_t>(i); }

}  // namespace

json& Verdicts::say(const std::string& kind, Time t) {
  ++moved_;
  json j;
  j["kind"] = kind;
  j["at"] = core::print_rfc3339(t);
  said_.push_back({t, std::move(j)});
  return said_.back().record;
}

json& Verdicts::say(const std::string& kind, Time t, int r, Who who) {
  json& j = say(kind, t);
  j["rule"] = rule(r).name;
  j["subject"] = subject(space(r), h_.subjects[at(who)].names);
  if (!pack_.levels.empty()) j["level"] = pack_.levels[at(level_[at(who)])];
  const Value stage = h_.stage(who, h_.entries.size());
  if (stage.known() && !pack_.stages.empty()) j["stage"] = pack_.stages[at(static_cast<int>(stage.as_integer()))];
  return j;
}

json Verdicts::subject(int space, const std::vector<Value>& names) const {
  json j = json::object();
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string& name = h_.spaces[at(space)][i];
    const Value& v = names[i];
    if (v.is_text()) {
      j[name] = std::string(v.as_text());
      continue;
    }
    for (const model::Stream& s : pack_.streams)
      for (const model::Field& f : s.fields) {
        if (s.violation || f.name != name || !(f.key || f.group)) continue;
        if (f.type.kind == model::TypeKind::enumerated)
          j[name] = pack_.enums[at(f.type.enumeration)].members[at(static_cast<int>(v.as_integer()))].name;
        else if (f.type.kind == model::TypeKind::bool_)
          j[name] = v.as_bool();
        else if (v.tag() == engine::Tag::number)
          j[name] = v.as_number();
      }
  }
  return j;
}

// "every field, parameter, table value and aggregate that the condition read"
json Verdicts::values(int r, Context& c) {
  const model::Rule& m = rule(r);
  json out = json::object();
  const std::function<void(const model::Expr&)> look = [&](const model::Expr& e) {
    // Compared alone with a constant it is followed, not read.
    if (const auto g = reader_.growing_comparison(e)) {
      Context followed = c;
      followed.reads = nullptr;
      for (const auto& k : e.children)
        if (k->op == model::Op::aggregate && k->aggregate.get() == g->aggregate && !out.contains(k->label))
          out[k->label] = shown(reader_.value(*k, followed), k->type);
    }
    // How a table's row is found is not what the author wrote.
    if (e.op != model::Op::table_field)
      for (const auto& k : e.children) look(*k);
    switch (e.op) {
      case model::Op::field:
      case model::Op::param:
      case model::Op::table_field:
      case model::Op::aggregate:
      case model::Op::level:
      case model::Op::stage:
      case model::Op::owner_key:
        if (!out.contains(e.label)) out[e.label] = shown(reader_.value(e, c), e.type);
        return;
      default: return;
    }
  };
  for (const auto* e : {&m.when, &m.unless, &m.condition, &m.while_, &m.score, &m.raise_when})
    if (*e) look(**e);
  return out;
}

void Verdicts::set_values(json& j, int r, Context& c) {
  if (json all = values(r, c); !all.empty()) j["values"] = std::move(all);
}

// Where an element stands in the input.
json Verdicts::origin(const Entry& e) const {
  if (e.position == 0) return json::object();
  return {{"source", (*sources_)[e.source]}, {"position", e.position}};
}

// A value as records write it (records.md, `values`).
json Verdicts::shown(const Value& v, const model::Type& type) const {
  if (v.is_missing()) return "missing";
  if (v.is_unknown()) return std::string("unknown (") + engine::reason_code(v.reason()) + ")";
  switch (type.kind) {
    case model::TypeKind::bool_: return v.as_bool();
    case model::TypeKind::number: {
      const double d = std::stod(core::print_decimal(v.as_number(), type.unit));
      return type.unit.text.empty() ? json(d) : json{{"unit", type.unit.text}, {"value", d}};
    }
    case model::TypeKind::text: return std::string(v.as_text());
    case model::TypeKind::enumerated:
      return pack_.enums[at(type.enumeration)].members[at(static_cast<int>(v.as_integer()))].name;
    case model::TypeKind::time: return core::print_rfc3339(v.as_integer());
    case model::TypeKind::date: return core::print_day(static_cast<core::Day>(v.as_integer()));
    case model::TypeKind::duration: return core::print_duration(v.as_integer());
    case model::TypeKind::position: return {{"lat", v.latitude()}, {"lon", v.longitude()}};
    case model::TypeKind::list: {
      json items = json::array();
      for (std::size_t i = 0; i < v.as_list().size() && i < 16; ++i)
        items.push_back(shown(v.as_list()[i], *type.element));
      if (v.as_list().size() > 16) items.push_back("… " + std::to_string(v.as_list().size() - 16) + " more");
      return items;
    }
  }
  return {};
}

json Verdicts::reason(const Value& why) const { return engine::reason_code(why.reason()); }

std::vector<json> Verdicts::late(const engine::Element& e) {
  std::vector<json> out;
  for (const int r : pack_.rule_order) {
    const model::Rule& m = rule(r);
    if (!m.late_judged || m.on != e.stream) continue;
    // "judges it alone": on a history that holds nothing else.
    Verdicts alone(pack_);
    std::vector<Who> fresh;
    const Who member = alone.h_.meet(e.stream, e.fields, e.time, fresh);
    alone.h_.regroup(member, e.stream, e.fields, e.time, fresh);
    alone.level_.resize(alone.h_.subjects.size(), 0);
    alone.reader_.levels.resize(alone.h_.subjects.size());
    Entry entry;
    entry.stream = e.stream;
    entry.who = member;
    entry.fields = e.fields;
    entry.time = e.time;
    alone.h_.append(entry);
    const Who who = alone.h_.belongs(member, space(r), 1);
    if (who == kNobody) continue;
    Context c;
    c.who = who;
    c.now = {e.time, 1, false};
    c.on = &alone.h_.entries.front();
    Value why;
    Truth g = Truth::no;
    if (alone.crossed(r, c, &g, &why) != Truth::yes) continue;
    ++count(r, "late");
    ++count(r, "violations");
    json& j = alone.say("violation", e.time, r, who);
    j["late"] = true;
    alone.set_values(j, r, c);
    out.push_back(j);
  }
  return out;
}

json Verdicts::summary(Time end) {
  for (auto& [place, s] : standings_)
    if (s.blind && end > s.blind_since)
      tallies_[at(place.first)].blind[engine::reason_code(s.why.reason())] += end - s.blind_since;
  json rules = json::array();
  std::vector<json> pending;
  for (const int r : pack_.rule_order)
    for (const Who who : h_.everybody(space(r))) {
      Standing& s = standings_[{r, who}];
      if (s.breach && !s.waiting) ++count(r, "open");
      for (const Owed& d : s.owed) {
        if (d.missed) continue;
        ++count(r, "pending");
        json& j = say("duty.pending", end, r, who);
        j["since"] = core::print_rfc3339(d.opened);
        j["due"] = core::print_rfc3339(d.due);
        if (d.opener && d.opener->position != 0) j["opened_by"] = origin(*d.opener);
        pending.push_back(j);
      }
    }
  for (std::size_t r = 0; r < pack_.rules.size(); ++r) {
    json j;
    j["rule"] = pack_.rules[r].name;
    j["subjects"] = 0;
    j["violations"] = 0;
    for (const auto& [what, n] : tallies_[r].counts) j[what] = n;
    if (json last = last_assessments(static_cast<int>(r)); !last.empty()) j["last"] = std::move(last);
    for (const auto& [code, span] : tallies_[r].blind) j["blind"][code] = core::print_duration(span);
    rules.push_back(std::move(j));
  }
  return {{"pending", pending}, {"rules", rules}, {"subjects", h_.subjects.size()}};
}

}  // namespace tripline::oracle
