#include "dsl/check/nearest.hpp"

#include <algorithm>
#include <cstdint>

namespace tripline::dsl::check {
namespace {

std::u32string code_points(std::string_view text) {
  std::u32string out;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    char32_t point = length == 1 ? lead : static_cast<char32_t>(lead & (0xFFu >> (length + 1)));
    for (std::size_t k = 1; k < length && i + k < text.size(); ++k) {
      point = (point << 6) | (static_cast<unsigned char>(text[i + k]) & 0x3Fu);
    }
    out.push_back(point);
    i += length;
  }
  return out;
}

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

std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t most) {
  return distance(code_points(a), code_points(b), most);
}

std::string nearest(std::string_view name, const std::vector<std::string>& candidates) {
  const std::u32string wanted = code_points(name);
  if (wanted.size() > 100) return {};
  std::size_t most = std::max<std::size_t>(1, wanted.size() / 3);
  if (wanted.size() < 2) most = 0;
  std::string best;
  for (const std::string& candidate : candidates) {
    const std::size_t d = distance(wanted, code_points(candidate), most);
    if (d > most || d == 0) continue;  // the same name is what was not found
    best = candidate;
    if (d == 1) break;
    most = d - 1;
  }
  return best;
}

}  // namespace tripline::dsl::check
