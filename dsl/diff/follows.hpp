// Does one thing follow from another wherever it is known?
//
// Input: conditions rewritten onto common ground. Output: "yes" is certain; "no" means that it could not be shown. Beyond what lints reason
// with (dsl/lint/formula.hpp) it knows how aggregates grow: a longer window, a wider `where` and a longer `held` give no less. Invariant: where `from` holds,
// `to` is also known. As long as no limit on what is kept is reached. One thread.
//
//   Follows follows(ground);
//   follows({{{&old_condition, true}}}, {{{&new_condition, true}}})
#pragma once
#include <set>
#include <utility>
#include <vector>

#include "dsl/diff/ground.hpp"
#include "dsl/lint/formula.hpp"

namespace tripline::dsl::diff {

// Conditions that hold together, each as it is (true) or turned round; and in which stages (0: all).
struct Together {
  std::vector<std::pair<const model::Expr*, bool>> parts;
  std::uint64_t stages = 0;
};

class Follows {
 public:
  explicit Follows(const Ground& ground) : ground_(ground), world_(ground.common(), true), terms_(world_) {}
  Follows(const Follows&) = delete;
  Follows& operator=(const Follows&) = delete;
  ~Follows() = default;

  bool operator()(const Together& from, const Together& to);
  // Of conditions of which either may be missing (always true).
  bool operator()(const model::Expr* from, const model::Expr* to);

 private:
  // How the values of two expressions stand to one another wherever both are known.
  struct Relation {
    bool at_most = false, at_least = false;
    enum class Known : std::uint8_t {
      no,
      yes,
      where_true,
      where_false
    } known = Known::no;  // the second, where the first is
  };
  Relation relation(const model::Expr& a, const model::Expr& b);
  Relation of_arithmetic(const model::Expr& a, const model::Expr& b);
  Relation of_aggregates(const model::Expr& a, const model::Expr& b);
  Relation of_held(const model::Expr& a, const model::Expr& b);
  Relation of_curves(const model::Expr& a, const model::Expr& b) const;
  bool selects_less(const model::Aggregate& a, const model::Aggregate& b);
  bool entailed(const lint::Formula& formula, const model::Expr& truth, bool value);
  lint::Formula all_of(const Together& parts, bool positive);

  const Ground& ground_;
  lint::World world_;
  lint::Terms terms_;
  int depth_ = 0, nested_ = 0;
};

}  // namespace tripline::dsl::diff
