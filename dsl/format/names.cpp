#include "dsl/format/names.hpp"

#include "dsl/grammar/keywords.hpp"

namespace tripline::dsl::format {

bool Declared::free(std::string_view id) const {
  for (const ast::Language language : {ast::Language::en, ast::Language::zh}) {
    if (has(grammar::word(id, language))) return false;
  }
  return true;
}

void Declared::add(const ast::Type& type) {
  for (const ast::Member& member : type.members) names_.insert(member.name.text);
  if (type.element) add(*type.element);
}

// The names that any(…) and all(…) give.
void Declared::add(const ast::Expr* e) {
  if (e == nullptr) return;
  for (const ast::ExprPtr& child : e->children) add(child.get());
  for (const ast::Argument& argument : e->args) {
    if (argument.binder) names_.insert(argument.binder->text);
    add(argument.value.get());
    add(argument.where.get());
  }
}

void Declared::add(const ast::File& file) {
  struct Visitor {
    Declared& all;
    void name(const ast::Name& n) const { all.names_.insert(n.text); }
    void names(const std::vector<ast::Name>& list) const {
      for (const ast::Name& n : list) name(n);
    }
    void field(const ast::Field& f) const {
      name(f.name);
      all.add(f.type);
    }
    void operator()(const ast::Header&) const {}
    void operator()(const ast::Levels& d) const { names(d.names); }
    void operator()(const ast::Stages& d) const { names(d.names); }
    void operator()(const ast::Actions& d) const { names(d.names); }
    void operator()(const ast::Holidays&) const {}
    void operator()(const ast::NamedType& d) const {
      name(d.name);
      all.add(d.type);
    }
    void operator()(const ast::Param& d) const {
      name(d.name);
      all.add(d.type);
    }
    void operator()(const ast::Let& d) const {
      name(d.name);
      all.add(d.value.get());
    }
    void operator()(const ast::Curve& d) const {
      name(d.name);
      all.add(d.from);
    }
    void operator()(const ast::Table& d) const {
      name(d.name);
      for (const ast::Field& f : d.fields) field(f);
    }
    void operator()(const ast::StageFrom&) const {}
    void operator()(const ast::Derived& d) const {
      name(d.name);
      all.add(d.when.get());
    }
    void operator()(const ast::Stream& d) const {
      name(d.name);
      for (const ast::StreamItem& item : d.items) {
        if (item.kind == ast::StreamItemKind::field) field(item.field);
      }
    }
    void operator()(const ast::Rule& d) const {
      name(d.name);
      for (const ast::Clause& c : d.clauses) {
        if (c.kind == ast::ClauseKind::on && c.names.size() > 1) name(c.names[1]);
        for (const ast::Grade& grade : c.grades) name(grade.name);
        all.add(c.expr.get());
      }
    }
    void operator()(const ast::Scenario&) const {}
  };
  for (const ast::Declaration& d : file.declarations) std::visit(Visitor{*this}, d.body);
}

std::string built_in(const Declared& declared, std::string_view id, std::string_view name, ast::Language language) {
  if (!grammar::spells(id, name) || !declared.free(id)) return std::string(name);
  return std::string(grammar::word(id, language));
}

}  // namespace tripline::dsl::format
