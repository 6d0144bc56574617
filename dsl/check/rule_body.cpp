// What does a rule say? Its clauses lowered to model::Rule.
#include <set>

#include "core/decimal.hpp"
#include "dsl/check/clauses.hpp"
#include "dsl/check/due.hpp"
#include "dsl/check/expression.hpp"
#include "dsl/check/literals.hpp"
#include "dsl/check/near.hpp"
#include "dsl/check/rule_work.hpp"
#include "dsl/check/sandbox.hpp"

namespace tripline::dsl::check {
namespace {

using ast::ClauseKind;
using model::Access;
using model::Op;
using model::RuleKind;
using model::TypeKind;

class Lower {
 public:
  Lower(Context& c, RuleWork& work)
      : c_(c),
        work_(work),
        tree_(*work.entry->tree),
        rule_(c.pack.rules[static_cast<std::size_t>(work.entry->index)]),
        clauses_(c, tree_) {}

  void run() {
    common();
    on();
    if (tree_.kind == ast::RuleKind::sandbox) {
      sandbox();
    } else {
      conditions();
      switch (rule_.kind) {
        case RuleKind::redline: redline(); break;
        case RuleKind::limit: limit(); break;
        case RuleKind::duty: duty(); break;
        case RuleKind::trigger: trigger(); break;
        case RuleKind::warning: warning(); break;
        case RuleKind::assessment: assessment(); break;
      }
    }
    collect();
  }

 private:
  const ast::Clause* get(ClauseKind kind) const { return clauses_.get(kind); }
  bool on_event() const { return rule_.on != kNone && !c_.pack.streams[static_cast<std::size_t>(rule_.on)].signal; }
  bool on_signal() const { return rule_.on != kNone && c_.pack.streams[static_cast<std::size_t>(rule_.on)].signal; }

  void common() {
    static const model::Weight kDefaults[] = {model::Weight::critical, model::Weight::major, model::Weight::major,
                                              model::Weight::info,     model::Weight::info,  model::Weight::info};
    rule_.severity = kDefaults[static_cast<std::size_t>(rule_.kind)];
    if (const auto* x = get(ClauseKind::title); x && x->text) {
      c_.bound(*x->text, kMostTitleBytes, "title");
      rule_.title = x->text->value;
    }
    std::size_t left = kMostCitesBytes;
    for (const ast::Clause* x : clauses_.cites()) {
      if (!x->text) continue;
      constexpr std::size_t kAround = 4;  // quotes and comma in the record
      if (x->text->value.size() + kAround > left) {
        c_.error("E0104", x->text->at, "what this rule cites is longer than 4,000 bytes together", "",
                 "it stands in every record of the rule: name documents and clauses rather than quoting them");
        break;
      }
      left -= x->text->value.size() + kAround;
      rule_.cites.push_back(x->text->value);
    }
    if (const auto* x = get(ClauseKind::message); x && x->text) {
      c_.bound(*x->text, kMostMessageBytes, "message");
      rule_.message = x->text->value;
      work_.message = x;
    }
    if (const auto* x = get(ClauseKind::severity); x && !x->names.empty()) {
      const int severity = member_number(c_, c_.severity_enum, x->names.front().text);
      if (severity == kNone) {
        c_.error("E0116", x->names.front().at, "there is no severity " + ticked(x->names.front().text), "",
                 "one of: info, minor, major or critical");
      } else {
        rule_.severity = static_cast<model::Weight>(severity);
      }
    }
    if (const auto* x = get(ClauseKind::action)) {
      for (const ast::Name& name : x->names) {
        const int index = word(name, c_.action_numbers, c_.pack.actions, "action");
        if (index != kNone) rule_.actions.push_back(index);
      }
    }
    if (const auto* x = get(ClauseKind::during)) during(*x);
    if (const auto* x = get(ClauseKind::effective)) effective(*x);
    work_.per = get(ClauseKind::per);
  }

  int word(const ast::Name& name, const std::unordered_map<std::string, int>& numbers,
           const std::vector<std::string>& all, const char* what) {
    const auto found = numbers.find(name.text);
    if (found != numbers.end()) return found->second;
    std::string help = c_.did_you_mean(name.text, all);
    if (help.empty())
      help = all.empty() ? std::string("declare it: ") + what + "s " + name.text : "declared: " + listed(all, "and");
    c_.error("E0116", name.at, std::string("there is no ") + what + " " + ticked(name.text), "", help);
    return kNone;
  }

