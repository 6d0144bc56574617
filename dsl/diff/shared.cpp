#include "dsl/diff/shared.hpp"

#include <algorithm>
#include <map>

#include "core/decimal.hpp"
#include "dsl/check/context.hpp"
#include "dsl/diff/values.hpp"
#include "dsl/format/meaning.hpp"
#include "dsl/lint/formula.hpp"

namespace tripline::dsl::diff {
namespace {

using model::kNone;

constexpr std::size_t kMostRows = 5;  // of a table, told in words

using Properties = std::vector<std::pair<std::string, std::string>>;  // what and how; a "" is not there

class SharedDiffs {
 public:
  SharedDiffs(const Ground& ground, const Compiled& old, const Compiled& now)
      : ground_(ground), old_(old), now_(now), a_(*old.pack), b_(*now.pack) {}

  std::vector<SharedDiff> run() {
    header();
    names(Shared::levels, a_.levels, b_.levels, " < ");
    names(Shared::stages, a_.stages, b_.stages, " < ");
    if (ground_.stages_differ()) add(Shared::stage_source, "", stage_source(a_), stage_source(b_));
    params();
    each_of(a_.tables, b_.tables, [this](const auto* x, const auto* y) { table(x, y); });
    each_of(a_.streams, b_.streams, [this](const auto* x, const auto* y) { stream(x, y); });
    each_of(a_.curves, b_.curves, [this](const auto* x, const auto* y) { curve(x, y); });
    lets();
    areas();
    return std::move(found_);
  }

 private:
  void add(Shared kind, std::string name, core::Text before, core::Text after, bool wording = false) {
    SharedDiff d;
    d.kind = kind;
    d.name = std::move(name);
    d.old_text = std::move(before);
    d.new_text = std::move(after);
    d.wording = wording;
    found_.push_back(std::move(d));
  }
  void compare(Shared kind, const std::string& name, const std::string& before, const std::string& after,
               bool wording = false) {
    if (before != after) add(kind, name, before, after, wording);
  }

  // Both where both have it, in the new order; then what is gone.
  template <typename T, typename F>
  static void each_of(const std::vector<T>& olds, const std::vector<T>& news, const F& f) {
    const auto named = [](const std::vector<T>& list, const std::string& name) -> const T* {
      for (const T& x : list) {
        if (x.name == name) return &x;
      }
      return nullptr;
    };
    for (const T& x : news) f(named(olds, x.name), &x);
    for (const T& x : olds) {
      if (named(news, x.name) == nullptr) f(&x, static_cast<const T*>(nullptr));
    }
  }

  void header() {
    compare(Shared::header, "pack", a_.name, b_.name, true);
    compare(Shared::header, "version", a_.version, b_.version, true);
    compare(Shared::header, "title", a_.title, b_.title, true);
    compare(Shared::header, "authority", a_.authority, b_.authority, true);
    compare(Shared::header, "timezone", a_.zone.name(), b_.zone.name());
    const std::size_t before = found_.size();
    compare(Shared::header, "lateness", core::print_duration_literal(a_.lateness),
            core::print_duration_literal(b_.lateness));
    compare(Shared::header, "max ahead", core::print_duration_literal(a_.max_ahead),
            core::print_duration_literal(b_.max_ahead));
    for (std::size_t i = before; i < found_.size(); ++i) found_[i].every_rule = true;
    if (a_.has_holidays != b_.has_holidays || a_.holidays != b_.holidays)
      add(Shared::header, "holidays", holidays(a_, b_), holidays(b_, a_));
  }

  // The days that the other one does not have, or has otherwise.
  static std::string holidays(const model::Pack& pack, const model::Pack& other) {
    std::string out;
    std::size_t left = 0, told = 0;
    for (const auto& day : pack.holidays) {
      if (std::find(other.holidays.begin(), other.holidays.end(), day) != other.holidays.end()) continue;
      if (told++ < kMostRows)
        out += (out.empty() ? "" : ", ") + core::print_day(day.first) + (day.second ? " work" : " off");
      else
        ++left;
    }
    return left == 0 ? out : out + ", … +" + std::to_string(left);
  }

