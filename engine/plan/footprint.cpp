#include "engine/plan/footprint.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <set>

#include "core/heap.hpp"
#include "engine/run/subjects.hpp"
#include "engine/run/timers.hpp"
#include "engine/state/memory.hpp"

namespace tripline::engine {

using core::block_bytes;
using model::AggregateKind;
using model::WindowKind;

namespace {

constexpr Time kStart = 1'767'225'600 * core::kSecond;  // any instant will do: 2026-01-01
constexpr std::size_t kHexDigest = 64;
// What a place in a vector that doubles, or an open-addressed map, takes on average: such stand between half and all full.
constexpr std::size_t with_room(std::size_t bytes) { return bytes + bytes / 2; }

// Places of a queue for n: it doubles.
std::size_t room_for(std::uint64_t n) {
  return static_cast<std::size_t>(n == 0 ? 0 : std::max<std::uint64_t>(4, std::bit_ceil(n)));
}

// Names as telemetry has them: unalike, short enough to need no block of their own.
std::string sample_name(std::uint64_t n) { return "V" + std::to_string(1'000'000 + n); }

class Sampler {
 public:
  // Values scattered as readings are, the same on every machine.
  Value of(const AggregatePlan& a) {
    state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
    const std::uint64_t n = state_ >> 40U;
    ++count_;
    if (of_condition(a.kind)) return Value::boolean(count_ % 2 == 0);
    switch (a.value_kind) {
      case model::TypeKind::bool_: return Value::boolean(count_ % 2 == 0);
      case model::TypeKind::number: return Value::number(static_cast<double>(n % 100'000) / 1000.0);
      case model::TypeKind::enumerated: return Value::integer(static_cast<std::int64_t>(n % 4));
      case model::TypeKind::time:
      case model::TypeKind::date:
      case model::TypeKind::duration: return Value::integer(static_cast<std::int64_t>(n));
      case model::TypeKind::text: return Value::text(sample_name(count_));
      case model::TypeKind::position: return Value::position(30, static_cast<double>(n) / 1e6);
      case model::TypeKind::list: return Value::integer(static_cast<std::int64_t>(count_));
    }
    return {};
  }

 private:
  std::uint64_t state_ = 1;
  std::uint64_t count_ = 0;
};

// A window of the kind, alone, of which it can be asked what it takes.
class Specimen {
 public:
  Specimen(const AggregatePlan& plan, const WindowSpec& spec) : plan_(plan) {
    const bool whole = plan.value_kind != model::TypeKind::number;
    if (spec.kind == WindowKind::now)
      state_.members = std::make_unique<MemberWindow>(plan.kind, whole, plan.source->q);
    else if (!plan.elements)
      state_.signal = std::make_unique<SignalWindow>(spec, plan.kind, whole, SIZE_MAX);
    else
      state_.elements = std::make_unique<ElementWindow>(spec, plan.kind, whole, plan.source->q, SIZE_MAX, true);
    if (state_.signal) state_.signal->mark(kStart);
  }

  void feed(Time t, std::uint32_t member = 0) {
    const Value v = sampler_.of(plan_);
    if (state_.elements) state_.elements->add(t, Standing::in, v, ElementRef{});
    if (state_.signal) state_.signal->change(t, member, MemberStep::joins, v, false);
    if (state_.members) state_.members->set(member, Standing::in, v);
  }
  std::size_t bytes() const { return held_bytes(state_); }

 private:
  const AggregatePlan& plan_;
  AggregateState state_;
  Sampler sampler_;
};

constexpr std::size_t kProbe = 512;  // a power of two: the next element needs more room

// What each further element takes (`node`), and what each place of the room that is made for them does (`cell`).
struct Growth {
  std::size_t node = 0;
  std::size_t cell = 0;
};

template <typename Feed>
Growth growth_of(Specimen& s, const Feed& feed) {
  Growth g;
  g.node = SIZE_MAX;
  std::size_t before = 0;
  for (std::size_t i = 0; i < kProbe; ++i) {
    before = s.bytes();
    feed(i);
    // The least of several: one of them may have needed more room for something else.
    if (i + 8 >= kProbe) g.node = std::min(g.node, s.bytes() - std::min(before, s.bytes()));
  }
  before = s.bytes();
  feed(kProbe);
  const std::size_t jump = s.bytes() - std::min(before, s.bytes());
  g.cell = jump > g.node ? (jump - g.node) / kProbe : 0;
  return g;
}

Time second(std::size_t i) { return kStart + static_cast<Duration>(i + 1) * core::kSecond; }

WindowFootprint measured(const Program& program, const AggregatePlan& a) {
  const model::Window& w = a.source->window;
  WindowFootprint f;
  f.space = a.owner_space;
  f.partitioned = !a.correlated.empty();
  WindowSpec spec{w.kind, w.from, w.to, w.period, w.count, &program.pack->zone, w.begin, w.end};
  if (w.kind == WindowKind::between) spec.begin = kStart, spec.end = core::kNever;
  const bool values = a.kind == AggregateKind::distinct || a.kind == AggregateKind::quantile;
  const bool slides = sliding(w.kind);
  f.bounded = !slides && (!values || w.kind == WindowKind::last_samples) && w.kind != WindowKind::now;
  if (slides) f.span = w.to;
  if (w.kind == WindowKind::last_samples) f.most = static_cast<std::uint64_t>(w.count);

  // Grown without letting anything go.
  WindowSpec open = spec;
  open.from = 0;
  if (slides) open.to = 1000 * core::kDay;
  if (w.kind == WindowKind::last_samples) open.count = 2 * static_cast<int>(kProbe);
  const bool by_member = w.kind == WindowKind::now;
  if (!by_member) {
    Specimen grown(a, open);
    const Growth g = growth_of(grown, [&](std::size_t i) { grown.feed(second(i)); });
    if (!f.bounded || f.most) f.cell = g.cell, f.node = g.node;
  }
  if (a.source->coarse || by_member) {
    // Members stand in trees and maps that are between half and all full.
    Specimen few(a, open), most(a, open);
    for (std::size_t i = 0; i < 2 * kProbe; ++i) {
      if (i < kProbe) few.feed(second(0), static_cast<std::uint32_t>(i));
      most.feed(second(0), static_cast<std::uint32_t>(i));
    }
    f.member = (most.bytes() - std::min(few.bytes(), most.bytes())) / kProbe;
  }
  if (!a.elements && w.from > 0) {
    WindowSpec ahead = open;
    ahead.from = 500 * core::kDay;
    ahead.to = 1000 * core::kDay;
    Specimen late(a, ahead);
    const Growth g = growth_of(late, [&](std::size_t i) { late.feed(second(i)); });
    f.waiting = g.cell + g.node;
    f.lag = w.from;
  }

  // With one element, or, of a calendar window, with the accounts of all its periods.
  Specimen one(a, spec);
  if (calendar(w.kind)) {
    Time t = kStart;
    const int periods = std::min(w.count, 400);
    std::size_t single = 0;
    for (int i = 0; i < periods; ++i) {
      t = program.pack->zone.start_of_next(w.period, t);
      one.feed(t + 1);
      if (!values) one.feed(t + core::kSecond);
      if (i == 0) single = one.bytes();
    }
    f.object = one.bytes();
    if (values && periods > 0) f.object = single;
    // Of thousands of hours the rest is as the first.
    if (w.count > periods && !values)
      f.object +=
          (f.object - single) / static_cast<std::size_t>(periods - 1) * static_cast<std::size_t>(w.count - periods);
  } else {
    one.feed(second(0));
    if (!by_member) one.feed(second(1));
    f.object = one.bytes();
  }
  // The element that it holds is counted with the others.
  const std::size_t counted = f.cell * 4 + f.node * (calendar(w.kind) ? 1 : 2) + f.member;
  f.object -= std::min(counted, f.object);
  return f;
}

Value sample_of(const Program& program, const std::string& name) {
  for (const model::Stream& s : program.pack->streams)
    for (const model::Field& f : s.fields)
      if (f.name == name && (f.key || f.group) && f.type.kind != model::TypeKind::text) return Value::number(1);
  return Value::text(sample_name(1));
}

// As JSON, with every field there.
std::size_t length_of(const model::Stream& s) {
  struct Width {
    std::size_t operator()(const model::Type& t) const {
      switch (t.kind) {
        case model::TypeKind::bool_:
        case model::TypeKind::number: return 5;
        case model::TypeKind::text:
        case model::TypeKind::enumerated: return 10;
        case model::TypeKind::time: return 22;
        case model::TypeKind::date: return 12;
        case model::TypeKind::duration: return 6;
        case model::TypeKind::position: return 26;
        case model::TypeKind::list: return 24;
      }
      return 8;
    }
  };
  std::size_t n = 2 + 9 + s.from.size() + 30;  // {"type":"…","time":"2026-03-01T08:00:00Z"}
  for (const model::Field& f : s.fields) n += f.name.size() + 4 + Width{}(f.type);
  return n;
}

bool follows(const Program& program, const AggregatePlan& a, std::size_t space) {
  const bool continuous = !a.elements || a.source->window.kind == WindowKind::now || a.held_count > 0;
  return continuous && program.streams[static_cast<std::size_t>(a.stream)].space == static_cast<int>(space);
}

// The windows that a rule reads: of its own expressions, and of the derived events that it hears of.
class Reading {
 public:
  explicit Reading(const Program& program) : program_(program) {}

  std::vector<int> windows(const RulePlan& r) {
    found_.clear();
    streams_.clear();
    for (const NodeId id : {r.when, r.unless, r.while_, r.condition, r.by, r.score, r.raise_when, r.until_where})
      look(id);
    for (const NodeId id : r.message) look(id);
    for (const AnswerPlan& a : r.answers) {
      look(a.where);
      hear(a.stream);
    }
    if (r.source->until) hear(r.source->until->stream);
    for (const int s : r.source->reads) hear(s);
    if (r.source->on >= 0) hear(r.source->on);
    return {found_.begin(), found_.end()};
  }
  const std::set<int>& streams() const { return streams_; }

 private:
  void hear(int s) {
    if (s < 0 || !streams_.insert(s).second) return;
    const DerivedPlan& d = program_.derived[static_cast<std::size_t>(s)];
    if (d.stream < 0) return;
    hear(d.source);
    look(d.when);
  }
  void look(NodeId id) {
    if (id == kNoNode) return;
    const Node& n = program_.nodes[static_cast<std::size_t>(id)];
    for (std::uint32_t i = 0; i < n.count; ++i) look(program_.kids(n)[i]);
    if (n.op == model::Op::field) hear(n.stream);
    if (n.op != model::Op::aggregate) return;
    const AggregateUse& use = program_.uses[static_cast<std::size_t>(n.use)];
    for (const NodeId key : use.lookup) look(key);
    if (!found_.insert(use.plan).second) return;
    const AggregatePlan& a = program_.aggregates[static_cast<std::size_t>(use.plan)];
    hear(a.stream);
    look(a.argument);
    look(a.where);
    for (const MarkPlan& m : a.marks) {
      hear(m.stream);
      look(m.where);
    }
  }

  const Program& program_;
  std::set<int> found_, streams_;
};

RuleFootprint of_rule(const RulePlan& r, const Instance& i, std::size_t opener_fields) {
  RuleFootprint f;
  f.own = sizeof(Instance) + held_bytes(i, r.held_count);
  const std::size_t id = block_bytes(kHexDigest + 1);
  f.blind = block_bytes(sizeof(Blindness)) + id;
  switch (r.source->kind) {
    case model::RuleKind::redline:
    case model::RuleKind::limit:
    case model::RuleKind::warning: {
      const bool episodes = !r.on_event;
      if (episodes) f.episode = block_bytes(sizeof(LineState)) + block_bytes(sizeof(Episode)) + id;
      if (r.source->has_tolerate) f.tolerated = sizeof(Time);
      break;
    }
    case model::RuleKind::duty:
      if (r.source->due.kind != model::DueKind::every)
        f.owed_place = sizeof(OpenDuty), f.owed = block_bytes(opener_fields * sizeof(Value)) + id;
      else
        f.owed = id;
      break;
    case model::RuleKind::trigger: f.episode = id; break;
    case model::RuleKind::assessment: break;
  }
  return f;
}

}  // namespace

std::size_t WindowFootprint::bytes(std::uint64_t n, std::uint64_t members) const {
  // The last of so many goes when the next has come in.
  const std::uint64_t places = most && n >= *most ? *most + 1 : n;
  if (most) n = std::min(n, *most);
  std::uint64_t wait = 0;
  if (span && *span > 0 && lag > 0)
    wait = static_cast<std::uint64_t>(static_cast<double>(n) * (static_cast<double>(lag) / static_cast<double>(*span)));
  return object + cell * room_for(places - wait) + node * static_cast<std::size_t>(n - wait) +
         waiting * room_for(wait) + member * static_cast<std::size_t>(members);
}

std::size_t RuleFootprint::open_duties(std::uint64_t n) const {
  return owed_place * room_for(owed_place == 0 ? 0 : n) + owed * static_cast<std::size_t>(n);
}

std::uint64_t WindowFootprint::held_at_one_a_second() const {
  if (most) return *most;
  if (cell + node == 0) return 1;
  return std::max<std::uint64_t>(1, static_cast<std::uint64_t>(span.value_or(core::kDay) / core::kSecond));
}

std::size_t Footprint::at_one_a_second(int space) const {
  std::size_t bytes = spaces[static_cast<std::size_t>(space)].bytes;
  for (const WindowFootprint& w : windows)
    if (w.space == space) bytes += w.bytes(w.held_at_one_a_second()) - w.bytes(1);
  return bytes;
}

Footprint footprint(const Program& program, const std::vector<std::size_t>& lengths) {
  Footprint out;
  const Evaluator evaluator(program);
  Subjects subjects(program, evaluator, SIZE_MAX);
  for (std::size_t s = 0; s < program.streams.size(); ++s) {
    const model::Stream& stream = program.pack->streams[s];
    int origin = static_cast<int>(s);  // a derived event keeps what it came from
    while (program.pack->streams[static_cast<std::size_t>(origin)].derived_from >= 0)
      origin = program.pack->streams[static_cast<std::size_t>(origin)].derived_from;
    const auto at = static_cast<std::size_t>(origin);
    out.element_lengths.push_back(at < lengths.size() && lengths[at] > 0 ? lengths[at]
                                                                         : length_of(program.pack->streams[at]));
    StreamState state;
    state.fields.resize(stream.fields.size());
    if (program.streams[s].previous) state.previous.resize(stream.fields.size());
    if (!stream.violation) state.bytes.assign(out.element_lengths.back(), 'x');
    out.samples.push_back(sizeof(StreamState) + held_bytes(state));
  }
  for (const AggregatePlan& a : program.aggregates) out.windows.push_back(measured(program, a));

  out.rules.resize(program.rules.size());
  Reading reading(program);
  for (std::size_t i = 0; i < program.rules.size(); ++i) {
    out.rules[i].windows = reading.windows(program.rules[i]);
    out.rules[i].streams.assign(reading.streams().begin(), reading.streams().end());
    for (const int w : out.rules[i].windows)
      out.windows[static_cast<std::size_t>(w)].rules.push_back(static_cast<int>(i));
  }

  for (std::size_t k = 0; k < program.spaces.size(); ++k) {
    const SpacePlan& plan = program.spaces[k];
    std::vector<Value> names;
    std::string written = "{";
    for (const std::string& name : plan.names) {
      names.push_back(sample_of(program, name));
      written += "\"" + name + "\":\"" + sample_name(1) + "\"}";
    }
    const SubjectId id = subjects.find_or_create(static_cast<int>(k), names, kStart);
    Subject& s = subjects[id];
    s.written = written;
    s.written.shrink_to_fit();
    SpaceFootprint f;
    for (std::size_t a = 0; a < program.aggregates.size(); ++a)
      if (follows(program, program.aggregates[a], k))
        s.arguments[static_cast<int>(a)].held.resize(static_cast<std::size_t>(program.aggregates[a].held_count));
    const std::size_t index = with_room(sizeof(std::pair<std::string, SubjectId>) + 1) + core::room_bytes(s.key);
    s.members.clear();
    f.subject = own_bytes(s) + index + core::hashed_bytes(s.arguments);
    for (const auto& [number, argument] : s.arguments) f.subject += core::room_bytes(argument.held);
    for (const int stream : plan.streams) {
      // What nobody has violated has left nothing.
      const bool told = program.streams[static_cast<std::size_t>(stream)].space == static_cast<int>(k) &&
                        !program.pack->streams[static_cast<std::size_t>(stream)].violation;
      f.samples += told ? out.samples[static_cast<std::size_t>(stream)] : sizeof(StreamState);
    }
    f.samples += block_bytes(plan.streams.size() * sizeof(StreamState)) - plan.streams.size() * sizeof(StreamState);
    for (const Instance& i : s.rules) {
      const RulePlan& r = program.rules[static_cast<std::size_t>(i.rule)];
      RuleFootprint& rule = out.rules[static_cast<std::size_t>(i.rule)];
      const std::size_t fields =
          r.source->on >= 0 ? program.pack->streams[static_cast<std::size_t>(r.source->on)].fields.size() : 0;
      RuleFootprint own = of_rule(r, i, fields);
      own.windows = std::move(rule.windows);
      own.streams = std::move(rule.streams);
      rule = std::move(own);
      f.rules += rule.own;
    }
    f.rules += core::room_bytes(s.rules) - s.rules.size() * sizeof(Instance) + core::room_bytes(s.derived);
    for (const DerivedState& d : s.derived) f.rules += core::room_bytes(d.held);
    f.windows = core::room_bytes(s.aggregates);
    for (const int a : plan.aggregates) f.windows += out.windows[static_cast<std::size_t>(a)].bytes(1);

    std::size_t timers = 0;
    for (const int stream : plan.streams)
      if (program.pack->streams[static_cast<std::size_t>(stream)].stale_after) ++timers;
    for (const int order : plan.rules) {
      const RulePlan& r = program.rules[static_cast<std::size_t>(order)];
      if (r.timed || r.source->kind == model::RuleKind::assessment) ++timers;
    }
    for (const int d : plan.derived)
      if (program.derived[static_cast<std::size_t>(d)].moves.any()) ++timers;
    for (const auto& [number, argument] : s.arguments)
      if (program.aggregates[static_cast<std::size_t>(number)].moves.any()) ++timers;
    f.timers = with_room(timers * sizeof(Timer));
    const bool raised = std::find(program.trigger_spaces.begin(), program.trigger_spaces.end(), static_cast<int>(k)) !=
                        program.trigger_spaces.end();
    if (raised) f.member = core::tree_node_bytes<SubjectId>();
    f.bytes = f.subject + f.samples + f.rules + f.windows + f.timers;
    out.spaces.push_back(f);
  }
  return out;
}

}  // namespace tripline::engine
