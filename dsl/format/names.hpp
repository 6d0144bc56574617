// Which names are the language's own, and so are written in the file's language?
//
// Input: the files of a pack. Output: for a name where it stands, its spelling. Names that the pack declares are never
// translated; a built-in name that shares its spelling with one of them stays as it is written (both are understood).
#pragma once
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/ast/ast.hpp"

namespace tripline::dsl::format {

class Declared {
 public:
  void add(const ast::File&);
  bool has(std::string_view name) const { return names_.count(std::string(name)) != 0; }
  // Whether the row `id` of the keywords is free: none of its spellings is declared.
  bool free(std::string_view id) const;

 private:
  void add(const ast::Type&);
  void add(const ast::Expr*);
  std::set<std::string, std::less<>> names_;
};

// `name` in `language` where it is a spelling of the row `id` and that is free; else as it is.
std::string built_in(const Declared&, std::string_view id, std::string_view name, ast::Language);

}  // namespace tripline::dsl::format
