// Random expressions over the streams that random packs have (packs.cpp).
//
// Input: what the pack has, where the expression stands. Output: its text, in parts that can be made smaller. The same for the same numbers.
#pragma once
#include <string>
#include <vector>

#include "property/generate.hpp"

namespace tripline::property {

Text text(std::string type, std::string before);
Text around(std::string type, std::string before, Text a, std::string behind);
Text between(std::string type, std::string before, Text a, std::string middle, Text b, std::string behind);

// What a pack has.
struct Shape {
  bool hours = false;  // its spans are hours, else seconds
  bool permits = false, levels = false;
  bool leg = false;         // streams of finer keys
  bool big = false;         // an event derived from one
  bool up = false;          // an event derived from a signal
  bool dated = false;       // times and dates as fields
  bool listed = false;      // lists as fields
  bool correlated = false;  // aggregates that select by a field of the element judged
};

// Where an expression stands, and so what it may name.
struct Place {
  std::string on;        // the rule's stream, whose fields have bare names
  std::string selected;  // inside an aggregate, a `where`, a derived event: the stream selected
  std::string opener;    // the `as` name of `on`
  bool coarse = false;   // aggregates only
  bool finer = false;    // streams of finer keys, too
  bool aggregates = true;
  bool windows = true;  // aggregates have their own; else the clause gives it
  bool raised = false;  // in a trigger: `since raised`
  bool level = false;
  bool held = true;
  bool now = true;
  std::vector<std::string> violations;  // names of rules whose violations may be read
};

class Expressions {
 public:
  explicit Expressions(Random& random) : r_(random) {}
  Shape shape;

  std::string span(int n) const { return std::to_string(n) + (shape.hours ? " h" : " s"); }
  std::string some_span() { return span(r_.of<int>({1, 2, 2, 3, 5, 5, 10})); }
  std::string small() { return std::to_string(r_.below(6)); }

  Text boolean(const Place& p, int depth);
  Text number(const Place& p, int depth);
  // One that counts, sums or looks back: " over 5 s".
  Text aggregate(const Place& p);
  // A comparison of what windows hold; conditions over windows stand by themselves.
  Text compared_aggregate(const Place& p, int depth);
  // What changes steadily between elements, compared with a constant: the two sides, and what the constant is measured in.
  struct Growing {
    Text value;
    std::string constant, unit;
  };
  Growing growing(const Place& p);

 private:
  std::string name(const Place& p, const std::string& stream, const std::string& field) const;
  std::string compare() { return r_.of<std::string>({" < ", " <= ", " > ", " >= ", " > ", " >= ", " == ", " != "}); }
  std::string ordered() { return r_.of<std::string>({" < ", " <= ", " > ", " >= "}); }
  Text number_field(const Place& p);
  Text previous(const Place& p);
  Text growing_number(const Place& p);
  Text comparison(const Place& p, int depth);
  Text dated(const Place& p);
  Text listed(const Place& p);
  std::string window(const Place& p, bool samples, bool continuous);
  std::string period();
  Text where(const std::string& stream);
  Text aggregated(std::string type, std::string call, const std::string& stream, std::string window_text);
  std::string event();
  Text condition_of(const std::string& stream);
  Text held_condition(const std::string& call, const Place& p, const std::string& behind);

  Random& r_;
};

}  // namespace tripline::property
