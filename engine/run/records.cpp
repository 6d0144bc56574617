#include <algorithm>
#include <array>
#include <set>

#include "core/decimal.hpp"
#include "engine/run/machine.hpp"
#include "engine/run/phrases.hpp"

namespace tripline::engine {

using core::Draft;
using core::Json;

namespace {

constexpr std::size_t kMostElements = 16;

constexpr std::array<std::string_view, 6> kActs = {"violation",      "violation.opened", "duty.missed",
                                                   "trigger.raised", "warning",          "warning.opened"};

}  // namespace

// What every record of a rule says of it.
void Machine::write_heads() {
  static constexpr const char* kWeights[] = {"info", "minor", "major", "critical"};
  const model::Pack& pack = *program_->pack;
  pack_digest_ = core::hex(pack.digest);
  pack_ = Json().set("name", pack.name).set("version", pack.version).set("digest", pack_digest_).canonical();
  const auto list = [](const auto& from, const auto& text_of) {
    Json texts(Json::Array{});
    for (const auto& item : from) texts.push(text_of(item));
    return texts.canonical();
  };
  for (const RulePlan& p : program_->rules) {
    const model::Rule& m = *p.source;
    Head head;
    if (!m.cites.empty())
      head.members.emplace_back("cites", list(m.cites, [](const std::string& c) -> const std::string& { return c; }));
    head.members.emplace_back("pack", pack_);
    head.members.emplace_back("rule", Json(m.name).canonical());
    head.members.emplace_back("rule_kind", Json(model::word(m.kind)).canonical());
    head.members.emplace_back("severity", Json(kWeights[static_cast<int>(m.severity)]).canonical());
    if (!m.title.empty()) head.members.emplace_back("title", Json(m.title).canonical());
    if (!m.actions.empty())
      head.action =
          list(m.actions, [&](int a) -> const std::string& { return pack.actions[static_cast<std::size_t>(a)]; });
    heads_.push_back(std::move(head));
  }
}

Draft Machine::begin(std::string_view kind, Time at) {
  Draft r = std::move(spare_);
  r.clear();
  r.kind = kind;
  r.at = at;
  r.rule = {};
  if (at != core::kAlways) r.set_time("at", at);
  r.set("kind", kind);
  return r;
}

Draft Machine::begin(std::string_view kind, Time at, const RulePlan& p, Subject& s) {
  const model::Pack& pack = *program_->pack;
  const Head& head = heads_[static_cast<std::size_t>(p.order)];
  Draft r = begin(kind, at);
  r.rule = p.source->name;
  if (!pack.levels.empty()) r.set("level", pack.levels[static_cast<std::size_t>(s.level)]);
  for (const auto& [name, value] : head.members) r.set_written(name, value);
  if (s.stage.tag() == Tag::integer && !pack.stages.empty())
    r.set("stage", pack.stages[static_cast<std::size_t>(s.stage.as_integer())]);
  r.set_written("subject", subject_json(s));
  // What is to be done is said once, where it becomes due.
  if (!head.action.empty() && std::find(kActs.begin(), kActs.end(), kind) != kActs.end())
    r.set_written("action", head.action);
  return r;
}

const std::string& Machine::subject_json(Subject& s) {
  if (s.written.empty()) s.written = wording_.subject(s).canonical();
  return s.written;
}

void Machine::detail(Draft& r, const Instance& i, Scope& scope, const Occasion& o) {
  const RulePlan& p = plan_of(i);
  const bool breach = r.kind.rfind("violation", 0) == 0 || r.kind.rfind("tolerated", 0) == 0 ||
                      r.kind.rfind("warning", 0) == 0 || r.kind == "duty.missed" || r.kind == "trigger.raised" ||
                      r.kind == "assessment";
  if (!p.message.empty() && breach) r.set("message", wording_.message(p, scope));
  if (!p.leaves.empty()) r.set("values", wording_.values(p.leaves, scope));
  Json list = elements(p, scope, o);
  if (!list.array()->empty()) r.set("elements", list);
}

// Its own name, the same on every replay, follows from what it says.
void Machine::identify(Draft& r) {
  text_.clear();
  if (const std::string_view episode = r.value("episode"); !episode.empty()) {
    hasher_.add_framed(episode.substr(1, episode.size() - 2)).add_framed(r.kind);
    hasher_.add_framed(r.at == core::kAlways ? std::string() : core::print_rfc3339(r.at));
  } else {
    r.write(text_);
    hasher_.add_framed(pack_digest_).add_framed(text_);
    text_.clear();
  }
  r.set("id", core::hex(hasher_.finish()));
}

void Machine::emit(Draft& r) {
  if (r.value("id").empty()) identify(r);
  text_.clear();
  r.write(text_);
  // Texts of the input may be of any length; a record is not: the longest texts of a record that is too long are cut, and say so.
  for (const char* name : {"values", "message", "because", "elements", "reason"}) {
    if (text_.size() <= kMostBytes) break;
    if (!r.replace(name, phrases::kLeftOut.in(language_))) continue;
    text_.clear();
    r.write(text_);
  }
  sink_.write({r.kind, r.at, r.rule, text_, wording_.first_named()});
  wording_.first_named().clear();
  spare_ = std::move(r);
}

Machine::Reasoned Machine::reason_of(const std::string& code, const core::Text& text) const {
  const auto in = [&](core::Language l) { return Json().set("code", code).set("text", text.in(l)).canonical(); };
  return {in(core::Language::en), in(language_)};
}

// A record that has no episode and says why in words. Its name is that of the English ones, so that it is the same in every language.
void Machine::emit(Draft& r, const Reasoned& reason) {
  r.set_written("reason", reason.english);
  if (language_ != core::Language::en) {
    identify(r);
    r.replace_written("reason", reason.said);
  }
  emit(r);
}

std::string Machine::episode_id(Instance& i, Time at) {
  if (begun_at_ != at) {
    begun_at_ = at;
    begun_.clear();
  }
  hasher_.add_framed(pack_digest_).add_framed(plan_of(i).source->name);
  hasher_.add_framed(subject_json(subjects_[i.subject]))
      .add_framed(core::print_rfc3339(at))
      .add_framed(std::to_string(begun_[{i.rule, i.subject}]++));
  return core::hex(hasher_.finish());
}

Json Machine::element_json(const ElementRef& ref) {
  Json j(Json::Object{});
  if (ref.position != 0) j.set("source", sources_[ref.source].name).set("position", ref.position);
  if (ref.sealed) j.set("digest", core::hex(ref.digest));
  return j;
}

// The element of an occasion, with its digest. Nothing where time alone made the rule look.
ElementRef Machine::sealed(const Occasion& o) {
  if (o.ref == nullptr) return {};
  StreamState* s = o.whose == kNoSubject ? nullptr : evaluator_.state(o.stream, subjects_[o.whose]);
  const bool last = s != nullptr && s->ref.position == o.ref->position && s->ref.source == o.ref->source;
  return last ? seal(*s, o.stream) : *o.ref;
}

// What a verdict rests on, for those who read it as a Violation: the element of its instant; of one by time alone the last sample.
ElementRef Machine::decided_by(const RulePlan& r, SubjectId s, const Occasion& o) {
  const ElementRef ref = sealed(o);
  if (ref.position != 0 || r.source->on < 0) return ref;
  StreamState* sample = evaluator_.state(r.source->on, subjects_[s]);
  return sample != nullptr && sample->seen ? seal(*sample, r.source->on) : ref;
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
  add(sealed(o));
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
      if (state.signal && program_->streams[static_cast<std::size_t>(plan.stream)].space == static_cast<int>(s.space)) {
        // In continuous time the last sample is what the window stands on now.
        StreamState* sample = evaluator_.state(plan.stream, s);
        if (sample != nullptr && sample->seen) add(seal(*sample, plan.stream));
      }
      if (e.count == 0) continue;
      if (told.size() >= kMostElements) {
        left_out += 2;
        continue;
      }
      told.insert({UINT32_MAX, told.size()});
      Json window;
      window.set("window", wording_.label(id)).set("count", e.count);
      if (e.first.position != 0) window.set("first", element_json(e.first));
      if (e.last.position != 0) window.set("last", element_json(e.last));
      list.push(std::move(window));
    }
  }
  if (left_out > 0) list.push(Json().set("left_out", std::uint64_t{left_out}));
  return list;
}

