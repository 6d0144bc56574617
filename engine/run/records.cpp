#include <algorithm>
#include <set>

#include "core/decimal.hpp"
#include "engine/run/machine.hpp"

namespace tripline::engine {

using core::Json;
using core::Record;

namespace {

constexpr std::size_t kMostElements = 16;
constexpr std::size_t kMostBytes = 65'535;

Json pack_json(const model::Pack& p) {
  return Json().set("name", p.name).set("version", p.version).set("digest", core::hex(p.digest));
}

}  // namespace

Record Machine::begin(const char* kind, Time at) {
  Record r;
  r.kind = kind;
  r.at = at;
  r.body.set("kind", kind);
  if (at != core::kAlways) r.body.set("at", core::print_rfc3339(at));
  return r;
}

Record Machine::begin(const char* kind, Time at, const RulePlan& p, const Subject& s) {
  static constexpr const char* kKinds[] = {"redline", "limit", "duty", "trigger"};
  static constexpr const char* kWeights[] = {"info", "minor", "major", "critical"};
  const model::Rule& m = *p.source;
  Record r = begin(kind, at);
  r.rule = m.name;
  r.body.set("rule", m.name)
      .set("rule_kind", kKinds[static_cast<int>(m.kind)])
      .set("severity", kWeights[static_cast<int>(m.severity)]);
  if (!m.title.empty()) r.body.set("title", m.title);
  if (!m.cites.empty()) {
    Json cites(Json::Array{});
    for (const std::string& c : m.cites) cites.push(c);
    r.body.set("cites", std::move(cites));
  }
  // What is to be done is said once, where it becomes due.
  static const std::set<std::string> kActs = {"violation", "violation.opened", "duty.missed", "trigger.raised"};
  if (!m.actions.empty() && kActs.count(kind) > 0) {
    Json actions(Json::Array{});
    for (const int a : m.actions) actions.push(program_->pack->actions[static_cast<std::size_t>(a)]);
    r.body.set("action", std::move(actions));
  }
  r.body.set("pack", pack_json(*program_->pack));
  r.body.set("subject", wording_.subject(s));
  if (s.stage.tag() == Tag::integer && !program_->pack->stages.empty())
    r.body.set("stage", program_->pack->stages[static_cast<std::size_t>(s.stage.as_integer())]);
  if (!program_->pack->levels.empty()) r.body.set("level", program_->pack->levels[static_cast<std::size_t>(s.level)]);
  return r;
}

void Machine::detail(Record& r, const Instance& i, Scope& scope, const Occasion& o) {
  const RulePlan& p = plan_of(i);
  const bool breach = r.kind.rfind("violation", 0) == 0 || r.kind.rfind("tolerated", 0) == 0 ||
                      r.kind == "duty.missed" || r.kind == "trigger.raised";
  if (!p.message.empty() && breach) r.body.set("message", wording_.message(p, scope));
  if (!p.leaves.empty()) r.body.set("values", wording_.values(p.leaves, scope));
  Json list = elements(p, scope, o);
  if (!list.array()->empty()) r.body.set("elements", std::move(list));
}

void Machine::emit(Record& r) {
  // Its own name: the same on every replay.
  core::Hasher h;
  if (const Json* e = r.body.find("episode")) {
    h.add_framed(*e->string()).add_framed(r.kind).add_framed(r.at == core::kAlways ? "" : core::print_rfc3339(r.at));
    r.body.set("id", core::hex(h.finish()));
  } else {
    h.add_framed(core::hex(program_->pack->digest)).add_framed(r.body.canonical());
    r.body.set("id", core::hex(h.finish()));
  }
  // Texts of the input may be of any length; a record is not: the longest texts of a record that is too long are cut, and say so.
  if (r.body.canonical().size() > kMostBytes) {
    for (const char* key : {"values", "message", "because", "elements", "reason"}) {
      if (r.body.canonical().size() <= kMostBytes) break;
      if (r.body.find(key) == nullptr) continue;
      r.body.set(key, std::string("left out: the record would be longer than 65,535 bytes"));
    }
  }
  sink_.write(r);
}

std::string Machine::episode_id(Instance& i, Time at) {
  if (i.ordinal_at != at) {
    i.ordinal_at = at;
    i.ordinal = 0;
  }
  core::Hasher h;
  h.add_framed(core::hex(program_->pack->digest)).add_framed(plan_of(i).source->name);
  h.add_framed(wording_.subject(subjects_[i.subject]).canonical())
      .add_framed(core::print_rfc3339(at))
      .add_framed(std::to_string(i.ordinal++));
  return core::hex(h.finish());
}

Json Machine::element_json(const ElementRef& ref) {
  Json j(Json::Object{});
  if (ref.position != 0) j.set("source", sources_[ref.source].name).set("position", ref.position);
  if (ref.sealed) j.set("digest", core::hex(ref.digest));
  return j;
}

Json Machine::elements(const RulePlan& r, Scope& scope, const Occasion& o) {
  Json list(Json::Array{});
  std::size_t left_out = 0;
  std::set<std::pair<std::uint32_t, std::uint64_t>> told;
  const auto add = [&](const ElementRef& ref) {
    if (ref.position == 0 || !told.insert({ref.source, ref.position}).second) return;
    if (told.size() > kMostElements)
      ++left_out;
    else
      list.push(element_json(ref));
  };
  Subject& s = *scope.subject;
  if (o.stream >= 0 && o.ref != nullptr) {
    ElementRef ref = *o.ref;
    if (StreamState* state = evaluator_.state(o.stream, s);
        state != nullptr && state->ref.position == ref.position && state->ref.source == ref.source)
      ref = seal(*state, o.stream);
    add(ref);
  }
  // What its conditions read holds by the last samples, and by the ends of its windows.
  for (const NodeId id : r.leaves) {
    const Node& n = program_->nodes[static_cast<std::size_t>(id)];
    if (n.op == model::Op::field) {
      StreamState* state = evaluator_.state(n.stream, s);
      if (state != nullptr && state->seen) add(seal(*state, n.stream));
    } else if (n.op == model::Op::aggregate) {
      const AggregateUse& use = program_->uses[static_cast<std::size_t>(n.use)];
      const AggregatePlan& plan = program_->aggregates[static_cast<std::size_t>(use.plan)];
      if (plan.owner_space != static_cast<int>(s.space)) continue;
      AggregateState& state = s.aggregates[static_cast<std::size_t>(plan.local)];
      Evidence e;
      if (state.elements) {
        state.elements->advance(scope.now);
        e = state.elements->evidence();
      } else if (!state.partitions.empty()) {
        std::string key;
        for (const NodeId k : use.lookup) append_key_text(key, evaluator_.evaluate(k, scope));
        const auto at = state.partitions.find(key);
        if (at != state.partitions.end()) e = at->second.evidence();
      }
      if (e.count == 0) continue;
      if (told.size() >= kMostElements) {
        left_out += 2;
        continue;
      }
      told.insert({UINT32_MAX, told.size()});
      Json window;
      window.set("window", wording_.label(id))
          .set("count", e.count)
          .set("first", element_json(e.first))
          .set("last", element_json(e.last));
      list.push(std::move(window));
    }
  }
  if (left_out > 0) list.push(Json().set("left_out", std::uint64_t{left_out}));
  return list;
}

Json Machine::worst_json(const Worst& w) {
  const Node& n = program_->nodes[static_cast<std::size_t>(w.comparison)];
  const NodeId* kids = program_->kids(n);
  const bool left =
      n.source == nullptr || (program_->nodes[static_cast<std::size_t>(kids[0])].op != model::Op::constant &&
                              program_->nodes[static_cast<std::size_t>(kids[0])].op != model::Op::param &&
                              program_->nodes[static_cast<std::size_t>(kids[0])].op != model::Op::table_field);
  return Json()
      .set("of", wording_.comparison(w.comparison))
      .set("value", wording_.show(w.value, wording_.type_of(kids[left ? 0 : 1])));
}

Json Machine::headroom_json(const Worst& w) { return Json(w.share); }

std::string Machine::violated_because(const RulePlan& r, Scope& scope) {
  std::string text = wording_.because(r.condition, r.source->forbid, scope);
  const std::string when = r.when == kNoNode ? std::string() : wording_.because(r.when, true, scope);
  if (!when.empty()) text = text.empty() ? when : text + ", while " + when;
  return text;
}

void Machine::pack_loaded() {
  Record r = begin("pack.loaded", core::kAlways);
  const model::Pack& p = *program_->pack;
  r.body.set("pack", pack_json(p));
  if (!p.title.empty()) r.body.set("title", p.title);
  Json params(Json::Object{});
  for (std::size_t i = 0; i < p.params.size(); ++i)
    params.set(p.params[i].name, wording_.show(program_->params[i], p.params[i].type));
  if (!p.params.empty()) r.body.set("params", std::move(params));
  Json limits;
  limits.set("subjects", std::uint64_t{limits_.subjects}).set("window_entries", std::uint64_t{limits_.window_entries});
  limits.set("queue", std::uint64_t{limits_.queue})
      .set("open_duties", std::uint64_t{limits_.open_duties})
      .set("ids", std::uint64_t{limits_.ids});
  r.body.set("limits", std::move(limits));
  emit(r);
}

void Machine::limit_reached(const char* code, const std::string& text, Time at) {
  if (!limits_told_.emplace(code, true).second) return;
  Record r = begin("limit.reached", at);
  r.body.set("reason", Json().set("code", code).set("text", text));
  emit(r);
}

// An episode that the end of the run finds open has no closing: what it came to so far is said here.
void Machine::still_open(const Instance& i, Json& list) {
  if (++tally(plan_of(i)).open_episodes > kMostElements) return;
  const Episode& e = *i.line->breach;
  Json j;
  j.set("subject", wording_.subject(subjects_[i.subject]))
      .set("since", core::print_rfc3339(e.since))
      .set("samples", e.samples);
  if (e.worst.any) j.set("worst", worst_json(e.worst)).set("headroom", headroom_json(e.worst));
  list.push(std::move(j));
}

void Machine::write_summary() {
  const Time end = last_;
  std::vector<Json> open_episodes(summary_.rules.size(), Json(Json::Array{}));
  // What is still open, in rule order and by subject.
  for (const RulePlan& p : program_->rules) {
    std::vector<SubjectId> who;
    for (const Subject& s : subjects_.all())
      if (s.space == static_cast<std::uint32_t>(p.space)) who.push_back(s.number);
    std::sort(who.begin(), who.end(), [this](SubjectId a, SubjectId b) { return subjects_[a].key < subjects_[b].key; });
    for (const SubjectId s : who) {
      Instance& i = instance(s, p.order);
      if (i.blind) account_blind(i, end);
      if (i.line && i.line->open()) still_open(i, open_episodes[static_cast<std::size_t>(p.number)]);
      if (!i.duty) continue;
      for (const OpenDuty& d : i.duty->open) {
        if (d.missed) continue;
        ++tally(p).pending;
        Record r = begin("duty.pending", end, i);
        r.body.set("since", core::print_rfc3339(d.opened)).set("due", core::print_rfc3339(d.due)).set("episode", d.id);
        if (d.opened_by.position != 0) r.body.set("opened_by", element_json(d.opened_by));
        emit(r);
      }
    }
  }
  Record r = begin("summary", end);
  r.body.set("pack", pack_json(*program_->pack));
  Json elements;
  elements.set("read", summary_.read)
      .set("rejected", summary_.rejected)
      .set("late", summary_.late)
      .set("duplicate", summary_.duplicate)
      .set("unread", summary_.unread);
  const auto counts = [](const std::map<std::string, std::uint64_t>& from) {
    Json out(Json::Object{});
    for (const auto& [name, n] : from) out.set(name, n);
    return out;
  };
  if (!summary_.unread_types.empty()) elements.set("unread_types", counts(summary_.unread_types));
  if (!summary_.rejected_reasons.empty()) elements.set("rejected_reasons", counts(summary_.rejected_reasons));
  r.body.set("elements", std::move(elements)).set("subjects", std::uint64_t{subjects_.size()});
  Json rules(Json::Array{});
  for (std::size_t n = 0; n < summary_.rules.size(); ++n) {
    RuleSummary& s = summary_.rules[n];
    Json j;
    j.set("rule", s.rule).set("rule_kind", s.kind).set("subjects", s.subjects).set("violations", s.violations);
    const auto some = [&](const char* key, std::uint64_t v) {
      if (v > 0) j.set(key, v);
    };
    some("tolerated", s.tolerated);
    some("near", s.near);
    some("met", s.met);
    some("missed", s.missed);
    some("cured", s.cured);
    some("excused", s.excused);
    some("pending", s.pending);
    some("raised", s.raised);
    some("released", s.released);
    some("late", s.late);
    some("open", s.open_episodes);
    if (s.open_episodes > 0) j.set("open_episodes", std::move(open_episodes[n]));
    some("blind_events", s.blind_events);
    if (!s.blind.empty()) {
      Json blind(Json::Object{});
      for (const auto& [reason, span] : s.blind) blind.set(reason, core::print_duration(span));
      j.set("blind", std::move(blind));
    }
    if (s.has_headroom) {
      s.worst_subject = wording_.subject_text(subjects_[headroom_[n].second]);
      j.set("headroom", s.least_headroom)
          .set("worst",
               Json().set("value", s.worst_value).set("subject", wording_.subject(subjects_[headroom_[n].second])));
    }
    rules.push(std::move(j));
  }
  r.body.set("rules", std::move(rules));
  summary_.subjects = subjects_.size();
  // A summary lists every rule, however many: it is the one record that may be longer than the others.
  r.body.set("id", core::hex(core::sha256(r.body.canonical())));
  sink_.write(r);
}

}  // namespace tripline::engine
