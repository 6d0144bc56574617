// A rule on its way from clauses to the model: what the passes over rules hand to one another.
#pragma once
#include <vector>

#include "dsl/check/context.hpp"
#include "dsl/check/owner.hpp"

namespace tripline::dsl::check {

struct RuleWork {
  const RuleEntry* entry = nullptr;
  Holder holder;
  bool good = true;
  std::vector<Read> reads;
  std::vector<Fact> known;  // by its `when`
  const ast::Clause* per = nullptr;
  bool per_all = false;  // whatever `per` says
  const ast::Clause* message = nullptr;
  enum class Owner : std::uint8_t { open, asked, known, failed } owner = Owner::open;
};

// Clauses to model::Rule, all but what depends on the owner (rule_body.cpp).
void lower_clauses(Context&, RuleWork&);

// Whose each rule is: by `per`, by `on`, by the streams that it reads, at last by the rules whose violations it reads
// (rule_owner.cpp).
void find_owners(Context&, std::vector<RuleWork>&);

}  // namespace tripline::dsl::check
