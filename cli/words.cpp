#include "cli/words.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "core/nearest.hpp"

namespace tripline::cli {
namespace {

constexpr core::Phrase kComma{", ", "，"};
constexpr core::Phrase kUnderOne{"under 1 ms", "不足 1 ms"};

}  // namespace

std::string Speech::counted(std::uint64_t count, const Noun& noun) const {
  if (count == 0) return (*this)(noun.none);
  return (*this)(count == 1 ? noun.one : noun.several, {count_text(count)});
}

void Speech::list(std::string& one, const std::string& more) const {
  if (!one.empty() && !more.empty()) one += (*this)(kComma);
  one += more;
}

std::string count_text(std::uint64_t count) {
  std::string digits = std::to_string(count);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

std::string counted(std::uint64_t count, std::string_view one, std::string_view several) {
  const std::string plural = several.empty() ? std::string(one) + "s" : std::string(several);
  if (count == 0) return "no " + plural;
  return fmt::format("{} {}", count_text(count), count == 1 ? std::string(one) : plural);
}

std::string rough_duration(core::Duration length, core::Language language) {
  struct Step {
    core::Duration ns;
    const char* name;
  };
  constexpr core::Duration kMs = 1'000'000;
  constexpr std::array<Step, 5> kSteps{
      {{core::kDay, "d"}, {3600 * core::kSecond, "h"}, {60 * core::kSecond, "min"}, {core::kSecond, "s"}, {kMs, "ms"}}};
  if (length == 0) return "0 s";
  for (std::size_t i = 0; i < kSteps.size(); ++i) {
    const core::Duration whole = length / kSteps[i].ns;
    if (whole == 0) continue;
    std::string text = fmt::format("{} {}", count_text(static_cast<std::uint64_t>(whole)), kSteps[i].name);
    if (i + 1 < kSteps.size()) {
      const core::Duration rest = length % kSteps[i].ns / kSteps[i + 1].ns;
      if (rest != 0) text += fmt::format(" {} {}", rest, kSteps[i + 1].name);
    }
    return text;
  }
  return core::say(kUnderOne, language, {});
}

std::string bytes_text(std::uint64_t bytes) {
  constexpr std::array<const char*, 6> kUnits{"kB", "MB", "GB", "TB", "PB", "EB"};
  if (bytes < 1000) return fmt::format("{} B", bytes);
  double amount = static_cast<double>(bytes) / 1000;
  std::size_t unit = 0;
  // 999.95 would be shown as 1000.0.
  while (amount >= 999.95 && unit + 1 < kUnits.size()) {
    amount /= 1000;
    ++unit;
  }
  return fmt::format("{:.1f} {}", amount, kUnits[unit]);
}

std::string percent_text(double share) {
  const double percent = share * 100;
  if (percent == 0) return "0%";
  if (std::abs(percent) < 0.05) return fmt::format("{:.1g}%", percent);
  std::string text = fmt::format("{:.1f}", percent);
  if (text.ends_with(".0")) text.resize(text.size() - 2);
  return text + "%";
}

std::string did_you_mean(std::string_view name, const std::vector<std::string>& candidates) {
  const std::string best = core::nearest(name, candidates);
  return best.empty() ? std::string() : fmt::format("; did you mean '{}'?", best);
}

}  // namespace tripline::cli
