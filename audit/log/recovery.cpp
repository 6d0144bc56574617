#include "audit/log/recovery.hpp"

#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>

#include "audit/log/body.hpp"
#include "audit/log/heads.hpp"
#include "audit/log/own.hpp"
#include "audit/log/segments.hpp"
#include "audit/log/tail.hpp"
#include "core/digest.hpp"

namespace tripline::audit {
namespace {

using Refusal = tl::unexpected<std::string>;

std::string place(const std::string& path, std::uint64_t line, std::uint64_t offset) {
  return path + ", line " + std::to_string(line) + " (byte " + std::to_string(offset) + ")";
}

constexpr const char* kStays = ": the log is corrupt, and nothing is written to it; tripline verify says more";

class Recovery {
 public:
  explicit Recovery(Files& files) : files_(files) {}

  tl::expected<Recovered, std::string> run() {
    if (auto done = read_checkpoints(); !done) return Refusal(done.error());
    auto reader = SegmentReader::open(files_);
    if (!reader) return Refusal(reader.error());
    Piece piece;
    for (;;) {
      const auto more = reader->next(piece);
      if (!more) return Refusal(more.error());
      if (!*more) break;
      const Segment& segment = reader->segments()[piece.segment];
      const bool last = piece.segment + 1 == reader->segments().size();
      if (auto done = take(piece, segment, last); !done) return Refusal(done.error());
      if (found_.torn) break;
    }
    if (found_.size < found_.signed_size)
      return Refusal("there are " + std::to_string(found_.size) + " records where a checkpoint was signed for " +
                     std::to_string(found_.signed_size) + kStays);
    found_.fresh = found_.size == 0;
    return found_;
  }

 private:
  tl::expected<void, std::string> read_checkpoints() {
    auto file = files_.open(kCheckpoints, Files::Mode::read);
    if (!file) {
      if (file.error() == ENOENT) return {};
      return Refusal(std::string("cannot read checkpoints: ") + std::strerror(file.error()));
    }
    const auto bytes = read_all(**file);
    if (!bytes) return Refusal(std::string("cannot read checkpoints: ") + std::strerror(bytes.error()));
    heads_ = read_heads(*bytes);
    found_.heads_end = heads_.end;
    switch (heads_.rest) {
      case Heads::Rest::none: break;
      case Heads::Rest::bad: return Refusal("checkpoints, byte " + std::to_string(heads_.end) + kStays);
      case Heads::Rest::torn:
        found_.torn_heads = Torn{kCheckpoints, heads_.end, bytes->size() - heads_.end,
                                 core::sha256(std::string_view(*bytes).substr(heads_.end))};
        break;
    }
    if (!heads_.heads.empty()) found_.signed_size = heads_.heads.back().checkpoint.size;
    return {};
  }

  tl::expected<void, std::string> take(const Piece& piece, const Segment& segment, bool last) {
    if (segment.path != found_.segment) {
      if (segment.first_index != found_.size || (found_.size > 0 && found_.end == 0))
        return Refusal(segment.path + " does not begin where the segment before it ends" + kStays);
      found_.segment = segment.path;
      found_.end = 0;
      durable_ = 0;
    }
    const LinesOfPiece read = read_lines(piece);
    for (const RecordLine& line : read.lines) {
      if (line.index != found_.size || line.durable > line.offset || line.durable < durable_)
        return Refusal(place(segment.path, line.number, line.offset) + kStays);
      durable_ = line.durable;
      found_.tree.add(line.leaf);
      ++found_.size;
      found_.end = line.offset + line.length;
      found_.last_time = line.time;
      if (auto done = follow_key(line); !done) return done;
      if (auto done = compare_heads(); !done) return done;
    }
    if (!read.bad) return {};
    if (!last || read.bad->framed || found_.size < found_.signed_size)
      return Refusal(place(segment.path, read.bad->number, read.bad->offset) + kStays);
    auto file = files_.open(segment.path, Files::Mode::read);
    const auto tail = file ? read_all(**file, read.bad->offset) : Io<std::string>(tl::unexpected(file.error()));
    if (!tail) return Refusal("cannot read " + segment.path + ": " + std::strerror(tail.error()));
    if (!is_torn(*tail, read.bad->offset))
      return Refusal(place(segment.path, read.bad->number, read.bad->offset) + kStays);
    found_.torn = Torn{segment.path, read.bad->offset, tail->size(), core::sha256(*tail)};
    return {};
  }

  tl::expected<void, std::string> follow_key(const RecordLine& line) {
    if (found_.next_key)
      return Refusal("after the key was rotated a record stands before the old key's last checkpoint" +
                     std::string(kStays));
    if (line.body.empty()) return {};
    const BodyFacts facts = *read_body(line.body);
    const Own own = own_kind(facts.kind);
    if (own != Own::started && own != Own::key_rotated) return {};
    const auto record = nlohmann::json::parse(facts.record);
    const auto named = record.find(own == Own::started ? "key" : "to");
    const auto key = named == record.end() || !named->is_string()
                         ? std::nullopt
                         : VerifierKey::parse(named->get_ref<const std::string&>());
    if (!key) return Refusal("record " + std::to_string(line.index) + " names no key" + kStays);
    if (own == Own::key_rotated) {
      found_.next_key = key;
    } else if (!found_.key) {
      found_.key = key;
    }
    return {};
  }

  tl::expected<void, std::string> compare_heads() {
    while (next_head_ < heads_.heads.size() && heads_.heads[next_head_].checkpoint.size <= found_.size) {
      const Head& head = heads_.heads[next_head_];
      if (head.checkpoint.size != found_.size || head.checkpoint.root != found_.tree.root())
        return Refusal("the checkpoint at byte " + std::to_string(head.offset) +
                       " of checkpoints is not one of these records" + kStays);
      if (!found_.key || !head.note.signed_by(*found_.key))
        return Refusal("the checkpoint at byte " + std::to_string(head.offset) +
                       " of checkpoints is not signed by the log's key" + kStays);
      ++next_head_;
      if (found_.next_key) {
        found_.key = found_.next_key;
        found_.next_key.reset();
      }
    }
    return {};
  }

  Files& files_;
  Recovered found_;
  Heads heads_;
  std::size_t next_head_ = 0;
  std::uint64_t durable_ = 0;
};

}  // namespace

tl::expected<Recovered, std::string> recover(Files& files) { return Recovery(files).run(); }

}  // namespace tripline::audit