  void during(const ast::Clause& clause) {
    if (c_.stage_from == nullptr) {
      c_.error("E0606", clause.keyword, "it is not said where a subject's stage stands", "",
               "declare it: stage from TABLE.FIELD else STAGE");
    }
    for (const ast::Name& name : clause.names) {
      const int stage = word(name, c_.stage_numbers, c_.pack.stages, "stage");
      if (stage != kNone && stage < 64) rule_.stages |= std::uint64_t{1} << static_cast<unsigned>(stage);
    }
  }

  void effective(const ast::Clause& clause) {
    const auto instant = [&](const ast::Instant& tree, bool end) -> std::optional<core::Time> {
      const std::optional<Literal> literal = read_instant(c_, tree);
      if (!literal) return std::nullopt;
      const std::int64_t v = std::get<std::int64_t>(literal->value.value);
      if (literal->type.kind == TypeKind::time) return v;
      return c_.pack.zone.midnight(static_cast<core::Day>(v + (end ? 1 : 0)));
    };
    if (clause.from) rule_.effective_from = instant(*clause.from, false);
    if (clause.to) rule_.effective_to = instant(*clause.to, true);
    if (rule_.effective_from && rule_.effective_to && *rule_.effective_from >= *rule_.effective_to) {
      c_.error("E0217", clause.at, "this rule is never in force", "the end is not after the beginning");
    }
  }

  int stream(const ast::Name& name) {
    const auto symbol = c_.symbols.find(name.text);
    if (symbol != c_.symbols.end() && symbol->second.kind == SymbolKind::stream) return symbol->second.index;
    std::vector<std::string> names;
    for (const model::Stream& s : c_.pack.streams) names.push_back(s.name);
    c_.error("E0108", name.at, "there is no stream " + ticked(name.text),
             symbol != c_.symbols.end() ? "this is none" : "", c_.did_you_mean(name.text, names));
    return kNone;
  }

  void on() {
    const ast::Clause* clause = get(ClauseKind::on);
    on_lost_ = clause != nullptr;
    if (clause != nullptr && !clause->names.empty()) {
      rule_.on = stream(clause->names[0]);
      on_lost_ = rule_.on == kNone;
      scope_.on_name_at = clause->names[0].at;
      if (clause->names.size() > 1) {
        const ast::Name& as_name = clause->names[1];
        if (is_builtin(as_name.text))
          c_.error("E0114", as_name.at, ticked(as_name.text) + " is built in", "", "choose another name");
        else
          rule_.on_name = as_name.text;
      }
    }
    const ast::Clause* expect = get(ClauseKind::expect);
    if (clause == nullptr && expect && expect->due && expect->due->kind == ast::DueKind::every &&
        !expect->answers.empty()) {
      // A duty at a pace, said without `on`, begins with what it expects.
      const auto symbol = c_.symbols.find(expect->answers.front().stream.text);
      if (symbol != c_.symbols.end() && symbol->second.kind == SymbolKind::stream) rule_.on = symbol->second.index;
    }
    scope_.on = rule_.on;
    scope_.on_name = rule_.on_name;
    scope_.now_anywhere = on_event();
    scope_.raised = rule_.kind == RuleKind::trigger;
    work_.holder.on = rule_.on;
  }

  // An expression of the rule, where `on` is known: without it every name would be reported once more.
  ExprPtr ask(const ast::Clause* clause, bool with_when) {
    if (clause == nullptr || on_lost_) return nullptr;
    Checker checker(c_, scope_);
    if (with_when) checker.set_facts(work_.known);
    return checker.condition(clause->expr.get());
  }

