#include "audit/verify/verify.hpp"

#include <catch2/catch.hpp>
#include <functional>

#include "audit/log/body.hpp"
#include "audit/log/heads.hpp"
#include "audit/log/line.hpp"
#include "audit/log/segments.hpp"
#include "audit/sign/checkpoint.hpp"
#include "audit/verify/proof_file.hpp"
#include "tests/audit/logs.hpp"

using namespace tripline;
using namespace tripline::tests;
using audit::Outcome;

namespace {

const core::Json kNoSources{core::Json::Array{}};

// A log of `records` records and two sessions, closed in order.
std::unique_ptr<MemoryFiles> make(std::size_t records, bool closed = true) {
  auto files = std::make_unique<MemoryFiles>();
  HandClock clock;
  for (int session = 0; session < 2; ++session) {
    auto log = audit::Writer::open(*files, key_of('a'), options(), clock);
    REQUIRE(log);
    for (std::size_t i = 0; i < records / 2; ++i) {
      clock.now += core::kSecond / 100;
      (*log)->append(record(i));
      (*log)->tick([] { return kNoSources; });
    }
    if (closed || session == 0) {
      (*log)->close();
    } else {
      (*log)->commit();
    }
  }
  return files;
}

std::string& segment(MemoryFiles& files) { return files.content.at(audit::segment_path(0))->now; }
std::string& heads(MemoryFiles& files) { return files.content.at("checkpoints")->now; }

std::string last_head(MemoryFiles& files) { return audit::read_heads(heads(files)).heads.back().note.written(); }

audit::VerifyOptions with_key(char key = 'a') {
  audit::VerifyOptions o;
  o.keys = {key_of(key).verifier()};
  o.threads = 1;
  return o;
}

// With everything that an auditor can bring along.
audit::Verdict verify(MemoryFiles& files, std::optional<std::string> head = std::nullopt, char key = 'a') {
  audit::VerifyOptions o = with_key(key);
  o.head = std::move(head);
  auto verdict = audit::verify(files, o);
  REQUIRE(verdict);
  return *verdict;
}

std::vector<std::string> lines(const std::string& text) {
  std::vector<std::string> all;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at) + 1;
    all.push_back(text.substr(at, end - at));
    at = end;
  }
  return all;
}

// As an attacker writes it: checksums, offsets and indexes fit.
std::string rewritten(const std::vector<std::string>& bodies) {
  std::string text;
  std::uint64_t index = 0;
  for (std::string body : bodies) {
    const std::size_t at = body.find("\"index\":") + 8;
    body.replace(at, body.find(',', at) - at, std::to_string(index++));
    audit::append_line(text, 0, body);
  }
  return text;
}

std::vector<std::string> bodies(const std::string& text) {
  std::vector<std::string> all;
  for (const std::string& line : lines(text))
    all.push_back(line.substr(audit::kLineHead, line.size() - audit::kLineHead - 1));
  return all;
}

// Signs the whole log anew, as somebody with that key can.
void sign_anew(MemoryFiles& files, char key) {
  audit::Frontier tree;
  for (const std::string& body : bodies(segment(files))) tree.add(audit::leaf_hash(body));
  audit::Note note{audit::Checkpoint{key_of(key).name, tree.size(), tree.root()}.text(), {}};
  note.sign(key_of(key));
  heads(files) = audit::written_head(note);
}

}  // namespace

TEST_CASE("a log is sound only with a key and a witnessed head") {
  auto files = make(100);
  const std::string head = last_head(*files);
  const auto verdict = verify(*files, head);
  INFO((verdict.first() != nullptr ? verdict.first()->text : ""));
  CHECK(verdict.outcome() == Outcome::sound);
  CHECK(verdict.records == 104);
  CHECK(verdict.signed_records == 104);
  CHECK(verify(*files).outcome() == Outcome::unwitnessed);
  auto no_key = with_key();
  no_key.keys.clear();
  no_key.head = head;
  CHECK(audit::verify(*files, no_key)->outcome() == Outcome::unsigned_records);
  CHECK(verify(*files, head, 'b').outcome() == Outcome::forged);
  auto two = with_key();
  two.head = head;
  two.threads = 2;
  CHECK(audit::verify(*files, two)->outcome() == Outcome::sound);
}

