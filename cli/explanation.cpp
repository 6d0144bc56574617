#include "cli/explanation.hpp"

#include <algorithm>
#include <utility>

#include "cli/state_words.hpp"
#include "dsl/explain/rule.hpp"
#include "engine/plan/wakings.hpp"

namespace tripline::cli {

Explanation explanation(std::shared_ptr<const dsl::model::Pack> pack, const std::vector<int>& rules) {
  namespace say = dsl::explain;
  Explanation out;
  out.program = engine::plan(std::move(pack));
  const dsl::model::Pack& model = *out.program->pack;
  out.footprint = engine::footprint(*out.program);
  out.whole = rules.empty();
  std::vector<int> wanted = rules;
  if (out.whole) {
    out.sections = say::at_a_glance(model);
    out.state = pack_state(*out.program, out.footprint);
    for (std::size_t i = 0; i < model.rules.size(); ++i) wanted.push_back(static_cast<int>(i));
  }
  for (const int number : wanted) {
    RuleExplanation r;
    r.rule = &model.rules[static_cast<std::size_t>(number)];
    const auto plan = std::find_if(out.program->rules.begin(), out.program->rules.end(),
                                   [&](const engine::RulePlan& p) { return p.number == number; });
    r.order = plan->order;
    r.in_one_sentence = say::in_one_sentence(model, *r.rule);
    r.says = say::sentences(model, *r.rule);
    r.reads = say::reads_of(model, *r.rule);
    r.reads_in_words = say::reads_in_words(model, r.reads);
    r.state = rule_state(*out.program, out.footprint, *plan);
    r.time = engine::wakings(*out.program, *plan);
    out.rules.push_back(std::move(r));
  }
  return out;
}

std::vector<int> rules_named(const dsl::model::Pack& pack, const std::string& name) {
  std::vector<int> found;
  for (const std::string& wanted :
       {name, name.starts_with(pack.name + ".") ? name.substr(pack.name.size() + 1) : name}) {
    for (std::size_t i = 0; i < pack.rules.size() && found.empty(); ++i)
      if (pack.rules[i].name == wanted) found.push_back(static_cast<int>(i));
    if (!found.empty()) return found;
    for (std::size_t i = 0; i < pack.rules.size(); ++i)
      if (pack.rules[i].name.starts_with(wanted + ".")) found.push_back(static_cast<int>(i));
    if (!found.empty()) return found;
  }
  return found;
}

std::vector<std::string> rule_names(const dsl::model::Pack& pack) {
  std::vector<std::string> names;
  for (const dsl::model::Rule& r : pack.rules) {
    names.push_back(r.name);
    const std::string sandbox = r.name.substr(0, r.name.find('.'));
    if (sandbox != r.name && std::find(names.begin(), names.end(), sandbox) == names.end()) names.push_back(sandbox);
  }
  return names;
}

}  // namespace tripline::cli
