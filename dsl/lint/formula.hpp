// Can a condition be true at all, and can it be false?
//
// Input: conditions of a checked pack. Output: formulas over terms (what is compared: a field, an aggregate, …) and sets of values; then
// whether some values make all of several formulas true. "No" is certain; where the search becomes too long the answer is "perhaps". A
// condition that is true while parts of it are unknown is also true whatever these parts are (Kleene), so "no" holds for unknown telemetry
// too. Invariant: a Formula's terms are those of the Terms that made it. One thread.
//
//   Terms terms(world);  const Formula f = terms.holds(*rule.when), g = terms.fails(*rule.condition);
//   satisfiable({&f, &g}, terms)    false: where `when` is true the condition is never false
#pragma once
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "dsl/lint/ranges.hpp"

namespace tripline::dsl::lint {

// In negation normal form.
struct Formula {
  enum class Kind : std::uint8_t { yes, no, atom, all, any };
  Kind kind = Kind::yes;
  int term = -1;  // atom: this term is in `allowed`
  ScalarSet allowed = ScalarSet::none();
  std::vector<Formula> parts;  // all, any

  static Formula constant(bool value) { return {value ? Kind::yes : Kind::no, -1, ScalarSet::none(), {}}; }
  static Formula all(std::vector<Formula> parts) { return {Kind::all, -1, ScalarSet::none(), std::move(parts)}; }
  static Formula any(std::vector<Formula> parts) { return {Kind::any, -1, ScalarSet::none(), std::move(parts)}; }
};

struct Term {
  Extent extent;
  // A term that is the order of two others: -1, 0 or 1 as left is less than, equal to or more than right. -1: it is none.
  int left = -1;
  int right = -1;
};

class Terms {
 public:
  explicit Terms(const World& world) : world_(world) {}

  // Formulas that are true wherever the condition is true, or is false.
  Formula holds(const model::Expr& condition) { return build(condition, true); }
  Formula fails(const model::Expr& condition) { return build(condition, false); }
  // The subject's stage is one of these (bit i: stage i). Requires that the pack has stages.
  Formula in_stages(std::uint64_t stages);

  // The order of two expressions of one kind is in the set: -1, 0 or 1 as left is less than, equal to or more than right.
  Formula ordered(const model::Expr& left, const model::Expr& right, const ScalarSet&);
  int number(const model::Expr& e) { return term(e); }

  const Term& operator[](int term) const { return terms_[static_cast<std::size_t>(term)]; }
  const World& world() const { return world_; }

 private:
  Formula build(const model::Expr&, bool positive);
  Formula compare(const model::Expr& whole, const model::Expr& left, model::Op, const model::Expr& right,
                  bool positive);
  Formula dated(const model::Expr& whole, bool positive);
  Formula lies_in(const model::Expr& value, const ScalarSet&);
  Formula truth(const model::Expr& condition, bool positive);
  Formula atom(int term, const ScalarSet&) const;
  int term(const model::Expr&);
  int presence(const model::Expr&);
  int order(const model::Expr& left, const model::Expr& right);

  const World& world_;
  std::vector<Term> terms_;
  std::unordered_map<std::string, int> numbers_;  // by key
};

// What makes formulas true: for terms that they name, sets from which any value may be taken, each alone.
using Witness = std::map<int, ScalarSet>;

// False: certainly no values make all of them true. True: perhaps; then `witness`, if given, is a place to look at (empty where the
// search was given up).
bool satisfiable(const std::vector<const Formula*>&, const Terms&, Witness* witness = nullptr);

// Is the formula false for every value in the witness's sets (and any of other terms)?
bool refuted(const Formula&, const Witness&, const Terms&);

// The terms that are certainly known where the formula is true (in Kleene's logic one side of an `or` may be unknown).
std::set<int> known_where_true(const Formula&, const Terms&);
// A formula that is true wherever this one is true or, for want of terms that are not among `known`, may be unknown.
Formula unless_known(Formula, const std::set<int>& known, const Terms&);

// The terms that it names, ascending, each once.
std::vector<int> terms_of(const Formula&);

// The same for expressions that mean the same at the same place: two with equal keys have equal values at every instant. Text, not for people.
std::string key_of(const model::Expr&);
std::string key_of(const model::Mark&);
std::string key_of(const model::Constant&);

}  // namespace tripline::dsl::lint
