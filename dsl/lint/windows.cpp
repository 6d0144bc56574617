// Windows of which it is not known beforehand how much they keep (L0602).
#include "dsl/lint/pass.hpp"
#include "dsl/lint/ranges.hpp"

namespace tripline::dsl::lint {
namespace {

using model::AggregateKind;
using model::WindowKind;

void look_at(Pass& pass, const model::Expr& e) {
  if (!e.aggregate) return;
  const model::Aggregate& a = *e.aggregate;
  const bool each = a.kind == AggregateKind::distinct || a.kind == AggregateKind::quantile;
  bool unbounded = false;
  switch (a.window.kind) {
    case WindowKind::over:
    case WindowKind::over_since: unbounded = true; break;
    case WindowKind::since:
    case WindowKind::this_period:
    case WindowKind::last_periods:
    case WindowKind::ever:
    case WindowKind::between: unbounded = each; break;
    case WindowKind::last_samples:
    case WindowKind::now: break;
  }
  if (!unbounded) return;
  pass.add(
      "L0602", e.at,
      {"what this window keeps has no bound that is known beforehand", "此窗口所保存的数据量没有事先可知的上限"}, {},
      each ? core::Said{"past the engine's limit it is unknown, and says so", "超过引擎的上限后其值未知，并会如实说明"}
           : core::Said{"`last N days` needs one number for each day", "`最近 〈天数〉 日`每天只需保存一个数"});
}

}  // namespace

void find_unbounded_windows(Pass& pass) {
  const auto look = [&pass](const model::ExprPtr& e) {
    if (e) each_inside(*e, [&pass](const model::Expr& x) { look_at(pass, x); });
  };
  for (const model::Rule& rule : pass.pack.rules) {
    for (const model::ExprPtr* e :
         {&rule.when, &rule.unless, &rule.while_, &rule.condition, &rule.due.by, &rule.score, &rule.raise_when})
      look(*e);
    for (const model::Answer& answer : rule.answers) look(answer.where);
    if (rule.until) look(rule.until->where);
  }
  for (const model::Stream& stream : pass.pack.streams) look(stream.derived_when);
}

}  // namespace tripline::dsl::lint
