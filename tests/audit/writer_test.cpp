#include "audit/log/writer.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>

#include "audit/log/body.hpp"
#include "audit/log/crc32c.hpp"
#include "audit/log/heads.hpp"
#include "audit/log/line.hpp"
#include "audit/log/segments.hpp"
#include "tests/audit/logs.hpp"

using namespace tripline;
using namespace tripline::tests;
using Operation = MemoryFiles::Operation;

namespace {

struct Read {
  std::vector<std::string> records;
  std::uint64_t signed_size = 0;
};

Read read(MemoryFiles& files) {
  Read out;
  auto reader = audit::SegmentReader::open(files);
  REQUIRE(reader);
  audit::Piece piece;
  while (*reader->next(piece)) {
    std::string_view rest = piece.text;
    while (!rest.empty()) {
      const auto line = audit::parse_line(rest.substr(0, rest.find('\n')));
      REQUIRE(line);
      out.records.emplace_back(audit::read_body(line->body)->record);
      rest.remove_prefix(rest.find('\n') + 1);
    }
  }
  const auto heads = audit::read_heads(files.content.at("checkpoints")->now);
  if (!heads.heads.empty()) out.signed_size = heads.heads.back().checkpoint.size;
  return out;
}

std::size_t count(const Read& read, const std::string& kind) {
  return static_cast<std::size_t>(std::count_if(read.records.begin(), read.records.end(), [&](const std::string& r) {
    return r.find("\"kind\":\"" + kind + "\"") != std::string::npos;
  }));
}

std::unique_ptr<audit::Writer> opened(MemoryFiles& files, HandClock& clock, audit::WriterOptions with = options()) {
  auto writer = audit::Writer::open(files, key_of('a'), std::move(with), clock);
  INFO((writer ? "" : writer.error()));
  REQUIRE(writer);
  return std::move(*writer);
}

}  // namespace

TEST_CASE("CRC-32C of RFC 3720") {
  CHECK(audit::crc32c(std::string(32, '\0')) == 0x8A9136AAU);
  CHECK(audit::crc32c(std::string(32, '\xFF')) == 0x62A8AB43U);
  CHECK(audit::crc32c("123456789") == 0xE3069283U);
}

TEST_CASE("a log is written, closed and gone on with") {
  MemoryFiles files;
  HandClock clock;
  {
    auto log = opened(files, clock);
    for (std::size_t i = 0; i < 300; ++i) log->append(record(i));
    CHECK(log->acknowledged() == 257);  // `started` alone, then one group
    log->commit();
    CHECK(log->acknowledged() == 301);
    log->close();
  }
  {
    auto log = opened(files, clock);
    log->append(record(300));
    log->close();
  }
  const Read r = read(files);
  CHECK(r.records.size() == 305);
  CHECK(r.signed_size == 305);
  CHECK(r.records[1] == record(0));
  CHECK(count(r, "started") == 2);
  CHECK(count(r, "stopped") == 2);
  CHECK(count(r, "repaired") == 0);
}

TEST_CASE("a line has one form") {
  std::string line;
  audit::append_line(line, 255, R"({"a":1})");
  CHECK(line.substr(9) == "00000000000000ff {\"a\":1}\n");
  CHECK(audit::parse_line(std::string_view(line).substr(0, line.size() - 1))->body == R"({"a":1})");
  for (std::size_t bit = 0; bit < 8 * (line.size() - 1); ++bit) {
    std::string bad = line.substr(0, line.size() - 1);
    bad[bit / 8] = static_cast<char>(bad[bit / 8] ^ 1 << bit % 8);
    CHECK_FALSE(audit::parse_line(bad));
  }
}

TEST_CASE("groups are committed by count and by time, checkpoints signed by both") {
  MemoryFiles files;
  HandClock clock;
  auto log = opened(files, clock);
  const auto sources = [] { return core::Json(core::Json::Array{}); };
  log->append(record(1));
  log->tick(sources);
  CHECK(log->acknowledged() == 1);
  clock.now += options().commit_within;
  log->tick(sources);
  CHECK(log->acknowledged() == 2);
  CHECK(read(files).signed_size == 1);
  clock.now += core::kSecond;
  log->tick(sources);
  CHECK(read(files).signed_size == 2);
  for (std::size_t i = 0; i < 1024; ++i) log->append(record(i));
  CHECK(read(files).signed_size == 1026);
  clock.now += 60 * core::kSecond;
  log->tick(sources);
  CHECK(count(read(files), "heartbeat") == 1);
}

