// Expressions, windows, selections and literals (docs/grammar.ebnf, "expressions").
#include <algorithm>

#include "dsl/grammar/tokens.hpp"  // first: its enumerators would be hidden by the terminals
//
#include "dsl/grammar/components.hpp"

namespace tripline::dsl::grammar {

// Succeeds where no comparison follows; where one does, that is what must not stand there.
struct Unchained : x3::parser<Unchained> {
  using attribute_type = x3::unused_type;
  static constexpr bool has_attribute = false;
  template <typename Context, typename RContext, typename Actual>
  bool parse(const char*& first, const char* const&, const Context& context, RContext&, Actual&) const {
    State& state = state_of(context);
    if (state.stopped()) return false;
    const char* p = state.skip(first);
    const Token token = token_at(state, p);
    const auto compares = {"==", "!=", "<=", ">=", "<", ">", "<>"};
    if (std::none_of(compares.begin(), compares.end(), [&](const char* sign) { return token.is(sign); })) return true;
    state.want(p, kNoChain);
    return false;
  }
};

namespace {

using ast::CompareOp;
using ast::ExprKind;
using ast::WindowKind;

// What follows a first operand: an operator and what belongs to it.
struct Tail {
  ExprKind kind = ExprKind::add;
  CompareOp op = CompareOp::eq;
  core::Range op_at;
  ast::Text text;
  std::vector<Tree> operands;
  core::Range at;
};

// Operands of a right-associative operator, folded when all are known.
struct Chain {
  Tree first;
  std::vector<Tail> tails;
};

struct Trees {
  std::vector<Tree> trees;
};

struct ArgumentTree {
  ast::Argument argument;
  std::uint32_t depth = 0;
  core::Range at;
};

struct Arguments {
  std::vector<ArgumentTree> arguments;
};

struct WindowTree {
  ast::Window window;
  std::uint32_t depth = 0;
  core::Range at;
};

struct EntryTree {
  ast::Entry entry;
  std::uint32_t depth = 0;
};

template <typename Context>
ast::Expr& begin_leaf(const Context& context, ExprKind kind) {
  Tree& tree = x3::_val(context);
  tree.node = std::make_unique<ast::Expr>();
  tree.node->kind = kind;
  tree.depth = 1;
  return *tree.node;
}

template <typename Context>
void refuse(const Context& context) {
  x3::_pass(context) = false;
}

// Joins `left` and what `tail` brings; false if the tree grows too high.
bool combine(State& state, Tree& left, Tail&& tail) {
  auto joined = std::make_unique<ast::Expr>();
  joined->kind = tail.kind;
  joined->op = tail.op;
  joined->op_at = tail.op_at;
  joined->text = std::move(tail.text);
  joined->at = {left.node->at.file, left.node->at.begin, tail.at.end};
  std::uint32_t depth = left.depth;
  joined->children.push_back(std::move(left.node));
  for (Tree& operand : tail.operands) {
    depth = std::max(depth, operand.depth);
    joined->children.push_back(std::move(operand.node));
  }
  left = {std::move(joined), depth + 1};
  return state.check_tree(left.depth, left.node->at) && state.count_node();
}

constexpr auto fold_left = [](auto& context) {
  if (!combine(state_of(context), x3::_val(context), std::move(x3::_attr(context)))) refuse(context);
};

constexpr auto fold_right = [](auto& context) {
  Chain& chain = x3::_attr(context);
  std::vector<Tail>& tails = chain.tails;
  while (!tails.empty()) {
    Tail last = std::move(tails.back());
    tails.pop_back();
    Tree& left = tails.empty() ? chain.first : tails.back().operands.front();
    if (!combine(state_of(context), left, std::move(last))) return refuse(context);
    if (!tails.empty()) tails.back().at.end = left.node->at.end;
  }
  x3::_val(context) = std::move(chain.first);
};

template <ExprKind kind>
constexpr auto leaf = [](auto& context) { begin_leaf(context, kind); };
constexpr auto text_leaf = [](auto& context) {
  begin_leaf(context, ExprKind::string).text = std::move(x3::_attr(context));
};
constexpr auto instant_leaf = [](auto& context) {
  begin_leaf(context, ExprKind::instant).instant = std::move(x3::_attr(context));
};
constexpr auto quantity_leaf = [](auto& context) {
  begin_leaf(context, ExprKind::quantity).quantity = std::move(x3::_attr(context));
};
constexpr auto name_leaf = [](auto& context) {
  begin_leaf(context, ExprKind::name).name = std::move(x3::_attr(context));
};
constexpr auto member = [](auto& context) { x3::_val(context).node->member = std::move(x3::_attr(context)); };

constexpr auto add_element = [](auto& context) {
  Tree& list = x3::_val(context);
  list.depth = std::max(list.depth, x3::_attr(context).depth + 1);
  list.node->children.push_back(std::move(x3::_attr(context).node));
};
constexpr auto add_entry = [](auto& context) {
  Tree& object = x3::_val(context);
  object.depth = std::max(object.depth, x3::_attr(context).depth + 1);
  object.node->entries.push_back(std::move(x3::_attr(context).entry));
};

// "not x" and "- x"
template <ExprKind kind>
constexpr auto prefix = [](auto& context) {
  Tree operand = std::move(x3::_attr(context));
  ast::Expr& expr = begin_leaf(context, kind);
  x3::_val(context).depth = operand.depth + 1;
  expr.children.push_back(std::move(operand.node));
  if (!state_of(context).check_tree(operand.depth + 1, expr.children.front()->at)) refuse(context);
};

constexpr auto parenthesise = [](auto& context) {
  x3::_val(context) = std::move(x3::_attr(context));
  x3::_val(context).node->parenthesised = true;
};

constexpr auto callee = [](auto& context) { begin_leaf(context, ExprKind::call).name = std::move(x3::_attr(context)); };
constexpr auto add_argument = [](auto& context) {
  Tree& call = x3::_val(context);
  ArgumentTree& argument = x3::_attr(context);
  call.depth = std::max(call.depth, argument.depth + 1);
  argument.argument.at = argument.at;
  call.node->args.push_back(std::move(argument.argument));
};
constexpr auto set_window = [](auto& context) {
  Tree& call = x3::_val(context);
  WindowTree& window = x3::_attr(context);
  call.depth = std::max(call.depth, window.depth + 1);
  window.window.at = window.at;
  call.node->window = std::make_unique<ast::Window>(std::move(window.window));
};
constexpr auto check_depth = [](auto& context) {
  Tree& tree = x3::_val(context);
  if (!state_of(context).check_tree(tree.depth, tree.node->name.at)) refuse(context);
};

constexpr auto bind = [](auto& context) { x3::_val(context).argument.binder = std::move(x3::_attr(context)); };
constexpr auto argument_value = [](auto& context) {
  x3::_val(context).depth = x3::_attr(context).depth;
  x3::_val(context).argument.value = std::move(x3::_attr(context).node);
};
constexpr auto argument_where = [](auto& context) {
  x3::_val(context).depth = std::max(x3::_val(context).depth, x3::_attr(context).depth);
  x3::_val(context).argument.where = std::move(x3::_attr(context).node);
};
constexpr auto entry_name = [](auto& context) { x3::_val(context).entry.name = std::move(x3::_attr(context)); };
constexpr auto entry_value = [](auto& context) {
  x3::_val(context).depth = x3::_attr(context).depth;
  x3::_val(context).entry.value = std::move(x3::_attr(context).node);
};

constexpr auto selected = [](auto& context) { x3::_val(context).selection.stream = std::move(x3::_attr(context)); };
constexpr auto selected_where = [](auto& context) {
  x3::_val(context).depth = x3::_attr(context).depth;
  x3::_val(context).selection.where = std::move(x3::_attr(context).node);
};

template <auto what>
constexpr auto window_put = [](auto& context) { x3::_val(context).window.*what = std::move(x3::_attr(context)); };
template <auto what, auto value>
constexpr auto window_set = [](auto& context) { x3::_val(context).window.*what = value; };
template <WindowKind kind>
constexpr auto window_is = window_set<&ast::Window::kind, kind>;
constexpr auto window_from = [](auto& context) {
  x3::_val(context).depth = std::max(x3::_val(context).depth, x3::_attr(context).depth);
  x3::_val(context).window.from.push_back(std::move(x3::_attr(context).selection));
};
constexpr auto window_from_name = [](auto& context) {
  ast::Selection from;
  from.at = x3::_attr(context).at;
  from.stream = std::move(x3::_attr(context));
  x3::_val(context).window.from.push_back(std::move(from));
};

constexpr auto operand = add<&Tail::operands>;
constexpr auto op_range = put<&Tail::op_at>;
template <ExprKind kind>
constexpr auto op_kind = [](auto& context) {
  x3::_val(context).kind = kind;
  x3::_val(context).op_at = x3::_attr(context);
};
template <CompareOp op>
constexpr auto compare_kind = [](auto& context) {
  x3::_val(context).kind = ExprKind::compare;
  x3::_val(context).op = op;
  x3::_val(context).op_at = x3::_attr(context);
};
constexpr auto set_operands = [](auto& context) {
  x3::_val(context).kind = ExprKind::in_set;
  x3::_val(context).operands = std::move(x3::_attr(context).trees);
};
template <ExprKind kind>
constexpr auto text_tail = [](auto& context) {
  x3::_val(context).kind = kind;
  x3::_val(context).text = std::move(x3::_attr(context));
};

constexpr Unchained unchained;

template <typename Id, typename Attr>
using Rule = x3::rule<Id, Attr>;

inline constexpr Rule<struct ExprRule, Tree> expr = "expr";
inline constexpr Rule<struct OrRule, Tree> or_expr = "or";
inline constexpr Rule<struct OrTailRule, Tail> or_tail = "or tail";
inline constexpr Rule<struct AndRule, Tree> and_expr = "and";
inline constexpr Rule<struct AndTailRule, Tail> and_tail = "and tail";
inline constexpr Rule<struct NotRule, Tree> not_expr = "not";
inline constexpr Rule<struct ComparisonRule, Tree> comparison = "comparison";
inline constexpr Rule<struct ComparisonTailRule, Tail> comparison_tail = "comparison tail";
inline constexpr Rule<struct SetRule, Trees> set_list = "set";
inline constexpr Rule<struct ElseChainRule, Chain> else_chain = "else chain";
inline constexpr Rule<struct ElseTailRule, Tail> else_tail = "else tail";
inline constexpr Rule<struct ElseRule, Tree> else_expr = "else";
inline constexpr Rule<struct ImpliesChainRule, Chain> implies_chain = "implies chain";
inline constexpr Rule<struct ImpliesTailRule, Tail> implies_tail = "implies tail";
inline constexpr Rule<struct SumRule, Tree> sum = "sum";
inline constexpr Rule<struct SumTailRule, Tail> sum_tail = "sum tail";
inline constexpr Rule<struct ProductRule, Tree> product = "product";
inline constexpr Rule<struct ProductTailRule, Tail> product_tail = "product tail";
inline constexpr Rule<struct UnaryRule, Tree> unary = "unary";
inline constexpr Rule<struct NegationRule, Tree> negation = "negation";
inline constexpr Rule<struct NotPrefixRule, Tree> not_prefix = "not prefix";
inline constexpr Rule<struct ParenthesesRule, Tree> parentheses = "parentheses";
inline constexpr Rule<struct CallRule, Tree> call = "call";
inline constexpr Rule<struct PathRule, Tree> path = "path";
inline constexpr Rule<struct ArgumentRule, ArgumentTree> argument = "argument";
inline constexpr Rule<struct BinderRule, ast::Name> binder = "binder";
inline constexpr Rule<struct WindowRule, WindowTree> window = "window";
inline constexpr Rule<struct LiteralRule, Tree> literal = "literal";
inline constexpr Rule<struct ObjectRule, Tree> object = "object";
inline constexpr Rule<struct ListRule, Tree> list = "list";
inline constexpr Rule<struct EntryRule, EntryTree> entry = "entry";
inline constexpr Rule<struct SelectionRule, Chosen> selection_rule = "selection";
inline constexpr Rule<struct SpanRule, ast::Span> span_rule = "span";

// ---- loosest first
constexpr auto expr_def = named("an expression", implies_chain[fold_right]);
constexpr auto implies_chain_def = or_expr[put<&Chain::first>] >> *implies_tail[add<&Chain::tails>];
constexpr auto implies_tail_def = node(maybe("implies")[op_kind<ExprKind::implies>] >> or_expr[operand]);
constexpr auto or_expr_def = and_expr[take] >> *or_tail[fold_left];
constexpr auto or_tail_def = node(maybe("or")[op_kind<ExprKind::or_>] >> and_expr[operand]);
constexpr auto and_expr_def = not_expr[take] >> *and_tail[fold_left];
constexpr auto and_tail_def = node(maybe("and")[op_kind<ExprKind::and_>] >> not_expr[operand]);
constexpr auto not_expr_def = named("an expression", not_prefix[take] | comparison[take]);
constexpr auto not_prefix_def = node(lit("not") >> nested(not_expr)[prefix<ExprKind::not_>]);

constexpr auto comparison_def = else_expr[take] >> -comparison_tail[fold_left];
constexpr auto comparison_tail_def = node(
    (maybe("in")[op_range] >> (text[text_tail<ExprKind::in_file>] | set_list[set_operands] |
                               (sum[operand] >> x3::eps[set<&Tail::kind, ExprKind::in_value>] >>
                                -(maybe("..") >> sum[operand] >> x3::eps[set<&Tail::kind, ExprKind::in_range>])))) |
    (maybe("matches")[op_range] >> text[text_tail<ExprKind::matches>]) |
    ((maybe("==")[compare_kind<CompareOp::eq>] | maybe("!=")[compare_kind<CompareOp::ne>] |
      maybe("<=")[compare_kind<CompareOp::le>] | maybe(">=")[compare_kind<CompareOp::ge>] |
      maybe("<")[compare_kind<CompareOp::lt>] | maybe(">")[compare_kind<CompareOp::gt>]) >>
     else_expr[operand] >> unchained));
constexpr auto set_list_def = lit("(") >> (literal[add<&Trees::trees>] % maybe(",")) >> lit(")");

constexpr auto else_expr_def = else_chain[fold_right];
constexpr auto else_chain_def = sum[put<&Chain::first>] >> *else_tail[add<&Chain::tails>];
constexpr auto else_tail_def = node(maybe("else")[op_kind<ExprKind::else_>] >> sum[operand]);
constexpr auto sum_def = product[take] >> *sum_tail[fold_left];
constexpr auto sum_tail_def =
    node((maybe("+")[op_kind<ExprKind::add>] | maybe("-")[op_kind<ExprKind::sub>]) >> product[operand]);
constexpr auto product_def = unary[take] >> *product_tail[fold_left];
constexpr auto product_tail_def =
    node((maybe("*")[op_kind<ExprKind::mul>] | maybe("/")[op_kind<ExprKind::div>]) >> unary[operand]);
constexpr auto unary_def =
    named("an expression", literal[take] | negation[take] | parentheses[take] | call[take] | path[take]);
constexpr auto negation_def = node(lit("-") >> nested(unary)[prefix<ExprKind::negate>]);
constexpr auto parentheses_def = node(lit("(") >> nested(expr)[parenthesise] >> lit(")"));
constexpr auto path_def = node(name[name_leaf] >> -(maybe(".") >> name[member]));

// ---- calls and their windows
constexpr auto call_def = node(name[callee] >> maybe("(") >> -(nested(argument)[add_argument] % lit(",")) >> lit(")") >>
                               -window[set_window] >> x3::eps[check_depth]);
constexpr auto binder_def = name[take] >> maybe(":");
constexpr auto argument_def = named(
    "an expression",
    node(binder[bind] >> expr[argument_value] | expr[argument_value] >> -(maybe("where") >> expr[argument_where])));

constexpr auto window_since = maybe("since") >>
                              (lit("(") >> (nested(selection_rule)[window_from] % lit(",")) >> lit(")") |
                               name[window_from_name]);
constexpr auto period_word = lit("hour")[window_set<&ast::Window::period, ast::Period::hour>] |
                             lit("day")[window_set<&ast::Window::period, ast::Period::day>] |
                             lit("week")[window_set<&ast::Window::period, ast::Period::week>] |
                             lit("month")[window_set<&ast::Window::period, ast::Period::month>] |
                             lit("quarter")[window_set<&ast::Window::period, ast::Period::quarter>] |
                             lit("year")[window_set<&ast::Window::period, ast::Period::year>];
constexpr auto this_period = maybe("this hour")[window_set<&ast::Window::period, ast::Period::hour>] |
                             maybe("this day")[window_set<&ast::Window::period, ast::Period::day>] |
                             maybe("this week")[window_set<&ast::Window::period, ast::Period::week>] |
                             maybe("this month")[window_set<&ast::Window::period, ast::Period::month>] |
                             maybe("this quarter")[window_set<&ast::Window::period, ast::Period::quarter>] |
                             maybe("this year")[window_set<&ast::Window::period, ast::Period::year>];
constexpr auto last_unit = lit("samples")[window_set<&ast::Window::unit, ast::LastUnit::samples>] |
                           lit("events")[window_set<&ast::Window::unit, ast::LastUnit::events>] |
                           lit("days (last)")[window_set<&ast::Window::unit, ast::LastUnit::days>] |
                           lit("weeks")[window_set<&ast::Window::unit, ast::LastUnit::weeks>] |
                           lit("months (last)")[window_set<&ast::Window::unit, ast::LastUnit::months>] |
                           lit("quarters")[window_set<&ast::Window::unit, ast::LastUnit::quarters>] |
                           lit("years (last)")[window_set<&ast::Window::unit, ast::LastUnit::years>];
constexpr auto window_def = node(
    maybe("over") >> span_rule[window_put<&ast::Window::a>] >> x3::eps[window_is<WindowKind::over>] >>
        -(maybe("..") >> span_rule[window_put<&ast::Window::b>] >> x3::eps[window_is<WindowKind::over_range>] |
          window_since >> x3::eps[window_is<WindowKind::over_since>]) |
    window_since >> x3::eps[window_is<WindowKind::since>] |
    (maybe("this") >> period_word | this_period) >> x3::eps[window_is<WindowKind::this_period>] |
    maybe("last") >> integer[window_put<&ast::Window::count>] >> last_unit >> x3::eps[window_is<WindowKind::last>] |
    maybe("ever")[window_is<WindowKind::ever>] | maybe("now (window)")[window_is<WindowKind::now>]);

// ---- literals
constexpr auto literal_def =
    named("a value",
          node(lit("true")[leaf<ExprKind::true_>] | lit("false")[leaf<ExprKind::false_>] |
               lit("missing")[leaf<ExprKind::missing>] | text[text_leaf] | instant[instant_leaf] |
               quantity[quantity_leaf] | object[take] | list[take] | name[name_leaf] >> !(maybe("(") | maybe("."))));
constexpr auto object_def = lit("{") >> x3::eps[leaf<ExprKind::object>] >> (nested(entry)[add_entry] % lit(",")) >>
                            lit("}");
constexpr auto list_def = lit("[") >> x3::eps[leaf<ExprKind::list>] >> -(nested(literal)[add_element] % lit(",")) >>
                          lit("]");
constexpr auto entry_def = name[entry_name] >> lit(":") >> literal[entry_value];

constexpr auto selection_rule_def = node(name[selected] >> -(maybe("where") >> expr[selected_where]));
constexpr auto span_rule_def = node(duration[put<&ast::Span::literal>] | name[put<&ast::Span::name>]);

BOOST_SPIRIT_DEFINE(expr, implies_chain, implies_tail, or_expr, or_tail, and_expr, and_tail, not_expr, not_prefix,
                    comparison, comparison_tail, set_list, else_expr, else_chain, else_tail, sum, sum_tail, product,
                    product_tail, unary, negation, parentheses, path, call, binder, argument, window, literal, object,
                    list, entry, selection_rule, span_rule)

}  // namespace

bool read_expression(State& state, const char*& it, Tree& out) { return run(expr, state, it, out); }
bool read_sum(State& state, const char*& it, Tree& out) { return run(sum, state, it, out); }
bool read_literal(State& state, const char*& it, Tree& out) { return run(literal, state, it, out); }
bool read_selection(State& state, const char*& it, Chosen& out) { return run(selection_rule, state, it, out); }
bool read_span(State& state, const char*& it, ast::Span& out) { return run(span_rule, state, it, out); }

}  // namespace tripline::dsl::grammar
