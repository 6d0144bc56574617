// Types, fields and what else stands in a stream (docs/grammar.ebnf, "type", "field", "stream_item").
#include "dsl/grammar/components.hpp"

namespace tripline::dsl::grammar {
namespace {

using ast::Encoding;
using ast::ModifierKind;
using ast::StreamItemKind;
using ast::TypeKind;

template <typename Id, typename Attr>
using Rule = x3::rule<Id, Attr>;

inline constexpr Rule<struct TypeRule, ast::Type> type_rule = "type";
inline constexpr Rule<struct BaseTypeRule, ast::Type> base_type_rule = "base type";
inline constexpr Rule<struct OneOfRule, ast::Type> one_of = "one of";
inline constexpr Rule<struct MemberRule, ast::Member> member_rule = "member";
inline constexpr Rule<struct EncodingRule, Encoding> encoding = "encoding";
inline constexpr Rule<struct ModifierRule, ast::Modifier> modifier = "modifier";
inline constexpr Rule<struct FieldRule, ast::Field> field = "field";
inline constexpr Rule<struct StreamItemRule, ast::StreamItem> stream_item = "stream item";

template <TypeKind kind>
constexpr auto type_is = set<&ast::Type::kind, kind>;
template <TypeKind kind>
constexpr auto named_type = [](auto& context) {
  x3::_val(context).kind = kind;
  x3::_val(context).name = std::move(x3::_attr(context));
};
constexpr auto list_of = [](auto& context) {
  x3::_val(context).kind = TypeKind::list;
  x3::_val(context).element = std::make_unique<ast::Type>(std::move(x3::_attr(context)));
};
// "<" and "," between members: the first says whether it is ordered, another sort after it is a mistake for the checker.
template <bool ordered>
constexpr auto separator = [](auto& context) {
  ast::Type& t = x3::_val(context);
  if (t.members.size() > 1 && t.ordered != ordered) t.mixed = true;
  if (t.members.size() == 1) t.ordered = ordered;
};
template <bool value>
constexpr auto bool_code = [](auto& context) { x3::_val(context).code = value; };
constexpr auto code = [](auto& context) { x3::_val(context).code = std::move(x3::_attr(context)); };

template <ModifierKind kind>
constexpr auto modifier_is = set<&ast::Modifier::kind, kind>;
template <StreamItemKind kind>
constexpr auto item_is = set<&ast::StreamItem::kind, kind>;
template <Encoding::Kind kind>
constexpr auto encoding_is = set<&Encoding::kind, kind>;

constexpr auto not_a_field = !maybe(":");  // L9

constexpr auto type_rule_def = node(base_type_rule[take] >> -maybe("?")[set<&ast::Type::optional, true>]);
constexpr auto base_type_rule_def = named(
    "a type", node(lit("list") >> maybe("of (list)") >> nested(type_rule)[list_of] | one_of[take] |
                   lit("bool")[type_is<TypeKind::bool_>] | lit("number")[type_is<TypeKind::number>] |
                   lit("text")[type_is<TypeKind::text>] | lit("time (type)")[type_is<TypeKind::time>] |
                   lit("date (type)")[type_is<TypeKind::date>] | lit("duration (type)")[type_is<TypeKind::duration>] |
                   lit("position")[type_is<TypeKind::position>] | unit_type[named_type<TypeKind::unit>] |
                   name[named_type<TypeKind::named>]));
constexpr auto one_of_def = lit("one") >> maybe("of (one)") >>
                            lit("(") >> x3::eps[type_is<TypeKind::one_of>] >> member_rule[add<&ast::Type::members>] >>
                            *(lit("<")[separator<true>] >> member_rule[add<&ast::Type::members>] |
                              lit(",")[separator<false>] >> member_rule[add<&ast::Type::members>]) >>
                            lit(")");
constexpr auto member_rule_def = name[put<&ast::Member::name>] >>
                                 -(maybe("=") >> named("a number, a text, true or false",
                                                       number[code] | text[code] | lit("true")[bool_code<true>] |
                                                           lit("false")[bool_code<false>]));

constexpr auto encoding_def =
    node(maybe("in (encoding)") >> unit_type[put<&Encoding::unit>] >> x3::eps[encoding_is<Encoding::Kind::in_unit>] |
         maybe("as (encoding)") >> text[put<&Encoding::pattern>] >> x3::eps[encoding_is<Encoding::Kind::as_pattern>]);
constexpr auto modifier_def =
    node(maybe("key") >> not_a_field >> x3::eps[modifier_is<ModifierKind::key>] |
         maybe("group") >> not_a_field >> x3::eps[modifier_is<ModifierKind::group>] |
         maybe("personal") >> not_a_field >> x3::eps[modifier_is<ModifierKind::personal>] |
         maybe("id") >> not_a_field >> x3::eps[modifier_is<ModifierKind::id>] |
         maybe("unique") >> not_a_field >> lit("for (unique)") >> duration[put<&ast::Modifier::duration>] >>
             x3::eps[modifier_is<ModifierKind::unique_for>] |
         maybe("from") >> not_a_field >>
             (text[add<&ast::Modifier::from>] |
              lit("(") >> text[add<&ast::Modifier::from>] >> lit(",") >> text[add<&ast::Modifier::from>] >> lit(")")) >>
             -encoding[put<&ast::Modifier::encoding>] >> x3::eps[modifier_is<ModifierKind::from>]);
constexpr auto field_def =
    named("a field", node(name[put<&ast::Field::name>] >> lit(":") >> type_rule[put<&ast::Field::type>] >>
                          *modifier[add<&ast::Field::modifiers>]));
constexpr auto stream_item_def = named(
    "a field", node(lit("stale") >> not_a_field >> maybe("after") >> duration[put<&ast::StreamItem::duration>] >>
                        x3::eps[item_is<StreamItemKind::stale>] |
                    lit("lateness") >> not_a_field >> duration[put<&ast::StreamItem::duration>] >>
                        x3::eps[item_is<StreamItemKind::lateness>] |
                    lit("time (type)") >> not_a_field >> maybe("from") >> text[put<&ast::StreamItem::from>] >>
                        -encoding[put<&ast::StreamItem::encoding>] >> x3::eps[item_is<StreamItemKind::time_from>] |
                    field[put<&ast::StreamItem::field>] >> x3::eps[item_is<StreamItemKind::field>]));

BOOST_SPIRIT_DEFINE(type_rule, base_type_rule, one_of, member_rule, encoding, modifier, field, stream_item)

}  // namespace

bool read_type(State& state, const char*& it, ast::Type& out) { return run(type_rule, state, it, out); }
bool read_base_type(State& state, const char*& it, ast::Type& out) { return run(base_type_rule, state, it, out); }
bool read_field(State& state, const char*& it, ast::Field& out) { return run(field, state, it, out); }
bool read_stream_item(State& state, const char*& it, ast::StreamItem& out) { return run(stream_item, state, it, out); }

}  // namespace tripline::dsl::grammar
