// Declarations without a body, the heads of those with one, and what stands in a pack's header (docs/grammar.ebnf, from the top).
#include "dsl/grammar/components.hpp"

namespace tripline::dsl::grammar {
namespace {

using ast::HeaderItemKind;
using ast::RuleKind;

template <typename Id, typename Attr>
using Rule = x3::rule<Id, Attr>;

inline constexpr Rule<struct WholeRule, ast::DeclarationBody> whole = "declaration";
inline constexpr Rule<struct LevelsRule, ast::Levels> levels = "levels";
inline constexpr Rule<struct StagesRule, ast::Stages> stages = "stages";
inline constexpr Rule<struct ActionsRule, ast::Actions> actions = "actions";
inline constexpr Rule<struct HolidaysRule, ast::Holidays> holidays = "holidays";
inline constexpr Rule<struct NamedTypeRule, ast::NamedType> named_type = "type";
inline constexpr Rule<struct ParamRule, ast::Param> param = "param";
inline constexpr Rule<struct LetRule, ast::Let> let = "let";
inline constexpr Rule<struct CurveRule, ast::Curve> curve = "curve";
inline constexpr Rule<struct CurveResultRule, ast::Type> curve_result = "curve result";
inline constexpr Rule<struct PointRule, ast::Point> point = "point";
inline constexpr Rule<struct StageFromRule, ast::StageFrom> stage_from = "stage";
inline constexpr Rule<struct DerivedRule, ast::Derived> derived = "derived";
inline constexpr Rule<struct HeadRule, Head> head = "head";
inline constexpr Rule<struct HeaderRule, ast::Header> header = "header";
inline constexpr Rule<struct TableRule, ast::Table> table = "table";
inline constexpr Rule<struct StreamRule, ast::Stream> stream = "stream";
inline constexpr Rule<struct RuleRule, ast::Rule> rule_head = "rule";
inline constexpr Rule<struct ScenarioRule, ast::Scenario> scenario = "scenario";
inline constexpr Rule<struct HeaderItemRule, ast::HeaderItem> header_item = "header item";

template <RuleKind kind>
constexpr auto rule_is = set<&ast::Rule::kind, kind>;
template <HeaderItemKind kind>
constexpr auto item_is = set<&ast::HeaderItem::kind, kind>;
constexpr auto result_unit = [](auto& context) {
  x3::_val(context).kind = ast::TypeKind::unit;
  x3::_val(context).name = std::move(x3::_attr(context));
};

constexpr auto levels_def = lit("levels") >> (name[add<&ast::Levels::names>] % lit("<"));
constexpr auto stages_def = lit("stages") >> (name[add<&ast::Stages::names>] % lit("<"));
constexpr auto actions_def = lit("actions") >> (name[add<&ast::Actions::names>] % lit(","));
constexpr auto holidays_def = lit("holidays") >> lit("from") >> text[put<&ast::Holidays::file>];
constexpr auto named_type_def = lit("type") >> name[put<&ast::NamedType::name>] >>
                                lit("=") >> base_type[put<&ast::NamedType::type>];
constexpr auto param_def = lit("param") >> name[put<&ast::Param::name>] >> lit(":") >> type[put<&ast::Param::type>] >>
                           lit("=") >> literal_value[graft<&ast::Param::value>];
constexpr auto let_def = lit("let") >> name[put<&ast::Let::name>] >> lit("=") >> expression[graft<&ast::Let::value>];
constexpr auto curve_def = lit("curve") >> name[put<&ast::Curve::name>] >>
                           lit("(") >> base_type[put<&ast::Curve::from>] >> lit(")") >>
                           lit(":") >> curve_result[put<&ast::Curve::to>] >> lit("{") >>
                           (point[add<&ast::Curve::points>] % lit(",")) >> -lit(",") >> lit("}");
constexpr auto curve_result_def =
    node(unit_type[result_unit] | lit("number")[set<&ast::Type::kind, ast::TypeKind::number>]);
constexpr auto point_def = named("a point such as 10: 1.2", number[put<&ast::Point::x>] | name[put<&ast::Point::x>]) >>
                           lit(":") >> number[put<&ast::Point::y>];
constexpr auto stage_from_def = lit("stage (from)") >> lit("from") >> name[put<&ast::StageFrom::table>] >>
                                lit(".") >> name[put<&ast::StageFrom::field>] >>
                                -(maybe("else") >> name[put<&ast::StageFrom::otherwise>]);
constexpr auto derived_def = lit("event") >> name[put<&ast::Derived::name>] >>
                             lit("=") >> name[put<&ast::Derived::source>] >>
                             lit("when") >> expression[graft<&ast::Derived::when>];
constexpr auto whole_def =
    named("a declaration", levels[take] | stages[take] | actions[take] | holidays[take] | named_type[take] |
                               param[take] | let[take] | curve[take] | stage_from[take] | derived[take]);

constexpr auto header_def = lit("pack") >> name[put<&ast::Header::name>] >> version[put<&ast::Header::version>];
constexpr auto table_def = lit("table") >> name[put<&ast::Table::name>] >> lit("from") >> text[put<&ast::Table::file>];
constexpr auto stream_def = (lit("signal")[set<&ast::Stream::signal, true>] | lit("event")) >>
                            name[put<&ast::Stream::name>] >> -(maybe("from") >> text[put<&ast::Stream::from>]);
constexpr auto rule_head_def =
    (lit("redline")[rule_is<RuleKind::redline>] | lit("limit")[rule_is<RuleKind::limit>] |
     lit("duty")[rule_is<RuleKind::duty>] | lit("trigger")[rule_is<RuleKind::trigger>] |
     lit("warning")[rule_is<RuleKind::warning>] | lit("sandbox")[rule_is<RuleKind::sandbox>] |
     lit("assessment")[rule_is<RuleKind::assessment>]) >>
    name[put<&ast::Rule::name>];
constexpr auto scenario_def = lit("scenario") >> text[put<&ast::Scenario::name>] >>
                              -(maybe("starting") >> instant[put<&ast::Scenario::starting>]);
constexpr auto head_def =
    named("a declaration", node((header[put<&Head::body>] | table[put<&Head::body>] | stream[put<&Head::body>] |
                                 rule_head[put<&Head::body>] | scenario[put<&Head::body>]) >>
                                lit("{")[put<&Head::open>]));

constexpr auto header_item_def = named(
    "`title`, `authority`, `timezone`, `lateness` or `max ahead`",
    node(lit("title") >> text[put<&ast::HeaderItem::text>] >> x3::eps[item_is<HeaderItemKind::title>] |
         lit("authority") >> text[put<&ast::HeaderItem::text>] >> x3::eps[item_is<HeaderItemKind::authority>] |
         lit("timezone") >> text[put<&ast::HeaderItem::text>] >> x3::eps[item_is<HeaderItemKind::timezone>] |
         lit("lateness") >> duration[put<&ast::HeaderItem::duration>] >> x3::eps[item_is<HeaderItemKind::lateness>] |
         lit("max") >> lit("ahead") >> duration[put<&ast::HeaderItem::duration>] >>
             x3::eps[item_is<HeaderItemKind::max_ahead>]));

BOOST_SPIRIT_DEFINE(whole, levels, stages, actions, holidays, named_type, param, let, curve, curve_result, point,
                    stage_from, derived, head, header, table, stream, rule_head, scenario, header_item)

}  // namespace

bool read_whole_declaration(State& state, const char*& it, ast::DeclarationBody& out) {
  return run(whole, state, it, out);
}
bool read_head(State& state, const char*& it, Head& out) { return run(head, state, it, out); }
bool read_header_item(State& state, const char*& it, ast::HeaderItem& out) { return run(header_item, state, it, out); }

}  // namespace tripline::dsl::grammar
