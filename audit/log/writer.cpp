#include "audit/log/writer.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>
#include <vector>

#include "audit/log/body.hpp"
#include "audit/log/heads.hpp"
#include "audit/log/line.hpp"
#include "audit/log/payload.hpp"
#include "audit/log/segments.hpp"
#include "core/digest.hpp"

namespace tripline::audit {
namespace {

using core::Duration;
using core::Json;
using core::Time;

constexpr Duration kJump = core::kSecond;   // by which the wall clock may differ from the steady one
constexpr std::uint64_t kReserve = 4096;    // bytes of a segment that are left for repairs
constexpr Duration kAgain = core::kSecond;  // how often a log that lost records tries to go on
constexpr std::string_view kOursAlone[] = {"checkpoints", "index.sqlite", "lock", "log", "payload", "tile"};

std::string text_of(Errno error) { return std::strerror(error); }

Json seconds(Duration length) { return static_cast<double>(length) / static_cast<double>(core::kSecond); }

}  // namespace

struct Writer::Impl {
  Files& files;
  Clock& clock;
  WriterOptions options;
  SignerKey signer;
  std::string host;  // as JSON
  std::unique_ptr<Lock> lock = nullptr;
  Payload payload{files};

  // The segment that is written to: bytes [0, end) are on the disk.
  std::unique_ptr<File> segment = nullptr;
  std::uint64_t end = 0;
  Frontier tree = {};  // of the records on the disk

  // The group that is gathered: lines, and where the body of each stands in them.
  std::string group = {};
  std::vector<std::pair<std::size_t, std::size_t>> bodies = {};
  std::string body = {};  // of one line; kept for its capacity
  Duration group_begun = 0;

  std::unique_ptr<File> heads = nullptr;
  std::uint64_t heads_end = 0;
  std::uint64_t signed_size = 0;
  Duration signed_at = 0;

  Time last_time = core::kAlways;
  std::optional<std::pair<Time, Duration>> last_reading = std::nullopt;  // of both clocks
  Duration last_beat = 0;

  bool repairing = false;  // in the segment that is torn, full or not; and nothing is signed over torn checkpoints
  bool dead = false;       // nothing is written any more
  bool closed = false;
  std::string trouble = {};
  std::uint64_t lost = 0;      // in all
  std::uint64_t lost_now = 0;  // not yet told by a gap
  Time lost_since = 0;
  std::string lost_reason = {};
  Duration tried_at = 0;

  std::uint64_t next_index() const { return tree.size() + bodies.size(); }

  // ---- failures

  // `for_good`: what is on the disk is not known any more.
  void fail(const std::string& what, bool for_good) {
    trouble = what;
    if (!options.fail_open) {
      dead = true;
      throw AuditFailure(what);
    }
    dead = dead || for_good;
    drop(bodies.size());
    group.clear();
    bodies.clear();
  }

  void drop(std::uint64_t records) {
    if (records == 0) return;
    if (lost_now == 0) {
      lost_since = clock.wall() / 1000 * 1000;
      lost_reason = trouble;
      tried_at = clock.steady();
    }
    lost_now += records;
    lost += records;
  }

  void check_usable() const {
    if (closed) throw std::logic_error("the audit log is closed");
    if (dead && !options.fail_open) throw AuditFailure(trouble);
  }

  // Whether records can be taken. A log that lost some says so first.
  bool resume(bool at_once) {
    if (dead) return false;
    if (lost_now == 0) return true;
    if (!at_once && clock.steady() - tried_at < kAgain) return false;
    tried_at = clock.steady();
    const std::uint64_t telling = std::exchange(lost_now, 0);
    const Time since = lost_since;
    Json gap;
    gap.set("kind", "gap").set("lost", telling).set("reason", lost_reason).set("since", core::print_rfc3339(since));
    const std::uint64_t before = lost;
    line(gap.canonical(), {});
    const bool good = flush();
    if (good) {
      trouble.clear();
    } else {  // the gap itself is no record that was lost
      lost = before;
      lost_now = telling;
      lost_since = since;
    }
    return good;
  }

  // ---- lines

