// What becomes of the records of a run: lines in a file, and the first few of those that the report tells in words.
//
// Input: Records in the engine's order. Output: RFC 8785 lines to an Output, and Highlights. Throws OutputError where a
// line cannot be written: the run must stop, for what it would find could not be kept. The engine's thread.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/output.hpp"
#include "core/record.hpp"

namespace tripline::cli {

// A violation as people read it.
struct Highlight {
  core::Time at = core::kAlways;
  std::string rule;
  std::string subject;  // "aircraft mavic_mini", empty for the pack as a whole
  std::string message;
  std::string because;
  bool late = false;
};

// An element that was refused.
struct Refusal {
  std::string source;  // empty: not known
  std::uint64_t position = 0;
  std::string code;
  std::string text;
};

class Recorder : public core::RecordSink {
 public:
  static constexpr std::size_t kTold = 5;  // of each sort

  // Until keep_in() lines are gathered in memory, so that a run that cannot start leaves no file behind.
  void keep_in(Output output);
  void drop_lines();  // no records are wanted

  void write(const core::Record&) override;
  // Hands on what was gathered: for readers that wait for each line.
  void flush();
  void close();

  const std::vector<Highlight>& violations() const { return violations_; }
  const std::vector<Refusal>& refusals() const { return refusals_; }
  // Sentences of `limit.reached`: from there on less was kept than the pack asks for.
  const std::vector<std::string>& limits() const { return limits_; }

 private:
  bool wanted_ = true;
  std::optional<Output> output_;
  std::string before_;  // lines from before keep_in()
  std::vector<Highlight> violations_;
  std::vector<Refusal> refusals_;
  std::vector<std::string> limits_;
};

}  // namespace tripline::cli
