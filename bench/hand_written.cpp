// What one would write by hand instead of the pack bench/rules_13: the limit that the engine is measured against.
//
// Input: a file of JSON lines as bench/gen_telemetry.py makes them. Output: one JSON object of violations for each rule, the same
// numbers that `tripline run bench/rules_13` finds; with STALE_MS, those of the pack with that staleness. It puts late elements into order and keeps state for each vehicle, as the engine must; it
// writes no records, gives no reasons, accepts no malformed element and knows no rule but these. One thread.
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <queue>
#include <string>
#include <string_view>
#include <vector>

namespace {

constexpr std::int64_t kLatenessMs = 3'000;
constexpr std::int64_t kNeverMs = INT64_MIN / 2;
constexpr std::int64_t kNeverStaleMs = INT64_MAX / 4;
constexpr std::size_t kEpisodeRules = 10;
constexpr std::array<const char*, 13> kRules = {
    "fast_by_itself", "too_fast",    "empty_battery",   "nobody_watching", "school_zone",     "blind_lidar", "jolt",
    "overloaded",     "off_the_map", "restricted_zone", "rough_driving",   "sustained_speed", "take_over"};

enum class Kind : std::uint8_t { telemetry, hard_brake, disengagement, takeover };

// What the rules need of an element: which of the ten are broken by it, and whether it is faster than 80 km/h.
struct Element {
  std::int64_t ts = 0;
  std::uint64_t position = 0;
  std::uint32_t vehicle = 0;
  Kind kind = Kind::telemetry;
  std::uint16_t broken = 0;
  bool fast = false;
};

// Samples before events at one instant, then by position in the file.
struct Later {
  bool operator()(const Element& a, const Element& b) const {
    if (a.ts != b.ts) return a.ts > b.ts;
    const bool a_event = a.kind != Kind::telemetry;
    const bool b_event = b.kind != Kind::telemetry;
    if (a_event != b_event) return a_event;
    return a.position > b.position;
  }
};

struct Vehicle {
  std::int64_t last_sample = kNeverMs;
  std::int64_t fast_since = kNeverMs;  // kNeverMs: not fast
  std::array<std::int64_t, 4> brakes = {kNeverMs, kNeverMs, kNeverMs, kNeverMs};
  std::uint32_t next_brake = 0;
  std::uint32_t takeovers = 0;
  std::uint16_t open = 0;  // episodes, one bit for each rule
};

struct Duty {
  std::int64_t deadline = 0;
  std::uint32_t vehicle = 0;
  std::uint32_t takeovers = 0;  // that the vehicle had seen when the duty opened
};

class Fleet {
 public:
  explicit Fleet(std::int64_t stale_ms) : stale_ms_(stale_ms) {}

  std::uint32_t number(std::string_view name) {
    const auto [place, is_new] = numbers_.try_emplace(std::string(name), static_cast<std::uint32_t>(vehicles_.size()));
    if (is_new) vehicles_.emplace_back();
    return place->second;
  }

  void take(const Element& e) {
    if (e.ts > highest_) highest_ = e.ts;
    queue_.push(e);
    while (queue_.top().ts < highest_ - kLatenessMs) judge_first();
  }

