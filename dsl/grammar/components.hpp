// The Boost.Spirit X3 components that the productions of this folder are written in.
//
// Terminals skip blanks themselves, so parsers run without an X3 skipper, over `const char*`, with a State in the context.
// Productions fill the attribute of their rule by semantic actions: `name[put<&ast::Let::name>]`. Included only inside
// dsl/grammar/*.cpp. All parsers and rules are constexpr: they exist before any code runs, whatever the order of initialisation.
// They are immutable; a State belongs to one thread.
#pragma once
#include <boost/spirit/home/x3.hpp>
#include <memory>
#include <string_view>
#include <type_traits>
#include <utility>

#include "dsl/grammar/characters.hpp"
#include "dsl/grammar/keywords.hpp"
#include "dsl/grammar/scan.hpp"
#include "dsl/grammar/state.hpp"
#include "dsl/grammar/tree.hpp"

namespace tripline::dsl::grammar {

namespace x3 = boost::spirit::x3;
struct StateTag;

template <typename Context>
State& state_of(const Context& context) {
  return x3::get<StateTag>(context);
}

// A function that reads one thing, as a parser: the terminals, and productions of another translation unit.
template <typename Attr, bool (*scan)(State&, const char*&, Attr&)>
struct Scanned : x3::parser<Scanned<Attr, scan>> {
  using attribute_type = Attr;
  static constexpr bool has_attribute = true;
  template <typename Context, typename RContext, typename Actual>
  bool parse(const char*& first, const char* const&, const Context& context, RContext&, Actual& attr) const {
    if constexpr (std::is_same_v<Actual, Attr>) {
      return scan(state_of(context), first, attr);
    } else {
      Attr unread{};
      return scan(state_of(context), first, unread);
    }
  }
};

// A keyword (a whole word: L3) or a sign, in the file's language. Its attribute is its range.
struct Word : x3::parser<Word> {
  using attribute_type = core::Range;
  static constexpr bool has_attribute = true;
  const Keyword* keyword;
  Want kind;
  constexpr Word(const Keyword& k, Want w) : keyword(&k), kind(w) {}

  bool scan(State& state, const char*& first, core::Range& at) const {
    if (state.stopped()) return false;
    std::string_view spellings = keyword->spellings[static_cast<std::size_t>(state.language)];
    if (spellings == kNone) return false;
    if (spellings.empty()) {
      at = state.range(first, first);
      return true;
    }
    const char* p = state.skip(first);
    std::string_view spelled = spellings;
    spelled = next_spelling(spelled);
    while (!spellings.empty()) {
      const std::string_view one = next_spelling(spellings);
      if (!stands_at(state, p, one)) continue;
      first = p + one.size();
      at = state.range(p, first);
      return true;
    }
    std::string_view english = keyword->spellings.front();
    state.want(p, english == kNone ? keyword->id : next_spelling(english), kind, spelled);
    return false;
  }
  template <typename Context, typename RContext, typename Actual>
  bool parse(const char*& first, const char* const&, const Context& context, RContext&, Actual& attr) const {
    if constexpr (std::is_same_v<Actual, core::Range>) {
      return scan(state_of(context), first, attr);
    } else {
      core::Range unread;
      return scan(state_of(context), first, unread);
    }
  }

