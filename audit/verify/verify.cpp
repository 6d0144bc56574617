#include "audit/verify/verify.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <deque>
#include <future>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>

#include "audit/log/body.hpp"
#include "audit/log/heads.hpp"
#include "audit/log/own.hpp"
#include "audit/log/segments.hpp"
#include "audit/log/tail.hpp"
#include "audit/verify/completeness.hpp"

namespace tripline::audit {
namespace {

using Failed = std::optional<std::string>;  // what could not be read

std::string number(std::uint64_t n) { return std::to_string(n); }

class Verification {
 public:
  Verification(Files& files, const VerifyOptions& options)
      : files_(files), options_(options), completeness_(verdict_, options.packs) {}

  tl::expected<Verdict, std::string> run() {
    if (Failed failed = read_checkpoints()) return tl::unexpected(*failed);
    read_given_head();
    if (Failed failed = read_records()) return tl::unexpected(*failed);
    if (stop()) return std::move(verdict_);
    check_heads();
    if (whole_) {
      if (Failed failed = completeness_.finish(files_)) return tl::unexpected(*failed);
    }
    check_trust();
    return std::move(verdict_);
  }

 private:
  bool stop() const { return options_.first_only && !verdict_.integrity.empty(); }

  void broken(Outcome outcome, std::string text, std::string file = {}, std::uint64_t line = 0, std::uint64_t byte = 0,
              std::optional<std::uint64_t> index = std::nullopt) {
    verdict_.integrity.push_back({outcome, std::move(text), std::move(file), line, byte, index});
  }
  void broken(Outcome outcome, std::string text, const Head& head) {
    broken(outcome, std::move(text), kCheckpoints, 0, head.offset,
           head.checkpoint.size > 0 ? std::optional(head.checkpoint.size - 1) : std::nullopt);
  }

  // ---- checkpoints as they stand

  Failed read_checkpoints() {
    auto file = files_.open(kCheckpoints, Files::Mode::read);
    if (!file && file.error() == ENOENT) return std::nullopt;
    const auto bytes = file ? read_all(**file) : Io<std::string>(tl::unexpected(file.error()));
    if (!bytes) return std::string("cannot read checkpoints: ") + std::strerror(bytes.error());
    heads_ = read_heads(*bytes);
    verdict_.bytes += bytes->size();
    verdict_.checkpoints = heads_.heads.size();
    switch (heads_.rest) {
      case Heads::Rest::none: break;
      case Heads::Rest::torn:
        broken(Outcome::torn_tail, "the last checkpoint broke off while it was written", kCheckpoints, 0, heads_.end);
        break;
      case Heads::Rest::bad: broken(Outcome::corrupt, "this is no checkpoint", kCheckpoints, 0, heads_.end); break;
    }
    for (std::size_t i = 1; i < heads_.heads.size(); ++i) {
      if (heads_.heads[i].checkpoint.size <= heads_.heads[i - 1].checkpoint.size)
        broken(Outcome::forged, "this checkpoint is not of a longer log than the one before it", heads_.heads[i]);
    }
    for (const Head& head : heads_.heads) roots_[head.checkpoint.size];
    return std::nullopt;
  }

  void read_given_head() {
    if (!options_.head) return;
    // A head that was kept may have the empty line behind it with which it stood in the file.
    std::string_view text = *options_.head;
    if (text.ends_with("\n\n")) text.remove_suffix(1);
    auto note = Note::parse(text);
    const auto checkpoint = note ? Checkpoint::parse(note->text) : std::nullopt;
    if (!checkpoint) {
      broken(Outcome::forged, "the head that was given is no checkpoint");
      return;
    }
    given_ = Head{0, std::move(*note), *checkpoint};
    roots_[checkpoint->size];
  }

  // ---- records

  Failed read_records() {
    auto reader = SegmentReader::open(files_);
    if (!reader) return reader.error();
    verdict_.segments = reader->segments().size();
    for (const std::string& other : reader->others())
      broken(Outcome::corrupt, "this file is no segment of a log", other);
    root_here();
    std::deque<std::pair<std::shared_ptr<Piece>, std::future<LinesOfPiece>>> ahead;
    const auto policy = options_.threads > 1 ? std::launch::async : std::launch::deferred;
    bool more = true;
    while (whole_ && !stop()) {
      while (more && ahead.size() < std::max(1U, options_.threads)) {
        auto piece = std::make_shared<Piece>();
        const auto read = reader->next(*piece);
        if (!read) return read.error();
        more = *read;
        if (more) ahead.emplace_back(piece, std::async(policy, [piece] { return read_lines(*piece); }));
      }
      if (ahead.empty()) break;
      const auto piece = std::move(ahead.front().first);
      const LinesOfPiece lines = ahead.front().second.get();
      ahead.pop_front();
      if (Failed failed = take(*piece, lines, *reader)) return failed;
      verdict_.bytes += piece->text.size();
      if (options_.progress) options_.progress(verdict_.bytes);
    }
    return std::nullopt;
  }

