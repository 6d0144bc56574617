#include <algorithm>
#include <stdexcept>

#include "engine/run/machine.hpp"
#include "engine/run/phrases.hpp"

namespace tripline::engine {

using core::Json;

Machine::Machine(std::shared_ptr<const model::Pack> pack, core::RecordSink& sink, Limits limits, const Trial& trial,
                 core::Language language)
    : program_(plan(std::move(pack), trial)),
      sink_(sink),
      limits_(limits),
      language_(language),
      evaluator_(*program_, trial.observer),
      telling_(*program_),
      subjects_(*program_, evaluator_, limits.window_entries),
      wording_(*program_, telling_, language, trial.personal_shown),
      timers_(subjects_.all()),
      ids_(program_->streams.size()),
      id_order_(program_->streams.size()) {
  for (const model::Rule& r : program_->pack->rules) {
    RuleSummary s;
    s.rule = r.name;
    s.kind = model::word(r.kind);
    summary_.rules.push_back(std::move(s));
  }
  headroom_.resize(program_->pack->rules.size());
  write_heads();
  pack_loaded();
}

std::uint32_t Machine::add_source(std::string name, int only_stream) {
  Source s;
  s.name = std::move(name);
  for (std::size_t i = 0; i < program_->streams.size(); ++i) {
    const bool fed = only_stream < 0
                         ? stream(static_cast<int>(i)).derived_from < 0 && !stream(static_cast<int>(i)).violation
                         : static_cast<int>(i) == only_stream;
    if (fed) s.lateness = std::max(s.lateness, lateness(static_cast<int>(i)));
  }
  sources_.push_back(std::move(s));
  return static_cast<std::uint32_t>(sources_.size() - 1);
}

void Machine::open_for_input(std::uint32_t source) const {
  if (finished_) throw std::logic_error("the engine has finished: make a new one to observe more");
  if (source >= sources_.size()) throw std::logic_error("no such source: add_source first");
  if (sources_[source].ended) throw std::logic_error("source '" + sources_[source].name + "' has ended");
}

void Machine::heard(Source& s, std::uint64_t position) {
  if (position != 0 && position == s.last_position) return;  // one element that feeds two streams
  s.last_position = position;
  ++s.heard;
  ++summary_.read;
}

void Machine::reject(const Rejection& r) {
  open_for_input(r.source);
  heard(sources_[r.source], r.position);
  ++summary_.rejected;
  ++summary_.rejected_reasons[r.code];
  core::Draft record = begin("rejected", r.time.value_or(core::kAlways));
  ElementRef ref{r.source, r.position, core::sha256(r.bytes), true};
  // Bytes that may hold a personal value leave no digest behind.
  if (r.stream >= 0 && program_->streams[static_cast<std::size_t>(r.stream)].personal) ref.sealed = false;
  record.set("source", sources_[r.source].name).set("position", r.position).set("offset", r.offset);
  if (r.stream >= 0) record.set("stream", stream(r.stream).name);
  record.set("elements", Json(Json::Array{element_json(ref)}));
  emit(record, reason_of(r.code, r.text));
}

void Machine::unread(const std::string& type) {
  ++summary_.unread;
  ++summary_.read;
  auto& names = summary_.unread_types;
  if (names.size() < 100 || names.count(type) > 0)
    ++names[type];
  else
    ++names["…"];
}

void Machine::forget_oldest(Ids& seen, IdOrder& order) {
  seen.erase(order.begin()->second);
  order.erase(order.begin());
}

bool Machine::duplicate(const Element& e) {
  const std::vector<int>& ids = program_->streams[static_cast<std::size_t>(e.stream)].ids;
  if (ids.empty()) return false;
  const model::Stream& s = stream(e.stream);
  std::string key;
  std::optional<Duration> keep;
  for (const int id : ids) {
    const auto f = static_cast<std::size_t>(id);
    append_key_text(key, e.fields[f]);
    if (s.fields[f].unique_for) keep = *s.fields[f].unique_for;
  }
  auto& seen = ids_[static_cast<std::size_t>(e.stream)];
  auto& order = id_order_[static_cast<std::size_t>(e.stream)];
  const Duration span = keep.value_or(lateness(e.stream));
  // Remembered until no source could still bring it in time: the slowest one decides.
  Time horizon = std::max(sources_[e.source].highest, e.time);
  for (const Source& other : sources_)
    if (!other.ended && !other.idle && &other != &sources_[e.source]) horizon = std::min(horizon, other.highest);
  while (!order.empty() && horizon != core::kAlways && order.begin()->first < horizon - span)
    forget_oldest(seen, order);
  const core::Sha256 digest = core::sha256(e.bytes);
  const auto at = seen.find(key);
  if (at == seen.end() || at->second.time < e.time - span) {
    if (at != seen.end()) {
      order.erase({at->second.time, key});
      seen.erase(at);
    }
    if (seen.size() >= limits_.ids) {
      limit_reached("ids", phrases::kIds, e.time);
      forget_oldest(seen, order);
    }
    order.emplace(e.time, key);
    seen.emplace(std::move(key), Seen{e.time, digest});
    return false;
  }
  if (at->second.digest == digest) {
    ++summary_.duplicate;
    core::Draft r = begin("duplicate", e.time);
    ElementRef ref{e.source, e.position, digest, !program_->streams[static_cast<std::size_t>(e.stream)].personal};
    r.set("source", sources_[e.source].name).set("position", e.position).set("stream", s.name);
    r.set("elements", Json(Json::Array{element_json(ref)}));
    emit(r);
    return true;
  }
  Rejection r;
  r.source = e.source;
  r.position = e.position;
  r.stream = e.stream;
  r.time = e.time;
  r.code = "id_conflict";
  r.text = {phrases::kIdConflict, s.name};
  r.bytes = e.bytes;
  reject(r);
  return true;
}

void Machine::observe(Element& e) {
  open_for_input(e.source);
  Source& source = sources_[e.source];
  heard(source, e.position);
  if (e.received && e.time > core::add_clamped(*e.received, program_->pack->max_ahead)) {
    Rejection r;
    r.source = e.source;
    r.position = e.position;
    r.stream = e.stream;
    r.time = e.time;
    r.code = "future";
    r.text = {phrases::kFuture, core::print_duration_literal(program_->pack->max_ahead)};
    r.bytes = e.bytes;
    reject(r);
    return;
  }
  if (duplicate(e)) return;
  if (source.highest != core::kAlways && e.time < source.highest - lateness(e.stream)) {
    judge_late(e);
    return;
  }
  source.idle = false;
  source.highest = std::max(source.highest, e.time);
  if (e.time < passed_ || (e.time <= now_ && now_ != core::kAlways)) {
    // The watermark has passed its instant: a source that came, or spoke again, after the others had gone on.
    judge_late(e);
    return;
  }
  last_ = std::max(last_, e.time);
  // Its subject is looked up now, while its key is at hand.
  const StreamPlan& p = program_->streams[static_cast<std::size_t>(e.stream)];
  const SubjectId subject = subjects_.find(p.space, e.fields, p.key_fields);
  const Time time = e.time;
  queue_.push_back({time, slot_for(e), subject});
  std::push_heap(queue_.begin(), queue_.end(), [this](const Waiting& a, const Waiting& b) { return before(b, a); });
  if (queue_.size() > limits_.queue) {
    const Time t = queue_.front().time;
    limit_reached("queue", phrases::kQueue, t);
    while (timers_.next() < t) instant(timers_.next());
    instant(t);
  }
  advance();
}

std::uint32_t Machine::slot_for(Element& e) {
  if (free_slots_.empty()) {
    free_slots_.push_back(static_cast<std::uint32_t>(slots_.size()));
    slots_.emplace_back();
  }
  const std::uint32_t slot = free_slots_.back();
  free_slots_.pop_back();
  std::swap(slots_[slot], e);
  return slot;
}

bool Machine::before_at_one_instant(const Element& x, const Element& y) const {
  const bool xs = stream(x.stream).signal, ys = stream(y.stream).signal;
  if (xs != ys) return xs;
  if (x.source != y.source) {
    const int names = sources_[x.source].name.compare(sources_[y.source].name);
    return names != 0 ? names < 0 : x.source < y.source;
  }
  if (x.position != y.position) return x.position < y.position;
  return x.stream < y.stream;
}

Time Machine::watermark() const {
  Time least = core::kNever;
  for (const Source& s : sources_) {
    if (s.ended || s.idle) continue;
    if (s.highest == core::kAlways) return core::kAlways;
    least = std::min(least, s.highest - s.lateness);
  }
  return least;
}

// Judges every instant before the watermark: at the watermark itself elements may still come in.
void Machine::advance() {
  Time w = watermark();
  // Nobody holds it back: it stands after what has come in, not at the end of time.
  if (w == core::kNever) w = core::add_clamped(last_, 1);
  passed_ = std::max(passed_, w);
  for (;;) {
    const Time next = std::min(queue_.empty() ? core::kNever : queue_.front().time, timers_.next());
    if (next >= w) return;
    instant(next);
  }
}

void Machine::idle(std::uint32_t source, Time at) {
  open_for_input(source);
  sources_[source].idle = true;
  core::Draft r = begin("idle", at);
  r.set("source", sources_[source].name);
  emit(r);
  advance();
}

void Machine::end(std::uint32_t source) {
  open_for_input(source);
  sources_[source].ended = true;
  const bool any = std::any_of(sources_.begin(), sources_.end(), [](const Source& s) { return !s.ended && !s.idle; });
  if (any) advance();
}

void Machine::finish(Time until) {
  if (finished_) throw std::logic_error("the engine has finished already");
  last_ = std::max(last_, until);
  for (Source& s : sources_) s.ended = true;
  for (;;) {
    const Time next = std::min(queue_.empty() ? core::kNever : queue_.front().time, timers_.next());
    if (next > last_ || next == core::kNever) break;
    instant(next);
  }
  write_summary();
  finished_ = true;
}

}  // namespace tripline::engine
