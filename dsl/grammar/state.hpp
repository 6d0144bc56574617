// What one parse knows besides its place: the text, how far it got, what could have stood there, and its bounds.
//
// Input: a file of a SourceSet. Output: Diagnostics, appended. Used by every parser of this folder; one thread.
// Invariant: `farthest()` never moves back but by forget(); once stopped() every terminal fails.
#pragma once
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/diagnostic.hpp"
#include "core/source.hpp"
#include "dsl/ast/ast.hpp"
#include "dsl/grammar/things.hpp"

namespace tripline::dsl::grammar {

inline constexpr std::uint32_t kMaxNesting = 128;
inline constexpr std::uint32_t kMaxTreeDepth =
    1'000;  // of an expression's tree: bounds the recursion of all who read it
inline constexpr std::uint32_t kMaxNodes = 1'000'000;
inline constexpr std::size_t kMaxMistakes = 1'000;  // in one file
inline constexpr std::size_t kMaxBytes = std::size_t{16} << 20U;

// What stands between the braces that are being read.
enum class Body : std::uint8_t { file, header, fields, rule, scenario };

// How a thing that could have stood somewhere is said.
enum class Want : std::uint8_t {
  thing,     // "an expression"
  literal,   // "grace": shown in back quotes
  optional,  // could go on so, but need not: operators, window words
};

// What unchained comparisons note: a second comparison stands where none may.
inline constexpr Thing kNoChain = "no second comparison";

struct Wanted {
  std::string_view what;  // of a keyword: in English
  Want want = Want::thing;
  std::string_view spelled;  // of a keyword: as the file's language writes it
};

class State {
 public:
  State(const core::SourceSet& sources, std::uint32_t file, ast::Language language, core::Diagnostics& diagnostics);

  const char* begin() const { return text_.data(); }
  // Where reading begins: behind a byte order mark, if there is one.
  const char* first() const { return begin() + (text_.starts_with("\xEF\xBB\xBF") ? 3 : 0); }
  const char* end() const { return text_.data() + text_.size(); }
  std::string_view text() const { return text_; }
  std::string_view rest(const char* p) const { return {p, static_cast<std::size_t>(end() - p)}; }
  core::Range range(const char* from, const char* to) const {
    return {file_, static_cast<std::uint32_t>(from - begin()), static_cast<std::uint32_t>(to - begin())};
  }
  const char* at(std::uint32_t offset) const { return begin() + offset; }

  // Behind blanks, line ends and comments.
  const char* skip(const char* p);
  // Whether only blanks stand before `p` on its line.
  bool begins_line(const char* p) const;

  // ---- how far it got
  void want(const char* p, std::string_view what, Want kind, std::string_view spelled = {});
  void want(const char* p, Thing thing, Want kind = Want::thing) { want(p, thing.what(), kind); }
  const char* farthest() const { return farthest_; }  // null: nothing failed yet
  const std::vector<Wanted>& wanted() const { return wanted_; }
  void forget();
  // While muted at `p`, what fails exactly there is not noted: its group has a name of its own. Returns the former place.
  const char* mute(const char* p) { return std::exchange(muted_, p); }

  // ---- bounds
  bool stopped() const { return stop_ != Stop::no; }
  bool finished() const { return stop_ == Stop::file; }
  void resume();  // after a clause or declaration was given up; not after the file was
  bool enter(const char* p);
  void leave() { --depth_; }
  bool count_node();  // false, and the end of the file, beyond kMaxNodes
  bool check_tree(std::uint32_t depth, core::Range at);

  // ---- mistakes
  void report(core::Diagnostic diagnostic);
  void report(std::string code, core::Said message, core::Range at, core::Said help);
  const char* stopped_at() const { return stopped_at_; }

  const ast::Language language;  // of the file
  Body body = Body::file;
  ast::RuleKind rule_kind = ast::RuleKind::redline;
  bool by_lines = false;              // L5: a word that begins a clause or declaration on its line is no name,
  const char* line_exempt = nullptr;  // but for the one with which the item itself begins

 private:
  enum class Stop : std::uint8_t { no, item, file };
  void stop(Stop how, const char* p);

  core::Diagnostics& diagnostics_;
  std::string_view text_;
  std::uint32_t file_;
  const char* skipped_from_ = nullptr;
  const char* skipped_to_ = nullptr;
  const char* farthest_ = nullptr;
  std::vector<Wanted> wanted_;
  const char* muted_ = nullptr;
  const char* stopped_at_ = nullptr;
  Stop stop_ = Stop::no;
  std::uint32_t depth_ = 0;
  std::uint32_t nodes_ = 0;
  std::size_t mistakes_ = 0;
  std::set<std::pair<std::uint32_t, std::string>> reported_;  // what is read twice is said once
};

}  // namespace tripline::dsl::grammar
