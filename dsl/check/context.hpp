// What one compilation knows while it runs: the trees, the pack in the making, and which name means what.
//
// Input: filled in by the passes in the order of compile.cpp. Output: read by the later ones. Invariant: `symbols`
// holds each name of a stream, table, parameter, let and curve once. One thread.
#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "core/diagnostic.hpp"
#include "core/source.hpp"
#include "dsl/ast/ast.hpp"
#include "dsl/check/compile.hpp"
#include "dsl/model/model.hpp"

namespace tripline::dsl::check {

using core::Phrase;
using core::Range;
using core::Said;
using core::Text;

// Bounds on a pack (each its own mistake, E0104).
inline constexpr std::size_t kMostDeclarations = 10'000;  // of one kind
inline constexpr std::size_t kMostFields = 1'000;         // of one stream or table
inline constexpr std::size_t kMostFileBytes = 16u << 20;
inline constexpr std::size_t kMostFiles = 1'000;
// Bytes of what stands in a record as the pack writes it: a record stays far below 64 KiB.
inline constexpr std::size_t kMostNameBytes = 200;
inline constexpr std::size_t kMostTitleBytes = 1'000;         // title, authority
inline constexpr std::size_t kMostMessageBytes = 2'000;       // before its braces are filled in
inline constexpr std::size_t kMostCitesBytes = 4'000;         // all of one rule
inline constexpr int kMostPatternBytes = 1 << 20;             // that RE2 may take for one pattern
inline constexpr std::int64_t kMostPatternSteps = 1'000'000;  // of all patterns' programs together
inline constexpr int kMostDepth = 500;                        // of one expression, lets expanded
inline constexpr std::size_t kMostNodes = 2'000'000;          // of all expressions, lets expanded

enum class SymbolKind : std::uint8_t { stream, table, param, let, curve };

struct Symbol {
  SymbolKind kind = SymbolKind::stream;
  int index = model::kNone;
  Range at;
};

struct LetEntry {
  enum class State : std::uint8_t { untouched, open, good, bad };
  const ast::Let* tree = nullptr;
  State state = State::untouched;
};

// One rule of the model: the tree of a sandbox has one for each of its lines.
struct RuleEntry {
  const ast::Rule* tree = nullptr;
  const ast::Declaration* declaration = nullptr;
  const ast::Clause* line = nullptr;  // of a sandbox
  int index = model::kNone;           // in Pack::rules, which stand in the same order
};

struct StreamEntry {
  const ast::Stream* tree = nullptr;  // one of these two; neither for Violation
  const ast::Derived* derived = nullptr;
  const ast::Declaration* declaration = nullptr;
  bool bad = false;  // its fields are not all known: a name not found there is no news
  std::unordered_map<std::string, int> fields;
  int keys = model::kNone;  // its key set
};

struct TableEntry {
  const ast::Table* tree = nullptr;
  const ast::Declaration* declaration = nullptr;
  bool bad = false;
  std::unordered_map<std::string, int> fields;
};

struct ScenarioEntry {
  const ast::Declaration* declaration = nullptr;
  std::vector<const ast::Step*> set;  // `set` steps that are good, each parameter once
};

struct Context {
  Context(core::SourceSet& source_set, core::Diagnostics& all, const DataReader& reader,
          const CompileOptions& compile_options, model::Pack& made)
      : sources(source_set), diagnostics(all), read_data(reader), options(compile_options), pack(made) {}

  core::SourceSet& sources;
  core::Diagnostics& diagnostics;
  const DataReader& read_data;
  const CompileOptions& options;
  model::Pack& pack;

  std::vector<ast::File> files;
  const ast::Header* header = nullptr;
  const ast::Levels* levels = nullptr;
  const ast::Stages* stages = nullptr;
  const ast::StageFrom* stage_from = nullptr;
  Range stage_from_at;
  const ast::Holidays* holidays = nullptr;

  std::unordered_map<std::string, Symbol> symbols;
  std::vector<LetEntry> lets;
  std::vector<StreamEntry> streams;                     // as Pack::streams
  std::vector<TableEntry> tables;                       // as Pack::tables
  std::vector<const ast::Declaration*> params, curves;  // as Pack::params, Pack::curves
  std::vector<bool> bad_params, bad_curves;
  std::vector<RuleEntry> rules;                       // all that are declared
  std::unordered_map<std::string, int> rule_numbers;  // into `rules`
  std::unordered_map<std::string, Range> rule_names;  // as declared: what stands before the dot of a sandbox's lines
  std::vector<ScenarioEntry> scenarios;               // as Pack::scenarios
  std::unordered_map<std::string, int> level_numbers, stage_numbers, action_numbers;
  int violation = model::kNone;  // the built-in stream
  int rule_enum = model::kNone, kind_enum = model::kNone, severity_enum = model::kNone;

