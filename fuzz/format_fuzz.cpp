// Arbitrary bytes as a pack: what can be read is formatted, reads as the same again, and formatting that changes nothing; in the
// other language it means the same.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "dsl/format/format.hpp"
#include "dsl/format/meaning.hpp"
#include "dsl/grammar/grammar.hpp"

namespace {

using namespace tripline;

void require(bool holds) {
  if (!holds) std::abort();
}

std::string meaning(const std::string& text) {
  core::SourceSet sources;
  core::Diagnostics mistakes;
  std::vector<dsl::ast::File> files;
  files.push_back(dsl::parse(sources, sources.add("pack.trip", text), mistakes));
  require(mistakes.empty());
  return dsl::meaning_of(sources, files);
}

dsl::Formatted formatted(const std::string& text, std::optional<dsl::ast::Language> language) {
  core::SourceSet sources;
  return dsl::format_pack(sources, {sources.add("pack.trip", text)}, language).front();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  core::SourceSet sources;
  core::Diagnostics mistakes;
  dsl::parse(sources, sources.add("pack.trip", text), mistakes);
  if (!mistakes.empty()) return 0;
  const dsl::Formatted once = formatted(text, std::nullopt);
  require(once.diagnostics.empty());
  require(meaning(once.text) == meaning(text));
  require(formatted(once.text, std::nullopt).text == once.text);
  for (const auto language : {dsl::ast::Language::en, dsl::ast::Language::zh}) {
    const dsl::Formatted other = formatted(text, language);
    if (!other.diagnostics.empty()) continue;  // a name is a word of that language
    require(meaning(other.text) == meaning(text));
    require(formatted(other.text, std::nullopt).text == other.text);
  }
  return 0;
}
