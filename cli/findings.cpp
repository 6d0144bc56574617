#include "cli/findings.hpp"

#include <cstdio>
#include <filesystem>
#include <system_error>

#include "cli/words.hpp"

namespace tripline::cli {
namespace {

using core::Said;

// "1 pack" · "2 packs"
struct Counted {
  core::Phrase one, more;
};
constexpr Counted kPacks{{"{0} pack", "{0} 个规则包"}, {"{0} packs", "{0} 个规则包"}};
constexpr Counted kMistakes{{"{0} mistake", "{0} 处错误"}, {"{0} mistakes", "{0} 处错误"}};
constexpr Counted kWarnings{{"{0} warning", "{0} 处警告"}, {"{0} warnings", "{0} 处警告"}};
constexpr Counted kNotes{{"{0} note", "{0} 处提示"}, {"{0} notes", "{0} 处提示"}};

core::Text counted(std::size_t n, const Counted& what) { return {n == 1 ? what.one : what.more, std::to_string(n)}; }
core::Text rest(std::size_t n, const Counted& what) {
  return n == 0 ? core::Text() : Said{", {0}", "，{0}", counted(n, what)};
}

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

core::Text lint_line(const std::vector<PackFindings>& packs) {
  const Count total = total_of(packs);
  if (total.errors > 0) return closing_line(packs);
  if (total.warnings + total.notes == 0)
    return Said{"{0}, no findings", "{0}，没有发现问题", counted(packs.size(), kPacks)};
  return counted(packs.size(), kPacks) + rest(total.warnings, kWarnings) + rest(total.notes, kNotes);
}

core::Text closing_line(const std::vector<PackFindings>& packs) {
  const Count total = total_of(packs);
  std::size_t faulty = 0;
  const PackFindings* last_faulty = nullptr;
  for (const PackFindings& pack : packs) {
    if (count_of(pack.compiled.diagnostics).errors == 0) continue;
    ++faulty;
    last_faulty = &pack;
  }
  const core::Text warnings = rest(total.warnings, kWarnings);
  if (total.errors == 0) {
    return Said{"{0}, no mistakes", "{0}，没有错误", counted(packs.size(), kPacks)} + warnings +
           rest(total.notes, kNotes);
  }
  const core::Text found = counted(total.errors, kMistakes) + warnings;
  if (packs.size() == 1) return Said{"{0} in {1}", "{1}：{0}", found, printable(last_faulty->path)};
  return Said{"{0} in {1} of {2} packs", "{2} 个规则包中有 {1} 个存在错误：{0}", found, std::to_string(faulty),
              std::to_string(packs.size())};
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

void print_findings(const PackFindings& pack, core::Language language, bool colour) {
  core::SourceSet named;
  for (std::uint32_t i = 0; i < pack.compiled.sources->size(); ++i) {
    const core::SourceFile& file = pack.compiled.sources->file(i);
    named.add(file_path(pack.path, file.name), file.text);
  }
  for (const core::Diagnostic& diagnostic : pack.compiled.diagnostics)
    std::fputs((core::render(diagnostic, named, language, colour) + "\n").c_str(), stderr);
}

std::string_view severity_word(core::Severity severity) { return core::word(severity, core::Language::en); }

}  // namespace tripline::cli
