// What an engine says (records.md): how it is written, and where it is said.
//
// A Draft takes members in any order and gives the canonical text (RFC 8785); a Record is the finished text with what a reader needs to
// choose by. A RecordSink is called from the engine's thread, in the order of section 7, and may throw only to stop the run.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/json.hpp"
#include "core/time.hpp"

namespace tripline::core {

// A personal value and the token that stands for it in a record.
struct Personal {
  std::string token;  // "⟨driver#1⟩"
  std::string value;  // as text, UTF-8
};

// The views are good during write() only.
struct Record {
  std::string_view kind;  // "violation.opened", …
  // kAlways: the record has no instant (pack.loaded, a rejected element without a readable time)
  Time at = kAlways;
  std::string_view rule;  // empty: about no rule
  std::string_view
      text;  // all of it, `kind`, `at` and `rule` included: one JSON object in canonical form, without a line end
  // The personal values that it names and no record before it did. For those alone who keep them apart: they stand nowhere in `text`.
  std::span<const Personal> personal = {};
};

class RecordSink {
 public:
  virtual ~RecordSink() = default;
  virtual void write(const Record&) = 0;
};

// A JSON object on the way to its canonical text. Names must outlive the draft and be printable ASCII that needs no escape (they are literals); each is
// set once. Values are written at once, so that setting one costs no more than its text. One thread.
class Draft {
 public:
  std::string_view kind;
  Time at = kAlways;
  std::string_view rule;

  Draft& set(std::string_view name, std::string_view text);
  Draft& set(std::string_view name, const std::string& text) { return set(name, std::string_view(text)); }
  Draft& set(std::string_view name, const char* text) { return set(name, std::string_view(text)); }
  Draft& set(std::string_view name, bool value);
  Draft& set(std::string_view name, double finite);
  Draft& set(std::string_view name, std::uint64_t at_most_2_53) { return set(name, static_cast<double>(at_most_2_53)); }
  Draft& set(std::string_view name, int value) { return set(name, static_cast<double>(value)); }
  Draft& set(std::string_view name, const Json& value);
  Draft& set_time(std::string_view name, Time t);  // RFC 3339
  // A value that is canonical JSON already.
  Draft& set_written(std::string_view name, std::string_view canonical);

  // A member's value in canonical form; empty: there is no such member.
  std::string_view value(std::string_view name) const;
  // Puts a text in place of a member's value, where the member is there.
  bool replace(std::string_view name, std::string_view text);
  bool replace_written(std::string_view name, std::string_view canonical);
  // The text that it would have now, appended to `out`.
  void write(std::string& out);
  void clear();

 private:
  struct Member {
    std::string_view name;
    std::uint64_t head;      // its first eight characters as a number: in the order of names
    std::size_t begin, end;  // of its value in values_
  };
  bool remove(std::string_view name);
  template <class Write>
  Draft& add(std::string_view name, Write write);

  std::vector<Member> members_;
  std::string values_;
};

}  // namespace tripline::core
