#include "cli/describe.hpp"

#include <CLI/CLI.hpp>
#include <sstream>

namespace tripline::cli {
namespace {

// "text|json" as two words; a type of another form (TEXT) has none.
std::vector<std::string> words_of(const std::string& type) {
  std::vector<std::string> words;
  if (type.find('|') == std::string::npos) return words;
  std::istringstream in(type);
  for (std::string word; std::getline(in, word, '|');) words.push_back(word);
  return words;
}

OptionText told(const CLI::Option& option) {
  OptionText text;
  for (const std::string& name : option.get_snames()) text.names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) text.names.push_back("--" + name);
  text.value = text.names.empty() ? option.get_name(true) : option.get_option_text();
  text.words = words_of(option.get_type_name());
  text.about = option.get_description();
  text.repeatable = option.get_items_expected_max() > 1;
  return text;
}

}  // namespace

CommandText described(const CLI::App& app, const std::string& usage) {
  CommandText text{app.get_name(), {}, usage, app.get_description(), app.get_footer(), {}, {}};
  for (const CLI::Option* option : app.get_options()) {
    OptionText one = told(*option);
    (one.names.empty() ? text.operands : text.options).push_back(std::move(one));
  }
  return text;
}

}  // namespace tripline::cli
