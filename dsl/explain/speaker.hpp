// Expressions as people say them: a value is a noun phrase, a condition a clause.
//
// Input: checked expressions of one rule (or derived event). Output: Clause and Text. A condition of a few parts is one clause, a longer one a list. What an
// aggregate selects by a long condition is called [1], [2], … in the sentence; notes() then says it. Invariant: what is said is exactly as true as what is
// written: `not` moves inwards only where three-valued logic allows it. One thread.
#pragma once
#include <string>
#include <vector>

#include "dsl/explain/said.hpp"
#include "dsl/explain/values.hpp"
#include "dsl/model/model.hpp"

namespace tripline::dsl::explain {

// Whether an aggregate is itself a condition, true or false of what is in its window.
inline bool says_of_elements(model::AggregateKind kind) {
  return kind == model::AggregateKind::once || kind == model::AggregateKind::always;
}

class Speaker {
 public:
  // `rule`: whose `as` name the opener's fields have; null: none. Both must outlive it.
  Speaker(const model::Pack& pack, const model::Rule* rule) : pack_(pack), rule_(rule) {}

  Text value(const model::Expr& e);
  // `positive`: the condition, else that it is false.
  Clause condition(const model::Expr& e, bool positive = true);
  // The same as one clause, however long.
  Text clause(const model::Expr& e, bool positive = true);
  // A stream's elements, those for which `where` (may be null) holds: "`Review` for which `outcome` is `cleared`".
  Text selection(int stream, const model::Expr* where);
  Text window(const model::Aggregate& a);  // "in the last 10 min" · "最近10分钟内"
  const std::vector<Said>& notes() const { return notes_; }

 private:
  Text comparison(const model::Expr& e, bool positive);
  Text date_comparison(const model::Expr& e, bool positive);
  Text arithmetic(const model::Expr& e);
  Text operand(const model::Expr& e, bool tight);
  Text inline_logic(const model::Expr& e, bool positive, bool nested);
  Text field(const model::Expr& e);
  Text aggregate(const model::Aggregate& a);
  Text aggregate_clause(const model::Aggregate& a, bool positive);
  Text elements(const model::Aggregate& a);
  Text stretches(const model::Aggregate& a, const Text& window);
  Text those_where(const model::Expr& where);
  Text mark(const model::Mark& m);
  Text listed_values(const model::Expr& e, std::size_t first, core::Joint joint);
  const model::Stream& stream(int s) const { return pack_.streams[static_cast<std::size_t>(s)]; }

  const model::Pack& pack_;
  const model::Rule* rule_;
  std::vector<Said> notes_;
};

}  // namespace tripline::dsl::explain
