// A pack that has been checked: every name resolved, every type, unit and window known, nothing left to find wrong.
//
// Input: made by dsl/check from syntax trees and data files. Output: read by engine/plan, formatters, explanations. Indexes point into the vectors
// of the same Pack. Numbers are doubles in the base unit of their kind, times nanoseconds, dates days in the pack's zone. A plain value,
// immutable once made: many threads may read it.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/diagnostic.hpp"
#include "core/digest.hpp"
#include "core/dimension.hpp"
#include "core/source.hpp"
#include "core/time.hpp"
#include "core/zone.hpp"

namespace tripline::dsl::model {

using core::Duration;
using core::Range;
using core::Time;

inline constexpr int kNone = -1;
inline constexpr int kTimeField = -2;  // the field `time` that every stream has

// ---------------------------------------------------------------- types

enum class TypeKind : std::uint8_t {
  bool_,
  number,  // double in the base unit of `unit`; unit.text empty: a plain number
  text,
  enumerated,  // index of the member
  time,        // nanoseconds since 1970 UTC
  date,        // days since 1970 in the pack's zone
  duration,    // exact nanoseconds: literals, fields of type duration, time - time, duration(…), now - T
  position,
  list,
};

struct EnumMember {
  std::string name;
  // what stands for it in the input: monostate: its name; text; a number's decimal text (numeric_code); or a bool
  std::variant<std::monostate, std::string, bool> code;
  bool numeric_code = false;  // the string in `code` is a number's decimal text
};

struct EnumType {
  std::string name;  // of `type NAME = …`, else empty
  std::vector<EnumMember> members;
  bool ordered = false;
};

struct Type {
  TypeKind kind = TypeKind::bool_;
  core::Unit unit;          // number: the declared unit, in which it is shown. A computed one: core::base_unit
  int enumeration = kNone;  // enumerated: index into Pack::enums
  std::shared_ptr<const Type> element;  // list
  bool optional = false;                // T?
};

struct Position {
  double latitude = 0;  // degrees
  double longitude = 0;
};

struct Constant;
using ConstantList = std::vector<Constant>;
// bool | double (base unit) | int64 (enumerated: member; time and duration: ns; date: day) | text | position | list
struct Constant {
  std::variant<bool, double, std::int64_t, std::string, Position, ConstantList> value;
};

// ---------------------------------------------------------------- streams

struct Field {
  std::string name;
  Type type;
  bool key = false;
  bool group = false;
  bool personal = false;
  bool id = false;
  std::optional<Duration> unique_for;
  // Where it stands in the input: one text, or two for a position's latitude and longitude. A text that begins with "/" is a JSON
  // pointer, any other a member of the element or a column. By default the field's name.
  std::vector<std::string> from;
  core::Unit input_unit;                          // number: the unit that the input is in; default: the type's
  std::string time_unit;                          // time: "" RFC 3339, or s ms us ns
  std::optional<core::TimePattern> time_pattern;  // time or date: as "…"
  std::string doc;
  Range at;
};

struct Expr;
using ExprPtr = std::unique_ptr<Expr>;

struct Stream {
  std::string name;
  bool signal = false;  // else an event
  bool violation =
      false;  // the built-in event Violation: fields rule, kind, severity, then each key and group that a rule is kept by
  std::string from;  // the element's `type` that selects it
  std::vector<Field>
      fields;  // Violation's keys and groups are optional (`T?` is not asked of authors: a rule's own keys are always there)
  std::vector<int> keys;                // indexes of its key fields, in order of declaration
  std::optional<Duration> stale_after;  // signals
  std::optional<Duration> lateness;     // its own
  // where its time stands
  std::string time_from = "time";
  std::string time_unit;
  std::optional<core::TimePattern> time_pattern;
  int derived_from = kNone;  // event X = SOURCE when …: same fields, keys as its source
  ExprPtr derived_when;      // owner: the key set of the stream; on: the source stream
  std::string doc;
  Range at;
};

struct Table {
  std::string name;
  std::string file;
  std::vector<Field> fields;
  std::vector<int> keys;                                   // its key fields
  std::vector<std::vector<std::optional<Constant>>> rows;  // nullopt: an empty cell of an optional field
  std::string doc;
  Range at;
};

struct Curve {
  std::string name;
  Type from, to;
  std::vector<std::pair<double, double>> points;  // by x, base units; over an enumerated type x is the member's index
  Range at;
};

struct Param {
  std::string name;
  Type type;
  Constant value;    // after --set
  bool set = false;  // by --set
  std::string doc;
  Range at;
};

// ---------------------------------------------------------------- expressions

enum class Op : std::uint8_t {
  constant,     // `constant`
  param,        // `index`
  field,        // `access`, `stream`, `index` (a field, or kTimeField)
  table_field,  // `index` table, `member` field; the row whose keys are the children (in order of Table::keys)
  owner_key,    // a key or group that the rule is kept by: name number `index` of its KeySet
  level,
  stage,  // of the subject: enumerated over levels / stages
  now,    // the instant of evaluation
  score,  // in an assessment's `raise … when`: its score
  // one child
  negate,
  not_,
  present,
  abs,
  sqrt,
  round,
  floor,
  ceil,
  size,
  hour,
  weekday,
  date_of,
  to_number,  // duration -> number of seconds
  day_begin,
  day_end,   // date -> its first instant; the first instant after it
  previous,  // its child at the stream's previous element for the subject; `stream`
  curve,     // `index`
  in_area,   // position in areas[index]
  matches,   // text, patterns[index]
  // two children
  add,
  sub,
  mul,
  div,  // by type: number; duration +- duration; duration * or / number (rounded half away to ns); time +- duration; time - time
  min,
  max,  // two or more children
  distance,
  eq,
  ne,
  lt,
  le,
  gt,
  ge,  // children of the same kind (number, duration, time, date, text, enumerated, bool, position by eq/ne, list by eq/ne)
  // a time against a date (child 0 the time, child 1 the date), whichever side it was written on: language.md, section 3
  time_eq_date,
  time_ne_date,
  time_lt_date,
  time_le_date,
  time_gt_date,
  time_ge_date,
  in_set,    // child 0 among children 1..
  in_list,   // child 0 in list child 1
  in_range,  // child 1 <= child 0 <= child 2; a date at the right against a time has been made day_end
  // child 0 a time: its clock in the pack's zone from child 1 up to, not at, child 2 (since midnight); past it where 2 < 1
  in_hours,
  else_,
  and_,
  or_,
  implies,
  any,
  all,        // child 0 a list, child 1 the condition; `index` numbers the bound variable
  variable,   // `index`
  held,       // child 0 without a break for `span`
  aggregate,  // `aggregate`
};

// Which element a field is read from.
enum class Access : std::uint8_t {
  on,    // the rule's `on` stream: the element judged, or the signal's last sample. Unknown while that signal is stale
  last,  // another stream's last value for the subject; unknown while stale or never seen
  element,  // inside an aggregate, a `where`, or a derived event: the element selected
  opener,   // inside an answer or `by`: the element that opened the duty (as-name)
};

enum class AggregateKind : std::uint8_t {
  count,
  distinct,
  quantile,
  sum,
  avg,
  min,
  max,
  first,
  last,
  once,
  always,
  share,
  change,
  duration,
  integral
};

enum class WindowKind : std::uint8_t {
  over,          // (t - to, t - from], from = 0 but for `over A .. B`
  since,         // after the latest of `marks`
  over_since,    // the later of the two beginnings; before any mark, over `to`
  this_period,   // `period`, up to t; count = 1
  last_periods,  // this calendar period and the count - 1 before it
  last_samples,  // the last `count` samples or events
  ever,
  now,      // the current sample of each member that is not stale
  between,  // [begin, end], up to t: a sandbox's `period`
};

// since STREAM [where c] | since raised
struct Mark {
  bool raised = false;
  int stream = kNone;
  ExprPtr where;  // fields by Access::element; may be null
};

struct Window {
  WindowKind kind = WindowKind::ever;
  Duration from = 0;
  Duration to = 0;
  std::vector<Mark> marks;
  core::Period period = core::Period::day;
  int count = 1;
  Time begin = core::kAlways, end = core::kNever;  // between
};

struct Aggregate {
  AggregateKind kind = AggregateKind::count;
  // True: over elements (events, or a signal's samples: count, distinct, quantile, `last N samples`, `now`); each is one `argument` under `where`.
  // False: over a signal in continuous time: the argument is a function of time.
  bool elements = true;
  int stream = kNone;      // the stream of its elements; for continuous time the signal whose subjects are its members
  std::vector<int> reads;  // every stream whose fields the argument and `where` read (the stream above included)
  ExprPtr argument;        // null for count. Its own stream's fields by Access::element, other streams' by Access::last
  ExprPtr where;           // may be null; without the correlations below
  // where field == name.field: fields of `stream`, each with the expression (Access::on, or Access::opener in an answer) that it must equal. Elements only.
  std::vector<std::pair<int, ExprPtr>> correlations;
  double q = 0;  // quantile
  // projected(…): the value at the end of the period at the pace so far. sum, count, integral, duration `this PERIOD`
  bool projected = false;
  Window window;
  bool coarse = false;  // the stream's subjects are finer than the owner: members
  int owner = kNone;    // key set that it is kept by: the rule's (or derived event's)
  // Of a coarse one in a rule with `during`: only elements and stretches of members in one of these stages count. Bit i: stage i. 0: all.
  std::uint64_t stages = 0;
};

struct Expr {
  Op op = Op::constant;
  Type type;
  Range at;
  std::vector<ExprPtr> children;
  Constant constant;
  Access access = Access::on;
  int stream = kNone;
  int index = kNone;
  int member = kNone;
  Duration span = 0;  // held
  std::unique_ptr<Aggregate> aggregate;
  std::string
      label;  // how the author wrote it, blanks made single: "speed", "Permit.stage", "count(HardBrake) over 10 min"
};

// ---------------------------------------------------------------- rules

// A sandbox is no kind of its own: each of its lines is a redline.
enum class RuleKind : std::uint8_t { redline, limit, duty, trigger, warning, assessment };
const char* word(RuleKind);  // "redline", …: as records say it
enum class Weight : std::uint8_t { info, minor, major, critical };

enum class DueKind : std::uint8_t {
  every,         // span
  within,        // span: closed
  within_range,  // from_span .. span
  days,
  working_days,
  months,
  years,                 // `count`
  by_end_of,             // `period`
  by_day_of_next_month,  // `count`
  by_time,               // `by`: type time (a date has been made day_end)
};

struct Due {
  DueKind kind = DueKind::within;
  Duration from_span = 0;
  Duration span = 0;
  int count = 0;
  core::Period period = core::Period::day;
  ExprPtr by;  // evaluated when the duty opens: the opener's fields by Access::on
};

struct Answer {
  int stream = kNone;
  ExprPtr
      where;  // fields of `stream` by Access::element, the opener's by Access::opener, other streams' by Access::last; may be null
};

// near: headroom |limit - value| / |limit| below `share`, or |limit - value| below `quantity` (base unit of the comparison)
struct NearBand {
  bool relative = true;
  double width = 0;  // 0.1 for 10%
  // the comparison that it is about: `value` OP `limit` as written in `require`, turned so that the value is on the left
  const Expr* comparison = nullptr;
  bool value_left = true;
};

// grades A >= 90, …, D: the first whose `least` the score reaches
struct Grade {
  std::string name;
  std::optional<Constant> least;  // of the score's type; none: whatever is left
};

struct Rule {
  RuleKind kind = RuleKind::redline;
  std::string name;  // of a sandbox's line: SANDBOX.LINE
  std::string title;
  std::vector<std::string> cites;
  std::string message;  // template: "{vehicle} drove at {speed}", "{{" a brace
  // the message in parts: literal text, or an expression to show (fields of `on`, keys, params, aggregates are not allowed)
  struct MessagePart {
    std::string text;
    ExprPtr value;
  };
  std::vector<MessagePart> message_parts;
  Weight severity = Weight::major;
  std::vector<int> actions;            // into Pack::actions
  std::uint64_t stages = 0;            // `during`: bit i: stage i; 0: all stages
  bool stages_filter_members = false;  // coarser per: `during` filters elements (Aggregate::stages), not the owner
  std::optional<Time> effective_from;  // inclusive
  std::optional<Time> effective_to;    // exclusive (a date: the end of that day)
  int owner = kNone;                   // index into Pack::key_sets
  int on = kNone;                      // stream; kNone: on none
  std::string on_name;                 // as NAME
  ExprPtr when, unless, while_;
  // redline, limit: what is required or forbidden. warning: its `when`, as if forbidden; null: every occurrence
  ExprPtr condition;
  bool forbid = false;
  Duration span = 0;  // forbid C for D; a trigger's or warning's when C for D
  bool has_span = false;
  Duration grace = 0;
  bool has_tolerate = false;
  int tolerate = 0;
  Duration tolerate_over = 0;
  std::optional<NearBand> near;
  std::vector<Answer> answers;  // duty
  Due due;
  int level = kNone;  // trigger, assessment: raise to
  std::optional<Duration> raise_for;
  std::optional<Mark> until;
  // assessment: at each multiple of `every`, over `over` before it
  Duration every = 0, over = 0;
  ExprPtr score;
  std::vector<Grade> grades;
  ExprPtr raise_when;  // may read Op::score; null: it raises nothing
  std::vector<int>
      reads;  // streams that decide it: on, fields read, aggregates' streams, marks; derived events as themselves
  bool reads_violation = false;
  std::vector<int> violation_rules;  // rules whose violations it may read
  bool reads_level = false;
  bool late_judged = false;  // redline without `for` that reads only its element's fields, parameters and tables
  std::string doc;
  Range at;
};

// Names of keys and groups that something is kept per, in the order of their names. Empty: the pack as a whole.
struct KeySet {
  std::vector<std::string> names;
  friend bool operator==(const KeySet&, const KeySet&) = default;
};

// An area file (RFC 7946), as rings of lon/lat degrees: polygons[i][0] is the outer ring, the rest holes.
struct Area {
  std::string file;
  using Ring = std::vector<Position>;
  std::vector<std::vector<Ring>> polygons;
};

struct Pattern {
  std::string text;  // RE2 syntax, whole text
};

struct Scenario;  // dsl/model/scenario.hpp

struct StageSource {
  int table = kNone;
  int field = kNone;
  int otherwise = kNone;  // stage; kNone: unknown without a row
};

struct Pack {
  std::string name, version, title, authority;
  core::Zone zone;  // UTC by default
  Duration lateness = 0;
  Duration max_ahead = 5 * 60 * core::kSecond;
  std::vector<EnumType> enums;
  std::vector<std::string> levels;  // lowest first; empty: none declared
  std::vector<std::string> stages;
  std::vector<std::string> actions;
  int level_enum = kNone, stage_enum = kNone;
  std::vector<Stream> streams;
  std::vector<Table> tables;
  std::vector<Curve> curves;
  std::vector<Param> params;
  std::vector<Rule> rules;  // in order of declaration
  std::vector<int>
      rule_order;  // the order in which they are judged: of declaration, those that read Violation after those they read
  std::vector<int> derived_order;  // derived streams, each after those that its condition reads
  std::vector<KeySet> key_sets;
  std::vector<Area> areas;
  std::vector<Pattern> patterns;
  std::optional<StageSource> stage_source;
  std::vector<std::pair<core::Day, bool>> holidays;  // day, worked: sorted by day
  bool has_holidays = false;
  std::vector<Scenario> scenarios;  // tests of the pack: no verdict depends on them
  core::Sha256 digest{};            // sources, data files, parameters, time-zone database, version of the semantics
  core::Sha256
      semantic_digest{};  // the same, with what the sources mean for their bytes: whatever language they are in
  std::shared_ptr<const core::SourceSet> sources;

  Pack();
  Pack(Pack&&) noexcept;
  Pack& operator=(Pack&&) noexcept;
  ~Pack();
};

// The version of these semantics: part of every pack's digest.
inline constexpr const char* kSemantics = "tripline-1";

}  // namespace tripline::dsl::model
