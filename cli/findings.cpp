#include "cli/findings.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <system_error>

#include "cli/words.hpp"

namespace tripline::cli {
namespace {

bool is_setting(std::string_view name) { return name.starts_with("--set "); }

// Names are relative to the pack's folder; what opens the file is relative to the current one.
std::string file_path(const std::string& pack, const std::string& name) {
  // What could not be read stands there under the pack's own path, and a value of --set under its option.
  if (name == pack || is_setting(name)) return name;
  std::error_code ignored;
  const std::filesystem::path given(pack);
  const std::filesystem::path base = std::filesystem::is_directory(given, ignored) ? given : given.parent_path();
  return (base / name).lexically_normal().string();
}

}  // namespace

Count count_of(const core::Diagnostics& diagnostics) {
  Count count;
  for (const core::Diagnostic& diagnostic : diagnostics) {
    switch (diagnostic.severity) {
      case core::Severity::error: ++count.errors; break;
      case core::Severity::warning: ++count.warnings; break;
      case core::Severity::note: ++count.notes; break;
    }
  }
  return count;
}

Count total_of(const std::vector<PackFindings>& packs) {
  Count total;
  for (const PackFindings& pack : packs) {
    const Count count = count_of(pack.compiled.diagnostics);
    total.errors += count.errors;
    total.warnings += count.warnings;
    total.notes += count.notes;
  }
  return total;
}

namespace {

constexpr core::Phrase kNoFindings{"no findings", "没有发现问题"};
constexpr core::Phrase kIn{"{0} in {1}", "{1}：{0}"};
constexpr core::Phrase kSomePacks{"{0} of {1} packs", "{1} 个规则包中的 {0} 个"};

void list_lesser(std::string& line, const Count& total, const Speech& said, bool notes) {
  if (total.warnings > 0) said.list(line, said.counted(total.warnings, kWarningNoun));
  if (notes && total.notes > 0) said.list(line, said.counted(total.notes, kNoteNoun));
}

}  // namespace

std::string lint_line(const std::vector<PackFindings>& packs, core::Language language) {
  const Speech said(language);
  const Count total = total_of(packs);
  if (total.errors > 0) return closing_line(packs, language);
  std::string line = said.counted(packs.size(), kPackNoun);
  if (total.warnings + total.notes == 0) said.list(line, said(kNoFindings));
  list_lesser(line, total, said, true);
  return line;
}

std::string closing_line(const std::vector<PackFindings>& packs, core::Language language) {
  const Speech said(language);
  const Count total = total_of(packs);
  std::size_t faulty = 0;
  const PackFindings* last_faulty = nullptr;
  for (const PackFindings& pack : packs) {
    if (count_of(pack.compiled.diagnostics).errors == 0) continue;
    ++faulty;
    last_faulty = &pack;
  }
  std::string line = total.errors == 0 ? said.counted(packs.size(), kPackNoun) : std::string();
  said.list(line, said.counted(total.errors, kMistakeNoun));
  list_lesser(line, total, said, total.errors == 0);
  if (total.errors == 0) return line;
  return said(kIn, {line, packs.size() == 1 ? printable(last_faulty->path)
                                            : said(kSomePacks, {count_text(faulty), count_text(packs.size())})});
}

Spot spot_of(const PackFindings& pack, const core::Range& range) {
  Spot spot;
  const core::SourceSet* sources = pack.compiled.sources.get();
  spot.path = pack.path;
  if (sources == nullptr || range.file >= sources->size()) return spot;
  // What could not be read stands there under the pack's own path, without text.
  if (sources->file(range.file).text.empty() && sources->file(range.file).name == pack.path) return spot;
  spot.path = file_path(pack.path, sources->file(range.file).name);
  spot.in_text = true;
  spot.setting = is_setting(sources->file(range.file).name);
  spot.begin = sources->place(range.file, range.begin);
  spot.end = sources->place(range.file, range.end);
  return spot;
}

void print_findings(const PackFindings& pack, bool colour) {
  core::SourceSet named;
  for (std::uint32_t i = 0; i < pack.compiled.sources->size(); ++i) {
    const core::SourceFile& file = pack.compiled.sources->file(i);
    named.add(file_path(pack.path, file.name), file.text);
  }
  for (const core::Diagnostic& diagnostic : pack.compiled.diagnostics)
    std::fputs((core::render(diagnostic, named, colour) + "\n").c_str(), stderr);
}

const char* severity_word(core::Severity severity) {
  switch (severity) {
    case core::Severity::error: return "error";
    case core::Severity::warning: return "warning";
    case core::Severity::note: return "note";
  }
  return "error";
}

}  // namespace tripline::cli
