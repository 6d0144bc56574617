// What means the same in two packs gets one number.
#include "dsl/diff/ground.hpp"

#include <algorithm>
#include <map>

#include "dsl/diff/find.hpp"
#include "dsl/lint/formula.hpp"

namespace tripline::dsl::diff {
namespace {

using model::kNone;

std::vector<std::string> names_of(const model::EnumType& type) {
  std::vector<std::string> out;
  for (const model::EnumMember& m : type.members) out.push_back(m.name);
  return out;
}

// Both orders in one; nothing where they contradict one another. What only one has stands as early as it can.
std::optional<std::vector<std::string>> merged(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  std::vector<std::string> out;
  std::size_t i = 0, j = 0;
  while (i < a.size() || j < b.size()) {
    if (i < a.size() && j < b.size() && a[i] == b[j]) {
      out.push_back(a[i]);
      ++i, ++j;
    } else if (i < a.size() && find_text(b, a[i]) == kNone) {
      out.push_back(a[i++]);
    } else if (j < b.size() && find_text(a, b[j]) == kNone) {
      out.push_back(b[j++]);
    } else {
      return std::nullopt;
    }
  }
  return out;
}

bool same_factor(const core::Unit& a, const core::Unit& b) {
  return a.dimension == b.dimension && a.numerator == b.numerator && a.denominator == b.denominator &&
         a.offset_numerator == b.offset_numerator && a.offset_denominator == b.offset_denominator;
}

// Patterns are compared as they were written: the quoted texts with a directive in them.
std::string pattern_text(const model::Pack& pack, const core::Range& at) {
  const std::string_view text = pack.sources->text(at);
  std::string out;
  for (std::size_t open = text.find('"'); open != std::string_view::npos;) {
    const std::size_t close = text.find('"', open + 1);
    if (close == std::string_view::npos) break;
    const std::string_view quoted = text.substr(open, close + 1 - open);
    if (quoted.find('%') != std::string_view::npos) out += quoted;
    open = text.find('"', close + 1);
  }
  return out;
}

// What makes a field a key, a group or an id, by its name.
std::map<std::string, std::string> marks_of(const model::Stream& s) {
  std::map<std::string, std::string> out;
  for (const model::Field& f : s.fields) {
    if (!f.key && !f.group && !f.id) continue;
    out[f.name] = std::string(f.key ? "key " : "") + (f.group ? "group " : "") + (f.id ? "id " : "") +
                  std::to_string(f.unique_for.value_or(-1));
  }
  return out;
}

}  // namespace

Ground::Ground(const model::Pack& old, const model::Pack& now) {
  old_.pack = &old;
  now_.pack = &now;
  common_.zone = now.zone;
  zones_differ_ = old.zone.name() != now.zone.name();
  holidays_differ_ = old.has_holidays != now.has_holidays || old.holidays != now.holidays;
  put_enums();
  for (const Side side : {Side::old, Side::now}) {
    Numbering& n = of(side);
    for (const std::string& action : n.pack->actions) n.actions.push_back(joined(common_.actions, action));
    for (const model::KeySet& keys : n.pack->key_sets) {
      const auto known = std::find(common_.key_sets.begin(), common_.key_sets.end(), keys);
      n.key_sets.push_back(static_cast<int>(known - common_.key_sets.begin()));
      if (known == common_.key_sets.end()) common_.key_sets.push_back(keys);
    }
  }
  put_curves();
  put_places();
  put_tables();
  put_streams();
  for (const Side side : {Side::old, Side::now}) {
    for (const model::Rule& rule : of(side).pack->rules) {
      if (rule.level == kNone) continue;
      model::Rule raises;
      raises.level = at(of(side).levels, rule.level);
      common_.rules.push_back(std::move(raises));
    }
  }
  find_other_streams();
  const auto source = [&](Side side) -> std::vector<int> {
    const auto& from = of(side).pack->stage_source;
    if (!from) return {};
    return {table(side, from->table), column(side, from->table, from->field), at(of(side).stages, from->otherwise)};
  };
  stages_differ_ = source(Side::old) != source(Side::now);
}

// ---------------------------------------------------------------- enumerations

// The old enumeration that stands where this one stands.
int Ground::counterpart(int now_enum) const {
  const model::Pack &old = *old_.pack, &now = *now_.pack;
  if (now_enum == now.level_enum) return old.level_enum;
  if (now_enum == now.stage_enum) return old.stage_enum;
  const std::string& name = now.enums[static_cast<std::size_t>(now_enum)].name;
  for (std::size_t i = 0; i < old.enums.size(); ++i) {
    if (!name.empty() && old.enums[i].name == name) return static_cast<int>(i);
  }
  const auto among = [&](const std::vector<model::Field>& fields, const std::vector<model::Field>& olds) {
    for (const model::Field& field : fields) {
      if (field.type.enumeration != now_enum) continue;
      const int there = find_name(olds, field.name);
      if (there != kNone) return olds[static_cast<std::size_t>(there)].type.enumeration;
    }
    return kNone;
  };
  for (const model::Stream& stream : now.streams) {
    const int there = find_name(old.streams, stream.name);
    if (there == kNone) continue;
    const int found = among(stream.fields, old.streams[static_cast<std::size_t>(there)].fields);
    if (found != kNone) return found;
  }
  for (const model::Table& table : now.tables) {
    const int there = find_name(old.tables, table.name);
    if (there == kNone) continue;
    const int found = among(table.fields, old.tables[static_cast<std::size_t>(there)].fields);
    if (found != kNone) return found;
  }
  return kNone;
}

void Ground::put_enums() {
  const model::Pack &old = *old_.pack, &now = *now_.pack;
  common_.enums = old.enums;
  for (std::size_t i = 0; i < old.enums.size(); ++i) old_.enums.push_back(static_cast<int>(i));
  std::vector<bool> taken(old.enums.size(), false);
  now_.enums.assign(now.enums.size(), kNone);
  const auto pair = [&](std::size_t k, int i) {
    now_.enums[k] = i;
    taken[static_cast<std::size_t>(i)] = true;
  };
  for (std::size_t k = 0; k < now.enums.size(); ++k) {
    const int i = counterpart(static_cast<int>(k));
    if (i == kNone || taken[static_cast<std::size_t>(i)]) continue;
    const model::EnumType &a = old.enums[static_cast<std::size_t>(i)], &b = now.enums[k];
    const std::vector<std::string> first = names_of(a.ordered || !b.ordered ? a : b),
                                   second = names_of(a.ordered || !b.ordered ? b : a);
    std::optional<std::vector<std::string>> members;
    if (a.ordered && b.ordered) {
      members = merged(first, second);
    } else {
      members = first;
      for (const std::string& name : second) joined(*members, name);
    }
    if (!members) continue;
    model::EnumType& both = common_.enums[static_cast<std::size_t>(i)];
    both.ordered = a.ordered || b.ordered;
    both.members.clear();
    for (const std::string& name : *members) both.members.push_back({name, {}, false});
    pair(k, i);
  }
  for (std::size_t k = 0; k < now.enums.size(); ++k) {
    if (now_.enums[k] != kNone) continue;
    for (std::size_t i = 0; i < common_.enums.size() && now_.enums[k] == kNone; ++i) {
      if (names_of(common_.enums[i]) == names_of(now.enums[k])) now_.enums[k] = static_cast<int>(i);
    }
    if (now_.enums[k] != kNone) continue;
    now_.enums[k] = static_cast<int>(common_.enums.size());
    common_.enums.push_back(now.enums[k]);
  }
  for (const Side side : {Side::old, Side::now}) {
    Numbering& n = of(side);
    for (std::size_t k = 0; k < n.pack->enums.size(); ++k) {
      const model::EnumType& in = common_.enums[static_cast<std::size_t>(n.enums[k])];
      Numbers numbers;
      for (const model::EnumMember& m : n.pack->enums[k].members) numbers.push_back(find_name(in.members, m.name));
      n.members.push_back(std::move(numbers));
    }
  }
  // Levels and stages are the members of their enumerations; without one they are only names.
  const auto named = [&](std::vector<std::string> model::Pack::*list, int model::Pack::*type,
                         Numbers Numbering::*numbers) {
    std::vector<std::string>& all = common_.*list;
    for (const Side side : {Side::old, Side::now}) {
      const int e = of(side).pack->*type;
      if (e == kNone) continue;
      const int c = at(of(side).enums, e);
      common_.*type = c;
      for (const std::string& name : names_of(common_.enums[static_cast<std::size_t>(c)])) joined(all, name);
    }
    for (const Side side : {Side::old, Side::now}) {
      for (const std::string& name : of(side).pack->*list) (of(side).*numbers).push_back(joined(all, name));
    }
  };
  named(&model::Pack::levels, &model::Pack::level_enum, &Numbering::levels);
  named(&model::Pack::stages, &model::Pack::stage_enum, &Numbering::stages);
}

bool Ground::same_kind(const model::Type& old, const model::Type& now) const {
  if (old.kind != now.kind) return false;
  if (old.kind == model::TypeKind::number) return old.unit.dimension == now.unit.dimension;
  if (old.kind == model::TypeKind::enumerated)
    return at(old_.enums, old.enumeration) == at(now_.enums, now.enumeration);
  if (old.kind == model::TypeKind::list) return same_kind(*old.element, *now.element);
  return true;
}

// ---------------------------------------------------------------- streams

bool Ground::same_decoding(const model::Field& old, const model::Field& now) const {
  if (!same_kind(old.type, now.type) || old.from != now.from || old.time_unit != now.time_unit) return false;
  if (old.type.kind == model::TypeKind::number && !same_factor(old.input_unit, now.input_unit)) return false;
  if (old.time_pattern.has_value() != now.time_pattern.has_value()) return false;
  if (old.time_pattern && pattern_text(*old_.pack, old.at) != pattern_text(*now_.pack, now.at)) return false;
  // What is written without an offset is read in the pack's zone.
  if ((old.time_pattern || old.type.kind == model::TypeKind::date) && zones_differ_) return false;
  if (old.type.kind != model::TypeKind::enumerated) return true;
  const auto& before = old_.pack->enums[static_cast<std::size_t>(old.type.enumeration)].members;
  for (const model::EnumMember& m : now_.pack->enums[static_cast<std::size_t>(now.type.enumeration)].members) {
    const int there = find_name(before, m.name);
    if (there != kNone && before[static_cast<std::size_t>(there)].code != m.code) return false;
  }
  return true;
}

void Ground::put_fields(int common, const model::Stream* old, const model::Stream& now, int now_index) {
  model::Stream& all = common_.streams[static_cast<std::size_t>(common)];
  Numbers& numbers = now_.fields[static_cast<std::size_t>(now_index)];
  for (const model::Field& field : now.fields) {
    const int there = old == nullptr ? kNone : find_name(old->fields, field.name);
    if (there != kNone && same_decoding(old->fields[static_cast<std::size_t>(there)], field)) {
      numbers.push_back(there);
      model::Field& both = all.fields[static_cast<std::size_t>(there)];
      both.type.optional = both.type.optional || field.type.optional;
      continue;
    }
    numbers.push_back(static_cast<int>(all.fields.size()));
    model::Field added;
    added.name = field.name;
    added.type = type(Side::now, field.type);
    all.fields.push_back(std::move(added));
  }
}

void Ground::put_streams() {
  const auto bare = [&](Side side, const model::Stream& s) {
    model::Stream out;
    out.name = s.name;
    out.signal = s.signal;
    out.violation = s.violation;
    out.stale_after = s.stale_after;
    for (const model::Field& field : s.fields) {
      model::Field f;
      f.name = field.name;
      f.type = type(side, field.type);
      if (side == Side::old) out.fields.push_back(std::move(f));
    }
    return out;
  };
  for (const model::Stream& s : old_.pack->streams) {
    old_.streams.push_back(static_cast<int>(common_.streams.size()));
    Numbers same;
    for (std::size_t i = 0; i < s.fields.size(); ++i) same.push_back(static_cast<int>(i));
    old_.fields.push_back(std::move(same));
    common_.streams.push_back(bare(Side::old, s));
  }
  now_.fields.resize(now_.pack->streams.size());
  for (std::size_t k = 0; k < now_.pack->streams.size(); ++k) {
    const model::Stream& s = now_.pack->streams[k];
    const int i = find_name(old_.pack->streams, s.name);
    const model::Stream* old = i == kNone ? nullptr : &old_.pack->streams[static_cast<std::size_t>(i)];
    if (old != nullptr && old->signal != s.signal) old = nullptr;
    const int common = old != nullptr ? i : static_cast<int>(common_.streams.size());
    now_.streams.push_back(common);
    if (old == nullptr) common_.streams.push_back(bare(Side::now, s));
    // Of two ages at which a sample is stale the longer bounds both.
    std::optional<core::Duration>& stale = common_.streams[static_cast<std::size_t>(common)].stale_after;
    if (old != nullptr) stale = stale && s.stale_after ? std::optional(std::max(*stale, *s.stale_after)) : std::nullopt;
    put_fields(common, old, s, static_cast<int>(k));
  }
}

bool Ground::same_stream(const model::Stream& old, const model::Stream& now) const {
  const model::Pack &a = *old_.pack, &b = *now_.pack;
  if (old.stale_after != now.stale_after || old.from != now.from || old.signal != now.signal) return false;
  if (old.time_from != now.time_from || old.time_unit != now.time_unit) return false;
  if (old.time_pattern.has_value() != now.time_pattern.has_value()) return false;
  if (old.time_pattern && (zones_differ_ || pattern_text(a, old.at) != pattern_text(b, now.at))) return false;
  if (!old.violation && marks_of(old) != marks_of(now)) return false;
  if ((old.derived_from == kNone) != (now.derived_from == kNone)) return false;
  if (old.derived_from == kNone) return true;
  return stream(Side::old, old.derived_from) == stream(Side::now, now.derived_from) &&
         lint::key_of(*rewritten(Side::old, *old.derived_when)) ==
             lint::key_of(*rewritten(Side::now, *now.derived_when));
}

void Ground::find_other_streams() {
  const model::Pack &a = *old_.pack, &b = *now_.pack;
  for (const model::Stream& s : b.streams) {
    const int i = find_name(a.streams, s.name);
    if (i != kNone && !same_stream(a.streams[static_cast<std::size_t>(i)], s)) streams_that_differ_.push_back(s.name);
  }
  // A derived event is another one where what it comes from, or reads, is.
  for (bool more = true; more;) {
    more = false;
    for (const model::Stream& s : b.streams) {
      if (s.derived_from == kNone || find_text(streams_that_differ_, s.name) != kNone) continue;
      if (find_name(a.streams, s.name) == kNone) continue;
      bool other = find_text(streams_that_differ_, b.streams[static_cast<std::size_t>(s.derived_from)].name) != kNone;
      const auto reads = [&](int index) {
        if (index != kNone && find_text(streams_that_differ_, b.streams[static_cast<std::size_t>(index)].name) != kNone)
          other = true;
      };
      lint::each_inside(*s.derived_when, [&](const model::Expr& e) {
        reads(e.stream);
        if (!e.aggregate) return;
        for (const int index : e.aggregate->reads) reads(index);
        for (const model::Mark& m : e.aggregate->window.marks) reads(m.stream);
      });
      if (!other) continue;
      streams_that_differ_.push_back(s.name);
      more = true;
    }
  }
  std::sort(streams_that_differ_.begin(), streams_that_differ_.end());
}

int Ground::field(Side side, int stream, int index) const {
  return index < 0 ? index : at(of(side).fields[static_cast<std::size_t>(stream)], index);
}

}  // namespace tripline::dsl::diff