std::string Machine::violated_because(const RulePlan& r, Scope& scope) {
  std::string text = wording_.because(r.condition, r.source->forbid, scope);
  const std::string when = r.when == kNoNode ? std::string() : wording_.because(r.when, true, scope);
  if (!when.empty()) text = text.empty() ? when : wording_.say(phrases::kWhile, {text, when});
  return text;
}

void Machine::pack_loaded() {
  Draft r = begin("pack.loaded", core::kAlways);
  const model::Pack& p = *program_->pack;
  r.set_written("pack", pack_);
  if (!p.title.empty()) r.set("title", p.title);
  Json params(Json::Object{});
  for (std::size_t i = 0; i < p.params.size(); ++i)
    params.set(p.params[i].name, wording_.show(program_->params[i], p.params[i].type));
  if (!p.params.empty()) r.set("params", params);
  Json limits;
  limits.set("subjects", std::uint64_t{limits_.subjects}).set("window_entries", std::uint64_t{limits_.window_entries});
  limits.set("queue", std::uint64_t{limits_.queue})
      .set("open_duties", std::uint64_t{limits_.open_duties})
      .set("ids", std::uint64_t{limits_.ids});
  r.set("limits", limits);
  if (language_ != core::Language::en) {
    identify(r);  // it is the same in every language
    r.set("language", core::code_of(language_));
  }
  emit(r);
}

void Machine::limit_reached(const char* code, const core::Phrase& text, Time at) {
  if (!limits_told_.emplace(code, true).second) return;
  Draft r = begin("limit.reached", at);
  emit(r, reason_of(code, text));
}

