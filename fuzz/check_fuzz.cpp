// Arbitrary bytes as a pack with its data files (parts.hpp): it is checked, or all that is wrong lies inside it; what is checked is linted and planned, and means the
// same when it is formatted, in either language.
#include <string>

#include "core/diagnostic.hpp"
#include "core/record.hpp"
#include "dsl/format/format.hpp"
#include "dsl/lint/lint.hpp"
#include "engine/engine.hpp"
#include "fuzz/parts.hpp"

namespace {

using namespace tripline;
using fuzz::require;

struct Nowhere final : core::RecordSink {
  void write(const core::Record&) override {}
};

void look_at(const core::Diagnostics& diagnostics, const core::SourceSet& sources) {
  const auto inside = [&](const core::Range& at) {
    return at.file < sources.size() && at.begin <= at.end && at.end <= sources.file(at.file).text.size();
  };
  for (const core::Diagnostic& d : diagnostics) {
    require(d.code.size() == 5 && !d.message.empty() && inside(d.primary.at));
    for (const core::Label& label : d.secondary) require(inside(label.at));
    require(!core::render(d, sources).empty());
  }
}

// What it means is what it meant before; a name that is a word of the other language is refused.
void format(const fuzz::Parts& parts, const dsl::Compiled& compiled, std::optional<dsl::ast::Language> language) {
  core::SourceSet sources;
  const dsl::Formatted made =
      dsl::format_pack(sources, {sources.add("pack.trip", parts.at("pack.trip"))}, language).front();
  if (!made.diagnostics.empty()) return require(language.has_value());
  fuzz::Parts again = parts;
  again["pack.trip"] = made.text;
  const dsl::Compiled other = fuzz::compiled(again);
  require(other.pack != nullptr && other.pack->semantic_digest == compiled.pack->semantic_digest);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fuzz::Parts parts = fuzz::parts_of(data, size);
  const dsl::Compiled compiled = fuzz::compiled(parts);
  look_at(compiled.diagnostics, *compiled.sources);
  require((compiled.pack == nullptr) == core::has_errors(compiled.diagnostics));
  if (!compiled.pack) return 0;
  look_at(dsl::lint::lint(compiled), *compiled.sources);
  Nowhere nowhere;
  engine::Engine engine(compiled.pack, nowhere);
  engine.finish();
  for (const auto language : {std::optional<dsl::ast::Language>(), std::optional(dsl::ast::Language::en),
                              std::optional(dsl::ast::Language::zh)})
    format(parts, compiled, language);
  return 0;
}
