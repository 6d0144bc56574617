#include <algorithm>

#include "core/digest.hpp"
#include "engine/run/machine.hpp"

namespace tripline::engine {

using core::Json;

void Machine::judge_late(Element& e) {
  ++summary_.late;
  const StreamPlan& p = program_->streams[static_cast<std::size_t>(e.stream)];
  const ElementRef ref{e.source, e.position, core::sha256(e.bytes), !p.personal};
  core::Draft record = begin("late", e.time);
  record.set("source", sources_[e.source].name)
      .set("position", e.position)
      .set("stream", stream(e.stream).name)
      .set("elements", Json(Json::Array{element_json(ref)}))
      .set("late_by", core::print_duration(std::max(sources_[e.source].highest, std::min(passed_, last_)) - e.time));
  emit(record);
  for (const int order : p.late_rules) judge_late_line(program_->rules[static_cast<std::size_t>(order)], e, ref);
}

// A red line crossed is a violation however late the report comes in: on a subject of its own, which nothing remembers.
void Machine::judge_late_line(const RulePlan& r, Element& e, const ElementRef& ref) {
  std::optional<Subject> subject = alone(r, e);
  if (!subject) return;
  Scope scope;
  scope.subject = &*subject;
  scope.on = {&e.fields, e.time, e.stream};
  scope.now = e.time;
  Value why;
  Tri g = Tri::no;
  if (breached(r, scope, &g, &why) != Tri::yes) return;
  ++tally(r).late;
  ++tally(r).violations;
  core::Draft record = begin("violation", e.time, r, *subject);
  record.set("late", true)
      .set("because", violated_because(r, scope))
      .set("values", wording_.values(r.leaves, scope))
      .set("elements", Json(Json::Array{element_json(ref)}));
  if (r.bounded) {
    const Evaluator::Margin m = headroom(r, scope);
    if (m.known && m.measure != Evaluator::Measure::truth) set_worst(record, worst_of(m, scope));
  }
  if (!r.message.empty()) record.set("message", wording_.message(r, scope));
  core::Hasher h;
  h.add_framed(pack_digest_)
      .add_framed(r.source->name)
      .add_framed(wording_.subject(*subject).canonical())
      .add_framed(core::print_rfc3339(e.time))
      .add_framed("late")
      .add_framed(sources_[e.source].name)
      .add_framed(std::to_string(e.position));
  record.set("episode", core::hex(h.finish()));
  emit(record);
}

// The rule's subject as the element alone knows it; nullopt: the element does not name it.
std::optional<Subject> Machine::alone(const RulePlan& r, const Element& e) const {
  Subject subject;
  subject.space = static_cast<std::uint32_t>(r.space);
  const std::vector<model::Field>& fields = stream(e.stream).fields;
  for (const std::string& name : program_->spaces[subject.space].names) {
    const auto field = std::find_if(fields.begin(), fields.end(),
                                    [&](const model::Field& f) { return f.name == name && (f.key || f.group); });
    if (field == fields.end()) return std::nullopt;
    const Value& v = e.fields[static_cast<std::size_t>(field - fields.begin())];
    if (!v.known()) return std::nullopt;
    subject.names.push_back(v);
  }
  subject.groups.assign(program_->groups.size(), Value::unknown(Reason::no_group));
  for (const auto& [field, group] : program_->streams[static_cast<std::size_t>(e.stream)].groups)
    subject.groups[static_cast<std::size_t>(group)] = e.fields[static_cast<std::size_t>(field)];
  subject.stage = evaluator_.stage_of(subject);
  return subject;
}

}  // namespace tripline::engine
