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

std::string lint_line(const std::vector<PackFindings>& packs) {
  const Count total = total_of(packs);
  if (total.errors > 0) return closing_line(packs);
  std::string line = counted(packs.size(), "pack");
  if (total.warnings + total.notes == 0) return line + ", no findings";
  if (total.warnings > 0) line += ", " + counted(total.warnings, "warning");
  if (total.notes > 0) line += ", " + counted(total.notes, "note");
  return line;
}

std::string closing_line(const std::vector<PackFindings>& packs) {
  const Count total = total_of(packs);
  std::size_t faulty = 0;
  const PackFindings* last_faulty = nullptr;
  for (const PackFindings& pack : packs) {
    if (count_of(pack.compiled.diagnostics).errors == 0) continue;
    ++faulty;
    last_faulty = &pack;
  }
  const std::string warnings = total.warnings == 0 ? std::string() : ", " + counted(total.warnings, "warning");
  const std::string notes = total.notes == 0 ? std::string() : ", " + counted(total.notes, "note");
  if (total.errors == 0) return counted(packs.size(), "pack") + ", no mistakes" + warnings + notes;
  const std::string where =
      packs.size() == 1 ? printable(last_faulty->path) : fmt::format("{} of {} packs", faulty, packs.size());
  return counted(total.errors, "mistake") + warnings + " in " + where;
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
