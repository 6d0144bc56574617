#include "dsl/format/item.hpp"

#include <algorithm>

#include "dsl/grammar/keywords.hpp"

namespace tripline::dsl::format {
namespace {

using ast::Range;

class Builder {
 public:
  Builder(const core::SourceSet& sources, const Declared& declared, Style style)
      : style_(style), w_(sources, declared, style) {}

  Item declaration(const ast::Declaration& d) {
    Item item = std::visit([this](const auto& body) { return build(body); }, d.body);
    item.at = d.at;
    return item;
  }
  const std::vector<Range>& conflicts() const { return w_.conflicts(); }

 private:
  void cell(Item& item) { item.cells.push_back(w_.take()); }
  Item headed(std::string_view id, std::string_view family) {
    Item item;
    item.family = family;
    w_.key(id);
    cell(item);
    return item;
  }

  Item build(const ast::Header& d) {
    Item item = headed("pack", "pack");
    w_.name(d.name);
    w_.plain(d.version.text, d.version.at.begin);
    cell(item);
    item.braces = true;
    std::vector<const ast::HeaderItem*> items;
    for (const ast::HeaderItem& h : d.items) items.push_back(&h);
    if (style_.bare) {
      std::stable_sort(items.begin(), items.end(), [](const auto* a, const auto* b) { return a->kind < b->kind; });
    }
    for (const ast::HeaderItem* h : items) item.body.push_back(header_item(*h));
    return item;
  }
  Item header_item(const ast::HeaderItem& h) {
    using Kind = ast::HeaderItemKind;
    Item item;
    item.at = h.at;
    switch (h.kind) {
      case Kind::title: w_.key("title"); break;
      case Kind::authority: w_.key("authority"); break;
      case Kind::timezone: w_.key("timezone"); break;
      case Kind::lateness: w_.key("lateness"); break;
      case Kind::max_ahead:
        w_.key("max");
        w_.key("ahead");
        break;
    }
    cell(item);
    if (h.kind == Kind::lateness || h.kind == Kind::max_ahead) {
      w_.quantity(h.duration);
    } else {
      w_.text(h.text);
    }
    cell(item);
    return item;
  }

