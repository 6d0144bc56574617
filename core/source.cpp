#include "core/source.hpp"

#include <algorithm>
#include <utility>

namespace tripline::core {
namespace {

std::uint32_t characters_in(std::string_view text, std::uint32_t begin, std::uint32_t end) {
  return static_cast<std::uint32_t>(std::count_if(text.begin() + begin, text.begin() + end, [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

std::uint32_t characters_before(const SourceFile& f, std::uint32_t offset) {
  const std::uint32_t step = offset / SourceFile::kStep;
  return f.characters[step] + characters_in(f.text, step * SourceFile::kStep, offset);
}

}  // namespace

std::uint32_t SourceSet::add(std::string name, std::string text) {
  SourceFile file{std::move(name), std::move(text), {0}, {0}};
  for (std::size_t at = file.text.find('\n'); at != std::string::npos; at = file.text.find('\n', at + 1)) {
    file.lines.push_back(static_cast<std::uint32_t>(at + 1));
  }
  for (std::uint32_t at = 0; file.text.size() - at >= SourceFile::kStep; at += SourceFile::kStep)
    file.characters.push_back(file.characters.back() + characters_in(file.text, at, at + SourceFile::kStep));
  files_.push_back(std::move(file));
  return static_cast<std::uint32_t>(files_.size() - 1);
}

std::string_view SourceSet::text(Range r) const {
  const std::string_view all = files_[r.file].text;
  const std::size_t begin = std::min<std::size_t>(r.begin, all.size());
  return all.substr(begin, r.end > begin ? r.end - begin : 0);
}

Place SourceSet::place(std::uint32_t file, std::uint32_t offset) const {
  const SourceFile& f = files_[file];
  offset = std::min(offset, static_cast<std::uint32_t>(f.text.size()));
  const auto after = std::upper_bound(f.lines.begin(), f.lines.end(), offset);
  const std::uint32_t begin = *(after - 1);
  Place place;
  place.line = static_cast<std::uint32_t>(after - f.lines.begin());
  place.column += characters_before(f, offset) - characters_before(f, begin);
  return place;
}

std::string_view SourceSet::line(std::uint32_t file, std::uint32_t number_from_1) const {
  const SourceFile& f = files_[file];
  if (number_from_1 == 0 || number_from_1 > f.lines.size()) return {};
  const std::size_t begin = f.lines[number_from_1 - 1];
  const std::size_t end = number_from_1 < f.lines.size() ? f.lines[number_from_1] - 1U : f.text.size();
  std::string_view text = std::string_view(f.text).substr(begin, end - begin);
  if (!text.empty() && text.back() == '\r') text.remove_suffix(1);
  return text;
}

}  // namespace tripline::core
