// The clauses of rules as words.
#include "dsl/format/writer.hpp"
#include "dsl/grammar/keywords.hpp"

namespace tripline::dsl::format {

using ast::ClauseKind;

std::string_view Writer::clause_key(ClauseKind kind) {
  switch (kind) {
    case ClauseKind::title: return "title";
    case ClauseKind::cites: return "cites";
    case ClauseKind::message: return "message";
    case ClauseKind::severity: return "severity";
    case ClauseKind::during: return "during";
    case ClauseKind::per: return "per";
    case ClauseKind::action: return "action";
    case ClauseKind::effective: return "effective";
    case ClauseKind::on: return "on";
    case ClauseKind::when: return "when";
    case ClauseKind::unless: return "unless";
    case ClauseKind::while_: return "while";
    case ClauseKind::forbid: return "forbid";
    case ClauseKind::require: return "require";
    case ClauseKind::grace: return "grace";
    case ClauseKind::tolerate: return "tolerate";
    case ClauseKind::warn_within: return "warn";
    case ClauseKind::expect: return "expect";
    case ClauseKind::raise: return "raise";
    case ClauseKind::period: return "period";
    case ClauseKind::hours: return "hours";
    case ClauseKind::area: return "area";
    case ClauseKind::every_over: return "every";
    case ClauseKind::score: return "score";
    case ClauseKind::grades: return "grades";
  }
  return {};
}

void Writer::begin_rule(const ast::Rule& rule) {
  for (const ast::Clause& c : rule.clauses) {
    if (c.kind != ClauseKind::on || c.names.empty()) continue;
    about_violation_ = grammar::spells("Violation", c.names.front().text);
    if (about_violation_ && c.names.size() > 1) violation_name_ = c.names[1].text;
  }
}

void Writer::end_rule() {
  about_violation_ = false;
  violation_name_.clear();
}

void Writer::due(const ast::Due& d) {
  using ast::DueKind;
  const auto at = d.at.begin;
  switch (d.kind) {
    case DueKind::every: key("every (due)", at); return span(d.a);
    case DueKind::within:
    case DueKind::within_range:
      key("within", at);
      span(d.a);
      if (d.kind == DueKind::within_range) {
        key("..");
        span(d.b);
      }
      return;
    case DueKind::within_calendar:
      key("within", at);
      plain(d.count.text, d.count.at.begin);
      switch (d.unit) {
        case ast::CalendarUnit::days: return key("days");
        case ast::CalendarUnit::working_days: key("working"); return key("days (working)");
        case ast::CalendarUnit::months: return key("months");
        case ast::CalendarUnit::years: return key("years");
      }
      return;
    case DueKind::by_end_of: key("by", at); return period(d.period, "end");
    case DueKind::by_day_of_next_month:
      key("by", at);
      key("day (next)");
      plain(d.count.text, d.count.at.begin);
      key("of (next)");
      key("next");
      return key("month (next)");
    case DueKind::by_expr: key("by", at); return expression(*d.by);
  }
}

void Writer::clause(const ast::Clause& c) {
  const auto for_span = [&] {
    if (!c.span) return;
    key("for");
    span(*c.span);
  };
  switch (c.kind) {
    case ClauseKind::title:
    case ClauseKind::cites:
    case ClauseKind::message: return text(*c.text);
    case ClauseKind::severity: return key(c.names.front().text, c.names.front().at.begin);
    case ClauseKind::during:
    case ClauseKind::action: return names(c.names, ",");
    case ClauseKind::per:
      for (const ast::Name& n : c.names) {
        if (&n != &c.names.front()) sign(",", false, true);
        c.names.size() == 1 ? built_in("all (per)", n) : name(n);
      }
      return;
    case ClauseKind::effective:
    case ClauseKind::period:
      instant(*c.from);
      key("..");
      if (c.to) instant(*c.to);
      return;
    case ClauseKind::on:
      built_in("Violation", c.names.front());
      if (c.names.size() > 1) {
        key("as");
        name(c.names[1]);
      }
      return;
    case ClauseKind::when:
    case ClauseKind::forbid: expression(*c.expr); return for_span();
    case ClauseKind::unless:
    case ClauseKind::while_:
    case ClauseKind::area:
    case ClauseKind::score:
    case ClauseKind::require:  // its line's name stands before
      return expression(*c.expr);
    case ClauseKind::grace: return span(*c.span);
    case ClauseKind::tolerate:
      plain(c.count.text, c.count.at.begin);
      key("times");
      key("over");
      return span(*c.span);
    case ClauseKind::warn_within: key("within (warn)"); return quantity(c.quantity);
    case ClauseKind::expect: {
      bool conditional = false;
      for (const ast::Selection& answer : c.answers) {
        if (&answer != &c.answers.front()) key("or");
        const bool parentheses = c.answers.size() > 1 && answer.where;
        conditional = conditional || (answer.where && !parentheses);
        if (parentheses) sign("(", true, false);
        selection(answer);
        if (parentheses) sign(")", false, true);
      }
      const std::size_t before = words_.size();
      due(*c.due);
      if (conditional) words_[before].text.insert(0, 1, ' ');  // set apart from the condition
      return;
    }
    case ClauseKind::raise:
      key("to");
      name(c.names.front());
      if (c.expr) {
        key("when");
        return expression(*c.expr);
      }
      if (c.until) {
        key("until");
        return selection(*c.until);
      }
      return for_span();
    case ClauseKind::hours:
      plain(c.clock_from, kNowhere);
      key("..");
      return plain(c.clock_to, kNowhere);
    case ClauseKind::every_over:
      span(*c.span);
      key("over");
      return span(*c.over);
    case ClauseKind::grades:
      for (const ast::Grade& g : c.grades) {
        if (&g != &c.grades.front()) sign(",", false, true);
        name(g.name);
        if (!g.least) continue;
        key(">=");
        quantity(*g.least);
      }
      return;
  }
}

}  // namespace tripline::dsl::format