  Time stamp() {
    const Time wall = clock.wall() / 1000 * 1000;
    const Duration steady = clock.steady();
    Time expected = last_reading ? last_reading->first + (steady - last_reading->second) : last_time;
    const bool jumped =
        last_reading ? std::llabs(wall - expected) > kJump : last_time != core::kAlways && wall < last_time - kJump;
    last_reading = {wall, steady};
    if (jumped) {
      Json jump;
      jump.set("kind", "clock.jump").set("from", core::print_rfc3339(expected)).set("to", core::print_rfc3339(wall));
      last_time = wall;
      put(jump.canonical(), {}, wall);
    }
    last_time = std::max(last_time, wall);
    return last_time;
  }

  void line(std::string_view record, const std::vector<Commitment>& commitments) {
    const Time time = stamp();
    put(record, commitments, time);
  }

  void put(std::string_view record, const std::vector<Commitment>& commitments, Time time) {
    body.clear();
    append_body(body, next_index(), time, host, commitments, record);
    if (body.size() > kMostBody)
      throw AuditFailure("a record of " + std::to_string(body.size()) +
                         " bytes is longer than a line of the audit log may be");
    const std::uint64_t length = kLineHead + body.size() + 1;
    if (!group.empty() && !fits(group.size() + length)) {
      if (!flush()) {
        drop(1);
        return;
      }
      // The index is the same, its place another.
    }
    if (!segment || (end > 0 && group.empty() && !fits(length))) {
      if (!begin_segment()) {
        drop(1);
        return;
      }
    }
    if (group.empty()) group_begun = clock.steady();
    bodies.emplace_back(group.size() + kLineHead, body.size());
    append_line(group, end, body);
  }

  bool fits(std::uint64_t more) const { return repairing || end + more + kReserve <= options.segment_bytes; }

  bool begin_segment() {
    const std::string path = segment_path(tree.size());
    auto made = files.open(path, Files::Mode::create);
    if (!made) {
      fail("cannot create " + path + " in the audit log: " + text_of(made.error()), false);
      return false;
    }
    if (auto done = (*made)->sync(); !done) {
      fail("the audit log's new segment could not be brought to the disk: " + text_of(done.error()), true);
      return false;
    }
    if (auto done = files.sync_folder(kLogFolder); !done) {
      fail("the audit log's folder could not be brought to the disk: " + text_of(done.error()), true);
      return false;
    }
    segment = std::move(*made);
    end = 0;
    return true;
  }

  // ---- groups

  bool flush() {
    if (group.empty()) return !dead;
    if (auto done = payload.sync(); !done) {
      fail("personal values could not be brought to the disk: " + text_of(done.error()), true);
      return false;
    }
    if (auto done = write_all(*segment, end, group); !done) {
      // Nothing of it was acknowledged; a beginning of it may be there.
      const bool taken_back = segment->truncate(end).has_value();
      fail("cannot write to the audit log: " + text_of(done.error()), !taken_back);
      return false;
    }
    if (auto done = segment->sync(); !done) {
      fail("the audit log could not be brought to the disk: " + text_of(done.error()), true);
      return false;
    }
    // What is signed is what the disk has, not what was meant.
    std::string there;
    while (there.size() < group.size()) {
      const auto read = segment->read(end + there.size(), group.size() - there.size(), there);
      if (!read || *read == 0) break;
    }
    if (there != group) {
      fail("the audit log reads back otherwise than it was written", true);
      return false;
    }
    for (const auto& [begin, length] : bodies) tree.add(leaf_hash(std::string_view(there).substr(begin, length)));
    end += group.size();
    group.clear();
    bodies.clear();
    if (!repairing && tree.size() - signed_size >= options.checkpoint_every) return sign();
    return true;
  }

  bool sign() {
    if (dead) return false;
    if (tree.size() == signed_size) return true;
    signed_at = clock.steady();
    Note note{Checkpoint{signer.name, tree.size(), tree.root()}.text(), {}};
    note.sign(signer);
    const std::string bytes = written_head(note);
    if (auto done = write_all(*heads, heads_end, bytes); !done) {
      const bool taken_back = heads->truncate(heads_end).has_value();
      // Records go on being kept; the next time that one is due it is tried again.
      if (taken_back && options.fail_open) {
        trouble = "cannot write a checkpoint of the audit log: " + text_of(done.error());
        return false;
      }
      fail("cannot write a checkpoint of the audit log: " + text_of(done.error()), true);
      return false;
    }
    if (auto done = heads->sync(); !done) {
      fail("a checkpoint of the audit log could not be brought to the disk: " + text_of(done.error()), true);
      return false;
    }
    heads_end += bytes.size();
    signed_size = tree.size();
    return true;
  }

  // ---- opening

