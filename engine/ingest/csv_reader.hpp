// CSV (RFC 4180): rows and their cells.
//
// Input: a ByteSource, a delimiter. Output: for each row its bytes and its cells as tokens: `cell`, or `null` where it is blank. Quotes, and line ends,
// delimiters and doubled quotes within them; LF and CRLF. A line without any character is no row. A row that breaks the rules of quoting costs its
// first line only: reading goes on with the next. One thread; tokens live until the next call.
#pragma once
#include <string>
#include <vector>

#include "engine/ingest/byte_source.hpp"
#include "engine/ingest/frame.hpp"
#include "engine/ingest/token.hpp"

namespace tripline::engine {

class CsvReader {
 public:
  CsvReader(ByteSource& source, char delimiter) : source_(source), delimiter_(delimiter) {}

  // False: there is no more. With `out.code` empty, `cells()` are the row's.
  bool next(Frame& out);
  const std::vector<Token>& cells() const { return cells_; }

 private:
  enum class End { row, ended, stray_quote, after_quote, open_quote };
  struct Extent {
    End end = End::row;
    std::size_t size = 0;  // without the line end
    std::size_t used = 0;  // with it
    bool quotes = false;
  };
  Extent extent_of_row();
  Extent extent_of_quoted_row();
  void split(std::string_view row);
  void split_quoted(std::string_view row);
  void add(std::string_view cell);

  ByteSource& source_;
  char delimiter_;
  std::size_t used_ = 0;
  bool fault_told_ = false;
  std::vector<Token> cells_;
  std::string unquoted_;
};

}  // namespace tripline::engine