  void conditions() {
    if (const ast::Clause* clause = get(ClauseKind::when); clause != nullptr && !on_lost_) {
      Checker checker(c_, scope_);
      rule_.when = checker.condition(clause->expr.get());
      const bool guards = rule_.kind != RuleKind::trigger && rule_.kind != RuleKind::warning;
      if (rule_.when && guards) checker.assume(*rule_.when);
      work_.known = checker.facts();
      if (clause->span) {
        if (guards) {
          c_.error("E0602", clause->span->at, "only the `when` of a trigger or a warning takes `for`", "",
                   "write it in the condition: when held(C, 10 s)");
        } else if (on_event()) {
          point(clause->span->at);
        } else if (const auto d = read_span(c_, *clause->span)) {
          rule_.span = *d;
          rule_.has_span = true;
        }
      }
    }
    rule_.unless = ask(get(ClauseKind::unless), true);
    rule_.while_ = ask(get(ClauseKind::while_), false);
  }

  void point(Range at) {
    c_.error("E0607", at, "an event is a point in time: nothing of it lasts",
             "this is judged once for each " + ticked(c_.pack.streams[static_cast<std::size_t>(rule_.on)].name),
             "judge a signal, or leave this out");
  }

  void redline() {
    if (const ast::Clause* clause = get(ClauseKind::forbid)) {
      rule_.forbid = true;
      rule_.condition = ask(clause, true);
      if (clause->span && on_event()) {
        point(clause->span->at);
      } else if (clause->span) {
        if (const auto d = read_span(c_, *clause->span)) {
          rule_.span = *d;
          rule_.has_span = true;
        }
      }
    } else {
      rule_.condition = ask(get(ClauseKind::require), true);
    }
  }

  void limit() {
    const ast::Clause* require = get(ClauseKind::require);
    rule_.condition = ask(require, true);
    if (const ast::Clause* clause = get(ClauseKind::grace); clause && clause->span) {
      if (on_event())
        point(clause->at);
      else if (const auto d = read_span(c_, *clause->span))
        rule_.grace = *d;
    }
    if (const ast::Clause* clause = get(ClauseKind::tolerate); clause && clause->span) {
      const auto count = read_count(c_, clause->count, 1, 1'000'000);
      const auto over = read_span(c_, *clause->span);
      if (count && over) {
        rule_.has_tolerate = true;
        rule_.tolerate = *count;
        rule_.tolerate_over = *over;
      }
    }
    if (const ast::Clause* clause = get(ClauseKind::warn_within); clause && rule_.condition) {
      rule_.near = lower_near(c_, clause->quantity, *rule_.condition);
    }
  }

  void duty() {
    const ast::Clause* expect = get(ClauseKind::expect);
    if (expect == nullptr) return;
    const bool every = expect->due && expect->due->kind == ast::DueKind::every;
    if (on_signal() && !every && !get(ClauseKind::when) && !get(ClauseKind::while_)) {
      c_.error("E0605", tree_.name.at, "a duty on a signal needs `when` or `while`",
               "it is owed from the moment that this becomes true", "say when it is owed: when driving_itself");
    }
    // What `when` says of the element that opens the duty holds for it later, too.
    std::vector<Fact> opener;
    for (const Fact& fact : work_.known) {
      if (fact.op == Op::field && fact.access == Access::on)
        opener.push_back({fact.op, Access::opener, fact.stream, fact.index, fact.member});
    }
    for (const ast::Selection& selection : expect->answers) {
      const int answering = stream(selection.stream);
      if (answering == kNone) continue;
      if (answering == c_.violation) {
        c_.error("E0510", selection.at, "a violation answers no duty");
        continue;
      }
      model::Answer answer;
      answer.stream = answering;
      if (selection.where && !on_lost_) {
        Scope scope = scope_;
        scope.selected = answering;
        scope.on_access = Access::opener;
        Checker checker(c_, scope);
        checker.set_facts(opener);
        answer.where = checker.condition(selection.where.get());
      }
      work_.reads.push_back({Read::Kind::answer, answering, selection.at, nullptr, Access::element});
      answers_at_.push_back(selection.at);
      rule_.answers.push_back(std::move(answer));
    }
    if (expect->due) lower_due(c_, on_lost_ ? nullptr : &scope_, work_.known, *expect->due, rule_.due);
  }

  // Its `when` is the condition itself: a line that is crossed where it is true.
  void warning() {
    if (on_signal() && !get(ClauseKind::when)) {
      c_.error("E0603", tree_.name.at, "a warning on a signal needs `when`", "",
               "say what it warns of: when speed > 50 km/h");
    }
    rule_.forbid = true;
    rule_.condition = std::move(rule_.when);
  }