TEST_CASE("a witness's cosignature vouches for what it covers") {
  auto files = make(100);
  const audit::SignerKey witness{"witness.example.org", audit::KeyKind::witness, key_of('w').seed};
  auto options = with_key();
  options.witnesses = {witness.verifier()};
  CHECK(audit::verify(*files, options)->outcome() == Outcome::unwitnessed);
  auto all = audit::read_heads(heads(*files)).heads;
  all.back().note.cosign(witness, 1'772'323'300);
  std::string text;
  for (const audit::Head& head : all) text += audit::written_head(head.note);
  heads(*files) = text;
  CHECK(audit::verify(*files, options)->outcome() == Outcome::sound);
}

TEST_CASE("attack: a record is changed and its checksum put right") {
  auto files = make(60);
  auto all = bodies(segment(*files));
  all[20].replace(all[20].find("km/h"), 4, "m/s ");
  segment(*files) = rewritten(all);
  const auto verdict = verify(*files);
  CHECK(verdict.outcome() == Outcome::forged);
  CHECK(verdict.first()->file == "checkpoints");
}

TEST_CASE("attack: two records are swapped") {
  auto files = make(60);
  auto all = lines(segment(*files));
  std::swap(all[10], all[11]);
  std::string text;
  for (const auto& line : all) text += line;
  segment(*files) = text;
  const auto verdict = verify(*files);
  CHECK(verdict.outcome() == Outcome::forged);
  CHECK(verdict.first()->line == 11);
  auto numbered = make(60);
  auto again = bodies(segment(*numbered));
  std::swap(again[10], again[11]);
  segment(*numbered) = rewritten(again);
  CHECK(verify(*numbered).outcome() == Outcome::forged);
}

TEST_CASE("attack: a record is dropped, or repeated") {
  for (const bool drop : {true, false}) {
    for (const bool renumbered : {true, false}) {
      auto files = make(60);
      auto all = renumbered ? bodies(segment(*files)) : lines(segment(*files));
      if (drop) {
        all.erase(all.begin() + 15);
      } else {
        all.insert(all.begin() + 15, all[15]);
      }
      std::string text;
      for (const auto& line : all) text += line;
      segment(*files) = renumbered ? rewritten(all) : text;
      CHECK(verify(*files).outcome() == Outcome::forged);
    }
  }
}

TEST_CASE("attack: the last records are removed, their checkpoints left") {
  auto files = make(60);
  auto all = lines(segment(*files));
  segment(*files).resize(segment(*files).size() - all.back().size());
  CHECK(verify(*files).outcome() == Outcome::forged);
}

TEST_CASE("attack: a record is back-dated") {
  auto files = make(60);
  auto all = bodies(segment(*files));
  all[30].replace(all[30].find("2026-"), 5, "2025-");
  segment(*files) = rewritten(all);
  const auto verdict = verify(*files);
  CHECK(verdict.outcome() == Outcome::forged);
  CHECK(verdict.first()->index == 30);
}

TEST_CASE("attack: an older copy of the folder is put back") {
  auto older = make(60);
  auto newer = older->copy();
  HandClock clock;
  clock.now = 3600 * core::kSecond;
  auto log = audit::Writer::open(*newer, key_of('a'), options(), clock);
  (*log)->append(record(1));
  (*log)->close();
  const std::string kept = last_head(*newer);
  CHECK(verify(*older).outcome() == Outcome::unwitnessed);  // it cannot be told from the log itself
  CHECK(verify(*older, kept).outcome() == Outcome::forged);
  CHECK(verify(*newer, kept).outcome() == Outcome::sound);
  // A head from before vouches for what it covers.
  const auto verdict = verify(*newer, last_head(*older));
  CHECK(verdict.outcome() == Outcome::unwitnessed);
  CHECK(verdict.witnessed_records == 64);
}

TEST_CASE("attack: the log is written anew and signed with another key") {
  auto files = make(60);
  auto all = bodies(segment(*files));
  all.erase(all.begin() + 15);
  const std::string before = key_of('a').verifier().text(), after = key_of('b').verifier().text();
  for (std::string& body : all) {
    for (std::size_t at = body.find(before); at != std::string::npos; at = body.find(before))
      body.replace(at, before.size(), after);
  }
  segment(*files) = rewritten(all);
  sign_anew(*files, 'b');
  CHECK(verify(*files).outcome() == Outcome::forged);
  // Whoever brings no key cannot know; the answer says so.
  auto nothing = with_key();
  nothing.keys.clear();
  CHECK(audit::verify(*files, nothing)->outcome() == Outcome::unsigned_records);
}

TEST_CASE("attack: with the key, against a head that was kept") {
  auto files = make(60);
  const std::string kept = last_head(*files);
  auto all = bodies(segment(*files));
  all.erase(all.begin() + 15);
  segment(*files) = rewritten(all);
  sign_anew(*files, 'a');
  CHECK(verify(*files).outcome() == Outcome::unwitnessed);
  CHECK(verify(*files, kept).outcome() == Outcome::forged);
}

TEST_CASE("attack: after a rotation, records from before are signed with the newer key") {
  MemoryFiles files;
  HandClock clock;
  auto log = audit::Writer::open(files, key_of('a'), options(), clock);
  for (std::size_t i = 0; i < 10; ++i) (*log)->append(record(i));
  (*log)->rotate(key_of('b'));
  for (std::size_t i = 0; i < 10; ++i) (*log)->append(record(i));
  (*log)->close();
  const std::string kept = last_head(files);
  CHECK(verify(files, kept, 'a').outcome() == Outcome::sound);
  CHECK(verify(files, kept, 'b').outcome() == Outcome::sound);
  CHECK(verify(files, kept).keys.size() == 2);
  // Opened with the old key it is refused, with the new one gone on with.
  auto more = files.copy();
  CHECK_FALSE(audit::Writer::open(*more, key_of('a'), options(), clock));
  REQUIRE(audit::Writer::open(*more, key_of('b'), options(), clock));

  auto forged = files.copy();
  auto all = bodies(segment(*forged));
  all[5].replace(all[5].find("km/h"), 4, "m/s ");
  segment(*forged) = rewritten(all);
  sign_anew(*forged, 'b');  // one checkpoint over all: the old key's are gone
  CHECK(verify(*forged, std::nullopt, 'a').outcome() == Outcome::forged);
  CHECK(verify(*forged, std::nullopt, 'b').outcome() == Outcome::forged);
}

TEST_CASE("a rotation that broke off is finished by the next opening") {
  MemoryFiles files;
  HandClock clock;
  {
    auto log = audit::Writer::open(files, key_of('a'), options(), clock);
    bool first = true;
    files.fault = [&](MemoryFiles::Operation operation, const std::string& path) {
      if (operation == MemoryFiles::Operation::write && path == "checkpoints" && first) {
        first = false;
        return EIO;
      }
      return 0;
    };
    CHECK_THROWS_AS((*log)->rotate(key_of('b')), audit::AuditFailure);
    files.fault = nullptr;
  }
  CHECK_FALSE(audit::Writer::open(files, key_of('a'), options(), clock));
  auto with = options();
  with.next_key = key_of('b');
  {
    auto log = audit::Writer::open(files, key_of('a'), with, clock);
    REQUIRE(log);
    CHECK((*log)->key() == key_of('b').verifier());
    (*log)->close();
  }
  const auto verdict = verify(files, last_head(files));
  CHECK(verdict.integrity.empty());
  CHECK(verdict.keys.size() == 2);
}

TEST_CASE("attack: checkpoints are deleted") {
  auto files = make(60);
  const auto all = audit::read_heads(heads(*files)).heads;
  REQUIRE(all.size() > 2);
  auto last = files->copy();
  heads(*last).resize(all.back().offset);
  CHECK(verify(*last).outcome() == Outcome::unsigned_records);
  auto none = files->copy();
  heads(*none).clear();
  CHECK(verify(*none).outcome() == Outcome::unsigned_records);
  none->content.erase("checkpoints");
  CHECK(verify(*none).outcome() == Outcome::unsigned_records);
  // Those in between say nothing that the last does not.
  auto middle = files->copy();
  heads(*middle).erase(all[0].offset, all[1].offset - all[0].offset);
  CHECK(verify(*middle, last_head(*files)).outcome() == Outcome::sound);
}

TEST_CASE("a torn tail, and what is incomplete") {
  auto files = make(60, false);
  CHECK(verify(*files).outcome() == Outcome::incomplete);  // no `stopped`
  segment(*files) += "0badc0de 00000000";
  CHECK(verify(*files).outcome() == Outcome::torn_tail);

  MemoryFiles silent;
  HandClock clock;
  auto log = audit::Writer::open(silent, key_of('a'), options(), clock);
  clock.now += 600 * core::kSecond;  // ten minutes without a heartbeat
  (*log)->close();
  const auto verdict = verify(silent, last_head(silent));
  CHECK(verdict.outcome() == Outcome::incomplete);
  CHECK(verdict.integrity.empty());
}

TEST_CASE("heartbeats at their interval are enough, a clock that jumps is told") {
  MemoryFiles files;
  HandClock clock;
  auto log = audit::Writer::open(files, key_of('a'), options(), clock);
  for (int i = 0; i < 100; ++i) {
    clock.now += 10 * core::kSecond;
    (*log)->tick([] { return kNoSources; });
  }
  clock.wall_offset -= 7200 * core::kSecond;
  (*log)->append(record(1));
  (*log)->close();
  const auto verdict = verify(files, last_head(files));
  CHECK(verdict.outcome() == Outcome::sound);
  CHECK(verdict.remarks.size() == 1);
}

TEST_CASE("only packs that are allowed") {
  MemoryFiles files;
  HandClock clock;
  auto log = audit::Writer::open(files, key_of('a'), options(), clock);
  (*log)->append(R"({"kind":"pack.loaded","pack":{"digest":"d1","name":"streets","version":"1.0.0"}})");
  (*log)->close();
  auto options = with_key();
  options.head = last_head(files);
  options.packs = std::set<std::string>{"d1"};
  CHECK(audit::verify(files, options)->outcome() == Outcome::sound);
  options.packs = std::set<std::string>{"d2"};
  CHECK(audit::verify(files, options)->outcome() == Outcome::incomplete);
}

TEST_CASE("personal values: changed, missing, erased") {
  MemoryFiles files;
  HandClock clock;
  auto log = audit::Writer::open(files, key_of('a'), options(), clock);
  const std::vector<core::Personal> personal{{"⟨driver#1⟩", "张三"}};
  (*log)->append(record(1), personal);
  (*log)->commit();
  std::string path;
  for (const auto& [name, file] : files.content) {
    if (name.rfind("payload/", 0) == 0) path = name;
  }
  auto erased = files.copy();
  (*log)->close();
  log->reset();
  const std::string head = last_head(files);
  CHECK(verify(files, head).outcome() == Outcome::sound);
  auto changed = files.copy();
  changed->content.at(path)->now += "x";
  CHECK(verify(*changed, head).outcome() == Outcome::forged);
  auto missing = files.copy();
  missing->content.erase(path);
  CHECK(verify(*missing, head).outcome() == Outcome::incomplete);

  auto again = audit::Writer::open(files, key_of('a'), options(), clock);
  (*again)->append(R"({"commitments":[")" + path.substr(8) + R"("],"kind":"erased"})");
  (*again)->close();
  CHECK(verify(files, last_head(files)).outcome() == Outcome::incomplete);  // it is still there
  files.content.erase(path);
  CHECK(verify(files, last_head(files)).outcome() == Outcome::sound);
}

// 25 KB of log: whatever bit is flipped, wherever the files are cut, it is noticed.
TEST_CASE("every flipped bit and every truncation is noticed") {
  auto files = make(150);
  const std::string head = last_head(*files);
  auto options = with_key();
  options.head = head;
  options.first_only = true;
  REQUIRE(audit::verify(*files, options)->outcome() == Outcome::sound);
  std::size_t bytes = 0, missed = 0, called_torn = 0;
  for (std::string* const file : {&segment(*files), &heads(*files)}) {
    bytes += file->size();
    const std::string before = *file;
    for (std::size_t bit = 0; bit < 8 * before.size(); ++bit) {
      char& byte = (*file)[bit / 8];
      byte = static_cast<char>(byte ^ 1 << bit % 8);
      const auto verdict = audit::verify(*files, options);
      if (!verdict || verdict->outcome() == Outcome::sound) ++missed;
      if (file == &segment(*files) && verdict && verdict->outcome() == Outcome::torn_tail) ++called_torn;
      byte = before[bit / 8];
    }
    for (std::size_t length = 0; length < before.size(); ++length) {
      file->resize(length);
      const auto verdict = audit::verify(*files, options);
      if (!verdict || verdict->outcome() == Outcome::sound) ++missed;
      if (file == &segment(*files) && verdict && verdict->outcome() == Outcome::torn_tail) ++called_torn;
      *file = before;
    }
  }
  CHECK(bytes >= 24'000);
  CHECK(missed == 0);
  CHECK(called_torn == 0);  // all of it is signed
}

TEST_CASE("a proof stands on its own") {
  auto files = make(100);
  const auto key = key_of('a').verifier();
  for (const std::uint64_t index : {0U, 1U, 63U, 64U, 103U}) {
    const auto proof = audit::prove_record(*files, index);
    REQUIRE(proof);
    const auto proven = audit::check_record_proof(*proof, key);
    REQUIRE(proven);
    CHECK(proven->index == index);
    CHECK(proven->checkpoint.size == 104);
    CHECK(audit::read_body(proven->body)->index == index);
    CHECK_FALSE(audit::check_record_proof(*proof, key_of('b').verifier()));
    for (std::size_t bit = 0; bit < 8 * proof->size(); bit += 3) {
      std::string bad = *proof;
      bad[bit / 8] = static_cast<char>(bad[bit / 8] ^ 1 << bit % 8);
      CHECK_FALSE(audit::check_record_proof(bad, key));
    }
    for (std::size_t length = 0; length < proof->size(); ++length)
      CHECK_FALSE(audit::check_record_proof(std::string_view(*proof).substr(0, length), key));
  }
  CHECK_FALSE(audit::prove_record(*files, 104));
}

TEST_CASE("a log's growth between any two checkpoints is proven") {
  auto files = make(100);
  const auto key = key_of('a').verifier();
  for (const audit::Head& head : audit::read_heads(heads(*files)).heads) {
    const auto proof = audit::prove_growth(*files, head.checkpoint.size);
    REQUIRE(proof);
    REQUIRE(audit::check_growth_proof(*proof, head.checkpoint, key));
    audit::Checkpoint other = head.checkpoint;
    other.root[0] ^= 1;
    CHECK_FALSE(audit::check_growth_proof(*proof, other, key));
  }
}
