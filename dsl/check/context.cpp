#include "dsl/check/context.hpp"

#include <algorithm>

#include "core/nearest.hpp"
#include "dsl/grammar/keywords.hpp"

namespace tripline::dsl::check {
namespace {

// Beyond this many names that were not found, the nearest is no longer looked for.
constexpr std::size_t kMostSearches = 200;

core::Diagnostic& add(core::Diagnostics& all, core::Severity severity, const char* code, Range at, Said message,
                      Said label, Said help) {
  core::Diagnostic d;
  d.severity = severity;
  d.code = code;
  d.message = std::move(message);
  d.primary = {at, std::move(label)};
  d.help = std::move(help);
  all.push_back(std::move(d));
  return all.back();
}

bool stays_inside(const std::string& name) {
  if (name.empty() || name.front() == '/' || name.find('\\') != std::string::npos ||
      name.find('\0') != std::string::npos)
    return false;
  std::size_t begin = 0;
  while (begin <= name.size()) {
    const std::size_t end = std::min(name.find('/', begin), name.size());
    if (name.compare(begin, end - begin, "..") == 0) return false;
    begin = end + 1;
  }
  return true;
}

}  // namespace

core::Diagnostic& Context::error(const char* code, Range at, Said message, Said label, Said help) {
  return add(diagnostics, core::Severity::error, code, at, std::move(message), std::move(label), std::move(help));
}

core::Diagnostic& Context::note(const char* code, Range at, Said message, Said label, Said help) {
  return add(diagnostics, core::Severity::note, code, at, std::move(message), std::move(label), std::move(help));
}

ast::Language Context::language(Range at) const {
  for (const ast::File& file : files) {
    if (file.number == at.file) return file.language;
  }
  return ast::Language::en;
}

void Context::bound(const ast::Name& name) {
  if (name.text.size() <= kMostNameBytes) return;
  error("E0104", name.at, {"this name is longer than {0} bytes", "此名称超过 {0} 字节", std::to_string(kMostNameBytes)},
        {},
        {"it stands in every record: choose a shorter one, and say the rest in a comment or a title",
         "它写入每条记录：请改用较短的名称，其余内容写在注释或名称条款中"});
}

void Context::bound(const ast::Text& text, std::size_t most, const Phrase& what) {
  if (text.value.size() <= most) return;
  error("E0104", text.at, {"the {0} is longer than {1} bytes", "{0}超过 {1} 字节", what, std::to_string(most)}, {},
        {"it stands in every record: name the document and its clause rather than quoting it",
         "它写入每条记录：请写明文件名称和条款号，不要照录原文"});
}

Said Context::did_you_mean(std::string_view name, const std::vector<std::string>& candidates) {
  if (++names_missed > kMostSearches) return {};
  std::vector<std::string> others;  // the same name, of something else, is what was not found
  std::copy_if(candidates.begin(), candidates.end(), std::back_inserter(others),
               [&](const std::string& candidate) { return candidate != name; });
  const std::string best = core::nearest(name, others);
  if (best.empty()) return {};
  return {"did you mean {0}?", "是否想写{0}？", ticked(best)};
}

int Context::key_set(std::vector<std::string> names) {
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  const auto [known, fresh] = key_set_numbers.emplace(names, static_cast<int>(pack.key_sets.size()));
  if (!fresh) return known->second;
  provides.emplace_back(names.begin(), names.end());
  pack.key_sets.push_back({std::move(names)});
  return static_cast<int>(pack.key_sets.size()) - 1;
}

std::optional<std::uint32_t> Context::data_file(const std::string& name, Range at) {
  const auto known = data_numbers.find(name);
  if (known != data_numbers.end()) return known->second;
  std::optional<std::uint32_t>& number = data_numbers[name];
  if (!stays_inside(name)) {
    error("E0105", at, {"a data file stands in the pack's folder", "数据文件须在规则包的文件夹内"},
          {"this leads out of it", "此路径指向文件夹之外"},
          {"name it relative to the pack, without `..`", "请写相对于规则包的路径，不要使用`..`"});
    return number;
  }
  std::optional<std::string> bytes = read_data ? read_data(name) : std::nullopt;
  if (!bytes) {
    error("E0105", at, {"the data file {0} cannot be read", "无法读取数据文件{0}", ticked(name)}, {},
          {"it is looked for in the pack's folder", "数据文件在规则包的文件夹中查找"});
    return number;
  }
  if (bytes->size() > kMostFileBytes) {
    error("E0104", at, {"the data file {0} is larger than 16 MiB", "数据文件{0}超过 16 MiB", ticked(name)});
    return number;
  }
  const std::size_t invalid = core::find_invalid_utf8(*bytes);
  if (invalid != std::string::npos) {
    error("E0501", at, {"the data file {0} is not valid UTF-8", "数据文件{0}不是有效的 UTF-8", ticked(name)},
          {"at its byte {0}", "在第 {0} 字节处", std::to_string(invalid)});
    return number;
  }
  number = sources.add(name, *bytes);
  data.emplace_back(name, std::move(*bytes));
  return number;
}

std::string ticked(std::string_view name) { return "`" + std::string(name) + "`"; }

namespace {
Text joined(const std::vector<std::string>& words, core::Joint joint) {
  return core::listed({words.begin(), words.end()}, joint);
}
}  // namespace

Text all_of(const std::vector<std::string>& words) { return joined(words, core::Joint::both); }
Text any_of(const std::vector<std::string>& words) { return joined(words, core::Joint::either); }

bool is_builtin(std::string_view name) {
  return grammar::spells("level", name) || grammar::spells("stage", name) || grammar::spells("now", name);
}

bool is_time(std::string_view name) { return grammar::spells("time", name); }

std::string as_written(const core::SourceSet& sources, Range at) {
  constexpr std::size_t kMost = 200;
  const std::string_view text = sources.text(at);
  std::string out;
  bool comment = false, in_string = false, gap = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (comment) {
      comment = c != '\n';
      continue;
    }
    if (!in_string && (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '#')) {
      comment = c == '#';
      gap = true;
      continue;
    }
    if (gap && !out.empty()) out.push_back(' ');
    gap = false;
    if (c == '"' && (!in_string || i == 0 || text[i - 1] != '\\')) in_string = !in_string;
    out.push_back(c);
    if (out.size() > kMost) {
      while (!out.empty() && (static_cast<unsigned char>(out.back()) & 0xC0u) == 0x80u) out.pop_back();
      out.pop_back();
      return out + "…";
    }
  }
  return out;
}

}  // namespace tripline::dsl::check
