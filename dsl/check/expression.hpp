// One expression: names resolved, types and units known, optional values asked for, aggregates lowered.
//
// Input: an expression's tree and the Scope that it stands in. Output: model::Expr, or null where something is wrong
// (then it has been reported, and what is built on it says nothing more). Keys of tables and the coarseness of
// aggregates are filled in by owner.cpp, once it is known whose the expression is. One thread.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "dsl/check/context.hpp"
#include "dsl/check/functions.hpp"
#include "dsl/check/types.hpp"

namespace tripline::dsl::check {

using model::ExprPtr;
using model::kNone;

// A field or table value that is known to be there.
struct Fact {
  model::Op op = model::Op::field;
  model::Access access = model::Access::on;
  int stream = kNone;  // of a table field: the selected stream
  int index = kNone;
  int member = kNone;
  friend bool operator==(const Fact&, const Fact&) = default;
};

// What a clause gives to the aggregates in it, which are then written without a window: `score`, a sandbox's `require`.
struct Given {
  Said clause;  // that gives it, in words
  model::WindowKind kind = model::WindowKind::ever;
  core::Duration to = 0;                                 // over
  core::Time begin = core::kAlways, end = core::kNever;  // between
  // Of a sandbox: only what its `when` lets through and its `unless` does not, as the aggregate's element or stretch saw it.
  const ast::Expr* when = nullptr;
  const ast::Expr* unless = nullptr;
  int on = kNone;
  std::string on_name;
};

// Where an expression stands: what its names mean.
struct Scope {
  int on = kNone;       // the stream that is judged
  std::string on_name;  // as NAME
  Range on_name_at;
  std::string lost_name;  // the rule's as-name, where what is judged cannot be read
  model::Access on_access = model::Access::on;
  int selected =
      kNone;  // the stream whose elements are selected: inside a `where`, an argument, an answer, a derived event
  bool in_aggregate =
      false;  // an argument, a `where` or a mark: no aggregate inside, no element of the rule but by correlation
  bool bare_fields = true;           // false inside a let: fields stand with their stream
  bool now_anywhere = false;         // in a rule on an event
  bool raised = false;               // in a trigger: `since raised`
  bool on_each = false;              // `on` stands for each element aggregated: the `when` of a sandbox
  const Given* given = nullptr;      // what the clause gives to aggregates
  std::optional<model::Type> score;  // where `score` may be read: its type
  bool lenient = false;              // a let looked at alone: what may be missing is asked where it is used
  Said holder;                       // "a derived event": why Violation may not be read; empty: it may
};

class Checker {
 public:
  Checker(Context& context, Scope scope) : c_(context), scope_(std::move(scope)) {}

  // A value that is certainly not missing. `hint`: the enumeration beside it, whose members are then names.
  ExprPtr value(const ast::Expr*, int hint = kNone);
  // The same, that may be missing.
  ExprPtr maybe_missing(const ast::Expr*, int hint = kNone);
  ExprPtr condition(const ast::Expr*);

  // What is known where the expressions to come are asked.
  void assume(const model::Expr& condition) { add_facts(condition, facts_); }
  const std::vector<Fact>& facts() const { return facts_; }
  void set_facts(std::vector<Fact> facts) { facts_ = std::move(facts); }
  Scope& scope() { return scope_; }

  // since E | until E where c. nullopt: reported.
  std::optional<model::Mark> mark(const ast::Selection&, bool for_window);

 private:
  struct Found {
    enum class Kind : std::uint8_t {
      none,
      binder,
      selected,
      on_name,
      on_field,
      let,
      param,
      level,
      stage,
      now,
      score,
      owned_elsewhere
    } kind = Kind::none;
    int index = kNone;
  };
  struct Binder {
    std::string name;
    int number = 0;
    model::Type type;
  };

  // expression.cpp
  ExprPtr check(const ast::Expr&, int hint);
  ExprPtr make(model::Op, model::Type, const ast::Expr&);
  ExprPtr make1(model::Op, model::Type, const ast::Expr&, ExprPtr);
  ExprPtr make2(model::Op, model::Type, const ast::Expr&, ExprPtr, ExprPtr);
  ExprPtr require_value(ExprPtr);
  ExprPtr logic(const ast::Expr&);
  ExprPtr otherwise(const ast::Expr&, int hint);
  ExprPtr literal(const ast::Expr&, int hint);
  bool is_condition(const model::Expr&);
  void add_facts(const model::Expr&, std::vector<Fact>&) const;
  Fact fact_of(const model::Expr&) const;

