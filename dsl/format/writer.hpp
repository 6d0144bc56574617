// A piece of the tree as words in a natural language.
//
// Input: nodes of ast.hpp. Output: words in the order of the source, each with where it came from. Plain: no layout is decided
// here. One thread. Example: a comparison gives "speed", "<=", "40 km/h".
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "core/source.hpp"
#include "dsl/ast/ast.hpp"
#include "dsl/format/line.hpp"
#include "dsl/format/names.hpp"

namespace tripline::dsl::format {

struct Style {
  ast::Language language = ast::Language::en;
  // For digests: every operator in parentheses, none kept; texts by their values; units in their canonical spelling.
  bool bare = false;
};

class Writer {
 public:
  Writer(const core::SourceSet& sources, const Declared& declared, Style style)
      : sources_(sources), declared_(declared), style_(style) {}

  std::vector<Word> take();  // what was written since the last take

  void key(std::string_view id, std::uint32_t source = kNowhere);  // nothing where the language does not write it
  void name(const ast::Name&);                                     // of the author's
  void text(const ast::Text&);
  void quantity(const ast::Quantity&);
  void instant(const ast::Instant&);
  void span(const ast::Span&);
  void type(const ast::Type&);
  void modifier(const ast::Modifier&);
  void encoding(const ast::Encoding&);
  void expression(const ast::Expr&, int depth = 0);
  void literal(const ast::Expr&);
  void selection(const ast::Selection&);
  void names(const std::vector<ast::Name>&, std::string_view between);
  void plain(std::string text, std::uint32_t source, bool blank = true);
  void sign(std::string_view id, bool blank_before, bool blank_after);
  void entries(const std::vector<ast::Entry>&, bool position);

  // Names that became words of the language in which they are written: where each stands.
  const std::vector<core::Range>& conflicts() const { return conflicts_; }

  void begin_rule(const ast::Rule&);  // what its expressions are about
  void end_rule();
  void clause(const ast::Clause&);  // behind its keyword, which is clause_key
  static std::string_view clause_key(ast::ClauseKind);
  void built_in(std::string_view id, const ast::Name&);  // a name that may be the language's

 private:
  void binary(const ast::Expr&, int depth);
  void operand(const ast::Expr& parent, const ast::Expr&, int depth);
  void operator_word(const ast::Expr&, int depth);
  void path(const ast::Expr&);
  void call(const ast::Expr&, int depth);
  void window(const ast::Window&);
  void due(const ast::Due&);
  void period(ast::Period, std::string_view before);
  bool violation_field(const ast::Expr&, std::string_view id) const;
  void member_or(const ast::Expr& value, const ast::Expr& beside, int depth);

  const core::SourceSet& sources_;
  const Declared& declared_;
  Style style_;
  std::vector<Word> words_;
  std::vector<core::Range> conflicts_;
  bool blank_ = true;               // before the next word
  bool about_violation_ = false;    // bare names are first fields of Violation
  bool rule_on_violation_ = false;  // its own names are
  std::string violation_name_;      // as NAME of such a rule
};

}  // namespace tripline::dsl::format