  Item list_of(std::string_view id, const std::vector<ast::Name>& names, std::string_view between) {
    Item item = headed(id, "lists");
    w_.names(names, between);
    cell(item);
    return item;
  }
  Item build(const ast::Levels& d) { return list_of("levels", d.names, "<"); }
  Item build(const ast::Stages& d) { return list_of("stages", d.names, "<"); }
  Item build(const ast::Actions& d) { return list_of("actions", d.names, ","); }
  Item build(const ast::Holidays& d) {
    Item item = headed("holidays", "holidays");
    w_.key("from");
    w_.text(d.file);
    cell(item);
    return item;
  }
  Item build(const ast::NamedType& d) {
    Item item = headed("type", "type");
    w_.name(d.name);
    cell(item);
    w_.sign("=", true, true);
    w_.type(d.type);
    cell(item);
    return item;
  }
  Item build(const ast::Param& d) {
    Item item = headed("param", "param");
    w_.name(d.name);
    cell(item);
    w_.sign(":", true, true);
    w_.type(d.type);
    cell(item);
    w_.sign("=", true, true);
    w_.literal(*d.value);
    cell(item);
    return item;
  }
  Item build(const ast::Let& d) {
    Item item = headed("let", "let");
    w_.name(d.name);
    cell(item);
    w_.sign("=", true, true);
    w_.expression(*d.value);
    cell(item);
    return item;
  }
  Item build(const ast::Curve& d) {
    Item item = headed("curve", "curve");
    w_.name(d.name);
    w_.sign("(", false, false);
    w_.type(d.from);
    w_.sign(")", false, true);
    w_.sign(":", true, true);
    w_.type(d.to);
    cell(item);
    item.braces = item.commas = true;
    item.gap = " ";
    for (const ast::Point& p : d.points) {
      Item point;
      if (const auto* q = std::get_if<ast::Quantity>(&p.x)) {
        point.at = q->at;
        w_.quantity(*q);
      } else {
        point.at = std::get<ast::Name>(p.x).at;
        w_.name(std::get<ast::Name>(p.x));
      }
      w_.sign(":", false, true);
      w_.quantity(p.y);
      cell(point);
      point.at.end = p.y.at.end;
      item.body.push_back(std::move(point));
    }
    return item;
  }
  Item build(const ast::StageFrom& d) {
    Item item = headed("stage (from)", "stage");
    w_.key("from");
    w_.name(d.table);
    w_.sign(".", false, false);
    w_.built_in("time", d.field);
    if (d.otherwise) {
      w_.key("else");
      w_.name(*d.otherwise);
    }
    cell(item);
    return item;
  }
  Item build(const ast::Derived& d) {
    Item item = headed("event", "streams");
    w_.name(d.name);
    cell(item);
    w_.sign("=", true, true);
    w_.built_in("Violation", d.source);
    w_.key("when");
    w_.expression(*d.when);
    cell(item);
    return item;
  }
  Item build(const ast::Table& d) {
    Item item = headed("table", "tables");
    w_.name(d.name);
    w_.key("from");
    w_.text(d.file);
    cell(item);
    item.braces = true;
    item.gap = "   ";
    for (const ast::Field& f : d.fields) item.body.push_back(field(f, f.at));
    return item;
  }
  Item build(const ast::Stream& d) {
    Item item = headed(d.signal ? "signal" : "event", "streams");
    w_.name(d.name);
    if (d.from) {
      w_.key("from");
      w_.text(*d.from);
    }
    cell(item);
    item.braces = true;
    item.gap = "   ";
    for (const ast::StreamItem& i : d.items) item.body.push_back(stream_item(i));
    return item;
  }
  Item field(const ast::Field& f, Range at) {
    Item item;
    item.at = at;
    item.family = "field";
    w_.name(f.name);
    cell(item);
    w_.sign(":", true, true);
    w_.type(f.type);
    for (const ast::Modifier& m : f.modifiers) {
      if (m.kind == ast::ModifierKind::from && item.cells.size() == 1) cell(item);
      w_.modifier(m);
    }
    cell(item);
    return item;
  }
  Item stream_item(const ast::StreamItem& i) {
    Item item;
    item.at = i.at;
    switch (i.kind) {
      case ast::StreamItemKind::stale:
        w_.key("stale");
        w_.key("after");
        w_.quantity(i.duration);
        break;
      case ast::StreamItemKind::lateness:
        w_.key("lateness");
        w_.quantity(i.duration);
        break;
      case ast::StreamItemKind::time_from:
        w_.key("time (type)");
        w_.key("from");
        w_.text(i.from);
        w_.encoding(i.encoding);
        break;
      case ast::StreamItemKind::field: return field(i.field, i.at);
    }
    cell(item);
    return item;
  }

  Item build(const ast::Rule& d) {
    static constexpr std::string_view kIds[] = {"redline", "limit",   "duty",      "trigger",
                                                "warning", "sandbox", "assessment"};
    Item item = headed(kIds[static_cast<std::size_t>(d.kind)], "rules");
    w_.name(d.name);
    cell(item);
    item.braces = true;
    w_.begin_rule(d);
    std::vector<const ast::Clause*> clauses;
    for (const ast::Clause& c : d.clauses) clauses.push_back(&c);
    if (style_.bare) {
      std::stable_sort(clauses.begin(), clauses.end(), [](const auto* a, const auto* b) { return a->kind < b->kind; });
    }
    for (const ast::Clause* c : clauses) {
      Item made;
      made.at = c->at;
      w_.key(Writer::clause_key(c->kind), c->keyword.begin);
      cell(made);
      if (c->kind == ast::ClauseKind::require && !c->names.empty()) {
        w_.name(c->names.front());
        w_.sign(":", false, true);
        cell(made);
      }
      w_.clause(*c);
      cell(made);
      item.body.push_back(std::move(made));
    }
    w_.end_rule();
    return item;
  }

