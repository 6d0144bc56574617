// How far a run has come, on one line of a terminal that is drawn over and wiped at the end.
//
// Input: bytes and elements read so far, and how many bytes there are where that is known. Output: at most ten drawings
// a second to standard error. `progress_line` is pure; a Progress belongs to one thread and reads the steady clock
// (nothing that is recorded depends on it).
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "cli/terminal.hpp"

namespace tripline::cli {

struct Advance {
  std::uint64_t bytes = 0;
  std::optional<std::uint64_t> total_bytes;
  std::uint64_t elements = 0;
  double seconds = 0;  // since the beginning
};

// "  43% ████████░░░░░░░░░░░░  1.2 GB of 2.8 GB, 512,000 elements/s, 1 min 3 s left", at most `width` columns.
std::string progress_line(const Advance& advance, const Surface& surface);

class Progress {
 public:
  // Draws nothing where `surface` is no terminal.
  explicit Progress(const Surface& surface);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  bool shown() const { return surface_.terminal; }
  // Cheap where the last drawing is less than a tenth of a second old. `advance.seconds` is filled in here.
  void update(Advance advance);
  void wipe();

 private:
  using Clock = std::chrono::steady_clock;
  Surface surface_;
  Clock::time_point begun_;
  Clock::time_point drawn_;
  bool on_screen_ = false;
};

}  // namespace tripline::cli
