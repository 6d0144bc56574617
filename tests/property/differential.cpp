// tripline_differential: engine against oracle on random packs and telemetry.
//
//   tripline_differential --streams 200000 --seed 1 [--jobs 2 --job 0] [--streams-per-pack 8] [--keep FOLDER] [--most 10]
//
// Without --streams, TRIPLINE_STREAMS in the environment says how many. --show prints the packs. Stream n of a seed is the same whatever the rest is. Exit status 1: they differ; each case is made small and written to FOLDER.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <string>

#include "property/shrink.hpp"

using namespace tripline;

namespace {

struct Options {
  std::uint64_t streams = TRIPLINE_DEFAULT_STREAMS, seed = 1, jobs = 1, job = 0, most = 5;
  std::uint64_t streams_per_pack = 8;  // packs cost more to check than streams to judge: each is used for some
  std::string keep = "build/differences";
  bool show = false;  // print the case of the seed, do not compare
};

std::string differs(const oracle::Run& run) {
  try {
    return oracle::compared(run);
  } catch (const std::exception& e) {
    return std::string("exception: ") + e.what() + "\n";
  }
}

std::string kind_of(const std::string& difference) {
  std::string kind;
  for (const char* who : {"engine: ", "oracle: "}) {
    const auto at = difference.find(who);
    const auto end = difference.find('\n', at);
    const std::string line = at == std::string::npos ? "" : difference.substr(at, end - at);
    const auto k = line.find("\"kind\":\"");
    kind += k == std::string::npos ? "- " : line.substr(k + 8, line.find('"', k + 8) - k - 8) + " ";
  }
  return kind;
}

}  // namespace

int main(int argc, char** argv) {
  Options o;
  if (const char* n = std::getenv("TRIPLINE_STREAMS")) o.streams = std::strtoull(n, nullptr, 10);
  for (int i = 1; i < argc; ++i) {
    const std::string name = argv[i];
    if (name == "--show") {
      o.show = true;
      continue;
    }
    if (i + 1 >= argc) return std::fprintf(stderr, "%s: a value is missing\n", name.c_str()), 2;
    const char* value = argv[++i];
    const std::uint64_t n = std::strtoull(value, nullptr, 10);
    if (name == "--streams")
      o.streams = n;
    else if (name == "--seed")
      o.seed = n;
    else if (name == "--jobs")
      o.jobs = n;
    else if (name == "--job")
      o.job = n;
    else if (name == "--streams-per-pack" && n > 0)
      o.streams_per_pack = n;
    else if (name == "--most")
      o.most = n;
    else if (name == "--keep")
      o.keep = value;
    else
      return std::fprintf(stderr, "what is %s?\n", name.c_str()), 2;
  }
  std::uint64_t compared = 0, refused = 0, found = 0;
  std::map<std::string, int> refusals;
  for (std::uint64_t pack = o.job; pack * o.streams_per_pack < o.streams; pack += o.jobs) {
    std::shared_ptr<const dsl::model::Pack> checked;
    property::Random mix(0);
    property::Case made;
    for (std::uint64_t attempt = 0;; ++attempt) {  // what the checker refuses is made anew
      mix = property::Random(o.seed * 0x100000001b3ULL + pack * 1000 + attempt);
      made = property::random_pack(mix.next());
      std::string why;
      checked = property::checked(made, &why);
      if (o.show) std::printf("%s\n%s\n", made.pack().c_str(), why.c_str());
      if (checked != nullptr) break;
      ++refused;
      ++refusals[why.substr(0, why.find('\n'))];
      if (attempt == 100)
        return std::fprintf(stderr, "the checker refuses whatever is generated:\n%s\n", why.c_str()), 2;
    }
    for (std::uint64_t stream = 0; stream < o.streams_per_pack; ++stream) {
      property::Case c = made;
      property::Random telemetry(mix.next());
      property::random_telemetry(c, telemetry);
      const std::string difference = differs(property::run_of(c, checked));
      ++compared;
      if (difference.empty()) continue;
      const std::string kind = kind_of(difference);
      property::Case small = property::shrunk(std::move(c), [&](const property::Case& x) {
        const auto run = property::run_of(x);
        return run && kind_of(differs(*run)) == kind;
      });
      const std::string small_difference = differs(*property::run_of(small));
      const std::string folder =
          o.keep + "/seed" + std::to_string(o.seed) + "_pack" + std::to_string(pack) + "_" + std::to_string(stream);
      property::write_golden(small, folder, small_difference);
      std::printf("== seed %llu, pack %llu, stream %llu -> %s\n%s\n", static_cast<unsigned long long>(o.seed),
                  static_cast<unsigned long long>(pack), static_cast<unsigned long long>(stream), folder.c_str(),
                  small.pack().c_str());
      for (const property::Arriving& a : small.arrivals)
        std::printf("%s %s\n", a.line ? small.sources[a.line->source].c_str() : "idle",
                    a.line ? a.line->written().c_str() : "");
      std::printf("%s\n", small_difference.c_str());
      std::fflush(stdout);
      if (++found >= o.most) goto done;
      break;
    }
  }
done:
  std::printf("%llu streams compared, %llu packs refused by the checker, %llu differences\n",
              static_cast<unsigned long long>(compared), static_cast<unsigned long long>(refused),
              static_cast<unsigned long long>(found));
  if (refused > 0 && o.most > 100)
    for (const auto& [text, n] : refusals) std::printf("  %5d %s\n", n, text.c_str());
  return found > 0 ? 1 : 0;
}
