// Between which bounds does an expression lie, whatever telemetry says?
//
// Input: expressions of a checked pack. Output: a set that holds every value that it can have while it is known: too large is allowed, too
// small never is. What telemetry gives is not bounded (a battery may report 101%); what the language defines is. Arithmetic is done as
// the engine does it, so that bounds are those of rounded results. Invariant: a World outlives nothing that it is asked
// about. Pure; many threads.
#pragma once
#include <optional>
#include <string>

#include "dsl/lint/scalars.hpp"

namespace tripline::dsl::lint {

// What is taken as known beside the language itself.
struct World {
  World(const model::Pack& of, bool with_params);

  const model::Pack& pack;
  bool params_known;   // parameters have their values; else they may have any
  ScalarSet levels;    // that somebody can be at: the lowest, and those that a rule raises to
  std::string raised;  // the levels that no rule raises to, as words: "`restricted`"; empty: none
};

struct Extent {
  ScalarSet values = ScalarSet::all();
  bool whole = false;  // only whole numbers
  core::Said fact;  // why it is bounded, said to an author: "`hour(now)` is 0 to 23"; empty: it is not, or plainly so
};

Extent extent_of(const model::Expr&, const World&);

// The value of an expression that does not change, as the engine computes it. nullopt: it changes, or has no order.
std::optional<Scalar> fixed_value(const model::Expr&, const World&);

// a OP b (add sub mul div), and OP a (negate abs to_number day_begin day_end), as the engine computes them; an end of a range is turned into
// an end of the result by the same rounding. nullopt: not finite, beyond 64 bits, or a text.
std::optional<Scalar> computed(model::Op, const Scalar& a, const Scalar& b);
std::optional<Scalar> computed(model::Op, const Scalar& a, const core::Zone&);

// How long a window can be at most. nullopt: without a bound.
std::optional<core::Duration> longest(const model::Window&, const core::Zone&);

// A required field of the element that is judged or selected: an element without it is rejected.
bool always_there(const model::Expr&, const model::Pack&);

// Does it, or anything inside it, read a parameter?
bool reads_param(const model::Expr&);

// Every expression inside this one, aggregates' and marks' included, itself first.
template <typename F>
void each_inside(const model::Expr& e, const F& f);

template <typename F>
void each_inside(const model::Aggregate& a, const F& f) {
  if (a.argument) each_inside(*a.argument, f);
  if (a.where) each_inside(*a.where, f);
  for (const auto& [field, value] : a.correlations) each_inside(*value, f);
  for (const model::Mark& mark : a.window.marks) {
    if (mark.where) each_inside(*mark.where, f);
  }
}

template <typename F>
void each_inside(const model::Expr& e, const F& f) {
  f(e);
  for (const model::ExprPtr& child : e.children) each_inside(*child, f);
  if (e.aggregate) each_inside(*e.aggregate, f);
}

}  // namespace tripline::dsl::lint
