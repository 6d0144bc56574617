// The clauses of rules (docs/grammar.ebnf, "rules"). Every rule takes the union of them: L11.
#include "dsl/grammar/components.hpp"

namespace tripline::dsl::grammar {
namespace {

using ast::CalendarUnit;
using ast::Clause;
using ast::ClauseKind;
using ast::Due;
using ast::DueKind;
using ast::RuleKind;

template <typename Id, typename Attr>
using Rule = x3::rule<Id, Attr>;

inline constexpr Rule<struct ClauseRule, Clause> clause = "clause";
inline constexpr Rule<struct LineNameRule, ast::Name> line_name = "line name";
inline constexpr Rule<struct DueRule, Due> due = "due";
inline constexpr Rule<struct GradeRule, ast::Grade> grade = "grade";

// Reads nothing; holds in rules of these kinds. Not a keyword's business: L11's two exceptions.
template <RuleKind... kinds>
struct InRule : x3::parser<InRule<kinds...>> {
  using attribute_type = x3::unused_type;
  static constexpr bool has_attribute = false;
  template <typename Context, typename RContext, typename Actual>
  bool parse(const char*&, const char* const&, const Context& context, RContext&, Actual&) const {
    return ((state_of(context).rule_kind == kinds) || ...);
  }
};
constexpr InRule<RuleKind::trigger, RuleKind::warning> when_takes_for;
constexpr InRule<RuleKind::assessment> raise_takes_when;

template <ClauseKind kind>
constexpr auto clause_is = [](auto& context) {
  x3::_val(context).kind = kind;
  x3::_val(context).keyword = x3::_attr(context);
};
constexpr auto expr = graft<&Clause::expr>;
constexpr auto names = add<&Clause::names>;
constexpr auto until = [](auto& context) { x3::_val(context).until = std::move(x3::_attr(context).selection); };
constexpr auto answer_is = [](auto& context) {
  x3::_val(context).answers.push_back(std::move(x3::_attr(context).selection));
};
constexpr auto severity_is = [](auto& context) {
  const core::Range at = x3::_attr(context);
  State& state = state_of(context);
  const std::string_view written(state.at(at.begin), at.end - at.begin);
  x3::_val(context).names.push_back({std::string(in_english(written, state.language)), at});
};

template <DueKind kind>
constexpr auto due_is = set<&Due::kind, kind>;
template <CalendarUnit unit>
constexpr auto calendar = set<&Due::unit, unit>;
template <ast::Period period>
constexpr auto by_end_of = set<&Due::period, period>;

constexpr auto name_list = name[names] % lit(",");
constexpr auto for_span = maybe("for") >> span[put<&Clause::span>];

constexpr auto common = lit("title")[clause_is<ClauseKind::title>] >> text[put<&Clause::text>] |
                        lit("cites")[clause_is<ClauseKind::cites>] >> text[put<&Clause::text>] |
                        lit("message")[clause_is<ClauseKind::message>] >> text[put<&Clause::text>] |
                        lit("severity")[clause_is<ClauseKind::severity>] >>
                            (lit("info")[severity_is] | lit("minor")[severity_is] | lit("major")[severity_is] |
                             lit("critical")[severity_is]) |
                        lit("during")[clause_is<ClauseKind::during>] >> name_list |
                        lit("per")[clause_is<ClauseKind::per>] >> name_list |
                        lit("action")[clause_is<ClauseKind::action>] >> name_list |
                        lit("effective")[clause_is<ClauseKind::effective>] >> instant[put<&Clause::from>] >>
                            lit("..") >> -instant[put<&Clause::to>] |
                        lit("on")[clause_is<ClauseKind::on>] >> name[names] >> -(maybe("as") >> name[names]);

constexpr auto conditions = lit("when")[clause_is<ClauseKind::when>] >> expression[expr] >>
                                -(when_takes_for >> for_span) |
                            lit("unless")[clause_is<ClauseKind::unless>] >> expression[expr] |
                            lit("while")[clause_is<ClauseKind::while_>] >> expression[expr] |
                            lit("forbid")[clause_is<ClauseKind::forbid>] >> expression[expr] >> -for_span |
                            lit("require")[clause_is<ClauseKind::require>] >> -line_name[names] >> expression[expr];
constexpr auto line_name_def = name[take] >> maybe(":");

constexpr auto tolerances = lit("grace")[clause_is<ClauseKind::grace>] >> span[put<&Clause::span>] |
                            lit("tolerate")[clause_is<ClauseKind::tolerate>] >> integer[put<&Clause::count>] >>
                                lit("times") >> lit("over") >> span[put<&Clause::span>] |
                            lit("warn")[clause_is<ClauseKind::warn_within>] >>
                                lit("within (warn)") >> quantity[put<&Clause::quantity>];

constexpr auto answer = lit("(") >> selection[answer_is] >> lit(")") | selection[answer_is];
constexpr auto duties = lit("expect")[clause_is<ClauseKind::expect>] >>
                        (answer % maybe("or")) >> due[put<&Clause::due>];
constexpr auto end_of_period = maybe("end of hour") >> x3::eps[by_end_of<ast::Period::hour>] |
                               maybe("end of day") >> x3::eps[by_end_of<ast::Period::day>] |
                               maybe("end of week") >> x3::eps[by_end_of<ast::Period::week>] |
                               maybe("end of month") >> x3::eps[by_end_of<ast::Period::month>] |
                               maybe("end of quarter") >> x3::eps[by_end_of<ast::Period::quarter>] |
                               maybe("end of year") >> x3::eps[by_end_of<ast::Period::year>];
constexpr auto due_def =
    named("a deadline: `within`, `by` or `every`",
          node(lit("every (due)") >> span[put<&Due::a>] >> x3::eps[due_is<DueKind::every>] |
               lit("within") >> integer[put<&Due::count>] >>
                   (lit("working") >> lit("days (working)") >> x3::eps[calendar<CalendarUnit::working_days>] |
                    lit("days") >> x3::eps[calendar<CalendarUnit::days>] |
                    lit("months") >> x3::eps[calendar<CalendarUnit::months>] |
                    lit("years") >> x3::eps[calendar<CalendarUnit::years>]) >>
                   x3::eps[due_is<DueKind::within_calendar>] |
               lit("within") >> span[put<&Due::a>] >> x3::eps[due_is<DueKind::within>] >>
                   -(maybe("..") >> span[put<&Due::b>] >> x3::eps[due_is<DueKind::within_range>]) |
               lit("by") >>
                   ((maybe("end") >> maybe("of (end)") >> (lit("hour") >> x3::eps[by_end_of<ast::Period::hour>] |
                                                           lit("day") >> x3::eps[by_end_of<ast::Period::day>] |
                                                           lit("week") >> x3::eps[by_end_of<ast::Period::week>] |
                                                           lit("month") >> x3::eps[by_end_of<ast::Period::month>] |
                                                           lit("quarter") >> x3::eps[by_end_of<ast::Period::quarter>] |
                                                           lit("year") >> x3::eps[by_end_of<ast::Period::year>]) |
                     end_of_period) >>
                        x3::eps[due_is<DueKind::by_end_of>] |
                    maybe("day (next)") >> integer[put<&Due::count>] >> lit("of (next)") >> lit("next") >>
                        lit("month (next)") >> x3::eps[due_is<DueKind::by_day_of_next_month>] |
                    sum_expression[graft<&Due::by>] >> x3::eps[due_is<DueKind::by_expr>])));

constexpr auto raises = lit("raise")[clause_is<ClauseKind::raise>] >> lit("to") >> name[names] >>
                        (raise_takes_when >> lit("when") >> expression[expr] |
                         !raise_takes_when >> -(for_span | maybe("until") >> selection[until]));

constexpr auto bounds = lit("period")[clause_is<ClauseKind::period>] >> instant[put<&Clause::from>] >>
                            lit("..") >> instant[put<&Clause::to>] |
                        lit("hours")[clause_is<ClauseKind::hours>] >> clock_time[put<&Clause::clock_from>] >>
                            lit("..") >> clock_time[put<&Clause::clock_to>] |
                        lit("area")[clause_is<ClauseKind::area>] >> expression[expr];

constexpr auto assessments = lit("every")[clause_is<ClauseKind::every_over>] >> span[put<&Clause::span>] >>
                                 lit("over") >> span[put<&Clause::over>] |
                             lit("score")[clause_is<ClauseKind::score>] >> expression[expr] |
                             lit("grades")[clause_is<ClauseKind::grades>] >> (grade[add<&Clause::grades>] % lit(","));
constexpr auto grade_def = name[put<&ast::Grade::name>] >> -(maybe(">=") >> quantity[put<&ast::Grade::least>]);

constexpr auto clause_def =
    named("a clause", node(common | conditions | tolerances | duties | raises | bounds | assessments));

BOOST_SPIRIT_DEFINE(clause, line_name, due, grade)

}  // namespace

bool read_clause(State& state, const char*& it, Clause& out) { return run(clause, state, it, out); }

}  // namespace tripline::dsl::grammar
