// Text of a pack to its checked model: the one door of the language.
//
// Input: files (from disk or memory). Output: model::Pack, or everything that is wrong with them. Reads the files
// named in the pack (tables, areas, holidays) relative to its folder and nothing else. Many threads.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/diagnostic.hpp"
#include "core/source.hpp"
#include "dsl/ast/ast.hpp"
#include "dsl/model/model.hpp"

namespace tripline::dsl {

struct Setting {
  std::string name;
  std::string value;  // a literal as in the language: "35 km/h", "true", "core"
};

struct CompileOptions {
  std::vector<Setting> set;
};

struct Compiled {
  std::shared_ptr<const core::SourceSet> sources;
  core::Diagnostics diagnostics;                        // sorted; warnings too
  std::shared_ptr<const model::Pack> pack;              // null where there are errors
  std::shared_ptr<const std::vector<ast::File>> trees;  // what the pack was made from; null where it is
  std::vector<std::string> files;  // what compile_path opened: sources and data files, as paths that open them
};

// Reads a data file of the pack: relative name -> bytes, or nullopt where there is none.
using DataReader = std::function<std::optional<std::string>(const std::string& name)>;

// `path`: a .trip file, or a folder whose *.trip files (sorted by name, not recursive) are one pack. A path that
// cannot be read is diagnostic E0101.
Compiled compile_path(const std::string& path, const CompileOptions& = {});

// The same from memory: (name, text) of each source.
Compiled compile_sources(std::vector<std::pair<std::string, std::string>> files, const DataReader& data,
                         const CompileOptions& = {});

}  // namespace tripline::dsl