TEST_CASE("segments end before their limit and a new one is named by its first record") {
  MemoryFiles files;
  HandClock clock;
  auto with = options();
  with.segment_bytes = 10'000;
  auto log = opened(files, clock, with);
  for (std::size_t i = 0; i < 500; ++i) log->append(record(i));
  log->close();
  std::size_t segments = 0;
  for (const auto& [path, file] : files.content) {
    if (path.rfind("log/", 0) != 0) continue;
    ++segments;
    CHECK(file->now.size() <= 10'000);
  }
  CHECK(segments > 5);
  CHECK(read(files).records.size() == 502);
  opened(files, clock, with)->close();
}

TEST_CASE("a failed sync is not tried again") {
  MemoryFiles files;
  HandClock clock;
  auto log = opened(files, clock);
  int syncs = 0;
  files.fault = [&](Operation operation, const std::string& path) {
    if (operation != Operation::sync || path.rfind("log/", 0) != 0) return 0;
    ++syncs;
    return syncs == 1 ? EIO : 0;
  };
  log->append(record(1));
  CHECK_THROWS_AS(log->commit(), audit::AuditFailure);
  CHECK_THROWS_AS(log->append(record(2)), audit::AuditFailure);
  CHECK_THROWS_AS(log->close(), audit::AuditFailure);
  CHECK(syncs == 1);
  CHECK(log->acknowledged() == 1);
}

TEST_CASE("a full disk: fail-closed stops, fail-open says what is missing") {
  for (const bool open : {false, true}) {
    MemoryFiles files;
    HandClock clock;
    auto with = options();
    with.fail_open = open;
    auto log = opened(files, clock, with);
    bool full = true;
    files.fault = [&](Operation operation, const std::string&) {
      return full && operation == Operation::write ? ENOSPC : 0;
    };
    log->append(record(1));
    if (!open) {
      CHECK_THROWS_AS(log->commit(), audit::AuditFailure);
      continue;
    }
    log->commit();
    log->append(record(2));
    CHECK(log->lost() == 2);
    CHECK_FALSE(log->trouble().empty());
    full = false;
    log->append(record(3));  // not tried again at once
    clock.now += 2 * core::kSecond;
    log->append(record(4));
    log->close();
    CHECK(log->lost() == 3);
    const Read r = read(files);
    REQUIRE(count(r, "gap") == 1);
    CHECK(r.records[1].find("\"lost\":3") != std::string::npos);
    CHECK(r.records[2] == record(4));
  }
}

TEST_CASE("short writes are gone on with") {
  MemoryFiles files;
  HandClock clock;
  files.short_writes = 7;
  auto log = opened(files, clock);
  for (std::size_t i = 0; i < 20; ++i) log->append(record(i));
  log->close();
  CHECK(read(files).records.size() == 22);
}

TEST_CASE("a clock that jumps is a record, one that is put right by little is not") {
  MemoryFiles files;
  HandClock clock;
  auto log = opened(files, clock);
  log->append(record(1));
  clock.wall_offset -= core::kSecond / 2;
  log->append(record(2));
  clock.wall_offset -= 3600 * core::kSecond;
  log->append(record(3));
  clock.wall_offset += 7200 * core::kSecond;
  log->append(record(4));
  log->close();
  CHECK(count(read(files), "clock.jump") == 2);
}

TEST_CASE("only one writes") {
  MemoryFiles files;
  HandClock clock;
  auto log = opened(files, clock);
  CHECK_FALSE(audit::Writer::open(files, key_of('a'), options(), clock));
}

TEST_CASE("another key, or a folder that holds something else, is refused") {
  MemoryFiles files;
  HandClock clock;
  opened(files, clock)->close();
  const auto other = audit::Writer::open(files, key_of('b'), options(), clock);
  REQUIRE_FALSE(other);
  CHECK(other.error().find(key_of('a').verifier().text()) != std::string::npos);
  MemoryFiles photos;
  photos.content["holiday.jpg"] = std::make_shared<MemoryFiles::Content>();
  CHECK_FALSE(audit::Writer::open(photos, key_of('a'), options(), clock));
}

TEST_CASE("one flipped byte and a restart delete nothing") {
  MemoryFiles files;
  HandClock clock;
  auto log = opened(files, clock);
  for (std::size_t i = 0; i < 40; ++i) {
    log->append(record(i));
    if (i % 10 == 9) log->commit();
  }
  log.reset();  // killed: no checkpoint covers them
  auto& segment = *files.content.at(audit::segment_path(0));
  const std::string before = segment.now;
  // In any line that a later group stands behind.
  const std::size_t last_group = before.rfind("\"n\":30");
  for (std::size_t at = 0; at + 200 < last_group; at += 97) {
    segment.now = before;
    segment.now[at] = static_cast<char>(segment.now[at] ^ 1);
    const std::string flipped = segment.now;
    const auto again = audit::Writer::open(files, key_of('a'), options(), clock);
    CHECK_FALSE(again);
    CHECK(segment.now == flipped);
  }
  segment.now = before;
  CHECK(read(files).records.size() == 41);
  auto again = opened(files, clock);
  again->close();
  CHECK(count(read(files), "repaired") == 1);
}

TEST_CASE("personal values stand apart, committed to") {
  MemoryFiles files;
  HandClock clock;
  auto log = opened(files, clock);
  const std::vector<core::Personal> personal{{"⟨driver#1⟩", "张三"}};
  log->append(record(1), personal);
  log->close();
  std::size_t payloads = 0;
  for (const auto& [path, file] : files.content) {
    if (path.rfind("payload/", 0) != 0) {
      CHECK(file->now.find("张三") == std::string::npos);
      continue;
    }
    ++payloads;
    CHECK(file->now.size() == audit::kSaltBytes + std::string("张三").size());
    CHECK(path == "payload/" + core::hex(audit::commitment_hash(file->now.substr(0, 32), file->now.substr(32))));
  }
  CHECK(payloads == 1);
}

// Whatever a power cut leaves: no acknowledged record is lost, no honest crash is called tampering, and what was cut is told.
TEST_CASE("crash images") {
  const char* wanted = std::getenv("TRIPLINE_IMAGES");
  const int images = wanted != nullptr ? std::atoi(wanted) : 20'000;
  std::mt19937_64 random(1);
  for (int image = 0; image < images;) {
    auto files = std::make_unique<MemoryFiles>();
    HandClock clock;
    std::vector<std::string> acknowledged;  // as the writer said, session after session
    std::vector<std::string> pending;
    auto with = options();
    with.commit_every = 1 + random() % 6;
    with.checkpoint_every = 1 + random() % 9;
    with.segment_bytes = random() % 3 == 0 ? 8'000 : 100'000;
    for (int session = 0; session < 3; ++session) {
      // The power goes at some operation, a signal's kill between two.
      const auto dies_at = 1 + random() % 40;
      std::uint64_t operation = 0;
      std::unique_ptr<MemoryFiles> left;
      const bool power = random() % 4 != 0;
      files->fault = [&](Operation, const std::string&) {
        if (++operation == dies_at && !left) left = power ? files->crash(random) : files->copy();
        return 0;
      };
      std::size_t written = 0;
      auto log = audit::Writer::open(*files, key_of('a'), with, clock);
      INFO("image " << image << " session " << session << (log ? "" : log.error()));
      REQUIRE(log);
      const std::uint64_t base = (*log)->acknowledged();
      std::vector<std::string> mine;
      std::uint64_t known = left ? 0 : base;
      while (!left && written < 60) {
        mine.push_back(record(static_cast<std::size_t>(image) * 1000 + written++));
        (*log)->append(mine.back());
        if (!left) known = (*log)->acknowledged();
        clock.now += static_cast<core::Duration>(random() % 20) * core::kSecond / 1000;
      }
      if (!left) left = files->crash(random);
      for (std::uint64_t i = base; i < known; ++i) acknowledged.push_back(mine[i - base]);
      log->reset();
      files->fault = nullptr;
      files = std::move(left);
      ++image;
      // What was acknowledged is there, in order.
      auto check = files->copy();
      auto again = audit::Writer::open(*check, key_of('a'), with, clock);
      INFO((again ? "" : again.error()));
      REQUIRE(again);
      (*again)->close();
      const Read r = read(*check);
      auto at = r.records.begin();
      for (const std::string& one : acknowledged) {
        at = std::find(at, r.records.end(), one);
        REQUIRE(at != r.records.end());
        ++at;
      }
      CHECK(r.signed_size == r.records.size());
    }
  }
}
