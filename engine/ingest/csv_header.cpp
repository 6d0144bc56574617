#include "engine/ingest/csv_header.hpp"

#include <algorithm>
#include <set>

#include "engine/ingest/wording.hpp"

namespace tripline::engine {

namespace {

std::string_view trimmed(std::string_view s) {
  while (!s.empty() && (s.front() == ' ' || s.front() == '\t')) s.remove_prefix(1);
  while (!s.empty() && (s.back() == ' ' || s.back() == '\t')) s.remove_suffix(1);
  return s;
}

std::string list_of(const std::vector<Token>& names) {
  std::string out;
  constexpr std::size_t kShown = 12;
  for (std::size_t i = 0; i < names.size() && i < kShown; ++i)
    out += (i > 0 ? ", \"" : "\"") + shortened(trimmed(names[i].text()), 40) + "\"";
  return names.size() > kShown ? out + ", …" : out;
}

}  // namespace

tl::expected<CsvHeader, std::string> CsvHeader::read(const std::vector<Token>& names, const Decoder& decoder,
                                                     int stream, const std::string& file, char delimiter) {
  CsvHeader header;
  header.columns_ = names.size();
  const std::vector<Place>& places = decoder.places();
  std::set<int> needed;
  const auto need = [&](int s) { needed.insert(decoder.places_of(s).begin(), decoder.places_of(s).end()); };
  if (stream >= 0) {
    need(stream);
  } else {
    needed.insert(Decoder::kType);
    const auto& streams = decoder.pack().streams;
    for (std::size_t s = 0; s < streams.size(); ++s)
      if (!streams[s].violation && streams[s].derived_from == dsl::model::kNone) need(static_cast<int>(s));
  }
  for (const int place : needed) {
    const std::string& from = places[static_cast<std::size_t>(place)].from;
    std::vector<std::size_t> found;
    const auto look = [&](auto&& matches) {
      for (std::size_t i = 0; i < names.size(); ++i)
        if (names[i].kind == TokenKind::cell && matches(names[i].text())) found.push_back(i);
    };
    look([&](std::string_view name) { return name == from; });
    if (found.empty()) look([&](std::string_view name) { return trimmed(name) == from; });
    if (found.size() > 1)
      return tl::unexpected(file + ": the column \"" + from +
                            "\" stands twice in the first line; give one of them another name");
    if (!found.empty()) header.filled_.emplace_back(found[0], static_cast<std::size_t>(place));
  }
  const auto filled = [&](int place) {
    return std::any_of(header.filled_.begin(), header.filled_.end(),
                       [&](const auto& f) { return f.second == static_cast<std::size_t>(place); });
  };
  const std::string one_column = names.size() == 1 ? std::string(" (one column only: is the delimiter really \"") +
                                                         delimiter + "\"? see --csv-delimiter)"
                                                   : "";
  if (stream < 0 && !filled(Decoder::kType))
    return tl::unexpected(
        file + " has no column `type` that says which stream a row belongs to; name the stream: STREAM=" +
        (file == "standard input" ? "-" : file) + ". Its first line names the columns " + list_of(names) + one_column);
  if (stream >= 0 && header.filled_.empty())
    return tl::unexpected(file + " has no line that names its columns, or none of those that " +
                          decoder.pack().streams[static_cast<std::size_t>(stream)].name +
                          " is read from: its first line is " + list_of(names) + one_column);
  return header;
}

}  // namespace tripline::engine
