#include "dsl/check/expectations.hpp"

#include <algorithm>

#include "dsl/check/literals.hpp"
#include "dsl/check/outcomes.hpp"

namespace tripline::dsl::check {
namespace {

using model::kNone;

// Which rules are meant. False: none, or one that is not evaluated.
bool find_rules(Context& c, const RuleNames& rules, const ast::Expectation& e, model::Expectation& made) {
  std::string name = e.rule.front().text;
  Range at = e.rule.front().at;
  if (e.rule.size() > 1) {
    name += "." + e.rule.back().text;
    at = core::join(at, e.rule.back().at);
  }
  if (const auto rule = rules.find(name); rule != rules.end()) {
    made.rules.push_back(rule->second);
    return true;
  }
  // A sandbox is all of its lines.
  const std::string head = name + ".";
  for (auto line = rules.lower_bound(head); line != rules.end() && line->first.rfind(head, 0) == 0; ++line)
    made.rules.push_back(line->second);
  if (!made.rules.empty()) return true;
  const auto declared = c.rule_numbers.find(e.rule.front().text);
  if (declared != c.rule_numbers.end() && c.rules[static_cast<std::size_t>(declared->second)].index == kNone)
    return false;  // said where it is declared
  std::vector<std::string> names;
  for (const auto& [known, number] : rules) names.push_back(known);
  c.error("E1001", at, {"there is no rule {0}", "没有规则{0}", ticked(name)}, {}, c.did_you_mean(name, names));
  return false;
}

// `for LITERAL`: the value of each name that the rule is kept by. False: reported, or the rule itself is at fault.
bool read_subject(Context& c, const ast::Expr& e, const model::Rule& rule, model::Expectation& made) {
  if (rule.owner == kNone) return false;
  const std::vector<std::string>& names = c.pack.key_sets[static_cast<std::size_t>(rule.owner)].names;
  std::string all;
  for (const std::string& name : names) all += (all.empty() ? "" : ", ") + name + ": …";
  const auto wrong = [&](Range at, const Said& message) {
    const Said help = names.empty()       ? Said{"leave out `for`", "请删去`对`"}
                      : names.size() == 1 ? Said{"it is kept by {0}: write its value alone",
                                                 "它按{0}分别判定：请只写其值", ticked(names.front())}
                                          : Said{"write: for {{0}}", "请写：`对 {{0}}`", all};
    c.error("E1005", at, message, {}, help);
    return false;
  };
  if (names.empty())
    return wrong(e.at,
                 {"this rule is kept for the pack as a whole: it has no subject", "此规则对整个规则包判定：没有主体"});
  const bool object = e.kind == ast::ExprKind::object;
  if (!object && names.size() > 1) return wrong(e.at, {"this rule is kept by several names", "此规则按多个主键判定"});
  for (const ast::Entry& entry : e.entries) {
    if (std::find(names.begin(), names.end(), entry.name.text) == names.end())
      return wrong(entry.name.at, {"this rule is not kept by {0}", "此规则不按{0}判定", ticked(entry.name.text)});
  }
  if (object && e.entries.size() != names.size())
    return wrong(e.at, {"a subject has each of its names once", "主体的每个主键各写一次"});
  for (const std::string& name : names) {
    const ast::Expr* value = &e;
    if (object) {
      const auto entry =
          std::find_if(e.entries.begin(), e.entries.end(), [&](const ast::Entry& x) { return x.name.text == name; });
      if (entry == e.entries.end())
        return wrong(e.at, {"a subject has each of its names once", "主体的每个主键各写一次"});
      value = entry->value.get();
    }
    const auto type = c.key_types.find(name);
    if (type == c.key_types.end()) return false;
    std::optional<model::Constant> constant = read_literal(c, *value, type->second);
    if (!constant) return false;
    made.subject.emplace_back(name, std::move(*constant));
  }
  return true;
}

}  // namespace

std::optional<model::Expectation> lower_expectation(Context& c, const RuleNames& rules, const ast::Step& step) {
  const ast::Expectation& e = step.expectation;
  model::Expectation made;
  made.nothing_else = e.nothing_else;
  made.text = as_written(c.sources, step.at);
  if (made.text.rfind("expect ", 0) == 0) made.text.erase(0, 7);
  if (!e.rule.empty() && !find_rules(c, rules, e, made)) return std::nullopt;
  if (e.has_at) {
    made.at = read_offset(c, e.at);
    if (!made.at) return std::nullopt;
  }
  if (e.times) {
    made.times = read_count(c, *e.times, 0, 1'000'000);
    if (!made.times) return std::nullopt;
  }
  if (e.nothing_else) return made;
  made.outcome = outcome_of(e.outcome.text);
  const model::Rule& rule = c.pack.rules[static_cast<std::size_t>(made.rules.front())];
  const ast::RuleKind kind = c.rules[static_cast<std::size_t>(c.rule_numbers.at(e.rule.front().text))].tree->kind;
  if (const Said why = unfit(made.outcome, kind, rule); !why.empty()) {
    c.error("E1004", e.outcome.at, {"this rule cannot be {0}", "此规则不会有{0}的结果", ticked(e.outcome.text)}, why,
            {"what may come of it: {0}", "可能的结果：{0}", core::listed(fitting(kind, rule), core::Joint::either)});
    return std::nullopt;
  }
  if (e.subject && !read_subject(c, *e.subject, rule, made)) return std::nullopt;
  return made;
}

}  // namespace tripline::dsl::check