  void names(Shared kind, const std::vector<std::string>& before, const std::vector<std::string>& after,
             const char* between) {
    const auto joined = [&](const std::vector<std::string>& list) {
      std::string out;
      for (const std::string& name : list) out += (out.empty() ? "" : between) + name;
      return out;
    };
    compare(kind, "", joined(before), joined(after));
  }

  static std::string stage_source(const model::Pack& p) {
    if (!p.stage_source) return "";
    const model::Table& t = p.tables[static_cast<std::size_t>(p.stage_source->table)];
    std::string out = t.name + "." + t.fields[static_cast<std::size_t>(p.stage_source->field)].name;
    if (p.stage_source->otherwise != kNone)
      out += " else " + p.stages[static_cast<std::size_t>(p.stage_source->otherwise)];
    return out;
  }

  void params() {
    each_of(a_.params, b_.params, [this](const model::Param* x, const model::Param* y) {
      if (x != nullptr && y != nullptr && x->type.kind == y->type.kind &&
          x->type.unit.dimension == y->type.unit.dimension &&
          ground_.constant_key(Side::old, x->value, x->type) == ground_.constant_key(Side::now, y->value, y->type))
        return;
      add(Shared::param, (y != nullptr ? y : x)->name, x != nullptr ? print_value(a_, x->value, x->type) : "",
          y != nullptr ? print_value(b_, y->value, y->type) : "");
    });
  }

  // ---------------------------------------------------------------- tables

  static std::map<std::string, std::string> cells(const model::Pack& pack, const model::Table& t, std::size_t column) {
    std::map<std::string, std::string> out;
    for (const auto& row : t.rows) {
      std::string key;
      for (const int k : t.keys) {
        const auto& cell = row[static_cast<std::size_t>(k)];
        key += (key.empty() ? "" : ", ") +
               (cell ? print_value(pack, *cell, t.fields[static_cast<std::size_t>(k)].type) : std::string("-"));
      }
      out[key] = row[column] ? print_value(pack, *row[column], t.fields[column].type) : "-";
    }
    return out;
  }

  // Of `mine`, what the other does not say in the same way.
  static std::string others(const std::map<std::string, std::string>& mine,
                            const std::map<std::string, std::string>& theirs) {
    std::string out;
    std::size_t told = 0, left = 0;
    for (const auto& [key, value] : mine) {
      const auto there = theirs.find(key);
      if (there != theirs.end() && there->second == value) continue;
      if (told++ < kMostRows)
        out += (out.empty() ? "" : ", ") + key + ": " + value;
      else
        ++left;
    }
    return left == 0 ? out : out + ", … +" + std::to_string(left);
  }

  void table(const model::Table* x, const model::Table* y) {
    if (x == nullptr || y == nullptr) {
      const model::Table& t = *(x != nullptr ? x : y);
      const std::string text = t.file.empty() ? t.name : t.file;
      return add(Shared::table, t.name, x != nullptr ? text : "", y != nullptr ? text : "");
    }
    const int i = static_cast<int>(x - a_.tables.data()), k = static_cast<int>(y - b_.tables.data());
    if (ground_.table(Side::old, i) != ground_.table(Side::now, k))
      return add(Shared::table, x->name, keys(*x), keys(*y));
    each_of(x->fields, y->fields, [&](const model::Field* f, const model::Field* g) {
      const auto column_of = [](const model::Table& t, const model::Field* field) {
        return static_cast<std::size_t>(field - t.fields.data());
      };
      const std::string name = x->name + "." + (f != nullptr ? f : g)->name;
      if (f != nullptr && g != nullptr &&
          ground_.column(Side::old, i, static_cast<int>(column_of(*x, f))) ==
              ground_.column(Side::now, k, static_cast<int>(column_of(*y, g))))
        return;
      if ((f != nullptr && f->key) || (g != nullptr && g->key)) return;  // said by the other columns
      const auto before = f != nullptr ? cells(a_, *x, column_of(*x, f)) : std::map<std::string, std::string>();
      const auto after = g != nullptr ? cells(b_, *y, column_of(*y, g)) : std::map<std::string, std::string>();
      add(Shared::table, name, others(before, after), others(after, before));
    });
  }

