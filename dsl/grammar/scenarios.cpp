// The steps of scenarios (docs/grammar.ebnf, "scenarios").
#include "dsl/grammar/components.hpp"

namespace tripline::dsl::grammar {
namespace {

using ast::Expectation;
using ast::Step;
using ast::StepKind;

template <typename Id, typename Attr>
using Rule = x3::rule<Id, Attr>;

inline constexpr Rule<struct StepRule, Step> step = "step";
inline constexpr Rule<struct EntryRule, ast::Entry> entry = "entry";
inline constexpr Rule<struct OffsetRule, std::vector<ast::Quantity>> offset = "offset";
inline constexpr Rule<struct ExpectationRule, Expectation> expectation = "expectation";
inline constexpr Rule<struct RuleNameRule, std::vector<ast::Name>> rule_name = "rule name";
inline constexpr Rule<struct RepeatRule, RepeatHead> repeat = "repeat";

constexpr auto append = [](auto& context) { x3::_val(context).push_back(std::move(x3::_attr(context))); };
template <StepKind kind>
constexpr auto step_is = set<&Step::kind, kind>;

// Each of "at", "times" and "for" is said at most once: a second would silently replace the first.
template <typename Context>
void once(const Context& context, bool said, core::Range second) {
  if (said)
    state_of(context).report("E0029", {"this is said twice in one expectation", "同一预期中此项写了两次"}, second,
                             {"keep one of the two", "请只保留其中一个"});
}
constexpr auto expected_at = [](auto& context) {
  Expectation& e = x3::_val(context);
  const auto& sum = x3::_attr(context);
  once(context, e.has_at, core::join(sum.front().at, sum.back().at));
  e.at = std::move(x3::_attr(context));
  e.has_at = true;
};
struct Times {
  ast::Integer count;
};
inline constexpr Rule<struct TimesRule, Times> times_rule = "times";
constexpr auto expected_times = [](auto& context) {
  Expectation& e = x3::_val(context);
  once(context, e.times.has_value(), x3::_attr(context).count.at);
  e.times = std::move(x3::_attr(context).count);
};
constexpr auto expected_subject = [](auto& context) {
  Expectation& e = x3::_val(context);
  once(context, e.subject != nullptr, x3::_attr(context).node->at);
  e.subject = std::move(x3::_attr(context).node);
};
constexpr auto outcome_is = [](auto& context) {
  const core::Range at = x3::_attr(context);
  State& state = state_of(context);
  const std::string_view written(state.at(at.begin), at.end - at.begin);
  x3::_val(context).outcome = {std::string(in_english(written, state.language, kOutcome)), at};
};
constexpr auto repeat_count = [](auto& context) { x3::_val(context).step.times = std::move(x3::_attr(context)); };
constexpr auto repeat_every = [](auto& context) {
  x3::_val(context).step.kind = StepKind::repeat;
  x3::_val(context).step.every = std::move(x3::_attr(context));
};
constexpr auto step_offset = [](auto& context) {
  x3::_val(context).offset = std::move(x3::_attr(context));
  x3::_val(context).has_offset = true;
};

constexpr auto entry_def = name[put<&ast::Entry::name>] >> lit(":") >> literal_value[graft<&ast::Entry::value>];
constexpr auto offset_def = duration[append] % maybe("+");
constexpr auto rule_name_def = name[append] >> -(maybe(".") >> name[append]);
constexpr auto outcome = named("an outcome such as `violated`, `met` or `raised`",
                               lit("violated")[outcome_is] | lit("tolerated")[outcome_is] | lit("near")[outcome_is] |
                                   lit("met")[outcome_is] | lit("missed")[outcome_is] | lit("cured")[outcome_is] |
                                   lit("excused")[outcome_is] | lit("open")[outcome_is] | lit("raised")[outcome_is] |
                                   lit("released")[outcome_is] | lit("warned")[outcome_is] | lit("blind")[outcome_is] |
                                   lit("late")[outcome_is]);
constexpr auto times_rule_def = integer[put<&Times::count>] >> lit("times");
constexpr auto expectation_def = maybe("nothing") >>
                                     maybe("else (nothing)") >> x3::eps[set<&Expectation::nothing_else, true>] >>
                                     -(maybe("about") >> rule_name[put<&Expectation::rule>]) |
                                 rule_name[put<&Expectation::rule>] >> outcome >>
                                     *(maybe("at") >> offset[expected_at] | times_rule[expected_times] |
                                       maybe("for (subject)") >> literal_value[expected_subject]);
constexpr auto step_def =
    named("a step",
          node(lit("set") >> name[put<&Step::name>] >> maybe("=") >> literal_value[graft<&Step::value>] >>
                   x3::eps[step_is<StepKind::set>] |
               lit("expect (scenario)") >> expectation[put<&Step::expectation>] >> x3::eps[step_is<StepKind::expect>] |
               name[put<&Step::name>] >> lit("{") >> -((entry[add<&Step::entries>] % lit(",")) >> -lit(",")) >>
                   lit("}") >> -(maybe("at") >> offset[step_offset]) >> x3::eps[step_is<StepKind::element>]));
constexpr auto repeat_def = node(lit("repeat") >> integer[repeat_count] >> lit("times") >> lit("every (repeat)") >>
                                 duration[repeat_every] >> lit("{")[put<&RepeatHead::open>]);

BOOST_SPIRIT_DEFINE(step, entry, offset, expectation, rule_name, times_rule, repeat)

}  // namespace

bool read_step(State& state, const char*& it, Step& out) { return run(step, state, it, out); }
bool read_repeat_head(State& state, const char*& it, RepeatHead& out) { return run(repeat, state, it, out); }

}  // namespace tripline::dsl::grammar
