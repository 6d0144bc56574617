// What does an amended pack mean beside the one before? Which rules were added, removed, tightened, loosened or changed, and why.
//
// Input: two checked packs. Output: a plain value: each rule of either with its verdict and, clause by clause, what is different; what rules share
// (parameters, tables, streams …) once, with the rules that it touches. Compared is what the packs mean: units, names of lets, order, layout and the
// language of the keywords make no difference. Invariant: `tightened` and `loosened` are proven (docs/diff.md says of what); what cannot be is
// `changed`. Deterministic. One thread; plain values out.
//
//   const PackDiff d = compare(*old.pack, *now.pack);
//   for (const RuleDiff& r : d.rules) if (r.verdict == Verdict::tightened) …
#pragma once
#include <string>
#include <vector>

#include "core/phrase.hpp"
#include "dsl/check/compile.hpp"
#include "dsl/model/model.hpp"

namespace tripline::dsl::diff {

// Of a rule as a whole.
enum class Verdict : std::uint8_t { added, removed, tightened, loosened, changed, renamed, same };
// Of one clause.
enum class Effect : std::uint8_t { tighter, looser, differs, wording };

const char* word(Verdict);  // "tightened": for programs
const char* word(Effect);

struct ClauseDiff {
  std::string clause;             // as the language calls it in English: "require", "grace", "warn within"
  core::Text old_text, new_text;  // as written or, of values, as the language writes them; empty: it is not there
  Effect effect = Effect::differs;
};

struct RuleDiff {
  Verdict verdict = Verdict::same;
  std::string old_name, new_name;  // empty: not in that pack
  int old_rule = model::kNone, new_rule = model::kNone;
  model::RuleKind kind = model::RuleKind::redline;  // the new one's, where there is one
  std::vector<ClauseDiff> clauses;
  std::vector<core::Text> because;   // `changed`: why it is neither tightened nor loosened
  std::vector<std::string> through;  // names of what rules share, in SharedDiff, that it reads

  const std::string& name() const { return new_name.empty() ? old_name : new_name; }
  bool reworded() const;  // nothing but wording is different
};

enum class Shared : std::uint8_t {
  header,  // name: the item ("lateness", "timezone", "holidays", "max ahead"; "title", "version" … are wording)
  levels,
  stages,
  stage_source,
  param,
  table,
  stream,
  curve,
  let,
  area,
};
const char* word(Shared);

struct SharedDiff {
  Shared kind = Shared::param;
  std::string name;     // of a field: STREAM.FIELD
  core::Text old_text;  // empty: not in that pack
  core::Text new_text;
  bool wording = false;            // no verdict depends on it
  bool every_rule = false;         // it touches all
  std::vector<std::string> rules;  // names, of the new pack where they are there, in order of declaration
};

struct PackDiff {
  std::vector<SharedDiff> shared;
  std::vector<RuleDiff> rules;  // in the new pack's order, each removed one after what stood before it
  // Whether nothing that is recorded could be different, wording apart.
  bool same() const;
  std::size_t count(Verdict) const;
};

PackDiff compare(const Compiled& old, const Compiled& now);

}  // namespace tripline::dsl::diff
