// Expressions as text that is equal exactly where they mean the same at the same place.
#include "dsl/lint/formula.hpp"

namespace tripline::dsl::lint {
namespace {

template <typename T>
void number(std::string& out, T value) {
  out += std::to_string(static_cast<long long>(value));
  out += ' ';
}

void text(std::string& out, const std::string& value) {
  number(out, value.size());
  out += value;
}

void real(std::string& out, double value) {
  char buffer[64];
  std::snprintf(buffer, sizeof buffer, "%a ", value == 0 ? 0.0 : value);
  out += buffer;
}

void constant(std::string& out, const model::Constant& c) {
  number(out, c.value.index());
  if (const auto* b = std::get_if<bool>(&c.value)) number(out, *b ? 1 : 0);
  if (const auto* d = std::get_if<double>(&c.value)) real(out, *d);
  if (const auto* i = std::get_if<std::int64_t>(&c.value)) number(out, *i);
  if (const auto* t = std::get_if<std::string>(&c.value)) text(out, *t);
  if (const auto* p = std::get_if<model::Position>(&c.value)) {
    real(out, p->latitude);
    real(out, p->longitude);
  }
  if (const auto* list = std::get_if<model::ConstantList>(&c.value)) {
    number(out, list->size());
    for (const model::Constant& item : *list) constant(out, item);
  }
}

void write(std::string& out, const model::Expr& e);

void maybe(std::string& out, const model::ExprPtr& e) {
  if (e)
    write(out, *e);
  else
    out += '-';
}

void write(std::string& out, const model::Mark& mark) {
  number(out, mark.raised ? 1 : 0);
  number(out, mark.stream);
  maybe(out, mark.where);
}

void write(std::string& out, const model::Aggregate& a) {
  number(out, a.kind);
  number(out, a.elements ? 1 : 0);
  number(out, a.stream);
  maybe(out, a.argument);
  maybe(out, a.where);
  number(out, a.correlations.size());
  for (const auto& [field, value] : a.correlations) {
    number(out, field);
    maybe(out, value);
  }
  real(out, a.q);
  number(out, a.window.kind);
  number(out, a.window.from);
  number(out, a.window.to);
  number(out, a.window.marks.size());
  for (const model::Mark& mark : a.window.marks) write(out, mark);
  number(out, a.window.period);
  number(out, a.window.count);
  number(out, a.window.begin);
  number(out, a.window.end);
  number(out, a.projected ? 1 : 0);
  number(out, a.coarse ? 1 : 0);
  number(out, a.owner);
  number(out, a.stages);
}

void write(std::string& out, const model::Expr& e) {
  out += '(';
  number(out, e.op);
  number(out, e.access);
  number(out, e.stream);
  number(out, e.index);
  number(out, e.member);
  number(out, e.span);
  number(out, e.type.kind);
  if (e.op == model::Op::constant) constant(out, e.constant);
  for (const model::ExprPtr& child : e.children) write(out, *child);
  if (e.aggregate) write(out, *e.aggregate);
  out += ')';
}

}  // namespace

std::string key_of(const model::Expr& e) {
  std::string out;
  write(out, e);
  return out;
}

std::string key_of(const model::Constant& c) {
  std::string out;
  constant(out, c);
  return out;
}

std::string key_of(const model::Mark& mark) {
  std::string out;
  write(out, mark);
  return out;
}

}  // namespace tripline::dsl::lint
