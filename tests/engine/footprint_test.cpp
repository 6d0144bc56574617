// Bytes for each subject, as engine/plan/footprint.hpp says, against what an engine takes from the allocator.
#include <malloc.h>
#include <catch2/catch.hpp>

#include "engine/plan/footprint.hpp"
#include "tests/engine/harness.hpp"

using namespace tripline;
using engine::Value;
using test::pack_of;

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kCountable = false;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr bool kCountable = false;
#else
constexpr bool kCountable = true;
#endif
#else
constexpr bool kCountable = true;
#endif

constexpr std::size_t kLength = 150;  // of every element as received
constexpr int kSubjects = 3000;

// What the process holds, the allocator's share included.
std::size_t in_use() {
  const struct mallinfo2 info = mallinfo2();
  return info.uordblks + info.hblkhd;
}

struct Nothing : core::RecordSink {
  void write(const core::Record&) override {}
};

std::string subject_name(int n) { return "V" + std::to_string(1'000'000 + n); }

class Feeding {
 public:
  explicit Feeding(const std::string& text) : pack_(pack_of(text)), engine_(pack_, sink_) {
    source_ = engine_.add_source("a");
    before_ = in_use();
  }
  void give(const std::string& stream, std::int64_t microseconds, std::vector<Value> fields) {
    engine::Element e;
    e.stream = test::stream_of(*pack_, stream);
    e.time = microseconds * 1'000;
    e.source = source_;
    e.position = ++position_;
    e.fields = std::move(fields);
    e.bytes.assign(kLength, 'x');
    engine_.observe(e);
  }
  std::size_t taken() const { return in_use() - before_; }
  engine::Footprint footprint() const {
    return engine::footprint(*engine::plan(pack_), std::vector<std::size_t>(pack_->streams.size(), kLength));
  }
  const dsl::model::Pack& pack() const { return *pack_; }

 private:
  std::shared_ptr<const dsl::model::Pack> pack_;
  Nothing sink_;
  engine::Engine engine_;
  std::uint32_t source_ = 0;
  std::uint64_t position_ = 0;
  std::size_t before_ = 0;
};

void near(std::size_t measured, std::size_t said) {
  INFO("measured " << measured << ", said " << said);
  CHECK(static_cast<double>(said) > 0.9 * static_cast<double>(measured));
  CHECK(static_cast<double>(said) < 1.1 * static_cast<double>(measured));
}

constexpr const char* kHead = R"(pack p 1.0.0 { timezone "UTC" }
signal Motion { vehicle : text key  fleet : text group  speed : km/h  zone : one of (core, suburb)  stale after 1 h }
event Brake { vehicle : text key  force : number  kind : text }
event Answer { vehicle : text key }
)";

