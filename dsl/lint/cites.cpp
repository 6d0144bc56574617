// Which text does a rule follow? (L0601)
#include <algorithm>
#include <set>

#include "dsl/lint/pass.hpp"

namespace tripline::dsl::lint {

void find_uncited_rules(Pass& pass) {
  const auto cites = [](const WrittenRule& rule) { return !rule.rule->cites.empty(); };
  if (pass.rules.empty()) return;
  if (std::none_of(pass.rules.begin(), pass.rules.end(), cites)) {
    // Once for a pack that never does: a line for each rule would say the same.
    for (const ast::File& file : pass.trees) {
      for (const ast::Declaration& declaration : file.declarations) {
        const auto* header = std::get_if<ast::Header>(&declaration.body);
        if (header == nullptr) continue;
        pass.add("L0601", header->name.at,
                 {"no rule of this pack says which text it follows", "此规则包没有一条规则写明依据"}, {},
                 {"name the text in each rule: cites \"City rules, Art. 12\"",
                  "请在每条规则中写明依据：`依据 \"《某市管理办法》第十二条\"`"});
      }
    }
    return;
  }
  std::set<const ast::Rule*> said;  // several rules may come from one text
  for (const WrittenRule& rule : pass.rules) {
    if (cites(rule) || (rule.tree != nullptr && !said.insert(rule.tree).second)) continue;
    pass.add("L0601", rule.name_at(), {"it is not said which text this rule follows", "没有写明此规则的依据"}, {},
             {"name it: cites \"City rules, Art. 12\"", "请写明：`依据 \"《某市管理办法》第十二条\"`"});
  }
}

}  // namespace tripline::dsl::lint
