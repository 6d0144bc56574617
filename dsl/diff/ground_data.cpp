// Tables by their rows, curves by their points, areas by their corners.
#include <algorithm>
#include <map>

#include "dsl/diff/find.hpp"
#include "dsl/diff/ground.hpp"
#include "dsl/lint/formula.hpp"

namespace tripline::dsl::diff {
namespace {

using model::kNone;

std::string rings_key(const model::Area& area) {
  std::string out;
  for (const auto& polygon : area.polygons) {
    out += "p";
    for (const auto& ring : polygon) {
      out += "r";
      for (const model::Position& p : ring) out += lint::key_of(model::Constant{p});
    }
  }
  return out;
}

}  // namespace

std::string Ground::constant_key(Side side, const model::Constant& value, const model::Type& type) const {
  return lint::key_of(constant(side, value, type));
}

std::string Ground::row_key(Side side, const model::Table& t,
                            const std::vector<std::optional<model::Constant>>& row) const {
  std::string out;
  for (const int k : t.keys) {
    const auto& cell = row[static_cast<std::size_t>(k)];
    out += t.fields[static_cast<std::size_t>(k)].name + "=" +
           (cell ? constant_key(side, *cell, t.fields[static_cast<std::size_t>(k)].type) : "-") + ";";
  }
  return out;
}

Ground::Ordered Ground::order_of(const model::Table& old, std::size_t old_column, const model::Table& now,
                                 std::size_t new_column) const {
  std::map<std::string, const std::optional<model::Constant>*> before;
  for (const auto& row : old.rows) before.emplace(row_key(Side::old, old, row), &row[old_column]);
  if (before.size() != now.rows.size()) return {};
  Ordered out{true, true};
  for (const auto& row : now.rows) {
    const auto there = before.find(row_key(Side::now, now, row));
    if (there == before.end() || there->second->has_value() != row[new_column].has_value()) return {};
    if (!row[new_column]) continue;
    const auto x = lint::scalar_of(constant(Side::old, **there->second, old.fields[old_column].type)),
               y = lint::scalar_of(constant(Side::now, *row[new_column], now.fields[new_column].type));
    if (!x || !y || x->index() != y->index()) return {};
    out.at_most = out.at_most && !(*y < *x);
    out.at_least = out.at_least && !(*x < *y);
  }
  return out;
}

Ground::Ordered Ground::columns(int table, int first, int second) const {
  if (const auto found = columns_.find({table, first, second}); found != columns_.end()) return found->second;
  const auto turned = columns_.find({table, second, first});
  return turned == columns_.end() ? Ordered{} : Ordered{turned->second.at_least, turned->second.at_most};
}

void Ground::put_tables() {
  const auto values = [&](Side side, const model::Table& t, std::size_t column) {
    std::map<std::string, std::string> out;
    for (const auto& row : t.rows)
      out[row_key(side, t, row)] = row[column] ? constant_key(side, *row[column], t.fields[column].type) : "-";
    return out;
  };
  for (const model::Table& t : old_.pack->tables) {
    old_.tables.push_back(static_cast<int>(common_.tables.size()));
    model::Table out;
    out.name = t.name;
    Numbers same;
    for (std::size_t i = 0; i < t.fields.size(); ++i) {
      model::Field f;
      f.name = t.fields[i].name;
      f.type = type(Side::old, t.fields[i].type);
      out.fields.push_back(std::move(f));
      same.push_back(static_cast<int>(i));
    }
    old_.columns.push_back(std::move(same));
    common_.tables.push_back(std::move(out));
  }
  for (const model::Table& t : now_.pack->tables) {
    const int i = find_name(old_.pack->tables, t.name);
    const model::Table* old = i == kNone ? nullptr : &old_.pack->tables[static_cast<std::size_t>(i)];
    const auto key_names = [](const model::Table& x) {
      std::vector<std::string> out;
      for (const int k : x.keys) out.push_back(x.fields[static_cast<std::size_t>(k)].name);
      return out;
    };
    // A row is found by its keys, in their order.
    if (old != nullptr && key_names(*old) != key_names(t)) old = nullptr;
    const int common = old != nullptr ? i : static_cast<int>(common_.tables.size());
    now_.tables.push_back(common);
    if (old == nullptr) {
      model::Table added;
      added.name = t.name;
      common_.tables.push_back(std::move(added));
    }
    model::Table& all = common_.tables[static_cast<std::size_t>(common)];
    Numbers numbers;
    for (std::size_t c = 0; c < t.fields.size(); ++c) {
      const int there = old == nullptr ? kNone : find_name(old->fields, t.fields[c].name);
      if (there != kNone && same_kind(old->fields[static_cast<std::size_t>(there)].type, t.fields[c].type) &&
          values(Side::old, *old, static_cast<std::size_t>(there)) == values(Side::now, t, c)) {
        numbers.push_back(there);
        continue;
      }
      numbers.push_back(static_cast<int>(all.fields.size()));
      if (there != kNone && same_kind(old->fields[static_cast<std::size_t>(there)].type, t.fields[c].type))
        columns_[{common, there, numbers.back()}] = order_of(*old, static_cast<std::size_t>(there), t, c);
      model::Field f;
      f.name = t.fields[c].name;
      f.type = type(Side::now, t.fields[c].type);
      all.fields.push_back(std::move(f));
    }
    now_.columns.push_back(std::move(numbers));
  }
}

int Ground::column(Side side, int table, int index) const {
  return at(of(side).columns[static_cast<std::size_t>(table)], index);
}

void Ground::put_curves() {
  for (const Side side : {Side::old, Side::now}) {
    Numbering& n = of(side);
    for (const model::Curve& curve : n.pack->curves) {
      model::Curve c;
      c.name = curve.name;
      c.from = type(side, curve.from);
      c.to = curve.to;
      c.points = curve.points;
      if (c.from.kind == model::TypeKind::enumerated) {
        for (auto& [x, y] : c.points)
          x = at(n.members[static_cast<std::size_t>(curve.from.enumeration)], static_cast<int>(x));
        std::sort(c.points.begin(), c.points.end());
      }
      const auto known = std::find_if(common_.curves.begin(), common_.curves.end(), [&](const model::Curve& x) {
        return x.name == c.name && x.points == c.points && x.from.kind == c.from.kind &&
               x.from.unit.dimension == c.from.unit.dimension && x.to.unit.dimension == c.to.unit.dimension;
      });
      n.curves.push_back(static_cast<int>(known - common_.curves.begin()));
      if (known == common_.curves.end()) common_.curves.push_back(std::move(c));
    }
  }
}

void Ground::put_places() {
  std::vector<std::string> rings, patterns;
  for (const Side side : {Side::old, Side::now}) {
    Numbering& n = of(side);
    for (const model::Area& area : n.pack->areas) n.areas.push_back(joined(rings, rings_key(area)));
    for (const model::Pattern& pattern : n.pack->patterns) n.patterns.push_back(joined(patterns, pattern.text));
  }
}

}  // namespace tripline::dsl::diff
