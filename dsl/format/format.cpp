#include "dsl/format/format.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "dsl/format/item.hpp"
#include "dsl/format/layout.hpp"
#include "dsl/format/meaning.hpp"
#include "dsl/grammar/grammar.hpp"

namespace tripline::dsl {
Formatted format_file(const core::SourceSet& sources, const ast::File& file, const format::Declared& declared,
                      std::optional<ast::Language> language) {
  const format::Style style{language.value_or(file.language), false};
  std::vector<core::Range> conflicts;
  std::vector<format::Item> items;
  for (const ast::Declaration& d : file.declarations)
    items.push_back(format::item_of(sources, declared, style, d, conflicts));
  Formatted out;
  for (const core::Range& at : conflicts) {
    core::Diagnostic d;
    d.code = "E0030";
    d.message = {"`{0}` would be a word of the language, not a name", "`{0}`会成为本语言的词，不再是名称",
                 std::string(sources.text(at))};
    d.primary.at = at;
    d.help = {"choose another name before the keywords are translated", "请先改名，再转换关键字的语言"};
    out.diagnostics.push_back(std::move(d));
  }
  core::sort_and_unique(out.diagnostics);
  if (out.diagnostics.empty())
    out.text = format::lay_out(sources.file(file.number).text, file.language, style.language, std::move(items));
  return out;
}

namespace {

// All that a file says, its documentation too.
std::string everything(const core::SourceSet& sources, const ast::File& file, const format::Declared& declared) {
  std::string out;
  const auto doc_of = [](const ast::Field& field) { return field.doc.empty() ? std::string() : field.doc + "\n"; };
  for (const ast::Declaration& d : file.declarations) {
    out += d.doc + "\n" + format::in_bare_english(sources, declared, d) + "\n";
    if (const auto* stream = std::get_if<ast::Stream>(&d.body)) {
      for (const ast::StreamItem& item : stream->items) out += doc_of(item.field);
    }
    if (const auto* table = std::get_if<ast::Table>(&d.body)) {
      for (const ast::Field& field : table->fields) out += doc_of(field);
    }
  }
  return out;
}

// The head of the first declaration that is read otherwise.
core::Range first_difference(const core::SourceSet& sources, const ast::File& file, const core::SourceSet& again,
                             const ast::File& read, const format::Declared& declared) {
  for (std::size_t i = 0; i < file.declarations.size(); ++i) {
    const ast::Declaration& d = file.declarations[i];
    if (i < read.declarations.size() &&
        format::in_bare_english(sources, declared, d) == format::in_bare_english(again, declared, read.declarations[i]))
      continue;
    const std::string_view text = sources.text(d.at);
    const std::size_t end = std::min(text.size(), text.find('\n'));
    return {d.at.file, d.at.begin, d.at.begin + static_cast<std::uint32_t>(end)};
  }
  return {file.number, 0, 0};
}

}  // namespace

std::vector<Formatted> format_pack(const core::SourceSet& sources, const std::vector<std::uint32_t>& numbers,
                                   std::optional<ast::Language> language) {
  std::vector<Formatted> out(numbers.size());
  std::vector<ast::File> files;
  format::Declared declared;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    files.push_back(parse(sources, numbers[i], out[i].diagnostics));
    core::sort_and_unique(out[i].diagnostics);
    declared.add(files.back());
  }
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (!out[i].diagnostics.empty()) continue;
    out[i] = format_file(sources, files[i], declared, language);
    if (!out[i].diagnostics.empty()) continue;
    core::SourceSet again;
    core::Diagnostics mistakes;
    const ast::File read = parse(again, again.add(sources.file(numbers[i]).name, out[i].text), mistakes);
    if (mistakes.empty() && everything(again, read, declared) == everything(sources, files[i], declared)) continue;
    if (language.value_or(files[i].language) == files[i].language)
      throw std::logic_error("formatting would change what " + sources.file(numbers[i]).name + " says");
    // A name of the author's stands where the other language has a keyword.
    core::Diagnostic d;
    d.code = "E0030";
    d.message = {"a name here would be read as a word of the language", "此处的名称会被读作本语言的词"};
    d.primary.at = first_difference(sources, files[i], again, read, declared);
    d.help = {"choose another name before the keywords are translated", "请先改名，再转换关键字的语言"};
    out[i].text.clear();
    out[i].diagnostics.push_back(std::move(d));
  }
  return out;
}

}  // namespace tripline::dsl
