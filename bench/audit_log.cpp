// How fast an audit log is written and verified: bench_audit_log DIR [RECORDS [COMMIT_EVERY]].
//
// Input: a folder that is not there yet, on the disk that is meant. Output: records a second written (each group synced) and megabytes a second verified, on one thread and two.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "audit/log/writer.hpp"
#include "audit/verify/verify.hpp"

namespace {

namespace audit = tripline::audit;

double seconds_since(std::chrono::steady_clock::time_point begun) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
}

// As long as a violation with its evidence.
std::string record(std::uint64_t number) {
  return R"({"at":"2026-03-01T00:00:04Z","because":"speed = )" + std::to_string(number % 90) +
         R"( km/h exceeds 40 km/h for 2 s","cites":["City rules, Art. 12"],"elements":[{"digest":")" +
         std::string(64, 'd') + R"(","position":)" + std::to_string(number) +
         R"(,"source":"morning.jsonl"}],"episode":")" + std::string(64, 'e') + R"(","id":")" + std::string(64, 'f') +
         R"(","kind":"violation.opened","pack":{"digest":")" + std::string(64, 'a') +
         R"(","name":"streets","version":"0.1.0"},"rule":"core_speed","rule_kind":"limit","severity":"major","since":"2026-03-01T00:00:04Z","subject":{"vehicle":"V1"}})";
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 2) return 2;
  const std::uint64_t records = count > 2 ? std::strtoull(arguments[2], nullptr, 10) : 1'000'000;
  const auto files = audit::files_on_disk(arguments[1]);
  audit::SystemClock clock;
  audit::WriterOptions options;
  options.host = "bench";
  options.program = "bench_audit_log";
  if (count > 3) options.commit_every = std::strtoull(arguments[3], nullptr, 10);
  const audit::SignerKey key{"example.org/bench", audit::KeyKind::log, audit::Seed::random()};
  auto log = audit::Writer::open(*files, key, options, clock);
  if (!log) {
    std::fprintf(stderr, "%s\n", log.error().c_str());
    return 2;
  }
  auto begun = std::chrono::steady_clock::now();
  for (std::uint64_t i = 0; i < records; ++i) (*log)->append(record(i));
  (*log)->close();
  const double writing = seconds_since(begun);
  std::printf("written: %.0f records/s, groups of %llu\n", static_cast<double>(records) / writing,
              static_cast<unsigned long long>(options.commit_every));
  for (const unsigned threads : {1U, 2U}) {
    audit::VerifyOptions with;
    with.keys = {key.verifier()};
    with.threads = threads;
    begun = std::chrono::steady_clock::now();
    const auto verdict = audit::verify(*files, with);
    const double verifying = seconds_since(begun);
    if (!verdict) return 2;
    std::printf("verified: %.0f MB/s on %u thread(s), %.0f MB: %s\n",
                static_cast<double>(verdict->bytes) / verifying / 1e6, threads,
                static_cast<double>(verdict->bytes) / 1e6, std::string(audit::word(verdict->outcome())).c_str());
  }
  return 0;
}