  Item build(const ast::Scenario& d) {
    Item item = headed("scenario", "scenario");
    w_.text(d.name);
    if (d.starting) {
      w_.key("starting");
      w_.instant(*d.starting);
    }
    cell(item);
    item.braces = true;
    for (const ast::Step& s : d.steps) item.body.push_back(step(s));
    return item;
  }
  void offset(const std::vector<ast::Quantity>& sum) {
    for (const ast::Quantity& q : sum) {
      if (&q != &sum.front()) w_.sign("+", true, true);
      w_.quantity(q);
    }
  }
  void rule_name(const std::vector<ast::Name>& name) {
    for (const ast::Name& n : name) {
      if (&n != &name.front()) w_.sign(".", false, false);
      w_.name(n);
    }
  }
  Item step(const ast::Step& s) {
    Item item;
    item.at = s.at;
    switch (s.kind) {
      case ast::StepKind::repeat:
        w_.key("repeat");
        w_.plain(s.times.text, s.times.at.begin);
        w_.key("times");
        w_.key("every (repeat)");
        w_.quantity(s.every);
        item.braces = true;
        cell(item);
        for (const ast::Step& inner : s.steps) item.body.push_back(step(inner));
        return item;
      case ast::StepKind::set:
        w_.key("set");
        w_.name(s.name);
        w_.sign("=", true, true);
        w_.literal(*s.value);
        break;
      case ast::StepKind::element:
        w_.built_in("Violation", s.name);
        w_.sign("{", true, true);
        w_.entries(s.entries, false);
        w_.sign("}", true, true);
        if (s.has_offset) {
          w_.key("at");
          offset(s.offset);
        }
        break;
      case ast::StepKind::expect: {
        const ast::Expectation& e = s.expectation;
        w_.key("expect (scenario)");
        if (e.nothing_else) {
          w_.key("nothing");
          w_.key("else (nothing)");
          if (!e.rule.empty()) w_.key("about");
          rule_name(e.rule);
          break;
        }
        rule_name(e.rule);
        for (const grammar::Keyword& row : grammar::kKeywords) {
          if ((row.role & grammar::kOutcome) != 0 && row.spellings.front() == e.outcome.text)
            w_.key(row.id, e.outcome.at.begin);
        }
        if (e.has_at) {
          w_.key("at");
          offset(e.at);
        }
        if (e.times) {
          w_.plain(e.times->text, e.times->at.begin);
          w_.key("times");
        }
        if (e.subject) {
          w_.key("for (subject)");
          w_.literal(*e.subject);
        }
        break;
      }
    }
    cell(item);
    return item;
  }

  Style style_;
  Writer w_;
};

}  // namespace

Item item_of(const core::SourceSet& sources, const Declared& declared, Style style, const ast::Declaration& declaration,
             std::vector<core::Range>& conflicts) {
  Builder builder(sources, declared, style);
  Item item = builder.declaration(declaration);
  conflicts.insert(conflicts.end(), builder.conflicts().begin(), builder.conflicts().end());
  return item;
}

std::vector<Word> joined(const Item& item) {
  std::vector<Word> words;
  for (const auto& cell : item.cells) words.insert(words.end(), cell.begin(), cell.end());
  return words;
}

std::string flat(const Item& item) {
  std::string line = on_one_line(joined(item));
  if (!item.braces) return line;
  line += " {";
  for (const Item& inner : item.body) {
    line += &inner == &item.body.front() ? " " : item.commas ? "," + std::string(item.gap) : std::string(item.gap);
    line += flat(inner);
  }
  return line + " }";
}

}  // namespace tripline::dsl::format
