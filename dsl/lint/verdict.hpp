// Is a condition constant where it stands, and what makes it so?
//
// Input: a condition, and what is known to hold where it is asked. Output: open, never true or always true; whether it takes what is known there, or
// the values of parameters, to say so. "Always" and "never" are certain wherever the condition is known (formula.hpp). Invariant: the weakest
// reason is given: parameters only where nothing else decides. One thread.
#pragma once
#include <cstdint>
#include <vector>

#include "dsl/lint/formula.hpp"

namespace tripline::dsl::lint {

struct Given {
  const model::Expr* condition = nullptr;
  bool holds = true;  // else it is false
};

struct Setting {
  std::vector<Given> given;
  std::uint64_t stages = 0;  // the subject is in one of these; 0: nothing is known of it
  bool nothing() const { return given.empty() && stages == 0; }
};

struct Verdict {
  enum class Is : std::uint8_t { open, never, always } is = Is::open;
  bool by_setting = false;
  bool by_params = false;
  bool constant() const { return is != Is::open; }
};

class Judge {
 public:
  explicit Judge(const model::Pack& pack)
      : any_(pack, false), valued_(pack, true), any_terms_(any_), valued_terms_(valued_) {}
  Judge(const Judge&) = delete;
  Judge& operator=(const Judge&) = delete;
  ~Judge() = default;

  Verdict ask(const model::Expr& condition, const Setting& = {});
  // The terms with the parameters' values.
  Terms& terms() { return valued_terms_; }
  const World& world() const { return valued_; }

 private:
  Verdict::Is ask(Terms&, const model::Expr&, const Setting&);

  World any_, valued_;
  Terms any_terms_, valued_terms_;
};

}  // namespace tripline::dsl::lint
