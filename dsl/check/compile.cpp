#include "dsl/check/compile.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

#include "dsl/check/context.hpp"
#include "dsl/grammar/grammar.hpp"

namespace tripline::dsl {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostReported = 1'000;

Compiled refused(const std::string& name, core::Said message, core::Said help, const char* code) {
  auto sources = std::make_shared<core::SourceSet>();
  Compiled out;
  core::Diagnostic d;
  d.code = code;
  d.message = std::move(message);
  d.primary.at.file = sources->add(name, "");
  d.help = std::move(help);
  out.diagnostics.push_back(std::move(d));
  out.sources = std::move(sources);
  return out;
}

// nullopt: not there, not a file, or larger than `most` + 1 bytes are read of it.
std::optional<std::string> read_file(const fs::path& path) {
  std::error_code fault;
  if (!fs::is_regular_file(path, fault)) return std::nullopt;
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  std::string bytes;
  char block[65536];
  while (in.read(block, sizeof block) || in.gcount() > 0) {
    bytes.append(block, static_cast<std::size_t>(in.gcount()));
    if (bytes.size() > check::kMostFileBytes) break;
  }
  if (in.bad()) return std::nullopt;
  return bytes;
}

// After a syntax mistake declarations and clauses are lacking from the tree: that they lack is no news to the author.
void drop_followers(core::Diagnostics& diagnostics, std::size_t syntax, const std::vector<ast::File>& files) {
  if (std::none_of(diagnostics.begin(), diagnostics.begin() + static_cast<std::ptrdiff_t>(syntax),
                   [](const core::Diagnostic& d) { return d.severity == core::Severity::error; })) {
    return;
  }
  std::vector<core::Range> broken;  // declarations with a syntax mistake inside
  for (const ast::File& file : files) {
    for (const ast::Declaration& declaration : file.declarations) {
      for (std::size_t i = 0; i < syntax; ++i) {
        const core::Range& at = diagnostics[i].primary.at;
        if (at.file == declaration.at.file && at.begin >= declaration.at.begin && at.begin <= declaration.at.end) {
          broken.push_back(declaration.at);
          break;
        }
      }
    }
  }
  static const std::set<std::string> names{"E0102", "E0107", "E0108", "E0109", "E0110", "E0116", "E0119",
                                           "E0213", "E0304", "E0606", "E0701", "E0705", "E0708", "E1001"};
  static const std::set<std::string> lacking{"E0603", "E0605", "E0610", "E0703", "E1003", "E1009"};
  const auto follows = [&](const core::Diagnostic& d) {
    if (names.count(d.code) != 0 && !d.help.in(core::Language::en).starts_with("did you mean")) return true;
    if (lacking.count(d.code) == 0) return false;
    return std::any_of(broken.begin(), broken.end(), [&d](const core::Range& r) {
      return r.file == d.primary.at.file && d.primary.at.begin >= r.begin && d.primary.at.begin <= r.end;
    });
  };
  diagnostics.erase(
      std::remove_if(diagnostics.begin() + static_cast<std::ptrdiff_t>(syntax), diagnostics.end(), follows),
      diagnostics.end());
}

}  // namespace

void check::run_passes(Context& c) {
  collect_declarations(c);
  lower_named_types(c);
  lower_params(c);
  lower_curves(c);
  lower_tables(c);
  lower_holidays(c);
  lower_streams(c);
  check_lets(c);
  lower_derived(c);
  lower_rules(c);
  order_rules(c);
}

Compiled compile_sources(std::vector<std::pair<std::string, std::string>> files, const DataReader& data,
                         const CompileOptions& options) {
  if (files.size() > check::kMostFiles)
    return refused(files.front().first, {"a pack has at most 1,000 files", "一个规则包最多有 1000 个文件"}, {},
                   "E0104");
  std::sort(files.begin(), files.end());
  auto sources = std::make_shared<core::SourceSet>();
  auto pack = std::make_shared<model::Pack>();
  core::Diagnostics diagnostics;
  check::Context c(*sources, diagnostics, data, options, *pack);
  for (auto& [name, text] : files) {
    if (text.size() > check::kMostFileBytes)
      text.resize(check::kMostFileBytes + 1);  // the grammar says that it is too large
    const std::uint32_t number = sources->add(name, text);
    c.files.push_back(parse(*sources, number, diagnostics));
  }
  const std::size_t syntax = diagnostics.size();
  check::run_passes(c);
  check::lower_scenarios(c);
  if (!core::has_errors(diagnostics)) check::compile_variants(c, files, sources);
  drop_followers(diagnostics, syntax, c.files);
  core::sort_and_unique(diagnostics);
  if (diagnostics.size() > kMostReported) {
    // Errors first: notes are what can be spared.
    std::stable_partition(diagnostics.begin(), diagnostics.end(),
                          [](const core::Diagnostic& d) { return d.severity == core::Severity::error; });
    diagnostics.resize(kMostReported);
    core::sort_and_unique(diagnostics);
  }
  Compiled out;
  out.sources = sources;
  if (!core::has_errors(diagnostics)) {
    pack->digest = check::digest(c, files);
    pack->semantic_digest = check::semantic_digest(c);
    pack->sources = sources;
    out.pack = pack;
    out.trees = std::make_shared<const std::vector<ast::File>>(std::move(c.files));
  }
  out.diagnostics = std::move(diagnostics);
  return out;
}

Compiled compile_path(const std::string& path, const CompileOptions& options) {
  std::error_code fault;
  const fs::path given(path);
  const bool folder = fs::is_directory(given, fault);
  std::vector<fs::path> found;
  if (folder) {
    for (fs::directory_iterator it(given, fault), end; !fault && it != end; it.increment(fault)) {
      // A link to nowhere is part of the pack, too: it is not passed over, it cannot be read.
      std::error_code unknown;
      if (it->path().extension() == ".trip" && !it->is_directory(unknown)) found.push_back(it->path());
    }
    if (fault)
      return refused(path, {"the folder {0} cannot be read", "无法读取文件夹{0}", check::ticked(path)},
                     {"{0}", "系统报告：“{0}”", fault.message()}, "E0101");
    if (found.empty())
      return refused(path,
                     {"there is no .trip file in the folder {0}", "文件夹{0}中没有 .trip 文件", check::ticked(path)},
                     {}, "E0101");
    std::sort(found.begin(), found.end());
  } else {
    found.push_back(given);
  }
  const fs::path base = folder ? given : given.parent_path();
  std::vector<std::pair<std::string, std::string>> files;
  for (const fs::path& file : found) {
    std::optional<std::string> bytes = read_file(file);
    if (!bytes && !folder && !fs::exists(fs::symlink_status(file, fault)))
      return refused(path,
                     {"there is no file or folder {0}", "没有名为{0}的文件或文件夹", check::ticked(file.string())},
                     {"look for a slip in its name, or for another current folder",
                      "请检查名称有无笔误，或当前所在的文件夹是否正确"},
                     "E0101");
    if (!bytes)
      return refused(path, {"the file {0} cannot be read", "无法读取文件{0}", check::ticked(file.string())},
                     {"name a .trip file, or a folder of them", "请指定一个 .trip 文件，或存放这些文件的文件夹"},
                     "E0101");
    files.emplace_back(file.filename().string(), std::move(*bytes));
  }
  std::vector<std::string> opened;
  for (const fs::path& file : found) opened.push_back(file.string());
  const DataReader data = [&](const std::string& name) {
    opened.push_back((base / name).string());
    return read_file(base / name);
  };
  Compiled out = compile_sources(std::move(files), data, options);
  out.files = std::move(opened);
  return out;
}

}  // namespace tripline::dsl