  Failed take(const Piece& piece, const LinesOfPiece& lines, const SegmentReader& reader) {
    const Segment& segment = reader.segments()[piece.segment];
    if (piece.offset == 0) {
      durable_ = 0;
      if (segment.first_index != tree_.size()) {
        whole_ = false;
        broken(Outcome::forged,
               "the segment does not begin with record " + number(tree_.size()) + ", where the one before ends",
               segment.path, 1, 0, tree_.size());
        return std::nullopt;
      }
    }
    for (const RecordLine& line : lines.lines) {
      if (!take(line, segment.path)) return std::nullopt;
    }
    if (!lines.bad) return std::nullopt;
    whole_ = false;
    const auto& bad = *lines.bad;
    if (bad.framed) {
      broken(Outcome::forged, "the checksum is right and the line is no record", segment.path, bad.number, bad.offset,
             tree_.size());
      return std::nullopt;
    }
    const bool may_be_torn = piece.segment + 1 == reader.segments().size() && tree_.size() >= last_signed();
    auto file = files_.open(segment.path, Files::Mode::read);
    const auto tail = !may_be_torn ? Io<std::string>(std::string())
                      : file       ? read_all(**file, bad.offset)
                                   : Io<std::string>(tl::unexpected(file.error()));
    if (!tail) return "cannot read " + segment.path + ": " + std::strerror(tail.error());
    if (may_be_torn && is_torn(*tail, bad.offset)) {
      whole_ = true;  // up to here
      broken(Outcome::torn_tail, "the last write broke off: " + number(tail->size()) + " bytes are no records",
             segment.path, bad.number, bad.offset, tree_.size());
    } else {
      broken(Outcome::corrupt, "the line is damaged: its checksum does not fit", segment.path, bad.number, bad.offset,
             tree_.size());
    }
    return std::nullopt;
  }

  bool take(const RecordLine& line, const std::string& path) {
    const auto forged = [&](std::string text) {
      whole_ = false;
      broken(Outcome::forged, std::move(text), path, line.number, line.offset, line.index);
      return false;
    };
    if (line.index != tree_.size())
      return forged("the record calls itself " + number(line.index) + " where " + number(tree_.size()) +
                    " must stand: records were removed, repeated or moved");
    if (line.durable > line.offset || line.durable < durable_)
      return forged("what it says was on the disk by then cannot be");
    durable_ = line.durable;
    const auto facts = line.body.empty() ? std::nullopt : read_body(line.body);
    const Own own = facts ? own_kind(facts->kind) : Own::none;
    if (line.time < last_time_ && own != Own::clock_jump)
      return forged("it was recorded before the record ahead of it");
    last_time_ = line.time;
    tree_.add(line.leaf);
    verdict_.records = tree_.size();
    root_here();
    if (!facts) {
      completeness_.take_other(line, path);
      return true;
    }
    if ((own == Own::started || own == Own::key_rotated) && !follow_key(own, line, *facts))
      return forged(own == Own::started ? "the key that it names is not the log's"
                                        : "it does not name the key before and the next");
    return completeness_.take(line, path) ? true : forged("it is not what such a record must be");
  }

  bool follow_key(Own own, const RecordLine& line, const BodyFacts& facts) {
    const auto record = nlohmann::json::parse(facts.record, nullptr, false);
    const auto named = [&](const char* member) -> std::optional<VerifierKey> {
      const auto at = record.find(member);
      if (at == record.end() || !at->is_string()) return std::nullopt;
      return VerifierKey::parse(at->get_ref<const std::string&>());
    };
    if (own == Own::key_rotated) {
      const auto from = named("from"), to = named("to");
      if (!from || !to || epochs_.empty() || *from != epochs_.back().second || to->name != from->name) return false;
      epochs_.emplace_back(line.index + 1, *to);
      return true;
    }
    const auto key = named("key");
    if (!key || key->kind != KeyKind::log) return false;
    if (epochs_.empty()) epochs_.emplace_back(0, *key);
    return *key == epochs_.back().second;
  }

  // Remembers the root where a checkpoint will ask for it.
  void root_here() {
    const auto at = roots_.find(tree_.size());
    if (at != roots_.end()) at->second = tree_.root();
  }

  // ---- checkpoints against records

  std::uint64_t last_signed() const { return heads_.heads.empty() ? 0 : heads_.heads.back().checkpoint.size; }

  // The key that may sign a checkpoint of that size.
  const VerifierKey* key_at(std::uint64_t size) const {
    const VerifierKey* key = nullptr;
    for (const auto& [from, epoch] : epochs_) {
      if (key == nullptr || size > from) key = &epoch;
    }
    return key;
  }

