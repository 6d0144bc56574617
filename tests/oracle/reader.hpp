// What an expression says at a moment, recomputed from the history each time (language.md, sections 3 to 5).
//
// Input: a checked expression, whose it is, a moment. Output: a Value; Unknown carries why. Nothing is carried from one question to the next but a
// table of what was already asked about moments that are past. One thread.
#pragma once
#include <functional>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>

#include "oracle/exact.hpp"
#include "oracle/history.hpp"

namespace tripline::oracle {

// When a trigger raised, or began again, for a subject: `since raised` counts from there.
struct Raise {
  Time at;
  std::size_t seen;
};

// When a rule read what grows inside of larger expressions, and how often it had raised for the subject by then.
struct Reading {
  Moment at;
  std::size_t raises = 0;
};

// A subject's level from some point of the run on.
struct LevelStep {
  Time at;
  std::size_t seen;
  int level;
};

struct Context {
  Who who = kNobody;
  Moment now;
  // Where the elements that fields are read from are given: of `on`, of what an aggregate or answer selects, of what opened a duty.
  const Entry* on = nullptr;
  const Entry* element = nullptr;
  const Entry* opener = nullptr;
  // When aggregates that grow inside of larger expressions were read, in order (section 5: "at the subject's elements … and nowhere else").
  const std::vector<Reading>* reads = nullptr;
  std::size_t raises = SIZE_MAX;  // how many raises `since raised` knows of
  const Value* score = nullptr;   // an assessment's
  int rule = model::kNone;        // whose `raised` is meant
  int previous_of = model::kNone;
  std::vector<Value> variables;
};

enum class Truth : std::uint8_t { no, yes, unknown };

class Reader {
 public:
  explicit Reader(const History& history) : h_(history) {}

  static Value of_constant(const model::Constant& c);
  Value value(const model::Expr& e, Context& c);
  Truth truth(const model::Expr* e, Context& c, Truth otherwise, Value* why = nullptr);

  // The instants after the moment, not later than `until`, at which time alone makes one of the comparisons in `e` cross its constant:
  // those of growing aggregates and of `now - T`.
  void crossings(const model::Expr& e, Context& c, Time until, std::vector<Time>& out);

  std::map<std::pair<int, Who>, std::vector<Raise>> raises;  // by rule
  std::vector<std::vector<LevelStep>> levels;                // by subject
  int level(Who who, Moment m) const;
  Time current = core::kAlways;  // the instant being judged: what is before it is settled

  // Whether an aggregate's value changes steadily between elements (section 5).
  static bool grows(const model::Aggregate& a);
  // A comparison of what grows with a constant, alone.
  struct Growth {
    const model::Aggregate* aggregate = nullptr;
    const model::Expr* constant = nullptr;
    bool left = true;
  };
  std::optional<Growth> growing_comparison(const model::Expr& e) const;
  Fraction constant(const model::Expr& e);  // as it was written
  std::optional<int> side(const model::Aggregate& a, Context& c, const Fraction& k, Value* why);
  static bool age(const model::Expr& e);  // now - T
  void crossing(const model::Aggregate& a, Context& c, const Fraction& k, Time until, std::vector<Time>& out);

 private:
  struct Beginning {  // of a window
    Time at = core::kAlways;
    bool open = false;      // what is at `at` itself lies outside
    bool by_order = false;  // what counts is entered after `seen` entries
    std::size_t seen = 0;
    std::size_t first_at = 0;
  };
  struct Standing {
    Truth selected = Truth::no;
    Value value;
  };
  struct Piece {  // a member's value from one moment to the next
    Time from = 0, to = 0;
    Value value;            // unknown: none
    bool left_out = false;  // by its `where`, or because the member does not belong here
    bool current = false;
  };

  Value field(const model::Expr& e, const Context& c);
  Value binary(const model::Expr& e, Context& c);
  Value comparison(const model::Expr& e, Context& c);
  Value table_field(const model::Expr& e, Context& c);
  Value held(const model::Expr& e, Context& c);
  const std::set<int>& reads(const model::Expr& e);
  bool own_signal_silent(const model::Expr& e, const Context& c);
  bool stale(int stream, const Entry& e, Moment m) const;

  static bool by_time(const model::Aggregate& a);
  Value aggregate(const model::Aggregate& a, Context& c, Moment m);
  Value at_last(const model::Aggregate& a, Context& c, Moment m);
  std::optional<Beginning> beginning(const model::Aggregate& a, const Context& c, Moment m);
  bool ours(const model::Aggregate& a, Who member, const Context& c, std::size_t seen) const;
  const Standing& standing(const model::Aggregate& a, std::size_t entry);
  Standing standing_at(const model::Aggregate& a, const Context& c);
  // `sum`: receives a sum or count before it is rounded.
  Value over_elements(const model::Aggregate& a, Context& c, Moment m, Exact* sum = nullptr);
  static Value fold(const model::Aggregate& a, const std::vector<Standing>& elements, Exact* sum);
  std::vector<std::vector<Piece>> pieces(const model::Aggregate& a, const Context& c, Moment m, const Beginning& b);
  std::vector<Moment> moments(const model::Aggregate& a, Who member, Moment m, const Beginning& b);
  Piece state(const model::Aggregate& a, Who member, const Context& c, Moment m);
  Value over_time(const model::Aggregate& a, Context& c, Moment m);
  // Of a growing aggregate: sum of value times length, and of lengths.
  struct Grown {
    Exact sum, length;
    bool at_instant = false;  // over no length: sum of the values at m, and how many
    bool anything = false;
  };
  struct Period {
    Time begin, end;
  };
  Grown grown(const model::Aggregate& a, const Context& c, Moment m);
  Period period(const model::Aggregate& a, Moment m) const;
  std::optional<Exact> total(const model::Aggregate& a, Context& c, Moment m, Value* why);
  Value projected(const model::Aggregate& a, Context& c, Moment m);
  std::optional<Exact> excess(const model::Aggregate& a, Context& c, Moment m, const Fraction& k, bool* instant,
                              Value* why);
  bool moves_by_time(const model::Expr* e) const;
  Value last_read(const model::Aggregate& a, Context& c);

  const History& h_;
  std::map<std::pair<const model::Aggregate*, std::size_t>, Standing> standings_;
  using Key = std::tuple<const void*, Who, Time, std::size_t, bool>;
  std::map<Key, Piece> states_;
  std::map<Key, Value> held_;
  std::map<const model::Expr*, std::set<int>> reads_;
};

}  // namespace tripline::oracle