  static std::string keys(const model::Table& t) {
    std::string out = "key";
    for (const int k : t.keys) out += " " + t.fields[static_cast<std::size_t>(k)].name;
    return out;
  }

  // ---------------------------------------------------------------- streams

  static Properties properties(const model::Pack& p, const model::Stream& s) {
    const auto maybe = [](const std::optional<core::Duration>& d) {
      return d ? core::print_duration_literal(*d) : std::string();
    };
    Properties out{{"", s.signal ? "signal" : "event"},
                   {"from", s.from},
                   {"stale after", maybe(s.stale_after)},
                   {"lateness", maybe(s.lateness)},
                   {"time from", s.time_from + (s.time_unit.empty() ? "" : " in " + s.time_unit)}};
    if (s.derived_from != kNone)
      out.emplace_back("=",
                       p.streams[static_cast<std::size_t>(s.derived_from)].name + " when " + s.derived_when->label);
    return out;
  }

  void stream(const model::Stream* x, const model::Stream* y) {
    const model::Stream& s = *(y != nullptr ? y : x);
    if (s.violation) return;  // it follows the rules
    if (x == nullptr || y == nullptr) {
      const std::string text = s.signal ? "signal" : "event";
      return add(Shared::stream, s.name, x != nullptr ? text : "", y != nullptr ? text : "");
    }
    const Properties p = properties(a_, *x), q = properties(b_, *y);
    const auto& others = ground_.streams_that_differ();
    const bool other = std::find(others.begin(), others.end(), s.name) != others.end();
    std::string before, after;
    const auto tell = [](std::string& out, const std::pair<std::string, std::string>& property) {
      if (property.second.empty()) return;
      out += (out.empty() ? "" : ", ") + property.first + (property.first.empty() ? "" : " ") + property.second;
    };
    for (std::size_t i = 0; i < std::max(p.size(), q.size()); ++i) {
      const auto none = std::pair<std::string, std::string>();
      const auto &f = i < p.size() ? p[i] : none, &g = i < q.size() ? q[i] : none;
      if (f == g) continue;
      // How a derived event was written is nothing, as long as it is the same event.
      if (f.first == "=" && g.first == "=" && !other) continue;
      tell(before, f);
      tell(after, g);
    }
    if (other || before != after) add(Shared::stream, s.name, before, after);
    if (x->derived_from != kNone) return;  // its fields are those of its source
    const int i = static_cast<int>(x - a_.streams.data()), k = static_cast<int>(y - b_.streams.data());
    each_of(x->fields, y->fields, [&](const model::Field* f, const model::Field* g) {
      const std::string name = s.name + "." + (g != nullptr ? g : f)->name;
      if (f != nullptr && g != nullptr) {
        const bool same_number = ground_.field(Side::old, i, static_cast<int>(f - x->fields.data())) ==
                                 ground_.field(Side::now, k, static_cast<int>(g - y->fields.data()));
        const bool same_marks = f->key == g->key && f->group == g->group && f->id == g->id &&
                                f->personal == g->personal && f->unique_for == g->unique_for &&
                                f->type.optional == g->type.optional && members(a_, *f) == members(b_, *g);
        if (same_number && same_marks) return;
      }
      add(Shared::stream, name, f != nullptr ? written(old_, *f) : "", g != nullptr ? written(now_, *g) : "");
    });
  }

  static std::string members(const model::Pack& p, const model::Field& f) {
    if (f.type.kind != model::TypeKind::enumerated) return "";
    std::string out;
    for (const model::EnumMember& m : p.enums[static_cast<std::size_t>(f.type.enumeration)].members)
      out += m.name + ",";
    return out;
  }

