#include "engine/state/memory.hpp"

#include "core/heap.hpp"

namespace tripline::engine {

using core::block_bytes;
using core::room_bytes;

namespace {

std::size_t episode_bytes(const std::unique_ptr<Episode>& e) {
  return e == nullptr ? 0 : block_bytes(sizeof(Episode)) + room_bytes(e->id);
}

struct ProgressBytes {
  std::size_t operator()(std::monostate) const { return 0; }
  std::size_t operator()(const std::unique_ptr<LineState>& s) const {
    if (s == nullptr) return 0;
    return block_bytes(sizeof(LineState)) + episode_bytes(s->breach) + episode_bytes(s->near) + s->breaches.room();
  }
  std::size_t operator()(const std::unique_ptr<DutyState>& s) const {
    if (s == nullptr) return 0;
    std::size_t bytes = block_bytes(sizeof(DutyState)) + s->open.room() + room_bytes(s->id);
    for (const OpenDuty& d : s->open) bytes += room_bytes(d.opener) + room_bytes(d.id);
    return bytes;
  }
  std::size_t operator()(const std::unique_ptr<TriggerState>& s) const {
    return s == nullptr ? 0 : block_bytes(sizeof(TriggerState)) + room_bytes(s->id);
  }
  std::size_t operator()(const std::unique_ptr<AssessmentState>& s) const {
    return s == nullptr ? 0 : block_bytes(sizeof(AssessmentState));
  }
};

}  // namespace

std::size_t held_bytes(const StreamState& s) {
  return room_bytes(s.fields) + room_bytes(s.previous) + room_bytes(s.bytes);
}

std::size_t held_bytes(const AggregateState& a) {
  std::size_t bytes = 0;
  if (a.elements) bytes += block_bytes(sizeof(ElementWindow)) + a.elements->room();
  if (a.signal) bytes += block_bytes(sizeof(SignalWindow)) + a.signal->room();
  if (a.members) bytes += block_bytes(sizeof(MemberWindow)) + a.members->room();
  bytes += core::hashed_bytes(a.partitions);
  for (const auto& [key, window] : a.partitions) bytes += room_bytes(key) + window.room();
  return bytes;
}

std::size_t held_bytes(const Instance& i, int held_count) {
  std::size_t bytes = std::visit(ProgressBytes{}, i.progress);
  // An array of what has to be destroyed has its length before it.
  if (i.held) bytes += block_bytes(static_cast<std::size_t>(held_count) * sizeof(Held) + sizeof(std::size_t));
  if (i.blind) bytes += block_bytes(sizeof(Blindness)) + room_bytes(i.blind->id);
  return bytes;
}

std::size_t own_bytes(const Subject& s) {
  return sizeof(Subject) + room_bytes(s.key) + room_bytes(s.written) + room_bytes(s.names) + room_bytes(s.projections) +
         room_bytes(s.groups) + room_bytes(s.raises) + s.members.size() * core::tree_node_bytes<SubjectId>();
}

std::size_t held_bytes(const Subject& s, const Program& program) {
  std::size_t bytes = own_bytes(s) + room_bytes(s.streams) + room_bytes(s.aggregates) + room_bytes(s.rules) +
                      room_bytes(s.derived) + core::hashed_bytes(s.arguments);
  for (const StreamState& state : s.streams) bytes += held_bytes(state);
  for (const AggregateState& a : s.aggregates) bytes += held_bytes(a);
  for (const Instance& i : s.rules) bytes += held_bytes(i, program.rules[static_cast<std::size_t>(i.rule)].held_count);
  for (const DerivedState& d : s.derived) bytes += room_bytes(d.held);
  for (const auto& [number, argument] : s.arguments) bytes += room_bytes(argument.held);
  return bytes;
}

}  // namespace tripline::engine
