#include "property/generate.hpp"

#include "core/time.hpp"
#include "dsl/check/compile.hpp"

namespace tripline::property {

using core::Time;

std::uint64_t Random::next() {  // splitmix64
  std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ULL);
  z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27U)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31U);
}

std::string Text::written() const {
  std::string out = before;
  for (const auto& [part, behind] : parts) out += part.written() + behind;
  return out;
}

std::string Declaration::written() const {
  if (head.empty()) return clauses.front().text.written() + "\n";
  std::string out = head + "\n";
  for (const Clause& c : clauses) out += "  " + c.text.written() + "\n";
  return out + "}\n";
}

std::string Case::pack() const {
  std::string out;
  for (const Declaration& d : declarations) out += d.written();
  return out;
}

std::string Line::written() const {
  std::string out = R"({"type":")" + stream + R"(","time":")" + core::print_rfc3339(time) + "\"";
  for (const auto& [name, value] : fields) out += ",\"" + name + "\":" + value;
  return out + "}";
}

Time base_time() { return *core::parse_rfc3339("2026-01-31T22:59:50Z"); }

Case random_case(std::uint64_t seed) {
  Case c = random_pack(seed);
  Random telemetry(seed ^ 0x5eedULL);
  random_telemetry(c, telemetry);
  return c;
}

std::shared_ptr<const dsl::model::Pack> checked(const Case& c, std::string* why) {
  auto compiled = dsl::compile_sources({{"pack.trip", c.pack()}}, [&](const std::string& name) {
    const auto file = c.files.find(name);
    return file == c.files.end() ? std::nullopt : std::optional(file->second);
  });
  if (compiled.pack == nullptr && why != nullptr)
    for (const auto& d : compiled.diagnostics)
      if (d.severity == core::Severity::error) *why += core::render(d, *compiled.sources);
  return compiled.pack;
}

std::optional<oracle::Run> run_of(const Case& c, std::string* why) {
  auto pack = checked(c, why);
  if (pack == nullptr) return std::nullopt;
  return run_of(c, std::move(pack));
}

}  // namespace tripline::property