  // As its author wrote it, without its name: "km/h from \"speed_mps\" in m/s".
  static std::string written(const Compiled& pack, const model::Field& f) {
    std::string text = check::as_written(*pack.sources, f.at);
    for (const std::string_view sign : {":", "："}) {
      const std::size_t colon = text.find(sign);
      if (colon == std::string::npos) continue;
      const std::size_t from = text.find_first_not_of(' ', colon + sign.size());
      return from == std::string::npos ? text : text.substr(from);
    }
    return text;
  }

  // ---------------------------------------------------------------- curves, lets, areas

  static std::string points(const model::Pack& p, const model::Curve& c) {
    std::string out;
    for (const auto& [x, y] : c.points) {
      out += out.empty() ? "" : ", ";
      out += c.from.kind == model::TypeKind::enumerated
                 ? p.enums[static_cast<std::size_t>(c.from.enumeration)].members[static_cast<std::size_t>(x)].name
                 : core::print_quantity(x, c.from.unit);
      out += ": " + core::print_quantity(y, c.to.unit);
    }
    return out;
  }

  void curve(const model::Curve* x, const model::Curve* y) {
    if (x != nullptr && y != nullptr &&
        ground_.curve(Side::old, static_cast<int>(x - a_.curves.data())) ==
            ground_.curve(Side::now, static_cast<int>(y - b_.curves.data())))
      return;
    add(Shared::curve, (y != nullptr ? y : x)->name, x != nullptr ? points(a_, *x) : "",
        y != nullptr ? points(b_, *y) : "");
  }

  struct Let {
    std::string name, meaning, text;
  };
  static std::vector<Let> lets_of(const Compiled& pack) {
    std::vector<Let> out;
    format::Declared declared;
    for (const ast::File& file : *pack.trees) declared.add(file);
    for (const ast::File& file : *pack.trees) {
      for (const ast::Declaration& d : file.declarations) {
        const auto* let = std::get_if<ast::Let>(&d.body);
        if (let == nullptr) continue;
        out.push_back({let->name.text, format::in_bare_english(*pack.sources, declared, d),
                       check::as_written(*pack.sources, let->value->at)});
      }
    }
    return out;
  }

  void lets() {
    each_of(lets_of(old_), lets_of(now_), [this](const Let* x, const Let* y) {
      if (x != nullptr && y != nullptr && x->meaning == y->meaning) return;
      add(Shared::let, (y != nullptr ? y : x)->name, x != nullptr ? x->text : "", y != nullptr ? y->text : "");
    });
  }

  void areas() {
    std::map<std::string, std::pair<int, int>> files;
    for (std::size_t i = 0; i < a_.areas.size(); ++i)
      files.emplace(a_.areas[i].file, std::pair(kNone, kNone)).first->second.first = static_cast<int>(i);
    for (std::size_t i = 0; i < b_.areas.size(); ++i)
      files.emplace(b_.areas[i].file, std::pair(kNone, kNone)).first->second.second = static_cast<int>(i);
    for (const auto& [file, numbers] : files) {
      const auto [x, y] = numbers;
      if (x != kNone && y != kNone && ground_.area(Side::old, x) == ground_.area(Side::now, y)) continue;
      add(Shared::area, file, x != kNone ? corners(a_.areas[static_cast<std::size_t>(x)]) : core::Text(),
          y != kNone ? corners(b_.areas[static_cast<std::size_t>(y)]) : core::Text());
    }
  }
  // A word for its shape.
  static core::Text corners(const model::Area& area) {
    constexpr core::Phrase kCorners{"{0} corners", "{0}个顶点"};
    std::size_t corners = 0;
    for (const auto& polygon : area.polygons) {
      for (const auto& ring : polygon) corners += ring.empty() ? 0 : ring.size() - 1;
    }
    return {kCorners, std::to_string(corners)};
  }

  const Ground& ground_;
  const Compiled& old_;
  const Compiled& now_;
  const model::Pack& a_;
  const model::Pack& b_;
  std::vector<SharedDiff> found_;
};

}  // namespace

std::vector<SharedDiff> shared_diffs(const Ground& ground, const Compiled& old, const Compiled& now) {
  return SharedDiffs(ground, old, now).run();
}

}  // namespace tripline::dsl::diff
