#include "dsl/format/meaning.hpp"

#include "dsl/format/item.hpp"

namespace tripline::dsl {

std::string format::in_bare_english(const core::SourceSet& sources, const Declared& declared,
                                    const ast::Declaration& declaration) {
  std::vector<core::Range> conflicts;  // names may be words of English here: nothing is read again
  return flat(item_of(sources, declared, {ast::Language::en, true}, declaration, conflicts));
}

std::string meaning_of(const core::SourceSet& sources, const std::vector<ast::File>& files) {
  format::Declared declared;
  for (const ast::File& file : files) declared.add(file);
  std::string out;
  for (const ast::File& file : files) {
    for (const ast::Declaration& d : file.declarations) {
      if (!std::holds_alternative<ast::Scenario>(d.body)) out += format::in_bare_english(sources, declared, d) + "\n";
    }
  }
  return out;
}

}  // namespace tripline::dsl