  struct NamedType {
    const ast::NamedType* tree = nullptr;
    Range at;
    enum class State : std::uint8_t { untouched, open, good, bad } state = State::untouched;
    model::Type type;
  };
  std::unordered_map<std::string, NamedType> types;

  // Keys and groups: the type that each name has everywhere, and what the subjects of a key set are known to belong
  // to (its own names included).
  std::unordered_map<std::string, model::Type> key_types;
  std::vector<std::set<std::string>> provides;  // as Pack::key_sets

  std::unordered_map<std::string, int> areas, patterns;   // file, regular expression -> index; kNone: bad
  std::vector<std::pair<std::string, std::string>> data;  // data files read: name, bytes
  std::size_t nodes = 0;                                  // of all expressions so far
  std::int64_t pattern_steps = 0;                         // of the programs of all patterns so far
  bool too_large = false;                                 // that there are too many has been said
  std::size_t names_missed = 0;                           // names that were not found so far

  // Appends a mistake and returns it for secondary labels; the reference lives until the next.
  core::Diagnostic& error(const char* code, Range at, Said message, Said label = {}, Said help = {});
  core::Diagnostic& note(const char* code, Range at, Said message, Said label = {}, Said help = {});

  // Reports a name or text that is too long for the records that it stands in.
  void bound(const ast::Name& name);
  void bound(const ast::Text& text, std::size_t most, const Phrase& what);

  // "`speed`", the help line "did you mean `speed`?" or nothing where no candidate is near.
  Said did_you_mean(std::string_view name, const std::vector<std::string>& candidates);

  // Of the file that the range lies in; English outside sources.
  ast::Language language(Range at) const;

  // The key set of these names (sorted, each once), made if there is none yet.
  int key_set(std::vector<std::string> names);
  std::map<std::vector<std::string>, int> key_set_numbers;

  // A data file of the pack, read once: its number in `sources`. nullopt: reported at `at`.
  std::optional<std::uint32_t> data_file(const std::string& name, Range at);
  std::unordered_map<std::string, std::optional<std::uint32_t>> data_numbers;
};

std::string ticked(std::string_view name);                 // `name`
core::Text all_of(const std::vector<std::string>& words);  // "a, b and c"
core::Text any_of(const std::vector<std::string>& words);  // "a, b or c"
bool is_builtin(std::string_view name);                    // level, stage, now: in any language
bool is_time(std::string_view name);                       // the field of every stream

// As written, blanks and line ends made single blanks, at most 200 bytes.
std::string as_written(const core::SourceSet&, Range);

// The passes, in the order in which compile.cpp calls them. Each reports its own mistakes and leaves what it could
// make out.
void collect_declarations(Context&);  // declare.cpp: names, header, levels, stages, actions
void lower_named_types(Context&);     // types.cpp
void lower_params(Context&);          // params.cpp: with --set
void lower_curves(Context&);          // params.cpp
void lower_tables(Context&);          // tables.cpp: with their rows; stage from
void lower_holidays(Context&);        // tables.cpp
void lower_streams(Context&);         // streams.cpp: derived events' fields and Violation too; key sets
void check_lets(Context&);            // expression.cpp
void lower_derived(Context&);         // derived.cpp: conditions and order
void lower_rules(Context&);           // rules.cpp
void order_rules(Context&);           // order.cpp: cycles through Violation
void lower_scenarios(Context&);       // scenarios.cpp
void run_passes(Context&);            // compile.cpp: the above in their order, without the scenarios
// variants.cpp: for each scenario that sets parameters, the pack with these values. Requires a pack without mistakes.
void compile_variants(Context&, const std::vector<std::pair<std::string, std::string>>& sources,
                      const std::shared_ptr<const core::SourceSet>& shown);
core::Sha256 digest(const Context&, const std::vector<std::pair<std::string, std::string>>& sources);  // digest.cpp
core::Sha256 semantic_digest(const Context&);                                                          // digest.cpp

}  // namespace tripline::dsl::check