  using Opened = tl::expected<void, std::string>;
  static tl::unexpected<std::string> cannot(const std::string& what, Errno error) {
    return tl::unexpected(what + ": " + text_of(error));
  }

  Opened open() {
    auto names = files.list("");
    if (!names && names.error() == ENOENT) {
      if (auto done = files.make_folder("").and_then([&] { return files.sync_folder(".."); }); !done)
        return cannot("cannot make the folder", done.error());
      names = std::vector<std::string>{};
    }
    if (!names) return cannot("cannot read the folder", names.error());
    for (const std::string& name : *names) {
      bool ours = false;
      for (const std::string_view own : kOursAlone) ours = ours || name == own;
      if (!ours)
        return tl::unexpected("it holds '" + name +
                              "', which is none of an audit log: name a folder that is new or empty");
    }
    auto held = files.lock("lock");
    if (!held) {
      if (held.error() == EWOULDBLOCK) return tl::unexpected(std::string("another process is writing to it"));
      return cannot("cannot lock it", held.error());
    }
    lock = std::move(*held);
    for (const char* folder : {kLogFolder, kPayloadFolder}) {
      if (auto done = files.make_folder(folder); !done) return cannot("cannot make a folder in it", done.error());
    }
    auto found = recover(files);
    if (!found) return tl::unexpected(found.error());
    if (auto done = choose_key(*found); !done) return done;
    if (auto done = open_files(*found); !done) return done;
    try {
      return begin(*found);
    } catch (const AuditFailure& failure) {
      return tl::unexpected(std::string(failure.what()));
    }
  }

  Opened choose_key(const Recovered& found) {
    if (!found.key) return {};
    const bool rotating = found.next_key.has_value();
    if (rotating && (!options.next_key || options.next_key->verifier() != *found.next_key))
      return tl::unexpected(
          std::string("its key was being changed when that broke off: run tripline key rotate again to finish"));
    if (*found.key == signer.verifier()) return {};
    if (!rotating && options.next_key && *found.key == options.next_key->verifier()) {
      signer = *options.next_key;
      return {};
    }
    return tl::unexpected("its key is " + found.key->text() + ", and this one is " + signer.verifier().text());
  }

  Opened open_files(const Recovered& found) {
    auto opened = files.open(kCheckpoints, Files::Mode::write);
    if (!opened && opened.error() == ENOENT) opened = files.open(kCheckpoints, Files::Mode::create);
    if (!opened) return cannot("cannot open its checkpoints", opened.error());
    heads = std::move(*opened);
    if (!found.segment.empty()) {
      auto last = files.open(found.segment, Files::Mode::write);
      if (!last) return cannot("cannot open " + found.segment, last.error());
      segment = std::move(*last);
      // A process that was killed leaves bytes that were never synced.
      if (auto done = segment->sync(); !done) return cannot("cannot sync " + found.segment, done.error());
    }
    for (const auto& done : {heads->sync(), files.sync_folder(""), files.sync_folder(kLogFolder)}) {
      if (!done) return cannot("cannot sync it", done.error());
    }
    return {};
  }

  Opened begin(const Recovered& found) {
    tree = found.tree;
    end = found.end;
    last_time = found.last_time;
    heads_end = found.heads_end;
    signed_size = found.signed_size;
    if (found.next_key) {
      sign();  // the last one by the key before
      signer = *options.next_key;
    }
    if (found.torn || found.torn_heads || signed_size < tree.size()) {
      if (auto done = repair(found); !done) return done;
    }
    Json started;
    started.set("commit_every", options.commit_every)
        .set("commit_within", seconds(options.commit_within))
        .set("fail", options.fail_open ? "open" : "closed")
        .set("heartbeat", seconds(options.heartbeat))
        .set("key", signer.verifier().text())
        .set("kind", "started")
        .set("program", options.program);
    last_beat = clock.steady();
    line(started.canonical(), {});
    flush();
    sign();
    if (dead || lost_now > 0) return tl::unexpected(trouble);
    return {};
  }

