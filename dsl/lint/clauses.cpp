// Clauses that change nothing: a tolerance that cannot be used up (L0401), a band in which all (L0402) or nothing (L0403) lies, a raise to where
// everybody is (L0404).
#include <cmath>

#include "core/time.hpp"
#include "core/wide.hpp"
#include "dsl/lint/pass.hpp"
#include "dsl/lint/ranges.hpp"

namespace tripline::dsl::lint {
namespace {

using model::Op;

// A band's edge is decided in the limit's unit, and rounded: this much of it is not claimed.
constexpr double kSlack = 1e-9;

// A breach counts at its start plus the grace, and the next begins only after the requirement has held again: two counted breaches are at least
// the grace apart. So N + 1 of them, which it takes, span N graces, and must lie in (t - D, t]. Without a grace any number fits into any time.
void tolerance(Pass& pass, const WrittenRule& written) {
  const model::Rule& rule = *written.rule;
  if (!rule.has_tolerate || rule.grace <= 0) return;
  if (static_cast<core::Wide>(rule.tolerate) * rule.grace < rule.tolerate_over) return;
  const core::Duration fit = (rule.tolerate_over - 1) / rule.grace + 1;
  const ast::Clause* clause = written.clause(ast::ClauseKind::tolerate);
  const ast::Clause* grace = written.clause(ast::ClauseKind::grace);
  core::Diagnostic& d =
      pass.add("L0401", clause != nullptr ? clause->at : written.name_at(),
               {"more is tolerated than can happen", "容许的次数多于可能发生的次数"},
               {"of breaches {0} long at least, {1} hold {2}", "每次越限至少 {0}，在 {1} 内至多发生 {2} 次",
                core::print_duration(rule.grace), core::print_duration(rule.tolerate_over), std::to_string(fit)},
               {"the rule can never be violated: tolerate fewer, or count over a longer time",
                "此规则永远不会被违反：请减少容许次数，或延长计数的时间"});
  if (grace != nullptr) d.secondary.push_back({grace->at, {"a breach counts after this", "越限超过此时长才计数"}});
}

ScalarSet open_between(double low, double high) {
  return ScalarSet::more(Scalar(low)).and_(ScalarSet::less(Scalar(high)));
}

void band(Pass& pass, const WrittenRule& written, const World& world) {
  const model::Rule& rule = *written.rule;
  if (!rule.near || rule.near->comparison == nullptr) return;
  const model::Expr& comparison = *rule.near->comparison;
  if (comparison.op != Op::lt && comparison.op != Op::le && comparison.op != Op::gt && comparison.op != Op::ge) return;
  const std::size_t side = rule.near->value_left ? 0 : 1;
  const model::Expr& value = *comparison.children[side];
  const std::optional<Scalar> fixed = fixed_value(*comparison.children[1 - side], world);
  if (!fixed || !std::holds_alternative<double>(*fixed) || value.type.kind != model::TypeKind::number) return;
  const double limit = std::get<double>(*fixed);
  const double width = rule.near->relative ? std::fabs(limit) * rule.near->width : rule.near->width;
  const Op op = rule.near->value_left ? comparison.op : turned(comparison.op);
  const Extent extent = extent_of(value, world);
  const auto settled = [&extent](const ScalarSet& set) { return extent.whole ? whole_numbers(set) : set; };
  const ScalarSet permitted = settled(compared(op, *fixed).and_(extent.values));
  if (permitted.empty()) return;  // said by conditions.cpp

  const ast::Clause* clause = written.clause(ast::ClauseKind::warn_within);
  const Range at = clause != nullptr ? clause->at : written.name_at();
  const bool params = reads_param(comparison);
  const auto add = [&](const char* code, const core::Said& message, const core::Said& label, const core::Said& help) {
    core::Diagnostic& d = pass.add(code, at, message, label, help);
    d.secondary.push_back({comparison.at, {"the requirement", "要求"}});
    if (!params) return;
    d.severity = core::Severity::note;
    d.help += core::Said{"\nit is so with the parameters' values as they are; --set can change them",
                         "\n以上就参数的现有取值而言；--set 可以改变参数"};
  };
  const bool upper = op == Op::lt || op == Op::le;
  const bool to_zero = rule.near->relative && rule.near->width >= 1 && (upper ? limit > 0 : limit < 0);
  const ScalarSet inside = settled(open_between(limit - width * (1 - kSlack), limit + width * (1 - kSlack)));
  const ScalarSet around =
      settled(ScalarSet::between(Scalar(limit - width * (1 + kSlack)), Scalar(limit + width * (1 + kSlack))));
  if (permitted.within(inside)) {
    add("L0402", {"all that is permitted is near the limit", "凡符合要求的都属临近"},
        {"so `near` says no more than the requirement", "因此临近没有比要求多提供信息"},
        {"let the band be narrower", "请缩小临近的幅度"});
  } else if (to_zero) {
    add("L0402", {"all that is permitted is near the limit", "凡符合要求的都属临近"},
        {"everything between 0 and the limit lies in this band", "从 0 到界限之间全在此幅度内"},
        {"let the band be narrower: warn within 10%", "请缩小临近的幅度：`临近 10%`"});
  } else if (!permitted.meets(around)) {
    add("L0403", {"nothing that is permitted is near the limit", "凡符合要求的都不属临近"},
        {"no value that the requirement permits lies in this band", "符合要求的值没有一个在此幅度内"},
        {"let the band be wider, or give it as a number: warn within 2", "请放宽临近的幅度，或写作数值：`临近 2`"});
  }
}

void raise(Pass& pass, const WrittenRule& written) {
  const model::Rule& rule = *written.rule;
  if (rule.level != 0) return;
  const ast::Clause* clause = written.clause(ast::ClauseKind::raise);
  pass.add("L0404", clause != nullptr && !clause->names.empty() ? clause->names.front().at : written.name_at(),
           {"a raise to the lowest level changes nothing", "升至最低级别不起任何作用"},
           {"nobody is ever below {0}", "没有主体低于{0}", ticked(pass.pack.levels.front())},
           {"name a higher level", "请写更高的级别"});
}

}  // namespace

void find_idle_clauses(Pass& pass) {
  const World world(pass.pack, true);
  for (const WrittenRule& rule : pass.rules) {
    tolerance(pass, rule);
    band(pass, rule, world);
    raise(pass, rule);
  }
}

}  // namespace tripline::dsl::lint