  void sandbox() {
    const ast::Clause* line = work_.entry->line;
    if (line == nullptr) return;
    if (line->kind != ClauseKind::require) {
      conditions();
      if (!on_lost_ && rule_.on != kNone) rule_.condition = sandbox_bound(c_, scope_, work_.known, *line);
      return;
    }
    // What is required of the trial as a whole has no element of its own: names of one it may show only alone.
    const bool sampled = get(ClauseKind::period) || get(ClauseKind::hours) || get(ClauseKind::area);
    if (sampled && rule_.message.find('{') != std::string::npos) {
      rule_.message.clear();
      work_.message = nullptr;
    }
    work_.per_all = true;
    if (on_lost_ || scope_.on == kNone) return;
    const Given given = sandbox_given(c_, clauses_, scope_);
    Scope scope = scope_;
    scope.on_name.clear();
    scope.now_anywhere = false;
    scope.given = &given;
    rule_.condition = Checker(c_, scope).condition(line->expr.get());
    if (on_event()) {  // a state, whatever the sandbox is on
      rule_.on = kNone;
      work_.holder.on = kNone;
    }
  }

  void assessment() {
    const ast::Clause* pace = get(ClauseKind::every_over);
    if (pace == nullptr || !pace->span || !pace->over) return;
    const auto every = read_span(c_, *pace->span), over = read_span(c_, *pace->over);
    if (every && *every < core::kSecond) {
      c_.error("E0615", pace->span->at, "an assessment is made once a second at most", "",
               "write: every 1 d over 30 d");
    }
    if (!every || !over) return;
    rule_.every = *every;
    rule_.over = *over;
    const ast::Clause* score = get(ClauseKind::score);
    if (score == nullptr) return;
    Given given;
    given.clause = "the assessment's `over`";
    given.kind = model::WindowKind::over;
    given.to = *over;
    Scope scope = scope_;
    scope.given = &given;
    rule_.score = Checker(c_, scope).value(score->expr.get());
    if (!rule_.score) return;
    if (!is_numeric(rule_.score->type)) {
      c_.error("E0201", rule_.score->at, "a score is a number or a quantity",
               "this is " + describe(c_, rule_.score->type));
      return;
    }
    if (const ast::Clause* clause = get(ClauseKind::grades)) grades(*clause);
    const ast::Clause* raise = get(ClauseKind::raise);
    if (raise == nullptr) return;
    if (!raise->names.empty()) rule_.level = word(raise->names.front(), c_.level_numbers, c_.pack.levels, "level");
    Scope asked = scope_;
    asked.score = rule_.score->type;
    rule_.raise_when = Checker(c_, asked).condition(raise->expr.get());
  }

  void grades(const ast::Clause& clause) {
    std::set<std::string> seen;
    for (const ast::Grade& tree : clause.grades) {
      model::Grade grade;
      grade.name = tree.name.text;
      if (!seen.insert(grade.name).second)
        c_.error("E0614", tree.name.at, "the grade " + ticked(grade.name) + " stands twice", "again here");
      if (!rule_.grades.empty() && !rule_.grades.back().least) {
        c_.error("E0614", tree.name.at, "this grade is never given", "the one before it takes whatever is left",
                 "a grade without `>=` stands last");
        return;
      }
      if (tree.least) {
        grade.least = reached(*tree.least);
        if (!grade.least) return;
        if (!rule_.grades.empty() && !(as_number(*grade.least) < as_number(*rule_.grades.back().least))) {
          c_.error("E0614", tree.least->at, "grades stand from the best down", "this is not below the one before it",
                   "write: grades A >= 90, B >= 75, C");
        }
      }
      rule_.grades.push_back(std::move(grade));
    }
  }

  static double as_number(const model::Constant& v) {
    if (const auto* i = std::get_if<std::int64_t>(&v.value)) return static_cast<double>(*i);
    return std::get<double>(v.value);
  }

