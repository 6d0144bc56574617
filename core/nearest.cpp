#include "core/nearest.hpp"

#include <algorithm>
#include <cstdint>

namespace tripline::core {
namespace {

// Code points, ASCII letters as small ones.
std::u32string code_points(std::string_view text) {
  std::u32string out;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    char32_t point = length == 1 ? lead : static_cast<char32_t>(lead & (0xFFu >> (length + 1)));
    for (std::size_t k = 1; k < length && i + k < text.size(); ++k) {
      point = (point << 6) | (static_cast<unsigned char>(text[i + k]) & 0x3Fu);
    }
    out.push_back(point >= U'A' && point <= U'Z' ? point + (U'a' - U'A') : point);
    i += length;
  }
  return out;
}

// Optimal string alignment; more than `most` is told as most + 1.
std::size_t distance(const std::u32string& a, const std::u32string& b, std::size_t most) {
  const std::size_t difference = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
  if (difference > most) return most + 1;
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    std::size_t least = row[0];
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0u : 1u)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], before[j - 2] + 1);
      least = std::min(least, row[j]);
    }
    if (least > most) return most + 1;
    before.swap(last);
    last.swap(row);
  }
  return std::min(last[b.size()], most + 1);
}

}  // namespace

std::string_view nearest(std::string_view name, std::span<const std::string_view> candidates) {
  const std::u32string wanted = code_points(name);
  if (wanted.size() > 100) return {};
  std::size_t most = wanted.size() < 2 ? 0 : std::max<std::size_t>(1, wanted.size() / 3);
  std::string_view best;
  for (const std::string_view candidate : candidates) {
    const std::size_t d = distance(wanted, code_points(candidate), most);
    if (d > most) continue;
    best = candidate;
    if (d == 0) break;
    most = d - 1;
  }
  return best;
}

std::string nearest(std::string_view name, const std::vector<std::string>& candidates) {
  const std::vector<std::string_view> views(candidates.begin(), candidates.end());
  return std::string(nearest(name, views));
}

}  // namespace tripline::core
