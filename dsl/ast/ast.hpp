// A pack as its author wrote it: one node for each production of grammar.ebnf, with the range that it came from.
//
// Input: made by dsl/grammar. Output: read by dsl/check and by formatters. Nothing is resolved, converted or defaulted here: names are
// text, numbers are decimal text. Plain values; a tree owns its children. Nesting is at most 128 (the grammar sees to it).
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/phrase.hpp"
#include "core/source.hpp"

namespace tripline::dsl::ast {

using core::Range;

// The natural languages of the keywords: the columns of dsl/grammar/keyword_table.hpp.
using core::Language;

struct Name {
  std::string text;
  Range at;
};

struct Text {
  std::string value;  // escapes resolved
  Range at;           // with its quotes
};

// SIGNED [UNIT]: decimal text, kept as written.
struct Quantity {
  std::string number;  // "-18", "0.5", "9e5"
  Name unit;           // text empty: none. In English words; "²" and "µ" as written
  Range at;
};

// DURATION or the NAME of a parameter.
struct Span {
  Quantity literal;  // used where `name` is empty
  Name name;
  Range at;
};

// DATE or DATETIME, as written.
struct Instant {
  std::string text;
  bool date_only = false;
  Range at;
};

struct Integer {
  std::string text;
  Range at;
};

enum class Period : std::uint8_t { hour, day, week, month, quarter, year };

// ---------------------------------------------------------------- expressions

struct Expr;
using ExprPtr = std::unique_ptr<Expr>;

// NAME [where expr]
struct Selection {
  Name stream;
  ExprPtr where;  // may be null
  Range at;
};

enum class WindowKind : std::uint8_t {
  over,         // over a
  over_range,   // over a .. b
  over_since,   // over a since from
  since,        // since from
  this_period,  // this period
  last,         // last count unit
  ever,
  now,
};

enum class LastUnit : std::uint8_t { samples, events, days, weeks, months, quarters, years };

struct Window {
  WindowKind kind = WindowKind::ever;
  Span a, b;
  std::vector<Selection> from;  // `raised` is a stream name here
  Period period = Period::day;
  Integer count;
  LastUnit unit = LastUnit::days;
  Range at;
};

enum class ExprKind : std::uint8_t {
  // literals
  true_,
  false_,
  missing,
  string,
  quantity,
  instant,
  object,
  list,
  name,  // path of one or two names; also a literal NAME (enumerator)
  call,  // name(args) [window]
  negate,
  not_,
  add,
  sub,
  mul,
  div,
  else_,
  and_,
  or_,
  implies,
  compare,   // op, two children
  in_file,   // child in "area.geojson"
  in_set,    // child in (literals)  -> children[1..] are the literals
  in_value,  // child in sum         -> a list
  in_range,  // child in a .. b      -> three children
  matches,   // child matches "re"
};

enum class CompareOp : std::uint8_t { eq, ne, lt, le, gt, ge };

struct Argument {
  std::optional<Name> binder;  // any(xs, x: c)
  ExprPtr value;
  ExprPtr where;  // may be null
  Range at;
};

struct Entry {  // {lat: 30.6, lon: 104.1}
  Name name;
  ExprPtr value;  // a literal
};

struct Expr {
  ExprKind kind = ExprKind::missing;
  Range at;
  std::vector<ExprPtr> children;
  Name name;                   // name (first), call
  std::optional<Name> member;  // name: after the dot
  Text text;                   // string, in_file (file), matches (pattern)
  Quantity quantity;
  Instant instant;
  std::vector<Entry> entries;      // object
  std::vector<Argument> args;      // call
  std::unique_ptr<Window> window;  // call; large and rare
  CompareOp op = CompareOp::eq;
  Range op_at;  // the operator's own range, for binary kinds
  bool parenthesised = false;
};

// ---------------------------------------------------------------- types, streams

enum class TypeKind : std::uint8_t { bool_, number, text, time, date, duration, position, unit, named, one_of, list };

struct Member {  // of one of (…)
  Name name;
  // what the input says for it, where it says something else: decimal text, string, or true/false
  std::variant<std::monostate, Quantity, Text, bool> code;
};

struct Type {
  TypeKind kind = TypeKind::bool_;
  Range at;
  Name name;                    // unit (its text, "1/min" included) or named
  std::vector<Member> members;  // one_of
  bool ordered = false;         // written with "<" (mixing "<" and "," is `mixed`)
  bool mixed = false;
  std::unique_ptr<Type> element;  // list
  bool optional = false;          // T?
};

struct Encoding {
  enum class Kind : std::uint8_t { none, in_unit, as_pattern } kind = Kind::none;
  Name unit;     // in km/h
  Text pattern;  // as "%Y-%m-%d"
  Range at;
};

enum class ModifierKind : std::uint8_t { key, group, personal, id, unique_for, from };

struct Modifier {
  ModifierKind kind = ModifierKind::key;
  Range at;
  Quantity duration;       // unique for D
  std::vector<Text> from;  // one, or two for ("lat", "lon")
  Encoding encoding;       // of from
};

struct Field {
  Name name;
  Type type;
  std::vector<Modifier> modifiers;
  std::string doc;
  Range at;
};

enum class StreamItemKind : std::uint8_t { stale, lateness, time_from, field };

struct StreamItem {
  StreamItemKind kind = StreamItemKind::field;
  Range at;
  Quantity duration;  // stale, lateness
  Text from;          // time from
  Encoding encoding;
  Field field;
};

// ---------------------------------------------------------------- rules

enum class RuleKind : std::uint8_t { redline, limit, duty, trigger, warning, sandbox, assessment };

enum class ClauseKind : std::uint8_t {
  title,
  cites,
  message,
  severity,
  during,
  per,
  action,
  effective,
  on,
  when,
  unless,
  while_,
  forbid,
  require,
  grace,
  tolerate,
  warn_within,
  expect,
  raise,
  period,
  hours,
  area,
  every_over,
  score,
  grades,
};

// What falls due when. Exactly one form.
enum class DueKind : std::uint8_t {
  every,
  within_calendar,
  within_range,
  within,
  by_end_of,
  by_day_of_next_month,
  by_expr
};
enum class CalendarUnit : std::uint8_t { days, working_days, months, years };

struct Due {
  DueKind kind = DueKind::within;
  Span a, b;      // every, within, within_range
  Integer count;  // within_calendar, by_day_of_next_month
  CalendarUnit unit = CalendarUnit::days;
  Period period = Period::day;  // by_end_of
  ExprPtr by;                   // by_expr
  Range at;
};

struct Grade {
  Name name;
  std::optional<Quantity> least;
};

// One clause of a rule. Every rule accepts the union of clauses; which may stand where is the checker's (L11).
struct Clause {
  ClauseKind kind = ClauseKind::title;
  Range at;                  // the whole clause
  Range keyword;             // its first word
  std::optional<Text> text;  // title cites message
  std::vector<Name>
      names;  // severity (one) during per action; on: stream [, as-name]; raise: level; require: its NAME in a sandbox
  ExprPtr expr;                      // when unless while forbid require area score; raise … when
  std::optional<Span> span;          // for D (when, forbid), grace, tolerate over, raise for, every
  std::optional<Span> over;          // every P over D
  Integer count;                     // tolerate N
  Quantity quantity;                 // warn within
  std::optional<Selection> until;    // raise
  std::vector<Selection> answers;    // expect
  std::optional<Due> due;            // expect
  std::optional<Instant> from, to;   // effective, period
  std::string clock_from, clock_to;  // hours, "07:00"
  std::vector<Grade> grades;
};

struct Rule {
  RuleKind kind = RuleKind::redline;
  Name name;
  std::vector<Clause> clauses;
};

// ---------------------------------------------------------------- scenarios (syntax only here)

struct Step;
struct Expectation {
  bool nothing_else = false;
  std::vector<Name> rule;  // NAME [. NAME]; empty for a bare `nothing else`
  Name outcome;
  std::vector<Quantity> at;  // offset: a sum of durations
  bool has_at = false;
  std::optional<Integer> times;
  ExprPtr subject;  // for LITERAL
};
enum class StepKind : std::uint8_t { repeat, set, expect, element };
struct Step {
  StepKind kind = StepKind::element;
  Range at;
  Integer times;
  Quantity every;
  std::vector<Step> steps;
  Name name;      // set: parameter; element: stream or table
  ExprPtr value;  // set
  std::vector<Entry> entries;
  std::vector<Quantity> offset;
  bool has_offset = false;
  Expectation expectation;
};
struct Scenario {
  Text name;
  std::optional<Instant> starting;
  std::vector<Step> steps;
};

// ---------------------------------------------------------------- declarations

enum class HeaderItemKind : std::uint8_t { title, authority, timezone, lateness, max_ahead };
struct HeaderItem {
  HeaderItemKind kind = HeaderItemKind::title;
  Range at;
  Text text;
  Quantity duration;
};
struct Header {
  Name name;
  Name version;
  std::vector<HeaderItem> items;
};
struct Levels {
  std::vector<Name> names;
};
struct Stages {
  std::vector<Name> names;
};
struct Actions {
  std::vector<Name> names;
};
struct Holidays {
  Text file;
};
struct NamedType {
  Name name;
  Type type;
};
struct Param {
  Name name;
  Type type;
  ExprPtr value;
};
struct Let {
  Name name;
  ExprPtr value;
};
struct Point {
  std::variant<Quantity, Name> x;
  Quantity y;
};
struct Curve {
  Name name;
  Type from;
  Type to;
  std::vector<Point> points;
};
struct Table {
  Name name;
  Text file;
  std::vector<Field> fields;
};
struct StageFrom {
  Name table;
  Name field;
  std::optional<Name> otherwise;
};
struct Stream {
  bool signal = false;
  Name name;
  std::optional<Text> from;
  std::vector<StreamItem> items;
};
struct Derived {
  Name name;
  Name source;
  ExprPtr when;
};

using DeclarationBody = std::variant<Header, Levels, Stages, Actions, Holidays, NamedType, Param, Let, Curve, Table,
                                     StageFrom, Derived, Stream, Rule, Scenario>;
struct Declaration {
  DeclarationBody body;
  Range at;         // from its keyword to its last token
  std::string doc;  // the "##" lines before it, joined by line ends, without "##" and one blank
};

// One source file.
struct File {
  std::uint32_t number = 0;  // in the SourceSet
  Language language = Language::en;
  std::vector<Declaration> declarations;
};

}  // namespace tripline::dsl::ast
