#include "dsl/lint/verdict.hpp"

#include <algorithm>

namespace tripline::dsl::lint {

Verdict::Is Judge::ask(Terms& terms, const model::Expr& condition, const Setting& setting) {
  std::vector<Formula> known;
  for (const Given& g : setting.given) known.push_back(g.holds ? terms.holds(*g.condition) : terms.fails(*g.condition));
  if (setting.stages != 0) known.push_back(terms.in_stages(setting.stages));
  std::vector<const Formula*> goals;
  for (const Formula& f : known) goals.push_back(&f);
  // From what cannot be, anything follows: that is said where it stands.
  if (!goals.empty() && !satisfiable(goals, terms)) return Verdict::Is::open;
  const Formula holds = terms.holds(condition);
  goals.push_back(&holds);
  if (!satisfiable(goals, terms)) return Verdict::Is::never;
  const Formula fails = terms.fails(condition);
  goals.back() = &fails;
  return satisfiable(goals, terms) ? Verdict::Is::open : Verdict::Is::always;
}

Verdict Judge::ask(const model::Expr& condition, const Setting& setting) {
  bool params = reads_param(condition);
  Verdict v;
  v.is = ask(any_terms_, condition, {});
  if (v.constant()) return v;
  if (params) {
    v.is = ask(valued_terms_, condition, {});
    v.by_params = v.constant();
    if (v.constant()) return v;
  }
  if (setting.nothing()) return v;
  v.is = ask(any_terms_, condition, setting);
  v.by_setting = v.constant();
  if (v.constant()) return v;
  params = params || std::any_of(setting.given.begin(), setting.given.end(),
                                 [](const Given& g) { return reads_param(*g.condition); });
  if (!params) return v;
  v.is = ask(valued_terms_, condition, setting);
  v.by_setting = v.by_params = v.constant();
  return v;
}

}  // namespace tripline::dsl::lint