// An episode that the end of the run finds open has no closing: what it came to so far is said here.
void Machine::still_open(const Instance& i, Json& list) {
  if (++tally(plan_of(i)).open_episodes > kMostElements) return;
  const Episode& e = *i.line()->breach;
  Json j;
  j.set("subject", wording_.subject(subjects_[i.subject]))
      .set("since", core::print_rfc3339(e.since))
      .set("samples", e.samples);
  if (e.worst.any) j.set("worst", worst_json(e.worst)).set("headroom", how_far(e.worst).json);
  list.push(std::move(j));
}

void Machine::write_summary() {
  const Time end = last_;
  std::vector<Json> open_episodes(summary_.rules.size(), Json(Json::Array{}));
  std::vector<Json> assessed(summary_.rules.size(), Json(Json::Object{}));
  // What is still open, in rule order and by subject.
  for (const RulePlan& p : program_->rules) {
    std::vector<SubjectId> who;
    for (SubjectId s = 0; s < subjects_.size(); ++s)
      if (subjects_[s].space == static_cast<std::uint32_t>(p.space)) who.push_back(s);
    std::sort(who.begin(), who.end(), [this](SubjectId a, SubjectId b) { return subjects_[a].key < subjects_[b].key; });
    if (p.source->kind == model::RuleKind::assessment)
      assessed[static_cast<std::size_t>(p.number)] = last_assessments(p, who);
    for (const SubjectId s : who) {
      Instance& i = instance(s, p.order);
      if (i.blind) account_blind(i, end);
      measure_growth(i, end);
      if (i.line() && i.line()->open()) still_open(i, open_episodes[static_cast<std::size_t>(p.number)]);
      if (!i.duty()) continue;
      for (const OpenDuty& d : i.duty()->open) {
        if (d.missed) continue;
        ++tally(p).pending;
        Draft r = begin("duty.pending", end, i);
        r.set_time("since", d.opened).set_time("due", d.due).set("episode", d.id);
        if (d.opened_by.position != 0) r.set("opened_by", element_json(d.opened_by));
        emit(r);
      }
    }
  }
  const auto counts = [](const std::map<std::string, std::uint64_t>& from) {
    Json out(Json::Object{});
    for (const auto& [name, n] : from) out.set(name, n);
    return out;
  };
  Json rules(Json::Array{});
  std::uint64_t parts = 0;
  std::size_t written = 0;
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
    some("warned", s.warned);
    some("assessed", s.assessed);
    if (!assessed[n].object()->empty()) j.set("last", std::move(assessed[n]));
    some("late", s.late);
    some("open", s.open_episodes);
    if (s.open_episodes > 0) j.set("open_episodes", std::move(open_episodes[n]));
    some("blind_events", s.blind_events);
    if (!s.blind.empty()) {
      Json blind(Json::Object{});
      for (const auto& [reason, span] : s.blind) blind.set(reason, core::print_duration(span));
      j.set("blind", std::move(blind));
    }
    if (const Worst& worst = headroom_[n].worst; worst.any) {
      HowFar far = how_far(worst);
      s.has_headroom = true;
      s.least_headroom = far.share.value_or(0);
      s.headroom_distance = std::move(far.text);
      s.worst_value = wording_.show(worst.value.value, wording_.type_of(worst.value.side));
      s.worst_subject = wording_.subject_text(subjects_[headroom_[n].whose]);
      j.set("headroom", std::move(far.json))
          .set("worst",
               Json().set("value", s.worst_value).set("subject", wording_.subject(subjects_[headroom_[n].whose])));
    }
    // No record is longer than 65,535 bytes: a summary of very many rules comes in parts, of which the last is the run's last record.
    constexpr std::size_t kRoom = kMostBytes / 2;
    const std::size_t length = j.canonical().size();
    if (written > 0 && written + length > kRoom) {
      Draft part = begin("summary", end);
      part.set_written("pack", pack_).set("part", ++parts).set("rules", rules);
      emit(part);
      rules = Json(Json::Array{});
      written = 0;
    }
    written += length;
    rules.push(std::move(j));
  }
  Draft r = begin("summary", end);
  r.set_written("pack", pack_);
  Json elements;
  elements.set("read", summary_.read)
      .set("rejected", summary_.rejected)
      .set("late", summary_.late)
      .set("duplicate", summary_.duplicate)
      .set("unread", summary_.unread);
  if (!summary_.unread_types.empty()) elements.set("unread_types", counts(summary_.unread_types));
  if (!summary_.rejected_reasons.empty()) elements.set("rejected_reasons", counts(summary_.rejected_reasons));
  r.set("elements", elements).set("subjects", std::uint64_t{subjects_.size()});
  if (parts > 0) r.set("part", ++parts);
  r.set("rules", rules);
  summary_.subjects = subjects_.size();
  emit(r);
}

}  // namespace tripline::engine
