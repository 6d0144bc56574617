// The first row of a CSV file: which column stands for which place of the pack.
//
// Input: its cells, and which stream the file is read as (-1: the column `type` says). Output: for each column the place that it fills. A name is found
// as it is written, otherwise without the blanks around it. Immutable.
#pragma once
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "engine/ingest/decoder.hpp"
#include "engine/ingest/token.hpp"

namespace tripline::engine {

class CsvHeader {
 public:
  // The error is a sentence: no column `type` and no stream said, none of the stream's columns, a column that is needed and stands twice.
  static tl::expected<CsvHeader, std::string> read(const std::vector<Token>& names, const Decoder& decoder, int stream,
                                                   const std::string& file, char delimiter);

  std::size_t columns() const { return columns_; }
  // Requires cells.size() == columns(). Places without a column are left as they are.
  void fill(const std::vector<Token>& cells, std::vector<Token>& slots) const {
    for (const auto& [column, place] : filled_) slots[place] = cells[column];
  }

 private:
  std::size_t columns_ = 0;
  std::vector<std::pair<std::size_t, std::size_t>> filled_;
};

}  // namespace tripline::engine
