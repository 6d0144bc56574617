// Texts parsed in tests, and expressions shown as text.
#pragma once
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "core/diagnostic.hpp"
#include "core/source.hpp"
#include "dsl/grammar/grammar.hpp"
#include "tests/said_in_chinese.hpp"

namespace tripline::grammar_test {

#ifdef TRIPLINE_SOURCE_DIR
inline std::filesystem::path source_dir() { return TRIPLINE_SOURCE_DIR; }
#else
inline std::filesystem::path source_dir() {
  return std::filesystem::path(__FILE__).parent_path().parent_path().parent_path();
}
#endif

inline std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

struct Parsed {
  core::SourceSet sources;
  std::uint32_t number = 0;
  dsl::ast::File file;
  dsl::ast::ExprPtr expr;
  core::Diagnostics diagnostics;

  std::string text(core::Range at) const { return std::string(sources.text(at)); }
  // "E0010@3:5": codes with line and column.
  std::vector<std::string> places() const {
    std::vector<std::string> out;
    for (const core::Diagnostic& d : diagnostics) {
      const core::Place p = sources.place(number, d.primary.at.begin);
      out.push_back(d.code + "@" + std::to_string(p.line) + ":" + std::to_string(p.column));
    }
    return out;
  }
  std::string first() const {
    return diagnostics.empty() ? ""
                               : diagnostics.front().code + " " + diagnostics.front().message.in(core::Language::en);
  }
};

inline Parsed parse_pack(std::string_view text) {
  Parsed p;
  p.number = p.sources.add("pack.trip", std::string(text));
  p.file = dsl::parse(p.sources, p.number, p.diagnostics);
  CHECK(not_chinese(p.diagnostics) == "");
  return p;
}

inline Parsed parse_expr(std::string_view text) {
  Parsed p;
  p.number = p.sources.add("expression", std::string(text));
  p.expr = dsl::parse_expression(p.sources, p.number, p.diagnostics);
  CHECK(not_chinese(p.diagnostics) == "");
  return p;
}

// (+ a (* b c)): the shape of a tree.
inline std::string shape(const dsl::ast::Expr& e);

inline std::string shape(const dsl::ast::Span& s) {
  return s.name.text.empty() ? s.literal.number + s.literal.unit.text : s.name.text;
}

inline std::string shape(const dsl::ast::Selection& s) {
  return s.where ? "(where " + s.stream.text + " " + shape(*s.where) + ")" : s.stream.text;
}

inline std::string shape(const dsl::ast::Window& w) {
  using dsl::ast::WindowKind;
  static const char* const kPeriods[] = {"hour", "day", "week", "month", "quarter", "year"};
  static const char* const kUnits[] = {"samples", "events", "days", "weeks", "months", "quarters", "years"};
  std::string from;
  for (const auto& s : w.from) from += " " + shape(s);
  switch (w.kind) {
    case WindowKind::over: return "over " + shape(w.a);
    case WindowKind::over_range: return "over " + shape(w.a) + ".." + shape(w.b);
    case WindowKind::over_since: return "over " + shape(w.a) + " since" + from;
    case WindowKind::since: return "since" + from;
    case WindowKind::this_period: return std::string("this ") + kPeriods[static_cast<int>(w.period)];
    case WindowKind::last: return "last " + w.count.text + " " + kUnits[static_cast<int>(w.unit)];
    case WindowKind::ever: return "ever";
    case WindowKind::now: return "now";
  }
  return {};
}

inline std::string shape(const dsl::ast::Expr& e) {
  using dsl::ast::ExprKind;
  static const char* const kCompare[] = {"==", "!=", "<", "<=", ">", ">="};
  const auto list = [&](std::string_view head) {
    std::string out = "(" + std::string(head);
    for (const auto& child : e.children) out += " " + shape(*child);
    return out + ")";
  };
  switch (e.kind) {
    case ExprKind::true_: return "true";
    case ExprKind::false_: return "false";
    case ExprKind::missing: return "missing";
    case ExprKind::string: return "\"" + e.text.value + "\"";
    case ExprKind::quantity: return e.quantity.number + e.quantity.unit.text;
    case ExprKind::instant: return e.instant.text;
    case ExprKind::object: {
      std::string out = "{";
      for (const auto& entry : e.entries) out += entry.name.text + ":" + shape(*entry.value) + " ";
      return out + "}";
    }
    case ExprKind::list: return list("list");
    case ExprKind::name: return e.member ? e.name.text + "." + e.member->text : e.name.text;
    case ExprKind::call: {
      std::string out = "(" + e.name.text;
      for (const auto& a : e.args) {
        out += " ";
        if (a.binder) out += a.binder->text + ":";
        out += shape(*a.value);
        if (a.where) out += " where " + shape(*a.where);
      }
      return out + ")" + (e.window ? "[" + shape(*e.window) + "]" : "");
    }
    case ExprKind::negate: return list("neg");
    case ExprKind::not_: return list("not");
    case ExprKind::add: return list("+");
    case ExprKind::sub: return list("-");
    case ExprKind::mul: return list("*");
    case ExprKind::div: return list("/");
    case ExprKind::else_: return list("else");
    case ExprKind::and_: return list("and");
    case ExprKind::or_: return list("or");
    case ExprKind::implies: return list("implies");
    case ExprKind::compare: return list(kCompare[static_cast<int>(e.op)]);
    case ExprKind::in_file: return "(in " + shape(*e.children.front()) + " file \"" + e.text.value + "\")";
    case ExprKind::in_set: return list("in-set");
    case ExprKind::in_value: return list("in");
    case ExprKind::in_range: return list("in-range");
    case ExprKind::matches: return "(matches " + shape(*e.children.front()) + " \"" + e.text.value + "\")";
  }
  return {};
}

inline std::string shape_of(std::string_view text) {
  const Parsed p = parse_expr(text);
  return p.expr ? shape(*p.expr) : p.first();
}

}  // namespace tripline::grammar_test
