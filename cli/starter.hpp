// What `tripline new` writes: a pack to go on from, in English or Chinese.
//
// Input: the pack's name and a language. Output: files, and what is said when they are there. They have no mistakes, no
// findings of lint and are in canonical text whatever name is put in that the language takes. Pure.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "dsl/ast/ast.hpp"

namespace tripline::cli {

struct Starter {
  std::vector<std::pair<std::string, std::string>> files;  // name, bytes
  std::string said;
};

Starter starter(const std::string& name, dsl::ast::Language);

}  // namespace tripline::cli
