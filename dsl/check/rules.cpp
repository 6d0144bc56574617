// Rules: lowered, owned, then filled in with what depends on whose they are.
#include <algorithm>

#include "dsl/check/message.hpp"
#include "dsl/check/rule_work.hpp"

namespace tripline::dsl::check {
namespace {

using model::Access;
using model::Op;
using model::RuleKind;

// Judged alone when it comes late: its own fields, parameters and tables only.
bool only_own_fields(const model::Expr& e) {
  bool good = true;
  visit(e, [&good](const model::Expr& x) {
    if (x.op == Op::field && x.access != Access::on) good = false;
    if (x.op == Op::level || x.op == Op::now || x.op == Op::previous || x.op == Op::held || x.op == Op::aggregate)
      good = false;
  });
  return good;
}

void finish(Context& c, RuleWork& work) {
  model::Rule& rule = c.pack.rules[static_cast<std::size_t>(work.entry->index)];
  Holder& holder = work.holder;
  holder.stages = rule.stages;
  Finish finish(c, holder);
  for (const Read& read : work.reads) {
    if (read.kind == Read::Kind::on || read.kind == Read::Kind::answer) finish.stream(read.stream, read.at);
  }
  for (const ExprPtr* e : {&rule.when, &rule.unless, &rule.while_, &rule.condition, &rule.score, &rule.raise_when}) {
    if (*e) finish.expression(**e);
  }
  if (rule.due.by) finish.deadline(*rule.due.by);
  for (model::Answer& answer : rule.answers) {
    if (answer.where) finish.answer(answer.stream, *answer.where, rule.at);
  }
  if (rule.until) finish.mark(*rule.until, rule.at);
  if (work.message != nullptr) lower_message(c, *work.message->text, holder, rule);
  rule.reads = holder.reads;
  rule.reads_violation =
      std::any_of(work.reads.begin(), work.reads.end(), [&c](const Read& r) { return r.stream == c.violation; });
  rule.violation_rules = holder.violation_rules;
  rule.reads_level = holder.reads_level;
  rule.stages_filter_members = rule.stages != 0 && (holder.coarse || (rule.on != kNone && finish.coarse(rule.on)));
  rule.late_judged = rule.kind == RuleKind::redline && !rule.has_span && rule.on != kNone && rule.on != c.violation &&
                     !finish.coarse(rule.on) && c.pack.streams[static_cast<std::size_t>(rule.on)].derived_from == kNone;
  for (const ExprPtr* e : {&rule.when, &rule.unless, &rule.condition}) {
    if (*e && !only_own_fields(**e)) rule.late_judged = false;
  }
  if (rule.stages != 0 && c.pack.stage_source && !rule.stages_filter_members) {
    const model::Table& table = c.pack.tables[static_cast<std::size_t>(c.pack.stage_source->table)];
    for (const int k : table.keys) {
      const std::string& key = table.fields[static_cast<std::size_t>(k)].name;
      if (c.provides[static_cast<std::size_t>(holder.owner)].count(key) != 0) continue;
      c.error("E0708", holder.name_at, {"whose stage is meant by `during`?", "`适用阶段`指的是谁的阶段？"},
              {"nothing here gives the key {0} of {1}", "此处没有给出{1}的主键{0}", ticked(key), ticked(table.name)});
      break;
    }
  }
}

}  // namespace

void lower_rules(Context& c) {
  std::vector<RuleWork> works;
  for (const RuleEntry& entry : c.rules) {
    if (entry.index == kNone) continue;
    RuleWork work;
    work.entry = &entry;
    work.holder.name = entry.tree->name.text;
    work.holder.name_at = entry.tree->name.at;
    works.push_back(std::move(work));
  }
  for (RuleWork& work : works) lower_clauses(c, work);
  find_owners(c, works);
  for (RuleWork& work : works) {
    if (work.owner == RuleWork::Owner::known) finish(c, work);
  }
}

}  // namespace tripline::dsl::check
