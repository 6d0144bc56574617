// Expressions and windows as words.
#include <array>
#include <utility>

#include "dsl/format/writer.hpp"
#include "dsl/grammar/keywords.hpp"

namespace tripline::dsl::format {
namespace {

using ast::Expr;
using ast::ExprKind;

constexpr std::array<std::string_view, 4> kKinds = {"redline", "limit", "duty", ""};
constexpr std::array<std::string_view, 4> kSeverities = {"info", "minor", "major", "critical"};

bool joins_conditions(ExprKind kind) {
  return kind == ExprKind::and_ || kind == ExprKind::or_ || kind == ExprKind::implies;
}

std::string_view compare_sign(ast::CompareOp op) {
  switch (op) {
    case ast::CompareOp::eq: return "==";
    case ast::CompareOp::ne: return "!=";
    case ast::CompareOp::lt: return "<";
    case ast::CompareOp::le: return "<=";
    case ast::CompareOp::gt: return ">";
    case ast::CompareOp::ge: return ">=";
  }
  return {};
}

std::string_view period_word(ast::Period period) {
  switch (period) {
    case ast::Period::hour: return "hour";
    case ast::Period::day: return "day";
    case ast::Period::week: return "week";
    case ast::Period::month: return "month";
    case ast::Period::quarter: return "quarter";
    case ast::Period::year: return "year";
  }
  return {};
}

}  // namespace

// `before`: the row of the word that English says first, "this" or "end".
void Writer::period(ast::Period period, std::string_view before) {
  const std::string word(period_word(period));
  if (before == "this") {
    key("this");
    key(word);
    key("this " + word);
  } else {
    key("end");
    key("of (end)");
    key(word);
    key("end of " + word);
  }
}

bool Writer::violation_field(const Expr& e, std::string_view id) const {
  if (e.kind != ExprKind::name) return false;
  if (!e.member) return about_violation_ && grammar::spells(id, e.name.text);
  const bool of =
      grammar::spells("Violation", e.name.text) || (!violation_name_.empty() && e.name.text == violation_name_);
  return of && grammar::spells(id, e.member->text);
}

// A value beside something: next to a field of Violation the language's own members are meant.
void Writer::member_or(const Expr& value, const Expr& beside, int depth) {
  const bool kind = violation_field(beside, "kind (Violation)");
  const bool severity = violation_field(beside, "severity (Violation)");
  if ((kind || severity) && value.kind == ExprKind::name && !value.member && !value.parenthesised) {
    for (const std::string_view id : kind ? kKinds : kSeverities) {
      if (!id.empty() && grammar::spells(id, value.name.text))
        return plain(std::string(grammar::word(id, style_.language)), value.at.begin);
    }
  }
  expression(value, depth);
}

void Writer::path(const Expr& e) {
  const auto own = [&](std::string_view id) {
    plain(std::string(grammar::word(id, style_.language)), e.name.at.begin);
  };
  if (!e.member) {
    for (const std::string_view id : {"rule (Violation)", "kind (Violation)", "severity (Violation)"}) {
      if (violation_field(e, id)) return own(id);
    }
    for (const std::string_view id : {"level", "stage", "now", "time", "Violation"}) {
      if (grammar::spells(id, e.name.text) && declared_.free(id)) return own(id);
    }
    return name(e.name);
  }
  built_in("Violation", e.name);
  sign(".", false, false);
  for (const std::string_view id : {"rule (Violation)", "kind (Violation)", "severity (Violation)"}) {
    if (!violation_field(e, id)) continue;
    return plain(std::string(grammar::word(id, style_.language)), e.member->at.begin);
  }
  built_in("time", *e.member);
}

void Writer::operator_word(const Expr& e, int depth) {
  const auto at = e.op_at.begin;
  const auto joint = [&](std::string_view id) {
    key(id, at);
    words_.back().depth = depth;
  };
  switch (e.kind) {
    case ExprKind::and_: return joint("and");
    case ExprKind::or_: return joint("or");
    case ExprKind::implies: return joint("implies");
    case ExprKind::add:
    case ExprKind::sub:
      key(e.kind == ExprKind::add ? "+" : "-", at);
      words_.back().depth = depth + 1;
      return;
    case ExprKind::mul: return key("*", at);
    case ExprKind::div: return key("/", at);
    case ExprKind::else_: return key("else", at);
    case ExprKind::compare: return key(compare_sign(e.op), at);
    case ExprKind::in_file:
    case ExprKind::in_set:
    case ExprKind::in_value:
    case ExprKind::in_range: return key("in", at);
    case ExprKind::matches: return key("matches", at);
    case ExprKind::true_:
    case ExprKind::false_:
    case ExprKind::missing:
    case ExprKind::string:
    case ExprKind::quantity:
    case ExprKind::instant:
    case ExprKind::object:
    case ExprKind::list:
    case ExprKind::name:
    case ExprKind::call:
    case ExprKind::negate:
    case ExprKind::not_: return;
  }
}

// A chain of one operator breaks as one: its links have one depth.
void Writer::operand(const Expr& parent, const Expr& e, int depth) {
  const bool link = joins_conditions(parent.kind) && e.kind == parent.kind && !e.parenthesised;
  expression(e, link || !joins_conditions(parent.kind) ? depth : depth + 1);
}

void Writer::binary(const Expr& e, int depth) {
  const Expr& left = *e.children[0];
  if (e.kind == ExprKind::compare) {
    member_or(left, *e.children[1], depth);
    operator_word(e, depth);
    return member_or(*e.children[1], left, depth);
  }
  operand(e, left, depth);
  operator_word(e, depth);
  switch (e.kind) {
    case ExprKind::in_file:
    case ExprKind::matches: return text(e.text);
    case ExprKind::in_set:
      sign("(", true, false);
      for (std::size_t i = 1; i < e.children.size(); ++i) {
        if (i > 1) sign(",", false, true);
        const Expr& value = *e.children[i];
        if (violation_field(left, "kind (Violation)") || violation_field(left, "severity (Violation)")) {
          member_or(value, left, depth);
        } else {
          literal(value);
        }
      }
      return sign(")", false, true);
    case ExprKind::in_range:
      operand(e, *e.children[1], depth);
      key("..");
      return operand(e, *e.children[2], depth);
    default: return operand(e, *e.children[1], depth);
  }
}

void Writer::expression(const Expr& e, int depth) {
  const bool compound = e.kind == ExprKind::negate || e.kind == ExprKind::not_ || e.children.size() > 1;
  const bool parentheses = style_.bare ? compound && e.kind != ExprKind::list : e.parenthesised;
  if (parentheses) {
    plain(std::string(grammar::word("(", style_.language)), e.at.begin);
    blank_ = false;
    ++depth;
  }
  switch (e.kind) {
    case ExprKind::true_:
    case ExprKind::false_:
    case ExprKind::missing:
    case ExprKind::string:
    case ExprKind::quantity:
    case ExprKind::instant:
    case ExprKind::object:
    case ExprKind::list: literal(e); break;
    case ExprKind::name: path(e); break;
    case ExprKind::call: call(e, depth); break;
    case ExprKind::negate: {
      plain("-", e.at.begin);
      const Expr& child = *e.children[0];
      // "-5" would be a number.
      blank_ = !style_.bare && !child.parenthesised && child.kind == ExprKind::quantity;
      blank_ = blank_ || (style_.bare && child.kind == ExprKind::quantity) ||
               (child.kind == ExprKind::instant && !child.parenthesised);
      expression(child, depth);
      break;
    }
    case ExprKind::not_:
      key("not", e.at.begin);
      expression(*e.children[0], depth);
      break;
    case ExprKind::add:
    case ExprKind::sub:
    case ExprKind::mul:
    case ExprKind::div:
    case ExprKind::else_:
    case ExprKind::and_:
    case ExprKind::or_:
    case ExprKind::implies:
    case ExprKind::compare:
    case ExprKind::in_file:
    case ExprKind::in_set:
    case ExprKind::in_value:
    case ExprKind::in_range:
    case ExprKind::matches: binary(e, depth); break;
  }
  if (parentheses) sign(")", false, true);
}

void Writer::literal(const Expr& e) {
  const auto at = e.at.begin;
  switch (e.kind) {
    case ExprKind::true_: return key("true", at);
    case ExprKind::false_: return key("false", at);
    case ExprKind::missing: return key("missing", at);
    case ExprKind::string: return text(e.text);
    case ExprKind::quantity: return quantity(e.quantity);
    case ExprKind::instant: return instant(e.instant);
    case ExprKind::name: return name(e.name);
    case ExprKind::object:
      plain("{", at);
      blank_ = false;
      entries(e.entries, true);
      return sign("}", false, true);
    case ExprKind::list:
      plain("[", at);
      blank_ = false;
      for (const ast::ExprPtr& child : e.children) {
        if (child != e.children.front()) sign(",", false, true);
        literal(*child);
      }
      return sign("]", false, true);
    case ExprKind::call:
    case ExprKind::negate:
    case ExprKind::not_:
    case ExprKind::add:
    case ExprKind::sub:
    case ExprKind::mul:
    case ExprKind::div:
    case ExprKind::else_:
    case ExprKind::and_:
    case ExprKind::or_:
    case ExprKind::implies:
    case ExprKind::compare:
    case ExprKind::in_file:
    case ExprKind::in_set:
    case ExprKind::in_value:
    case ExprKind::in_range:
    case ExprKind::matches: return;  // no literals: the grammar reads none here
  }
}

void Writer::call(const Expr& e, int depth) {
  const std::string_view function = grammar::function_named(e.name.text);
  if (function.empty()) {
    name(e.name);
  } else {
    for (const grammar::Keyword& row : grammar::kKeywords) {
      if ((row.role & grammar::kFunction) == 0 || row.spellings.front() != function) continue;
      plain(std::string(grammar::word(row.id, style_.language)), e.name.at.begin);
      break;
    }
  }
  sign("(", false, false);
  for (const ast::Argument& a : e.args) {
    if (&a != &e.args.front()) sign(",", false, true);
    if (a.binder) {
      name(*a.binder);
      sign(":", false, true);
    }
    expression(*a.value, depth + 1);
    if (!a.where) continue;
    key("where");
    const bool stream = a.value->kind == ExprKind::name;
    const bool violation = stream && grammar::spells("Violation", a.value->name.text);
    const bool outside = std::exchange(about_violation_, violation);
    expression(*a.where, depth + 1);
    about_violation_ = outside;
  }
  sign(")", false, true);
  if (e.window) window(*e.window);
}

void Writer::window(const ast::Window& w) {
  using ast::WindowKind;
  const auto from = [&] {
    key("since");
    if (w.from.size() == 1 && !w.from.front().where) {
      const ast::Name& stream = w.from.front().stream;
      return grammar::spells("raised (since)", stream.text) ? built_in("raised (since)", stream)
                                                            : built_in("Violation", stream);
    }
    sign("(", true, false);
    for (const ast::Selection& s : w.from) {
      if (&s != &w.from.front()) sign(",", false, true);
      if (grammar::spells("raised (since)", s.stream.text) && !s.where) {
        built_in("raised (since)", s.stream);
      } else {
        selection(s);
      }
    }
    sign(")", false, true);
  };
  const auto last = [&](ast::LastUnit unit) -> std::string_view {
    switch (unit) {
      case ast::LastUnit::samples: return "samples";
      case ast::LastUnit::events: return "events";
      case ast::LastUnit::days: return "days (last)";
      case ast::LastUnit::weeks: return "weeks";
      case ast::LastUnit::months: return "months (last)";
      case ast::LastUnit::quarters: return "quarters";
      case ast::LastUnit::years: return "years (last)";
    }
    return {};
  };
  switch (w.kind) {
    case WindowKind::over:
    case WindowKind::over_range:
    case WindowKind::over_since:
      key("over", w.at.begin);
      span(w.a);
      if (w.kind == WindowKind::over_range) {
        key("..");
        span(w.b);
      }
      if (w.kind == WindowKind::over_since) from();
      return;
    case WindowKind::since: return from();
    case WindowKind::this_period: return period(w.period, "this");
    case WindowKind::last:
      key("last", w.at.begin);
      plain(w.count.text, w.count.at.begin);
      return key(last(w.unit));
    case WindowKind::ever: return key("ever", w.at.begin);
    case WindowKind::now: return key("now (window)", w.at.begin);
  }
}

}  // namespace tripline::dsl::format
