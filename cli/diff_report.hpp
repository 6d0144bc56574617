// What `tripline diff` says to people, and to programs, of two packs and of what each would have recorded (docs/diff.md).
//
// Input: the comparison. Output: text for a Surface, or JSON. Pure.
#pragma once
#include <string>

#include "cli/terminal.hpp"
#include "core/json.hpp"
#include "core/phrase.hpp"
#include "dsl/diff/diff.hpp"
#include "engine/versus/versus.hpp"

namespace tripline::cli {

struct DiffFacts {
  const dsl::model::Pack* old_pack = nullptr;
  const dsl::model::Pack* new_pack = nullptr;
  const dsl::diff::PackDiff* packs = nullptr;
  const engine::Versus* runs = nullptr;  // null: without telemetry
  bool all = false;                      // every line, however many
};

std::string diff_report(const DiffFacts& facts, core::Language language, const Surface& surface);
core::Json diff_json(const DiffFacts& facts, core::Language language);

}  // namespace tripline::cli