 private:
  static bool stands_at(const State& state, const char* p, std::string_view one) {
    if (!state.rest(p).starts_with(one)) return false;
    const std::string_view found = word_at(state, p);
    if (!found.empty()) return found == one;
    const std::string_view behind = state.rest(p + one.size());
    const bool half = one == "<" || one == "=" || one == ">" || one == "＜" || one == "＝" || one == "＞";
    return !half || !(behind.starts_with('=') || behind.starts_with("＝"));
  }
};

// By the id of a row of kKeywords.
consteval Word lit(std::string_view id) { return {row(id), Want::literal}; }
// What may, but need not, go on here: left out of messages where something is needed.
consteval Word maybe(std::string_view id) { return {row(id), Want::optional}; }

template <typename T>
void set_range(T& value, core::Range at) {
  value.at = at;
}
inline void set_range(Tree& value, core::Range at) { value.node->at = at; }
inline void set_range(Chosen& value, core::Range at) { value.selection.at = at; }

// Sets the range of what its rule reads, from its first to its last byte, and counts it as a node of the file.
template <typename Subject>
struct Node : x3::unary_parser<Subject, Node<Subject>> {
  using base = x3::unary_parser<Subject, Node<Subject>>;
  static constexpr bool is_pass_through_unary = true;
  constexpr explicit Node(const Subject& inner) : base(inner) {}
  template <typename Context, typename RContext, typename Actual>
  bool parse(const char*& first, const char* const& last, const Context& context, RContext& rcontext,
             Actual& attr) const {
    State& state = state_of(context);
    const char* start = state.skip(first);
    const char* before = first;
    if (!this->subject.parse(first, last, context, rcontext, attr)) return false;
    set_range(rcontext, state.range(start, first));
    if (state.count_node()) return true;
    first = before;
    return false;
  }
};

// Gives a group one name in messages: where it fails at its first token, that name is what was wanted.
template <typename Subject>
struct Named : x3::unary_parser<Subject, Named<Subject>> {
  using base = x3::unary_parser<Subject, Named<Subject>>;
  static constexpr bool is_pass_through_unary = true;
  Thing thing;
  constexpr Named(const Subject& inner, Thing t) : base(inner), thing(t) {}
  template <typename Context, typename RContext, typename Actual>
  bool parse(const char*& first, const char* const& last, const Context& context, RContext& rcontext,
             Actual& attr) const {
    State& state = state_of(context);
    const char* start = state.skip(first);
    const char* outer = state.mute(start);
    const bool ok = this->subject.parse(first, last, context, rcontext, attr);
    state.mute(outer);
    if (!ok) state.want(start, thing);
    return ok;
  }
};

// One level of nesting more.
template <typename Subject>
struct Nested : x3::unary_parser<Subject, Nested<Subject>> {
  using base = x3::unary_parser<Subject, Nested<Subject>>;
  static constexpr bool is_pass_through_unary = true;
  constexpr explicit Nested(const Subject& inner) : base(inner) {}
  template <typename Context, typename RContext, typename Actual>
  bool parse(const char*& first, const char* const& last, const Context& context, RContext& rcontext,
             Actual& attr) const {
    State& state = state_of(context);
    if (!state.enter(state.skip(first))) return false;
    const bool ok = this->subject.parse(first, last, context, rcontext, attr);
    state.leave();
    return ok;
  }
};

template <typename Parser>
constexpr auto node(const Parser& parser) {
  return Node<typename x3::extension::as_parser<Parser>::value_type>(x3::as_parser(parser));
}
template <typename Parser>
constexpr auto named(Thing thing, const Parser& parser) {
  return Named<typename x3::extension::as_parser<Parser>::value_type>(x3::as_parser(parser), thing);
}
template <typename Parser>
constexpr auto nested(const Parser& parser) {
  return Nested<typename x3::extension::as_parser<Parser>::value_type>(x3::as_parser(parser));
}

// ---- semantic actions
template <auto member>
constexpr auto put = [](auto& context) { x3::_val(context).*member = std::move(x3::_attr(context)); };
template <auto member>
constexpr auto add = [](auto& context) {
  (x3::_val(context).*member).push_back(std::move(x3::_attr(context)));
  if (!state_of(context).count_node()) x3::_pass(context) = false;
};
template <auto member, auto value>
constexpr auto set = [](auto& context) { x3::_val(context).*member = value; };
constexpr auto take = [](auto& context) { x3::_val(context) = std::move(x3::_attr(context)); };
// A Tree into a member that is an ExprPtr.
template <auto member>
constexpr auto graft = [](auto& context) { x3::_val(context).*member = std::move(x3::_attr(context).node); };

// ---- terminals
constexpr Scanned<ast::Name, scan_name> name;
constexpr Scanned<ast::Text, scan_text> text;
constexpr Scanned<ast::Integer, scan_integer> integer;
constexpr Scanned<ast::Quantity, scan_number> number;
constexpr Scanned<ast::Quantity, scan_quantity> quantity;
constexpr Scanned<ast::Quantity, scan_duration> duration;
constexpr Scanned<ast::Instant, scan_instant> instant;
constexpr Scanned<std::string, scan_clock> clock_time;
constexpr Scanned<ast::Name, scan_version> version;
constexpr Scanned<ast::Name, scan_unit_type> unit_type;

// ---- productions of other translation units
constexpr Scanned<Tree, read_expression> expression;
constexpr Scanned<Tree, read_sum> sum_expression;
constexpr Scanned<Tree, read_literal> literal_value;
constexpr Scanned<Chosen, read_selection> selection;
constexpr Scanned<ast::Span, read_span> span;
constexpr Scanned<ast::Type, read_type> type;
constexpr Scanned<ast::Type, read_base_type> base_type;

// Runs a parser over the rest of the text.
template <typename Parser, typename Attr>
bool run(const Parser& parser, State& state, const char*& it, Attr& attr) {
  return parser.parse(it, state.end(), x3::make_context<StateTag>(state), x3::unused, attr);
}

}  // namespace tripline::dsl::grammar