  // The least score of a grade, as the score is kept. nullopt: reported.
  std::optional<model::Constant> reached(const ast::Quantity& tree) {
    std::optional<Literal> literal = read_quantity(c_, tree);
    if (!literal) return std::nullopt;
    const model::Type& type = rule_.score->type;
    if (dimension_of(literal->type) != dimension_of(type) || is_affine(literal->type) != is_affine(type)) {
      const bool no_unit = is_plain(literal->type) != is_plain(type);
      c_.error(no_unit ? "E0204" : "E0203", tree.at,
               no_unit ? "a unit is missing" : "these do not measure the same thing",
               "this is " + describe(c_, literal->type))
          .secondary.push_back({rule_.score->at, "the score is " + describe(c_, type)});
      return std::nullopt;
    }
    if (is_duration(literal->type) && !is_duration(type)) {
      const std::int64_t ns = std::get<std::int64_t>(literal->value.value);
      return model::Constant{core::read_decimal(std::to_string(ns), *core::parse_unit("ns")).value};
    }
    return std::move(literal->value);
  }

  void trigger() {
    const ast::Clause* raise = get(ClauseKind::raise);
    if (raise == nullptr) return;
    if (!raise->names.empty()) rule_.level = word(raise->names.front(), c_.level_numbers, c_.pack.levels, "level");
    if (raise->expr)
      c_.error("E0602", raise->expr->at, "only an assessment's `raise` takes `when`", "",
               "write the trigger's own `when`");
    if (raise->span) rule_.raise_for = read_span(c_, *raise->span);
    if (raise->until && !on_lost_) {
      Scope scope = scope_;
      scope.lost_name = std::exchange(scope.on_name, {});
      scope.on = kNone;
      until_at_ = raise->until->at;
      rule_.until = Checker(c_, scope).mark(*raise->until, false);
    }
    if (on_signal() && !get(ClauseKind::when)) {
      c_.error("E0603", tree_.name.at, "a trigger on a signal needs `when`", "",
               "say when it raises: when speed > 60 km/h");
    }
    if (on_event() && !raise->span && !raise->until) {
      c_.error("E0610", raise->at, "a raise on an event needs an end", "an event is over at once",
               "write: raise to LEVEL for 7 d, or: raise to LEVEL until EVENT");
    }
    bool level = false;
    if (rule_.when) reads_level(*rule_.when, level);
    if (level && !raise->span && !raise->until) {
      c_.error("E0608", get(ClauseKind::when)->keyword, "a trigger that reads `level` needs an end for its raise",
               "it could hold itself up, or flutter", "write: raise to LEVEL for 7 d, or: raise to LEVEL until EVENT");
    }
  }

  static void reads_level(const model::Expr& e, bool& found) {
    visit(e, [&found](const model::Expr& x) {
      if (x.op == Op::level) found = true;
      if (!x.aggregate) return;
      if (x.aggregate->argument) reads_level(*x.aggregate->argument, found);
      if (x.aggregate->where) reads_level(*x.aggregate->where, found);
    });
  }

  void collect() {
    for (const ExprPtr* e : {&rule_.when, &rule_.unless, &rule_.while_, &rule_.condition, &rule_.due.by, &rule_.score,
                             &rule_.raise_when}) {
      if (*e) collect_reads(c_, **e, work_.reads);
    }
    for (const model::Answer& answer : rule_.answers) {
      if (answer.where) collect_reads(c_, *answer.where, work_.reads);
    }
    if (rule_.until) collect_reads(c_, *rule_.until, until_at_, work_.reads);
    if (rule_.on != kNone) {
      work_.reads.insert(work_.reads.begin(),
                         {Read::Kind::on, rule_.on, scope_.on_name_at,
                          rule_.kind == RuleKind::warning ? rule_.condition.get() : rule_.when.get(), Access::on});
    }
  }

  Context& c_;
  RuleWork& work_;
  const ast::Rule& tree_;
  model::Rule& rule_;
  Clauses clauses_;
  Scope scope_;
  bool on_lost_ = false;
  Range until_at_;
  std::vector<Range> answers_at_;
};

}  // namespace

void lower_clauses(Context& c, RuleWork& work) {
  const std::size_t before = c.diagnostics.size();
  Lower(c, work).run();
  for (std::size_t i = before; i < c.diagnostics.size(); ++i) {
    if (c.diagnostics[i].severity == core::Severity::error) work.good = false;
  }
}

}  // namespace tripline::dsl::check
