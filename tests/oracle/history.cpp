#include "oracle/history.hpp"

#include <algorithm>

namespace tripline::oracle {

using engine::Tag;

namespace {

std::size_t at(int i) { return static_cast<std::size_t>(i); }

}  // namespace

int order(const Value& a, const Value& b) {
  if (a.tag() == Tag::number) return a.as_number() < b.as_number() ? -1 : a.as_number() > b.as_number() ? 1 : 0;
  if (a.tag() == Tag::integer) return a.as_integer() < b.as_integer() ? -1 : a.as_integer() > b.as_integer() ? 1 : 0;
  if (a.is_text()) return a.as_text() < b.as_text() ? -1 : a.as_text() > b.as_text() ? 1 : 0;
  if (a.tag() == Tag::boolean) return static_cast<int>(a.as_bool()) - static_cast<int>(b.as_bool());
  return a == b ? 0 : 1;
}

bool key_less(const std::vector<Value>& a, const std::vector<Value>& b) {
  return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(),
                                      [](const Value& x, const Value& y) { return order(x, y) < 0; });
}

History::History(const model::Pack& p) : pack(p) {
  const auto space = [this](std::vector<std::string> names) {
    std::sort(names.begin(), names.end());
    const auto found = std::find(spaces.begin(), spaces.end(), names);
    if (found != spaces.end()) return static_cast<int>(found - spaces.begin());
    spaces.push_back(std::move(names));
    return static_cast<int>(spaces.size()) - 1;
  };
  for (const model::KeySet& k : pack.key_sets) space_of_key_set.push_back(space(k.names));
  for (const model::Stream& s : pack.streams) {
    if (s.violation) {
      space_of_stream.push_back(-1);
      continue;
    }
    std::vector<std::string> names;
    for (const int k : s.keys) names.push_back(s.fields[at(k)].name);
    space_of_stream.push_back(space(std::move(names)));
  }
  by_stream_and_who.resize(pack.streams.size());
  by_stream.resize(pack.streams.size());
  everybody_.resize(spaces.size());
}

Who History::find(int space, const std::vector<Value>& names) const {
  for (std::size_t i = 0; i < subjects.size(); ++i)
    if (subjects[i].space == space && subjects[i].names == names) return static_cast<Who>(i);
  return kNobody;
}

Who History::create(int space, std::vector<Value> names, Time t, std::vector<Who>& fresh) {
  if (const Who found = find(space, names); found != kNobody) return found;
  Subject s;
  s.space = space;
  s.names = std::move(names);
  s.since = t;
  s.born = entries.size();
  subjects.push_back(std::move(s));
  by_who.emplace_back();
  concerning.emplace_back();
  for (auto& of_stream : by_stream_and_who) of_stream.resize(subjects.size());
  const Who who = static_cast<Who>(subjects.size()) - 1;
  std::vector<Who>& all = everybody_[at(space)];
  all.insert(std::lower_bound(all.begin(), all.end(), who,
                              [this](Who a, Who b) { return key_less(subjects[at(a)].names, subjects[at(b)].names); }),
             who);
  fresh.push_back(who);
  create_owners(who, entries.size() + 1, t, fresh);
  return who;
}

void History::create_owners(Who who, std::size_t seen, Time t, std::vector<Who>& fresh) {
  for (std::size_t k = 0; k < spaces.size(); ++k)
    if (auto names = names_in(who, static_cast<int>(k), seen)) create(static_cast<int>(k), std::move(*names), t, fresh);
}

Who History::meet(int stream, const std::vector<Value>& fields, Time t, std::vector<Who>& fresh) {
  const int space = space_of_stream[at(stream)];
  const model::Stream& s = pack.streams[at(stream)];
  std::vector<Value> names;
  for (const std::string& name : spaces[at(space)])
    for (const int k : s.keys)
      if (s.fields[at(k)].name == name) names.push_back(fields[at(k)]);
  return create(space, std::move(names), t, fresh);
}