// Every subject gives a sample and `brakes` events, a second apart, then one Answer; bytes for each subject, measured and said.
// `owed`: each subject has had so many duties at once.
void compare(const std::string& rules, int brakes, int samples = 1, std::uint64_t owed = 0) {
  Feeding f(std::string(kHead) + rules);
  std::uint64_t seed = 7;
  const auto random = [&seed] {
    seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<double>((seed >> 40U) % 100'000) / 1000.0;
  };
  const int rounds = std::max(brakes, samples);
  for (int round = 0; round < rounds; ++round)
    for (int n = 0; n < kSubjects; ++n) {
      // One after another, so that none waits for another of its instant.
      const std::int64_t at = round * 1'000'000 + n * 10;
      const Value name = Value::text(subject_name(n));
      if (round < samples)
        f.give("Motion", at, {name, Value::text("F1"), Value::number(random() / 10), Value::integer(n % 2)});
      if (round < brakes)
        f.give("Brake", at + 3, {name, Value::number(random()), Value::text("K" + std::to_string(round))});
      if (round == rounds - 1) f.give("Answer", at + 6, {name});
    }
  const std::size_t measured = f.taken() / kSubjects;
  const engine::Footprint said = f.footprint();
  const auto program = engine::plan(pack_of(std::string(kHead) + rules));
  std::size_t expected = 0;
  for (std::size_t k = 0; k < said.spaces.size(); ++k) {
    if (program->spaces[k].names != std::vector<std::string>{"vehicle"}) continue;
    expected += said.spaces[k].bytes + said.spaces[k].member;
    for (const engine::WindowFootprint& w : said.windows)
      if (w.space == static_cast<int>(k)) {
        const auto i = static_cast<std::size_t>(&w - said.windows.data());
        const bool of_signal = program->pack->streams[static_cast<std::size_t>(program->aggregates[i].stream)].signal;
        expected += w.bytes(static_cast<std::uint64_t>(of_signal ? samples : brakes)) - w.bytes(1);
      } else {
        // Of a window over all members, what each member adds to it.
        const auto i = static_cast<std::size_t>(&w - said.windows.data());
        const bool of_signal = program->pack->streams[static_cast<std::size_t>(program->aggregates[i].stream)].signal;
        expected +=
            w.bytes(static_cast<std::uint64_t>(of_signal ? samples : brakes) * kSubjects, kSubjects) / kSubjects;
      }
  }
  // The room for duties that were answered is kept.
  for (const engine::RuleFootprint& r : said.rules) expected += r.open_duties(owed) - owed * r.owed;
  near(measured, expected);
}

}  // namespace

TEST_CASE("bytes for each subject are those that an engine takes", "[footprint]") {
  if (!kCountable) {
    WARN("a sanitizer's allocator keeps no such account: skipped");
    return;
  }
  SECTION("red lines and limits alone") {
    compare(R"(redline a { on Motion forbid speed > 120 km/h }
limit b { on Motion require speed <= 80 km/h grace 2 s }
redline c { on Motion when zone == core forbid speed > 60 km/h for 5 s })",
            1);
  }
  SECTION("a window of events that slides") {
    compare("redline a { on Brake forbid count(Brake) over 10 min > 1000 }", 40);
  }
  SECTION("windows of events that keep values") {
    compare(R"(redline a { on Brake forbid quantile(Brake.force, 0.9) over 1 h > 1000 }
redline b { on Brake forbid distinct(Brake.kind) over 1 h > 1000 }
redline c { on Brake forbid max(Brake.force) over 1 h > 1000 })",
            100);
  }
  SECTION("accounts of calendar periods") {
    compare(R"(redline a { on Brake forbid sum(Brake.force) this day > 1000000 }
redline b { on Brake forbid avg(Brake.force) this month > 1000000 })",
            20);
  }
  SECTION("a signal in continuous time") {
    compare(R"(redline a { forbid avg(Motion.speed) over 1 h > 1000 km/h }
redline b { forbid duration(Motion.zone == core) this day > 30 h }
redline c { forbid max(Motion.speed) over 1 h > 1000 km/h })",
            1, 50);
  }
  SECTION("the last samples") {
    compare("redline a { on Motion forbid avg(Motion.speed) last 8 samples > 1000 km/h }", 1, 20);
  }
  SECTION("duties, triggers, what is held and what is derived") {
    compare(R"(event Fast = Motion when speed >= 0 km/h
duty a { on Fast expect Answer within 10 s }
redline b { on Motion forbid held(speed > 200 km/h, 5 s) and zone == core }
redline c { on Motion forbid zone == core and speed > 300 km/h and count(Fast) over 1 h > 3 })",
            1, 1, 1);
  }
  SECTION("a group over all its members") {
    compare("redline a { per fleet forbid avg(Motion.speed) now > 1000 km/h }", 1);
  }
  SECTION("many rules") {
    std::string rules;
    for (int i = 0; i < 40; ++i)
      rules += "redline r" + std::to_string(i) + " { on Motion forbid speed > " + std::to_string(100 + i) + " km/h }\n";
    compare(rules, 1);
  }
}
