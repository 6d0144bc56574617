#include "dsl/lint/lint.hpp"

#include "dsl/lint/allow.hpp"
#include "dsl/lint/catalogue.hpp"
#include "dsl/lint/pass.hpp"

namespace tripline::dsl::lint {

Pass::Pass(const Compiled& compiled) : pack(*compiled.pack), trees(*compiled.trees) {
  std::unordered_map<std::string, const ast::Rule*> by_name;
  for (const ast::File& file : trees) {
    for (const ast::Declaration& declaration : file.declarations) {
      if (const auto* rule = std::get_if<ast::Rule>(&declaration.body)) by_name.emplace(rule->name.text, rule);
    }
  }
  for (const model::Rule& rule : pack.rules) {
    const auto tree = by_name.find(rule.name);
    rules.push_back({&rule, tree == by_name.end() ? nullptr : tree->second});
  }
}

core::Diagnostic finding(const char* code, Range at, core::Said message, core::Said label, core::Said help) {
  core::Diagnostic d;
  d.severity = find_lint(code)->severity;
  d.code = code;
  d.message = std::move(message);
  d.primary = {at, std::move(label)};
  d.help = std::move(help);
  return d;
}

core::Diagnostic& Pass::add(const char* code, Range at, core::Said message, core::Said label, core::Said help) {
  found.push_back(finding(code, at, std::move(message), std::move(label), std::move(help)));
  return found.back();
}

std::string ticked(std::string_view name) { return "`" + std::string(name) + "`"; }

core::Diagnostics lint(const Compiled& compiled) {
  if (!compiled.pack || !compiled.trees) return {};
  Pass pass(compiled);
  find_constant_conditions(pass);
  find_needless_rules(pass);
  find_unseen(pass);
  find_idle_clauses(pass);
  find_unused_names(pass);
  find_uncited_rules(pass);
  find_unbounded_windows(pass);
  core::sort_and_unique(pass.found);
  return allowed(std::move(pass.found), *compiled.sources, *compiled.trees);
}

}  // namespace tripline::dsl::lint
