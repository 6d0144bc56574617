// How fast bytes become elements, on one core: every line of a JSONL file of generated telemetry (13 members, about 230 bytes), strictly checked.
//   bench_decode FILE [all] [--reps N]    `all`: every field is decoded; otherwise the eight that rules usually read
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <memory>
#include <string>
#include <vector>

#include "core/dimension.hpp"
#include "engine/ingest/input.hpp"

namespace {

using namespace tripline;
namespace model = dsl::model;

double cpu_seconds() {
  timespec t{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}

model::Field field(const std::string& name, model::TypeKind kind, const std::string& unit = "") {
  model::Field f;
  f.name = name;
  f.from = {name};
  f.type.kind = kind;
  if (!unit.empty()) f.type.unit = *core::parse_unit(unit);
  f.input_unit = f.type.unit;
  return f;
}

std::shared_ptr<model::Pack> pack() {
  using model::TypeKind;
  auto p = std::make_shared<model::Pack>();
  for (const auto& names : {std::vector<std::string>{"autonomous", "manual"},
                            {"urban-core", "suburb", "highway", "test-track", "school", "restricted", "airport"}}) {
    model::EnumType e;
    for (const std::string& name : names) e.members.push_back({name, {}, false});
    p->enums.push_back(e);
  }
  for (const char* type : {"telemetry", "hard_brake", "takeover", "disengagement"}) {
    model::Stream s;
    s.name = s.from = type;
    s.time_from = "ts";
    s.time_unit = "ms";
    s.fields = {field("vehicle", TypeKind::text),
                field("product", TypeKind::text),
                field("speed_kmh", TypeKind::number, "km/h"),
                field("mode", TypeKind::enumerated),
                field("zone", TypeKind::enumerated),
                field("battery_pct", TypeKind::number, "%"),
                field("at", TypeKind::position),
                field("accel", TypeKind::number, "m/s^2"),
                field("operator_present", TypeKind::bool_),
                field("lidar_ok", TypeKind::bool_),
                field("passengers", TypeKind::number)};
    s.fields[0].key = true;
    s.fields[3].type.enumeration = 0;
    s.fields[4].type.enumeration = 1;
    s.fields[6].from = {"lat", "lon"};
    p->streams.push_back(std::move(s));
  }
  return p;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return std::fprintf(stderr, "usage: bench_decode FILE [all] [--reps N]\n"), 2;
  int reps = 5;
  bool all = false;
  for (int i = 2; i < argc; ++i) {
    if (!std::strcmp(argv[i], "all")) all = true;
    if (!std::strcmp(argv[i], "--reps") && i + 1 < argc) reps = std::atoi(argv[i + 1]);
  }
  std::vector<bool> read(11, true);
  if (!all) read[1] = read[9] = read[10] = false;
  const engine::Decoder decoder(pack(), std::vector<std::vector<bool>>(4, read));
  std::vector<double> seconds;
  std::uint64_t elements = 0, bytes = 0, rejected = 0;
  for (int i = 0; i < reps; ++i) {
    auto input = engine::Input::open(argv[1], {}, decoder, 0);
    if (!input) return std::fprintf(stderr, "%s\n", input.error().c_str()), 2;
    elements = rejected = 0;
    const double begin = cpu_seconds();
    for (engine::Batch batch; (*input)->next(batch);) {
      elements += batch.elements.size();
      rejected += batch.rejections.size();
    }
    seconds.push_back(cpu_seconds() - begin);
    bytes = (*input)->bytes_read();
  }
  std::sort(seconds.begin(), seconds.end());
  const double median = seconds[seconds.size() / 2];
  std::printf(
      "%llu elements, %llu rejected, %.1f bytes each; median of %d: %.3f s, %.0f elements/s, %.0f ns each, %.0f MB/s\n",
      static_cast<unsigned long long>(elements), static_cast<unsigned long long>(rejected),
      static_cast<double>(bytes) / static_cast<double>(std::max<std::uint64_t>(1, elements)), reps, median,
      static_cast<double>(elements) / median, median * 1e9 / static_cast<double>(std::max<std::uint64_t>(1, elements)),
      static_cast<double>(bytes) / median / 1e6);
}