  const std::array<std::uint64_t, 13>& finish() {
    while (!queue_.empty()) judge_first();
    for (Vehicle& v : vehicles_) {
      if (v.fast_since != kNeverMs && v.fast_since + 5'000 <= highest_) end_fast(v, v.last_sample + stale_ms_);
    }
    pass_deadlines(highest_ + 1);
    return violations_;
  }

 private:
  void judge_first() {
    const Element e = queue_.top();
    queue_.pop();
    pass_deadlines(e.ts);
    Vehicle& v = vehicles_[e.vehicle];
    switch (e.kind) {
      case Kind::telemetry: sample(v, e); break;
      case Kind::hard_brake:
        v.brakes[v.next_brake++ & 3U] = e.ts;
        if (e.ts - v.brakes[v.next_brake & 3U] < 600'000) ++violations_[10];
        break;
      case Kind::disengagement: duties_.push_back({e.ts + 10'000, e.vehicle, v.takeovers}); break;
      case Kind::takeover: ++v.takeovers; break;
    }
  }

  void sample(Vehicle& v, const Element& e) {
    const bool silence = e.ts - v.last_sample > stale_ms_;
    if (silence) v.open = 0;
    for (std::uint32_t opened = e.broken & ~static_cast<std::uint32_t>(v.open); opened != 0; opened &= opened - 1) {
      ++violations_[static_cast<std::size_t>(__builtin_ctz(opened))];
    }
    v.open = e.broken;
    if (v.fast_since != kNeverMs && (silence || !e.fast)) end_fast(v, silence ? v.last_sample + stale_ms_ : e.ts);
    if (e.fast && v.fast_since == kNeverMs) v.fast_since = e.ts;
    v.last_sample = e.ts;
  }

  void end_fast(Vehicle& v, std::int64_t at) {
    if (v.fast_since + 5'000 < at) ++violations_[11];
    v.fast_since = kNeverMs;
  }

  // Deadlines before `now` have passed; an answer at the deadline itself is in time.
  void pass_deadlines(std::int64_t now) {
    for (; !duties_.empty() && duties_.front().deadline < now; duties_.pop_front()) {
      if (vehicles_[duties_.front().vehicle].takeovers == duties_.front().takeovers) ++violations_[12];
    }
  }

  std::int64_t stale_ms_;
  boost::unordered_flat_map<std::string, std::uint32_t> numbers_;
  std::vector<Vehicle> vehicles_;
  std::priority_queue<Element, std::vector<Element>, Later> queue_;
  std::deque<Duty> duties_;  // by deadline, since elements are judged in order and all have the same length
  std::int64_t highest_ = kNeverMs;
  std::array<std::uint64_t, 13> violations_{};
};

template <class T>
T get(simdjson::ondemand::object& object, std::string_view key) {
  T value{};
  if (object[key].get(value) != simdjson::SUCCESS) {
    std::fprintf(stderr, "hand_written: no readable \"%.*s\"\n", static_cast<int>(key.size()), key.data());
    std::exit(2);
  }
  return value;
}

Kind kind_of(std::string_view type) {
  if (type == "telemetry") return Kind::telemetry;
  if (type == "hard_brake") return Kind::hard_brake;
  return type == "takeover" ? Kind::takeover : Kind::disengagement;
}

// Members in the order in which they stand, so that each is found at once.
Element read(simdjson::ondemand::object& object, Fleet& fleet) {
  Element e;
  e.kind = kind_of(get<std::string_view>(object, "type"));
  e.ts = get<std::int64_t>(object, "ts");
  e.vehicle = fleet.number(get<std::string_view>(object, "vehicle"));
  if (e.kind != Kind::telemetry) return e;
  const auto speed = get<double>(object, "speed_kmh");
  const bool by_itself = get<std::string_view>(object, "mode") == "autonomous";
  const auto zone = get<std::string_view>(object, "zone");
  const auto battery = get<double>(object, "battery_pct");
  const auto lat = get<double>(object, "lat");
  const auto lon = get<double>(object, "lon");
  const auto accel = get<double>(object, "accel");
  const auto watched = get<bool>(object, "operator_present");
  const auto lidar = get<bool>(object, "lidar_ok");
  const auto passengers = get<double>(object, "passengers");
  const std::array<bool, kEpisodeRules> broken = {
      by_itself && speed > 60 && zone != "test-track",
      speed > 120,
      battery < 10 && speed > 0,
      by_itself && !watched && speed > 30,
      zone == "school" && speed > 30,
      by_itself && !lidar,
      accel < -6 || accel > 5,
      passengers > 4,
      lat < 31.0 || lat > 31.5 || lon < 121.2 || lon > 121.8,
      by_itself && zone == "restricted",
  };
  for (std::size_t i = 0; i < broken.size(); ++i) {
    if (broken[i]) e.broken = static_cast<std::uint16_t>(e.broken | (1U << i));
  }
  e.fast = speed > 80;
  return e;
}

}  // namespace

int main(int argc, char** argv) {
  simdjson::padded_string text;
  if (argc < 2 || argc > 3 || simdjson::padded_string::load(argv[1]).get(text) != simdjson::SUCCESS) {
    std::fprintf(stderr, "usage: bench_hand_written FILE.jsonl [STALE_MS]\n");
    return 2;
  }
  Fleet fleet(argc == 3 ? std::strtoll(argv[2], nullptr, 10) : kNeverStaleMs);
  simdjson::ondemand::parser parser;
  const char* const end = text.data() + text.size();
  std::uint64_t position = 0;
  for (const char* line = text.data(); line < end; ++position) {
    const std::string_view rest(line, static_cast<std::size_t>(end - line));
    const std::size_t length = std::min(rest.find('\n'), rest.size());
    simdjson::ondemand::document document;
    simdjson::ondemand::object object;
    if (parser.iterate(line, length, rest.size() + simdjson::SIMDJSON_PADDING).get(document) != simdjson::SUCCESS ||
        document.get_object().get(object) != simdjson::SUCCESS) {
      std::fprintf(stderr, "hand_written: line %llu is no object\n", static_cast<unsigned long long>(position + 1));
      return 2;
    }
    Element e = read(object, fleet);
    e.position = position;
    fleet.take(e);
    line += length + 1;
  }
  const auto& violations = fleet.finish();
  for (std::size_t i = 0; i < kRules.size(); ++i) {
    std::printf("%s\"%s\":%llu", i == 0 ? "{" : ",", kRules[i], static_cast<unsigned long long>(violations[i]));
  }
  std::printf("}\n");
}