  // Whether its root is that of the records and its signature that of the key in force.
  bool holds(const Head& head, const char* what) {
    const std::uint64_t size = head.checkpoint.size;
    if (size > tree_.size()) {
      if (whole_)
        broken(Outcome::forged,
               std::string(what) + " is of " + number(size) + " records, and there are " + number(tree_.size()) +
                   ": records were removed from the end",
               head);
      return false;
    }
    if (roots_.at(size) != head.checkpoint.root) {
      broken(Outcome::forged,
             std::string(what) + " is not of these records: one or more of " +
                 (good_ < size ? number(good_) + " to " + number(size - 1) : "them") + " are not what was signed",
             head);
      return false;
    }
    const VerifierKey* const key = key_at(size);
    if (key == nullptr || head.checkpoint.origin != key->name || !head.note.signed_by(*key)) {
      broken(Outcome::forged, std::string(what) + " is not signed by the key that was the log's then", head);
      return false;
    }
    good_ = std::max(good_, size);
    return true;
  }

  void check_heads() {
    bool all = true;
    for (const Head& head : heads_.heads) {
      all = holds(head, "the checkpoint") && all;
      if (stop() || !all) break;
      verdict_.signed_records = head.checkpoint.size;
      for (const VerifierKey& witness : options_.witnesses) {
        if (head.note.signed_by(witness)) verdict_.witnessed_records = head.checkpoint.size;
      }
    }
    // A rotation that the key before did not seal could be anybody's.
    for (std::size_t i = 1; all && i < epochs_.size(); ++i) {
      const std::uint64_t sealed = epochs_[i].first;
      const bool there = std::any_of(heads_.heads.begin(), heads_.heads.end(),
                                     [&](const Head& head) { return head.checkpoint.size == sealed; });
      if (!there && last_signed() > sealed)
        broken(Outcome::forged, "the key before did not sign the record that names the next", {}, 0, 0, sealed - 1);
    }
    if (given_ && holds(*given_, "the head that was given"))
      verdict_.witnessed_records = std::max(verdict_.witnessed_records, given_->checkpoint.size);
    for (const auto& [from, key] : epochs_) verdict_.keys.push_back({key.text(), from});
    if (!epochs_.empty()) verdict_.origin = epochs_.front().second.name;
  }

  void check_trust() {
    const auto add = [&](Outcome outcome, std::string text, std::optional<std::uint64_t> index) {
      verdict_.trust.push_back({outcome, std::move(text), {}, 0, 0, index});
    };
    const std::uint64_t records = verdict_.records;
    if (verdict_.signed_records < records)
      add(Outcome::unsigned_records,
          "no checkpoint covers the last " + number(records - verdict_.signed_records) + " of " + number(records) +
              " records",
          verdict_.signed_records);
    if (options_.keys.empty()) {
      add(Outcome::unsigned_records, "no key was given: whoever writes a log anew names a key of their own in it",
          std::nullopt);
    } else if (!epochs_.empty()) {
      const bool known = std::any_of(epochs_.begin(), epochs_.end(), [&](const auto& epoch) {
        return std::find(options_.keys.begin(), options_.keys.end(), epoch.second) != options_.keys.end();
      });
      if (!known)
        broken(Outcome::forged, "the log's key is not the one that was given: it is " + epochs_.back().second.text());
    } else if (records > 0) {
      broken(Outcome::forged, "the log names no key", {}, 0, 0, 0);
    }
    if (records == 0) add(Outcome::unsigned_records, "there is no record in it", std::nullopt);
    if (verdict_.witnessed_records < records)
      add(Outcome::unwitnessed,
          verdict_.witnessed_records == 0
              ? std::string(
                    "nobody besides whoever keeps the log vouches for it: an older copy of it would look the same")
              : "from record " + number(verdict_.witnessed_records) +
                    " on nobody besides whoever keeps the log vouches for it",
          verdict_.witnessed_records);
  }

  Files& files_;
  const VerifyOptions& options_;
  Verdict verdict_;
  Completeness completeness_;
  Heads heads_;
  std::optional<Head> given_;
  std::map<std::uint64_t, std::optional<Hash>> roots_;  // by size, where a checkpoint asks for it
  Frontier tree_;
  bool whole_ = true;  // every record could be read, up to a torn tail
  std::uint64_t durable_ = 0;
  core::Time last_time_ = core::kAlways;
  std::uint64_t good_ = 0;                                     // records under a checkpoint that holds
  std::vector<std::pair<std::uint64_t, VerifierKey>> epochs_;  // from checkpoints beyond that size on
};

}  // namespace

tl::expected<Verdict, std::string> verify(Files& files, const VerifyOptions& options) {
  return Verification(files, options).run();
}

}  // namespace tripline::audit
