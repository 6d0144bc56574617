// A tree as text, without ranges: two texts with equal dumps are the same pack. Written from ast.hpp alone, sharing nothing with
// the formatter.
#pragma once
#include <string>

#include "dsl/ast/ast.hpp"
#include "dsl/grammar/keywords.hpp"

namespace tripline::property {

class AstDump {
 public:
  static std::string of(const dsl::ast::File& file) {
    AstDump d;
    for (const auto& declaration : file.declarations) {
      d.put("doc", declaration.doc);
      std::visit([&d](const auto& body) { d.body(body); }, declaration.body);
      d.out_ += '\n';
    }
    return d.out_;
  }

 private:
  void put(const char* what, const std::string& text) { out_ += std::string("(") + what + " " + text + ")"; }
  void num(const char* what, std::size_t n) { put(what, std::to_string(n)); }
  void name(const dsl::ast::Name& n) { put("name", n.text); }
  void names(const std::vector<dsl::ast::Name>& list) {
    num("names", list.size());
    for (const auto& n : list) name(n);
  }
  void text(const dsl::ast::Text& t) { put("text", t.value); }
  void quantity(const dsl::ast::Quantity& q) { put("quantity", q.number + "|" + q.unit.text); }
  void instant(const dsl::ast::Instant& i) { put(i.date_only ? "date" : "time", i.text); }
  void span(const dsl::ast::Span& s) {
    if (s.name.text.empty()) return quantity(s.literal);
    name(s.name);
  }
  void selection(const dsl::ast::Selection& s) {
    name(s.stream);
    expr(s.where.get());
  }
  void entries(const std::vector<dsl::ast::Entry>& list) {
    num("entries", list.size());
    for (const auto& e : list) {
      name(e.name);
      expr(e.value.get());
    }
  }
  void expr(const dsl::ast::Expr* e) {
    if (e == nullptr) {
      out_ += "(none)";
      return;
    }
    num("expr", static_cast<std::size_t>(e->kind));
    num("op", static_cast<std::size_t>(e->op));
    if (e->parenthesised) out_ += "(paren)";
    // A built-in function has one name, however it is spelled.
    const std::string_view function =
        e->kind != dsl::ast::ExprKind::call ? std::string_view() : dsl::grammar::function_named(e->name.text);
    put("name", function.empty() ? e->name.text : std::string(function));
    if (e->member) name(*e->member);
    text(e->text);
    quantity(e->quantity);
    instant(e->instant);
    entries(e->entries);
    num("children", e->children.size());
    for (const auto& child : e->children) expr(child.get());
    num("args", e->args.size());
    for (const auto& a : e->args) {
      if (a.binder) name(*a.binder);
      expr(a.value.get());
      expr(a.where.get());
    }
    if (!e->window) return;
    const auto& w = *e->window;
    num("window", static_cast<std::size_t>(w.kind));
    span(w.a);
    span(w.b);
    for (const auto& s : w.from) selection(s);
    num("period", static_cast<std::size_t>(w.period));
    put("count", w.count.text);
    num("unit", static_cast<std::size_t>(w.unit));
  }
  void type(const dsl::ast::Type& t) {
    num("type", static_cast<std::size_t>(t.kind));
    name(t.name);
    put("flags", std::string(t.ordered ? "o" : "") + (t.mixed ? "m" : "") + (t.optional ? "?" : ""));
    for (const auto& m : t.members) {
      name(m.name);
      num("code", m.code.index());
      if (const auto* q = std::get_if<dsl::ast::Quantity>(&m.code)) quantity(*q);
      if (const auto* x = std::get_if<dsl::ast::Text>(&m.code)) text(*x);
      if (const auto* b = std::get_if<bool>(&m.code)) num("bool", *b ? 1 : 0);
    }
    if (t.element) type(*t.element);
  }
  void encoding(const dsl::ast::Encoding& e) {
    num("encoding", static_cast<std::size_t>(e.kind));
    name(e.unit);
    text(e.pattern);
  }
  void field(const dsl::ast::Field& f) {
    put("doc", f.doc);
    name(f.name);
    type(f.type);
    for (const auto& m : f.modifiers) {
      num("modifier", static_cast<std::size_t>(m.kind));
      quantity(m.duration);
      for (const auto& x : m.from) text(x);
      encoding(m.encoding);
    }
  }

