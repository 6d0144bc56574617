#include "cli/progress.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "cli/table.hpp"
#include "cli/words.hpp"

namespace tripline::cli {
namespace {

constexpr std::size_t kBar = 20;
constexpr std::chrono::milliseconds kBetween{100};
// A rate over less than this says nothing yet.
constexpr double kSettled = 0.5;

std::string bar(double share, const Surface& surface) {
  const auto full = static_cast<std::size_t>(std::floor(share * static_cast<double>(kBar)));
  std::string text;
  for (std::size_t i = 0; i < kBar; ++i) text += i < full ? (surface.blocks ? "█" : "#") : (surface.blocks ? "░" : ".");
  return Paint(surface.colour)(Ink::green, text);
}

}  // namespace

std::string progress_line(const Advance& advance, const Surface& surface) {
  std::string before, after = bytes_text(advance.bytes);
  std::string drawn;
  if (advance.total_bytes && *advance.total_bytes > 0) {
    // A file may grow while it is read.
    const double share = std::min(1.0, static_cast<double>(advance.bytes) / static_cast<double>(*advance.total_bytes));
    before = fmt::format("{:3.0f}% ", std::floor(share * 100));
    drawn = bar(share, surface) + "  ";
    after += " of " + bytes_text(*advance.total_bytes);
    if (advance.seconds >= kSettled) {
      after +=
          fmt::format(", {} elements/s",
                      count_text(static_cast<std::uint64_t>(static_cast<double>(advance.elements) / advance.seconds)));
      if (share > 0) {
        const double left = std::min(advance.seconds * (1 - share) / share, 1e9);
        after += ", " + rough_duration(static_cast<core::Duration>(std::ceil(left)) * core::kSecond) + " left";
      }
    }
  } else {
    after += ", " + counted(advance.elements, "element");
    if (advance.seconds >= kSettled) {
      after +=
          fmt::format(", {} elements/s",
                      count_text(static_cast<std::uint64_t>(static_cast<double>(advance.elements) / advance.seconds)));
    }
  }
  // One column stays free: a terminal may wrap as soon as the last is written.
  const std::size_t room = surface.width > 1 ? surface.width - 1 : 0;
  const std::size_t taken = before.size() + (drawn.empty() ? 0 : kBar + 2);
  if (taken + after.size() > room && !drawn.empty()) return cut_to(before + " " + after, room);
  return before + drawn + cut_to(after, room - std::min(room, taken));
}

Progress::Progress(const Surface& surface) : surface_(surface), begun_(Clock::now()), drawn_(begun_) {}

Progress::~Progress() { wipe(); }

void Progress::update(Advance advance) {
  if (!shown()) return;
  const Clock::time_point now = Clock::now();
  if (now - drawn_ < kBetween) return;
  drawn_ = now;
  advance.seconds = std::chrono::duration<double>(now - begun_).count();
  const std::string line = "\r" + progress_line(advance, surface_) + "\x1b[K";
  std::fwrite(line.data(), 1, line.size(), stderr);
  std::fflush(stderr);
  on_screen_ = true;
}

void Progress::wipe() {
  if (!on_screen_) return;
  std::fputs("\r\x1b[K", stderr);
  std::fflush(stderr);
  on_screen_ = false;
}

}  // namespace tripline::cli
