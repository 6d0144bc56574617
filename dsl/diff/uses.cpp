#include "dsl/diff/uses.hpp"

#include <algorithm>

#include "dsl/lint/formula.hpp"

namespace tripline::dsl::diff {
namespace {

using model::kNone;
using model::Op;

bool calendar(const model::Window& w) {
  return w.kind == model::WindowKind::this_period || w.kind == model::WindowKind::last_periods;
}

class Collector {
 public:
  explicit Collector(const Compiled& compiled) : pack_(*compiled.pack) {
    for (const ast::File& file : *compiled.trees) {
      for (const ast::Declaration& d : file.declarations) {
        if (const auto* let = std::get_if<ast::Let>(&d.body)) lets_.emplace_back(let->name.text, d.at);
      }
    }
  }

  Uses rule(const model::Rule& r) {
    for (const int index : r.reads) stream(index);
    stream(r.on);
    each_expression(r, [this](const model::Expr& e) { expression(e); });
    if (r.until) stream(r.until->stream);
    for (const model::Answer& answer : r.answers) stream(answer.stream);
    if (r.stages != 0) stage();
    if (r.level != kNone || r.reads_level) add(Shared::levels, "");
    switch (r.due.kind) {
      case model::DueKind::every:
      case model::DueKind::within:
      case model::DueKind::within_range:
      case model::DueKind::by_time: break;
      case model::DueKind::days:
      case model::DueKind::working_days:
      case model::DueKind::months:
      case model::DueKind::years: add(Shared::header, "holidays"); [[fallthrough]];
      case model::DueKind::by_end_of:
      case model::DueKind::by_day_of_next_month: add(Shared::header, "timezone"); break;
    }
    if (r.kind == model::RuleKind::assessment) add(Shared::header, "timezone");
    return std::move(found_);
  }

 private:
  void add(Shared kind, std::string name) { found_.emplace(kind, std::move(name)); }

  void stage() {
    add(Shared::stages, "");
    add(Shared::stage_source, "");
    if (!pack_.stage_source) return;
    const model::Table& table = pack_.tables[static_cast<std::size_t>(pack_.stage_source->table)];
    add(Shared::table, table.name);
    add(Shared::table, table.name + "." + table.fields[static_cast<std::size_t>(pack_.stage_source->field)].name);
  }

  void stream(int index) {
    if (index == kNone) return;
    const model::Stream& s = pack_.streams[static_cast<std::size_t>(index)];
    if (!found_.emplace(Shared::stream, s.name).second || s.derived_from == kNone) return;
    stream(s.derived_from);
    expression(*s.derived_when);
  }

  void window(const model::Aggregate& a) {
    stream(a.stream);
    for (const int index : a.reads) stream(index);
    for (const model::Mark& m : a.window.marks) stream(m.stream);
    if (calendar(a.window)) add(Shared::header, "timezone");
    if (a.stages != 0) stage();
    for (const auto& [index, value] : a.correlations) field(a.stream, index);
    for (const model::Mark& m : a.window.marks) {
      if (m.where) expression(*m.where);
    }
  }

  void field(int of, int index) {
    stream(of);
    if (of == kNone || index < 0) return;
    const model::Stream& s = pack_.streams[static_cast<std::size_t>(of)];
    add(Shared::stream, s.name + "." + s.fields[static_cast<std::size_t>(index)].name);
    // A derived event has the fields of what it is made of.
    if (s.derived_from != kNone) field(s.derived_from, index);
  }

  void expression(const model::Expr& whole) {
    lint::each_inside(whole, [this](const model::Expr& e) {
      for (const auto& [name, at] : lets_) {
        if (e.at.file == at.file && at.begin <= e.at.begin && e.at.end <= at.end) add(Shared::let, name);
      }
      switch (e.op) {
        case Op::param: add(Shared::param, pack_.params[static_cast<std::size_t>(e.index)].name); break;
        case Op::field: field(e.stream, e.index); break;
        case Op::previous: stream(e.stream); break;
        case Op::table_field: {
          const model::Table& t = pack_.tables[static_cast<std::size_t>(e.index)];
          add(Shared::table, t.name);
          add(Shared::table, t.name + "." + t.fields[static_cast<std::size_t>(e.member)].name);
          break;
        }
        case Op::curve: add(Shared::curve, pack_.curves[static_cast<std::size_t>(e.index)].name); break;
        case Op::in_area: add(Shared::area, pack_.areas[static_cast<std::size_t>(e.index)].file); break;
        case Op::level:
          add(Shared::levels, "");
          add(Shared::levels, "level");
          break;
        case Op::stage: stage(); break;
        case Op::hour:
        case Op::weekday:
        case Op::date_of:
        case Op::day_begin:
        case Op::day_end:
        case Op::time_eq_date:
        case Op::time_ne_date:
        case Op::time_lt_date:
        case Op::time_le_date:
        case Op::time_gt_date:
        case Op::time_ge_date:
        case Op::in_hours: add(Shared::header, "timezone"); break;
        case Op::aggregate: window(*e.aggregate); break;
        default: break;
      }
    });
  }

  const model::Pack& pack_;
  std::vector<std::pair<std::string, core::Range>> lets_;
  Uses found_;
};

}  // namespace

Uses uses_of(const Compiled& compiled, const model::Rule& rule) { return Collector(compiled).rule(rule); }

bool reads_growing(const model::Rule& rule) {
  bool found = false;
  each_expression(rule, [&found](const model::Expr& whole) {
    lint::each_inside(whole, [&found](const model::Expr& e) {
      found = found || e.op == Op::now || (e.aggregate && (!e.aggregate->elements || e.aggregate->projected));
    });
  });
  return found;
}

bool reads_own_raises(const model::Rule& rule) {
  bool found = false;
  each_expression(rule, [&found](const model::Expr& whole) {
    lint::each_inside(whole, [&found](const model::Expr& e) {
      if (!e.aggregate) return;
      for (const model::Mark& mark : e.aggregate->window.marks) found = found || mark.raised;
    });
  });
  return found;
}

}  // namespace tripline::dsl::diff
