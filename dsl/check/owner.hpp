// Whose is it? The keys that a rule or derived event is kept by, and what follows from that for all that it reads.
//
// Input: checked expressions. Output: the owner's key set; keys of tables, coarseness and owner of aggregates filled
// in. Mistakes go to the Context. One thread.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "dsl/check/expression.hpp"

namespace tripline::dsl::check {

// One place where a stream is read.
struct Read {
  enum class Kind : std::uint8_t { on, field, aggregate, mark, answer };
  Kind kind = Kind::field;
  int stream = kNone;
  Range at;
  const model::Expr* where = nullptr;  // what selects among the elements, where something does
  model::Access where_access = model::Access::element;
};

// What a rule, or a derived event, is kept by.
struct Holder {
  std::string name;
  Range name_at;
  int on = kNone;
  int selected = kNone;  // a derived event's source
  int owner = kNone;
  bool per = false;          // said with `per`
  std::uint64_t stages = 0;  // of `during`
  std::vector<int> violation_rules;
  // found out on the way
  bool coarse = false;  // some aggregate is over members
  bool reads_level = false;
  std::vector<int> reads;
};

// All reads of an expression, those inside its aggregates and marks included.
void collect_reads(const Context&, const model::Expr&, std::vector<Read>&);
void collect_reads(const Context&, const model::Mark&, Range at, std::vector<Read>&);

// The key set that these reads share (Violation aside). kNone: none, or reported (`failed`).
int shared_owner(Context&, const Holder&, const std::vector<Read>&, bool& failed);

// Rules (indexes into Pack::rules) whose violations a read may see, by what its `where` says of rule, kind and
// severity.
std::vector<int> may_see(const Context&, const Read&);

// Fills in what depends on the owner. False: reported.
class Finish {
 public:
  Finish(Context& context, Holder& holder) : c_(context), holder_(holder) {}
  bool expression(model::Expr&);                          // of the rule itself
  bool answer(int stream, model::Expr& where, Range at);  // `where` of an answer
  bool deadline(model::Expr&);                            // `by`: the opener's fields, whatever the owner
  bool mark(model::Mark&, Range at);
  bool stream(int stream, Range at);  // one that is read or answers: it must carry the owner's keys
  bool coarse(int stream) const;      // its subjects are finer than the owner

 private:
  struct Place {
    int selected = kNone;
    int on = kNone;
    model::Access on_access = model::Access::on;
    int aggregate = kNone;  // the stream that is aggregated
    bool any_on_field = false;
  };
  bool walk(model::Expr&, const Place&);
  bool aggregate(model::Expr&, const Place&);
  bool table_keys(model::Expr&, const Place&);
  bool field(const model::Expr&, const Place&);
  void note_read(int stream);

  Context& c_;
  Holder& holder_;
};

}  // namespace tripline::dsl::check
