// What of a pack does a rule rest on?
//
// Input: a rule of a checked pack. Output: names of everything outside of it that its verdicts depend on, derived events followed to
// what they are made of. Pure.
#pragma once
#include <set>
#include <string>

#include "dsl/check/compile.hpp"
#include "dsl/diff/diff.hpp"

namespace tripline::dsl::diff {

// A kind and a name: "Motion" for a stream, "Motion.speed" for a field, "Permit.cap" for a column, "" for levels and stages, an item's name for the
// header; ("level" of levels: it reads at which the subject is).
using Use = std::pair<Shared, std::string>;
using Uses = std::set<Use>;

Uses uses_of(const Compiled& compiled, const model::Rule& rule);
// What it reads that grows with time, and is read only at some elements inside of larger expressions.
bool reads_growing(const model::Rule& rule);

// It counts from its own raises (`since raised`).
bool reads_own_raises(const model::Rule& rule);

// Every condition and value of a rule.
template <typename F>
void each_expression(const model::Rule& r, const F& f) {
  for (const model::ExprPtr* e : {&r.when, &r.unless, &r.while_, &r.condition, &r.due.by, &r.score, &r.raise_when}) {
    if (*e) f(**e);
  }
  for (const model::Answer& answer : r.answers) {
    if (answer.where) f(*answer.where);
  }
  if (r.until && r.until->where) f(*r.until->where);
}

}  // namespace tripline::dsl::diff
