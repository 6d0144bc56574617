#include "audit/log/segments.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <utility>

#include "audit/log/body.hpp"
#include "audit/log/line.hpp"
#include "audit/log/own.hpp"

namespace tripline::audit {
namespace {

constexpr std::size_t kPiece = std::size_t{1} << 20;
constexpr std::size_t kDigits = 20;
constexpr std::string_view kEnding = ".jsonl";

}  // namespace

std::string segment_path(std::uint64_t first_index) {
  const std::string digits = std::to_string(first_index);
  return std::string(kLogFolder) + "/" + std::string(kDigits - digits.size(), '0') + digits + std::string(kEnding);
}

std::optional<std::uint64_t> segment_index(const std::string& name) {
  if (name.size() != kDigits + kEnding.size() || !name.ends_with(kEnding)) return std::nullopt;
  std::uint64_t index = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + kDigits, index);
  if (error != std::errc() || end != name.data() + kDigits) return std::nullopt;
  return index;
}

LinesOfPiece read_lines(const Piece& piece) {
  LinesOfPiece result;
  std::string_view rest = piece.text;
  std::uint64_t offset = piece.offset, number = piece.first_line;
  while (!rest.empty()) {
    const std::size_t length = rest.find('\n');
    const auto line = length == std::string_view::npos ? std::nullopt : parse_line(rest.substr(0, length));
    const auto facts = line ? read_body(line->body) : std::nullopt;
    if (!facts) {
      result.bad = {offset, number, line.has_value()};
      return result;
    }
    RecordLine& record = result.lines.emplace_back();
    record.offset = offset;
    record.number = number++;
    record.length = length + 1;
    record.durable = line->durable;
    record.index = facts->index;
    record.time = facts->time;
    record.leaf = leaf_hash(line->body);
    if (own_kind(facts->kind) != Own::none || facts->kind == "pack.loaded" || !facts->commitments.empty())
      record.body = line->body;
    offset += length + 1;
    rest.remove_prefix(length + 1);
  }
  return result;
}

tl::expected<SegmentReader, std::string> SegmentReader::open(Files& files) {
  SegmentReader reader;
  reader.files_ = &files;
  auto names = files.list(kLogFolder);
  if (!names) return tl::unexpected(std::string("there is no folder log/ in it: ") + std::strerror(names.error()));
  for (const std::string& name : *names) {
    if (const auto index = segment_index(name)) {
      reader.segments_.push_back({std::string(kLogFolder) + "/" + name, *index});
    } else {
      reader.others_.push_back(std::string(kLogFolder) + "/" + name);
    }
  }
  return reader;
}

tl::expected<bool, std::string> SegmentReader::next(Piece& piece) {
  if (segment_ == segments_.size()) return false;
  const std::string& path = segments_[segment_].path;
  const auto fail = [&](Errno error) { return tl::unexpected("cannot read " + path + ": " + std::strerror(error)); };
  if (!file_) {
    auto file = files_->open(path, Files::Mode::read);
    if (!file) return fail(file.error());
    file_ = std::move(*file);
    offset_ = 0;
    line_ = 1;
    rest_.clear();
  }
  piece.segment = segment_;
  piece.offset = offset_;
  piece.first_line = line_;
  piece.text = std::exchange(rest_, {});
  piece.last = false;
  for (;;) {
    const std::size_t before = piece.text.size();
    const auto read = file_->read(offset_ + before, kPiece, piece.text);
    if (!read) return fail(read.error());
    if (*read == 0) {
      piece.last = true;
      file_.reset();
      ++segment_;
      break;
    }
    const std::size_t end = piece.text.rfind('\n');
    if (end != std::string::npos) {
      rest_ = piece.text.substr(end + 1);
      piece.text.resize(end + 1);
      break;
    }
    // No line is so long: the rest of the file need not be gathered to say so.
    if (piece.text.size() > 2 * kMostBody) break;
  }
  offset_ += piece.text.size();
  line_ += static_cast<std::uint64_t>(std::count(piece.text.begin(), piece.text.end(), '\n'));
  return true;
}

}  // namespace tripline::audit
