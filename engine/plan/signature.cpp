#include "engine/plan/signature.hpp"

#include "engine/plan/program.hpp"

namespace tripline::engine {

namespace {

void number(std::string& out, std::int64_t n) {
  out += std::to_string(n);
  out += ' ';
}

void write(std::string& out, const model::Expr* e);

void write(std::string& out, const model::Aggregate& a) {
  out += "agg ";
  number(out, static_cast<int>(a.kind));
  number(out, a.elements);
  number(out, a.stream);
  number(out, a.owner);
  number(out, a.coarse);
  number(out, static_cast<std::int64_t>(a.stages));
  append_key_text(out, Value::number(a.q));
  const model::Window& w = a.window;
  number(out, static_cast<int>(w.kind));
  number(out, w.from);
  number(out, w.to);
  number(out, static_cast<int>(w.period));
  number(out, w.count);
  number(out, w.begin);
  number(out, w.end);
  for (const model::Mark& m : w.marks) {
    out += m.raised ? "raised " : "mark ";
    number(out, m.stream);
    write(out, m.where.get());
  }
  for (const auto& c : a.correlations) {
    out += "by ";
    number(out, c.first);
  }
  write(out, a.argument.get());
  write(out, a.where.get());
}

void write(std::string& out, const model::Expr* e) {
  if (e == nullptr) {
    out += "- ";
    return;
  }
  out += '(';
  number(out, static_cast<int>(e->op));
  number(out, static_cast<int>(e->access));
  number(out, e->stream);
  number(out, e->index);
  number(out, e->member);
  number(out, e->span);
  number(out, static_cast<int>(e->type.kind));
  if (e->op == model::Op::constant) append_key_text(out, to_value(e->constant));
  if (e->aggregate) write(out, *e->aggregate);
  for (const auto& c : e->children) write(out, c.get());
  out += ')';
}

}  // namespace

std::string signature(const dsl::model::Expr& e) {
  std::string out;
  write(out, &e);
  return out;
}

std::string signature(const dsl::model::Aggregate& a) {
  std::string out;
  write(out, a);
  return out;
}

}  // namespace tripline::engine