  void body(const dsl::ast::Header& d) {
    out_ += "pack";
    name(d.name);
    name(d.version);
    for (const auto& i : d.items) {
      num("item", static_cast<std::size_t>(i.kind));
      text(i.text);
      quantity(i.duration);
    }
  }
  void body(const dsl::ast::Levels& d) {
    out_ += "levels";
    names(d.names);
  }
  void body(const dsl::ast::Stages& d) {
    out_ += "stages";
    names(d.names);
  }
  void body(const dsl::ast::Actions& d) {
    out_ += "actions";
    names(d.names);
  }
  void body(const dsl::ast::Holidays& d) {
    out_ += "holidays";
    text(d.file);
  }
  void body(const dsl::ast::NamedType& d) {
    out_ += "named";
    name(d.name);
    type(d.type);
  }
  void body(const dsl::ast::Param& d) {
    out_ += "param";
    name(d.name);
    type(d.type);
    expr(d.value.get());
  }
  void body(const dsl::ast::Let& d) {
    out_ += "let";
    name(d.name);
    expr(d.value.get());
  }
  void body(const dsl::ast::Curve& d) {
    out_ += "curve";
    name(d.name);
    type(d.from);
    type(d.to);
    for (const auto& p : d.points) {
      if (const auto* q = std::get_if<dsl::ast::Quantity>(&p.x)) quantity(*q);
      if (const auto* n = std::get_if<dsl::ast::Name>(&p.x)) name(*n);
      quantity(p.y);
    }
  }
  void body(const dsl::ast::Table& d) {
    out_ += "table";
    name(d.name);
    text(d.file);
    for (const auto& f : d.fields) field(f);
  }
  void body(const dsl::ast::StageFrom& d) {
    out_ += "stage";
    name(d.table);
    name(d.field);
    if (d.otherwise) name(*d.otherwise);
  }
  void body(const dsl::ast::Stream& d) {
    out_ += d.signal ? "signal" : "event";
    name(d.name);
    if (d.from) text(*d.from);
    for (const auto& i : d.items) {
      num("item", static_cast<std::size_t>(i.kind));
      quantity(i.duration);
      text(i.from);
      encoding(i.encoding);
      field(i.field);
    }
  }
  void body(const dsl::ast::Derived& d) {
    out_ += "derived";
    name(d.name);
    name(d.source);
    expr(d.when.get());
  }
  void body(const dsl::ast::Rule& d) {
    num("rule", static_cast<std::size_t>(d.kind));
    name(d.name);
    for (const auto& c : d.clauses) {
      num("clause", static_cast<std::size_t>(c.kind));
      if (c.text) text(*c.text);
      names(c.names);
      expr(c.expr.get());
      if (c.span) span(*c.span);
      if (c.over) span(*c.over);
      put("count", c.count.text);
      quantity(c.quantity);
      if (c.until) selection(*c.until);
      for (const auto& a : c.answers) selection(a);
      if (c.due) {
        num("due", static_cast<std::size_t>(c.due->kind));
        span(c.due->a);
        span(c.due->b);
        using dsl::ast::DueKind;
        const DueKind kind = c.due->kind;  // the others do not mean these
        if (kind == DueKind::within_calendar || kind == DueKind::by_day_of_next_month) put("count", c.due->count.text);
        if (kind == DueKind::within_calendar) num("unit", static_cast<std::size_t>(c.due->unit));
        if (kind == DueKind::by_end_of) num("period", static_cast<std::size_t>(c.due->period));
        expr(c.due->by.get());
      }
      if (c.from) instant(*c.from);
      if (c.to) instant(*c.to);
      put("clock", c.clock_from + c.clock_to);
      for (const auto& g : c.grades) {
        name(g.name);
        if (g.least) quantity(*g.least);
      }
    }
  }
  void step(const dsl::ast::Step& s) {
    num("step", static_cast<std::size_t>(s.kind));
    put("times", s.times.text);
    quantity(s.every);
    name(s.name);
    expr(s.value.get());
    entries(s.entries);
    num("offset", s.has_offset ? 1 : 0);
    for (const auto& q : s.offset) quantity(q);
    const auto& e = s.expectation;
    put("expect", e.nothing_else ? "nothing" : e.outcome.text);
    names(e.rule);
    for (const auto& q : e.at) quantity(q);
    if (e.times) put("times", e.times->text);
    expr(e.subject.get());
    for (const auto& inner : s.steps) step(inner);
    out_ += "(end)";
  }
  void body(const dsl::ast::Scenario& d) {
    out_ += "scenario";
    text(d.name);
    if (d.starting) instant(*d.starting);
    for (const auto& s : d.steps) step(s);
  }

  std::string out_;
};

}  // namespace tripline::property