  // The record about a cut is on the disk before anything is cut: a cut that nobody tells of cannot be.
  Opened repair(const Recovered& found) {
    Json cuts(Json::Array{});
    for (const auto& torn : {found.torn, found.torn_heads}) {
      if (!torn) continue;
      Json cut;
      cut.set("bytes", torn->bytes)
          .set("digest", core::hex(torn->digest))
          .set("file", torn->path)
          .set("offset", torn->offset);
      cuts.push(std::move(cut));
    }
    Json repaired;
    repaired.set("cut", std::move(cuts)).set("kind", "repaired").set("unsigned", tree.size() - signed_size);
    repairing = true;
    line(repaired.canonical(), {});
    if (bodies.empty()) return tl::unexpected(trouble);
    if (found.torn) {
      // Behind it the torn bytes still stand, made unreadable whatever they are, until they are cut.
      if (auto done = write_all(*segment, end + group.size(), std::string_view("\0", 1)); !done)
        return cannot("cannot repair it", done.error());
    }
    const bool told = flush();
    repairing = false;
    if (!told) return tl::unexpected(trouble);
    if (found.torn) {
      if (auto done = segment->truncate(end).and_then([&] { return segment->sync(); }); !done)
        return cannot("cannot repair it", done.error());
    }
    if (found.torn_heads) {
      if (auto done = heads->truncate(heads_end).and_then([&] { return heads->sync(); }); !done)
        return cannot("cannot repair it", done.error());
    }
    return {};
  }
};

Writer::Writer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Writer::~Writer() = default;

tl::expected<std::unique_ptr<Writer>, std::string> Writer::open(Files& files, const SignerKey& key,
                                                                WriterOptions options, Clock& clock) {
  std::string host = Json(options.host).canonical();
  // An aggregate: clang 14's make_unique cannot make one. NOLINTNEXTLINE(modernize-make-unique)
  auto impl = std::unique_ptr<Impl>(new Impl{files, clock, std::move(options), key, std::move(host)});
  if (auto opened = impl->open(); !opened) return tl::unexpected(opened.error());
  return std::unique_ptr<Writer>(new Writer(std::move(impl)));
}

void Writer::append(std::string_view record, std::span<const core::Personal> personal) {
  Impl& w = *impl_;
  w.check_usable();
  if (!w.resume(false)) {
    w.drop(1);
    return;
  }
  std::vector<Commitment> commitments;
  for (const core::Personal& p : personal) {
    auto kept = w.payload.keep(p.token, p.value);
    if (!kept) {
      w.fail("cannot keep a personal value of the audit log: " + text_of(kept.error()), false);
      w.drop(1);
      return;
    }
    commitments.push_back(std::move(*kept));
  }
  w.line(record, commitments);
  if (w.bodies.size() >= w.options.commit_every) w.flush();
}

void Writer::commit() {
  impl_->check_usable();
  if (impl_->resume(false)) impl_->flush();
}

bool Writer::heartbeat_due() const {
  return !impl_->closed && impl_->clock.steady() - impl_->last_beat >= impl_->options.heartbeat;
}

void Writer::heartbeat(const Json& sources) {
  Impl& w = *impl_;
  w.check_usable();
  w.last_beat = w.clock.steady();
  if (!w.resume(false)) return;
  Json beat;
  beat.set("kind", "heartbeat").set("sources", sources);
  w.line(beat.canonical(), {});
  w.flush();
}

void Writer::settle() {
  Impl& w = *impl_;
  w.check_usable();
  if (!w.resume(false)) return;
  const Duration now = w.clock.steady();
  if (!w.group.empty() && now - w.group_begun >= w.options.commit_within) w.flush();
  if (now - w.signed_at >= w.options.checkpoint_within) w.sign();
}

void Writer::rotate(const SignerKey& next) {
  Impl& w = *impl_;
  w.check_usable();
  if (w.signer.verifier() == next.verifier()) return;
  Json rotated;
  rotated.set("from", w.signer.verifier().text()).set("kind", "key.rotated").set("to", next.verifier().text());
  w.flush();
  w.line(rotated.canonical(), {});
  if (!w.flush() || !w.sign()) throw AuditFailure(w.trouble);
  w.signer = next;
}

void Writer::close(std::string_view reason, const Json& sources) {
  Impl& w = *impl_;
  w.check_usable();
  if (w.resume(true)) {
    Json stopped;
    stopped.set("kind", "stopped").set("reason", reason).set("sources", sources);
    w.line(stopped.canonical(), {});
    w.flush();
    w.sign();
  }
  w.closed = true;
  w.lock.reset();
}

std::uint64_t Writer::acknowledged() const { return impl_->tree.size(); }
std::uint64_t Writer::lost() const { return impl_->lost; }
const std::string& Writer::trouble() const { return impl_->trouble; }
VerifierKey Writer::key() const { return impl_->signer.verifier(); }

}  // namespace tripline::audit
