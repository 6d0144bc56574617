// Productions that several translation units of the grammar use, and what they give.
//
// Input: a State and a place. Output: the node, and the place behind it; false and the place unchanged where it is not there.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "dsl/ast/ast.hpp"
#include "dsl/grammar/state.hpp"

namespace tripline::dsl::grammar {

// An expression with the height of its tree, which is bounded by kMaxTreeDepth.
struct Tree {
  ast::ExprPtr node;
  std::uint32_t depth = 0;
};

struct Chosen {
  ast::Selection selection;
  std::uint32_t depth = 0;
};

// The beginning of a declaration with a body, up to and with its "{".
struct Head {
  ast::DeclarationBody body;
  core::Range open;
  core::Range at;
};

// expressions.cpp
bool read_expression(State& state, const char*& it, Tree& out);
bool read_sum(State& state, const char*& it, Tree& out);
bool read_literal(State& state, const char*& it, Tree& out);
bool read_selection(State& state, const char*& it, Chosen& out);
bool read_span(State& state, const char*& it, ast::Span& out);

// types.cpp
bool read_type(State& state, const char*& it, ast::Type& out);
bool read_base_type(State& state, const char*& it, ast::Type& out);
bool read_field(State& state, const char*& it, ast::Field& out);
bool read_stream_item(State& state, const char*& it, ast::StreamItem& out);

// clauses.cpp: a clause of a rule of state.rule_kind
bool read_clause(State& state, const char*& it, ast::Clause& out);

// declarations.cpp
bool read_whole_declaration(State& state, const char*& it, ast::DeclarationBody& out);  // one without a body
bool read_head(State& state, const char*& it, Head& out);
bool read_header_item(State& state, const char*& it, ast::HeaderItem& out);

// scenarios.cpp: a step, or the beginning of a "repeat" up to and with its "{"
bool read_step(State& state, const char*& it, ast::Step& out);
struct RepeatHead {
  ast::Step step;
  core::Range open;
  core::Range at;
};
bool read_repeat_head(State& state, const char*& it, RepeatHead& out);

}  // namespace tripline::dsl::grammar