  // names.cpp
  Found find(const std::string& name) const;
  int enumeration_named(
      const std::string& name) const;  // of the field, parameter or built-in of that name; kNone: none
  ExprPtr name(const ast::Expr&, int hint);
  ExprPtr path(const ast::Expr&, int hint);
  std::string line_named(const ast::Expr&) const;
  ExprPtr field(int stream, const ast::Name& name, model::Access, const ast::Expr&);
  ExprPtr table_field(int table, const ast::Name& name, const ast::Expr&);
  ExprPtr let(int index, const ast::Expr&);
  ExprPtr builtin(Found::Kind, const ast::Expr&);
  ExprPtr not_found(const ast::Expr&, int hint);
  std::vector<std::string> names_in_scope(ast::Language language) const;
  const model::Field* field_of(int stream, const std::string& name, int& index) const;
  void streams_of(const ast::Expr&, std::vector<int>& out, std::set<int>& lets, int depth = 0) const;

  // compare.cpp
  bool pair(const ast::Expr& left, const ast::Expr& right, ExprPtr& l, ExprPtr& r, int hint = kNone,
            bool right_may_miss = false);
  bool align(ExprPtr& l, ExprPtr& r, const ast::Expr&);  // numbers and durations to one kind; reports what does not fit
  void mixed(const model::Expr& l, const model::Expr& r, const ast::Expr& whole);
  ExprPtr to_number(ExprPtr);
  ExprPtr compare(const ast::Expr&);
  ExprPtr compared(ast::CompareOp, ExprPtr l, ExprPtr r, const ast::Expr&);

  // sets.cpp
  ExprPtr in_file(const ast::Expr&);
  ExprPtr in_set(const ast::Expr&);
  ExprPtr in_value(const ast::Expr&);
  ExprPtr in_range(const ast::Expr&);
  ExprPtr matches(const ast::Expr&);

  // arithmetic.cpp
  ExprPtr arithmetic(const ast::Expr&);
  ExprPtr sum(const ast::Expr&, ExprPtr l, ExprPtr r);
  ExprPtr product(const ast::Expr&, ExprPtr l, ExprPtr r);
  ExprPtr with_time(const ast::Expr&, ExprPtr l, ExprPtr r);
  ExprPtr negate(const ast::Expr&);
  ExprPtr least_or_most(const ast::Expr&, model::Op);
  model::Type common_unit(const model::Type&, const model::Type&) const;

  // call.cpp
  ExprPtr call(const ast::Expr&, int hint);
  ExprPtr function(const ast::Expr&, Function, int hint);
  ExprPtr curve(const ast::Expr&, int index);
  ExprPtr previous(const ast::Expr&, int hint);
  ExprPtr held(const ast::Expr&);
  ExprPtr any_or_all(const ast::Expr&, bool any);
  ExprPtr calendar(const ast::Expr&, Function);
  ExprPtr projected(const ast::Expr&);
  bool arguments(const ast::Expr&, std::size_t least, std::size_t most, const Said& usage);

  // aggregate.cpp, window.cpp
  ExprPtr aggregate(const ast::Expr&, model::AggregateKind);
  int aggregate_stream(const ast::Expr&, model::AggregateKind, std::vector<int>& signals);
  bool where(const ast::Expr*, model::Aggregate&, const Scope& outside, const std::vector<Fact>& outside_facts);
  bool correlation(const ast::Expr&, model::Aggregate&, const Scope& outside, const std::vector<Fact>& outside_facts);
  const ast::Expr* correlated_side(const ast::Expr&, const ast::Expr*& other) const;
  bool type_aggregate(const ast::Expr&, model::Aggregate&, model::Type& out);
  bool fits_window(const ast::Expr&, const model::Aggregate&);
  bool given_where(const ast::Expr&, model::Aggregate&);
  std::optional<model::Window> window_of(const ast::Expr&, const model::Stream&);
  std::optional<model::Window> window(const ast::Window&, const model::Stream&);

  Context& c_;
  Scope scope_;
  std::vector<Fact> facts_;
  std::vector<Binder> binders_;
  int next_binder_ = 0;
  int depth_ = 0;
  int let_depth_ = 0;
  bool now_here_ = false;              // inside hour, weekday, date
  const ast::Expr* now_at_ = nullptr;  // the one `now` of `now - T` in a comparison
};

// What a checked expression reads.
void visit(const model::Expr&,
           const std::function<void(const model::Expr&)>&);  // itself and its children; not into aggregates
bool is_constant(const model::Expr&);                        // literals, parameters, and arithmetic of these

}  // namespace tripline::dsl::check
