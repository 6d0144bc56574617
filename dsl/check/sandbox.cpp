#include "dsl/check/sandbox.hpp"

#include "dsl/check/literals.hpp"
#include "dsl/grammar/keywords.hpp"

namespace tripline::dsl::check {
namespace {

using ast::ClauseKind;
using model::Op;
using model::TypeKind;

// Date or time to an instant; at the right of `..` a date is its end. nullopt: reported.
std::optional<core::Time> instant(Context& c, const ast::Instant& tree, bool end) {
  const std::optional<Literal> literal = read_instant(c, tree);
  if (!literal) return std::nullopt;
  const std::int64_t v = std::get<std::int64_t>(literal->value.value);
  if (literal->type.kind == TypeKind::time) return v;
  return c.pack.zone.midnight(static_cast<core::Day>(v + (end ? 1 : 0)));
}

struct Period {
  core::Time begin = core::kAlways, end = core::kNever;
};

std::optional<Period> period_of(Context& c, const ast::Clause& clause) {
  if (!clause.from || !clause.to) return std::nullopt;
  const auto begin = instant(c, *clause.from, false), end = instant(c, *clause.to, true);
  if (!begin || !end) return std::nullopt;
  if (*begin >= *end) {
    c.error("E0217", join(clause.from->at, clause.to->at), {"this period is empty", "此期间为空"},
            {"the end is not after the beginning", "结束不晚于开始"},
            {"write the earlier day first", "请将较早的日期写在前面"});
    return std::nullopt;
  }
  return Period{*begin, *end};
}

// "07:00" since midnight; "24:00" is the midnight that ends the day. nullopt: reported.
std::optional<core::Duration> clock(Context& c, const ast::Clause& clause, const std::string& text, bool end) {
  const int hours = std::stoi(text.substr(0, 2)), minutes = std::stoi(text.substr(3, 2));
  if (hours == 24 && (minutes != 0 || !end)) {
    c.error("E0616", clause.at, {"there is no time of day {0}", "没有{0}这一时刻", ticked(text)}, {},
            minutes != 0 ? Said{"a day ends at 24:00", "一天结束于`24:00`"}
                         : Said{"a day begins at 00:00", "一天开始于`00:00`"});
    return std::nullopt;
  }
  return (hours * 60 + minutes) * 60 * core::kSecond;
}

ExprPtr leaf(Op op, TypeKind kind, Range at) {
  auto e = std::make_unique<model::Expr>();
  e->op = op;
  e->type = of_kind(kind);
  e->at = at;
  return e;
}

ExprPtr constant(TypeKind kind, std::int64_t value, Range at) {
  ExprPtr e = leaf(Op::constant, kind, at);
  e->constant.value = value;
  return e;
}

// The time of the sample judged, held against bounds; said as if the author had written "time in …".
ExprPtr time_within(const Context& c, const Scope& scope, Op op, const ast::Clause& clause, ExprPtr low, ExprPtr high,
                    const std::string& bounds) {
  const ast::Language language = c.language(clause.at);
  std::string name(grammar::word("time", language));
  ExprPtr time = leaf(Op::field, TypeKind::time, clause.at);
  time->access = model::Access::on;
  time->stream = scope.on;
  time->index = model::kTimeField;
  time->label = std::move(name);
  ExprPtr made = leaf(op, TypeKind::bool_, clause.at);
  made->label = time->label + " " + std::string(grammar::word("in", language)) + " " + bounds;
  made->children.push_back(std::move(time));
  made->children.push_back(std::move(low));
  made->children.push_back(std::move(high));
  return made;
}

ExprPtr hours(Context& c, const Scope& scope, const ast::Clause& clause) {
  const auto from = clock(c, clause, clause.clock_from, false), to = clock(c, clause, clause.clock_to, true);
  if (!from || !to) return nullptr;
  if (*from == *to) {
    c.error("E0217", clause.at, {"these hours are empty", "此时段为空"}, {"they end where they begin", "起止相同"},
            {"the whole day is: hours 00:00 .. 24:00", "全天写作：`时段 00:00 .. 24:00`"});
    return nullptr;
  }
  return time_within(c, scope, Op::in_hours, clause, constant(TypeKind::duration, *from, clause.at),
                     constant(TypeKind::duration, *to, clause.at), clause.clock_from + " .. " + clause.clock_to);
}

}  // namespace

std::optional<ast::Name> sandbox_line(const ast::Clause& clause) {
  switch (clause.kind) {
    case ClauseKind::period: return ast::Name{"period", clause.keyword};
    case ClauseKind::hours: return ast::Name{"hours", clause.keyword};
    case ClauseKind::area: return ast::Name{"area", clause.keyword};
    case ClauseKind::require: return clause.names.empty() ? std::nullopt : std::optional(clause.names.front());
    default: return std::nullopt;
  }
}

ExprPtr sandbox_bound(Context& c, const Scope& scope, const std::vector<Fact>& known, const ast::Clause& line) {
  if (line.kind == ClauseKind::area) {
    Checker checker(c, scope);
    checker.set_facts(known);
    return checker.condition(line.expr.get());
  }
  if (line.kind == ClauseKind::hours) return hours(c, scope, line);
  const std::optional<Period> period = period_of(c, line);
  if (!period) return nullptr;
  return time_within(c, scope, Op::in_range, line, constant(TypeKind::time, period->begin, line.from->at),
                     constant(TypeKind::time, period->end, line.to->at), line.from->text + " .. " + line.to->text);
}

Given sandbox_given(Context& c, const Clauses& clauses, const Scope& scope) {
  Given given;
  given.clause = {"the sandbox's `period`", "沙盒的`试点期`"};
  given.kind = model::WindowKind::ever;
  if (const ast::Clause* clause = clauses.get(ClauseKind::period)) {
    if (const std::optional<Period> period = period_of(c, *clause)) {
      given.kind = model::WindowKind::between;
      given.begin = period->begin;
      given.end = period->end;
    }
  }
  given.on = scope.on;
  given.on_name = scope.on_name;
  if (const ast::Clause* when = clauses.get(ClauseKind::when)) given.when = when->expr.get();
  if (const ast::Clause* unless = clauses.get(ClauseKind::unless)) given.unless = unless->expr.get();
  return given;
}

}  // namespace tripline::dsl::check
