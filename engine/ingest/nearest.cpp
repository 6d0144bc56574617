#include "engine/ingest/nearest.hpp"

#include <algorithm>
#include <numeric>

namespace tripline::engine {

namespace {

// Levenshtein's, without regard to the case of ASCII letters.
std::size_t distance(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t k = 1; k <= b.size(); ++k) {
      const std::size_t changed = diagonal + (lower(a[i - 1]) == lower(b[k - 1]) ? 0U : 1U);
      diagonal = row[k];
      row[k] = std::min({changed, row[k] + 1, row[k - 1] + 1});
    }
  }
  return row[b.size()];
}

}  // namespace

std::string offer_nearest(std::string_view wrong, const std::vector<std::string>& names) {
  if (names.empty()) return "there are none";
  constexpr std::size_t kLong = 64;
  const auto nearest = std::min_element(names.begin(), names.end(), [&](const std::string& a, const std::string& b) {
    return distance(wrong.substr(0, kLong), a) < distance(wrong.substr(0, kLong), b);
  });
  if (distance(wrong.substr(0, kLong), *nearest) <= 1 + wrong.size() / 3) return "did you mean " + *nearest + "?";
  std::string out = "there are: ";
  constexpr std::size_t kShown = 8;
  for (std::size_t i = 0; i < names.size() && i < kShown; ++i) out += (i > 0 ? ", " : "") + names[i];
  return names.size() > kShown ? out + ", …" : out;
}

}  // namespace tripline::engine
