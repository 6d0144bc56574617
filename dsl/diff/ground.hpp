// Two packs on common ground: what means the same in both has one number, so that their conditions can be compared.
//
// Input: two checked packs. Output: one pack of what either names, and rules and expressions of each rewritten into its numbers. Matched by name:
// streams, fields, tables, members of enumerations; by what they hold: curves, patterns, areas, rows. What is read otherwise
// (another unit in the input, other rows) has two numbers, and so is never taken for the same. Parameters are replaced by their values.
// Invariant: equal keys (dsl/lint/formula.hpp) of two rewritten expressions mean equal values at every instant at which both packs have seen
// the same elements. One thread.
#pragma once
#include <array>
#include <map>
#include <string>
#include <vector>

#include "dsl/model/model.hpp"

namespace tripline::dsl::diff {

enum class Side : std::uint8_t { old, now };

class Ground {
 public:
  Ground(const model::Pack& old, const model::Pack& now);
  Ground(const Ground&) = delete;
  Ground& operator=(const Ground&) = delete;
  ~Ground() = default;

  const model::Pack& common() const { return common_; }
  const model::Pack& pack(Side side) const { return *of(side).pack; }

  // Without its texts: cites, title, message.
  model::Rule rewritten(Side side, const model::Rule& rule) const;
  model::ExprPtr rewritten(Side side, const model::Expr& e) const;

  int stream(Side side, int index) const { return at(of(side).streams, index); }
  int field(Side side, int stream, int index) const;
  int table(Side side, int index) const { return at(of(side).tables, index); }
  int column(Side side, int table, int index) const;
  int curve(Side side, int index) const { return at(of(side).curves, index); }
  int area(Side side, int index) const { return at(of(side).areas, index); }
  // Names as common() has them, so that two texts are equal where the values are.
  std::string constant_key(Side side, const model::Constant& value, const model::Type& type) const;

  // Two columns of one table (numbers of common()) that have the same rows: is the first nowhere more than the second, and nowhere less?
  struct Ordered {
    bool at_most = false, at_least = false;
  };
  Ordered columns(int table, int first, int second) const;

  // What both have under that name, and is not the same though each field by itself may be: when it is stale, how it is derived, its keys, what selects
  // it, where its time stands. Names, ascending.
  const std::vector<std::string>& streams_that_differ() const { return streams_that_differ_; }
  bool zones_differ() const { return zones_differ_; }
  bool holidays_differ() const { return holidays_differ_; }
  bool stages_differ() const { return stages_differ_; }  // where a subject's stage comes from

 private:
  using Numbers = std::vector<int>;
  struct Numbering {
    const model::Pack* pack = nullptr;
    Numbers streams, enums, tables, curves, areas, patterns, key_sets, levels, stages, actions;
    std::vector<Numbers> fields, columns, members;
  };
  const Numbering& of(Side side) const { return side == Side::old ? old_ : now_; }
  Numbering& of(Side side) { return side == Side::old ? old_ : now_; }
  static int at(const Numbers& numbers, int index) {
    return index < 0 ? index : numbers[static_cast<std::size_t>(index)];
  }

  void put_enums();
  int counterpart(int now_enum) const;
  void put_streams();
  void put_fields(int common, const model::Stream* old, const model::Stream& now, int now_index);
  bool same_decoding(const model::Field& old, const model::Field& now) const;
  bool same_kind(const model::Type& old, const model::Type& now) const;
  bool same_stream(const model::Stream& old, const model::Stream& now) const;
  void find_other_streams();
  void put_tables();
  Ordered order_of(const model::Table& old, std::size_t old_column, const model::Table& now,
                   std::size_t new_column) const;
  std::string row_key(Side side, const model::Table& table,
                      const std::vector<std::optional<model::Constant>>& row) const;
  void put_curves();
  void put_places();
  model::Type type(Side side, model::Type t) const;
  model::Constant constant(Side side, const model::Constant& value, const model::Type& type) const;
  model::Mark mark(Side side, const model::Mark& m, Numbers& bound) const;
  model::ExprPtr rewritten(Side side, const model::Expr& e, Numbers& bound) const;
  std::unique_ptr<model::Aggregate> aggregate(Side side, const model::Aggregate& a, Numbers& bound) const;
  void settle(model::Expr& number) const;
  std::uint64_t stage_set(Side side, std::uint64_t stages) const;

  Numbering old_, now_;
  std::map<std::array<int, 3>, Ordered> columns_;  // table, old column, new column
  mutable std::map<std::string, int> long_numbers_;
  model::Pack common_;
  std::vector<std::string> streams_that_differ_;
  bool zones_differ_ = false, holidays_differ_ = false, stages_differ_ = false;
};

}  // namespace tripline::dsl::diff