bool History::regroup(Who who, int stream, const std::vector<Value>& fields, Time t, std::vector<Who>& fresh) {
  bool moved = false;
  const model::Stream& s = pack.streams[at(stream)];
  for (std::size_t f = 0; f < s.fields.size(); ++f) {
    if (!s.fields[f].group || !fields[f].known()) continue;
    auto& seen = subjects[at(who)].groups[s.fields[f].name];
    if (!seen.empty() && seen.back().second == fields[f]) continue;
    seen.emplace_back(entries.size(), fields[f]);
    moved = true;
  }
  if (moved) create_owners(who, entries.size() + 1, t, fresh);
  return moved;
}

void History::append(Entry e) {
  e.belongs.resize(spaces.size());
  for (std::size_t k = 0; k < spaces.size(); ++k)
    e.belongs[k] = belongs(e.who, static_cast<int>(k), entries.size() + 1);
  by_stream_and_who[at(e.stream)][at(e.who)].push_back(entries.size());
  by_who[at(e.who)].push_back(entries.size());
  by_stream[at(e.stream)].push_back(entries.size());
  for (const Who who : e.belongs)
    if (who != kNobody) concerning[at(who)].push_back(entries.size());
  entries.push_back(std::move(e));
}

const Value* History::group(Who who, const std::string& name, std::size_t seen) const {
  const auto& groups = subjects[at(who)].groups;
  const auto found = groups.find(name);
  if (found == groups.end()) return nullptr;
  const Value* value = nullptr;
  for (const auto& [number, v] : found->second)
    if (number < seen) value = &v;
  return value;
}

std::optional<std::vector<Value>> History::names_in(Who who, int space, std::size_t seen) const {
  const Subject& s = subjects[at(who)];
  const std::vector<std::string>& own = spaces[at(s.space)];
  std::vector<Value> names;
  for (const std::string& name : spaces[at(space)]) {
    const auto key = std::find(own.begin(), own.end(), name);
    if (key != own.end()) {
      names.push_back(s.names[static_cast<std::size_t>(key - own.begin())]);
    } else if (const Value* g = group(who, name, seen)) {
      names.push_back(*g);
    } else {
      return std::nullopt;
    }
  }
  return names;
}

Who History::belongs(Who who, int space, std::size_t seen) const {
  if (subjects[at(who)].space == space) return who;
  const auto names = names_in(who, space, seen);
  return names ? find(space, *names) : kNobody;
}

Value History::stage(Who who, std::size_t seen) const {
  const auto& source = pack.stage_source;
  if (!source) return Value::unknown(Reason::no_row);
  const Value otherwise =
      source->otherwise >= 0 ? Value::integer(source->otherwise) : Value::unknown(Reason::no_row, source->table);
  const model::Table& table = pack.tables[at(source->table)];
  const Subject& s = subjects[at(who)];
  const std::vector<std::string>& own = spaces[at(s.space)];
  for (const auto& row : table.rows) {
    bool ours = true;
    for (const int k : table.keys) {
      const model::Field& field = table.fields[at(k)];
      const auto key = std::find(own.begin(), own.end(), field.name);
      const Value* v =
          key != own.end() ? &s.names[static_cast<std::size_t>(key - own.begin())] : group(who, field.name, seen);
      const auto& cell = row[at(k)];
      ours = ours && v != nullptr && cell.has_value() && v->is_text() &&
             std::get<std::string>(cell->value) == v->as_text();
    }
    if (!ours) continue;
    const auto& cell = row[at(source->field)];
    return cell ? Value::integer(std::get<std::int64_t>(cell->value)) : otherwise;
  }
  return otherwise;
}

const Entry* History::last(int stream, Who who, std::size_t seen, int back) const {
  if (violation(stream)) {
    const std::vector<std::size_t>& all = by_stream[at(stream)];
    for (std::size_t i = all.size(); i-- > 0;) {
      const Entry& e = entries[all[i]];
      if (all[i] < seen && e.belongs[at(subjects[at(who)].space)] == who && back-- == 0) return &e;
    }
    return nullptr;
  }
  const std::vector<std::size_t>& all = by_stream_and_who[at(stream)][at(who)];
  for (std::size_t i = all.size(); i-- > 0;)
    if (all[i] < seen && back-- == 0) return &entries[all[i]];
  return nullptr;
}

std::size_t History::seen_by(Time t) const {
  const auto later =
      std::upper_bound(entries.begin(), entries.end(), t, [](Time x, const Entry& e) { return x < e.time; });
  return static_cast<std::size_t>(later - entries.begin());
}

}  // namespace tripline::oracle
