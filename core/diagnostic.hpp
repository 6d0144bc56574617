// What is wrong with a pack, said to its author (language.md, section 9).
//
// Input: codes, ranges and sentences in every language. Output: text with carets, in one. JSON and SARIF are made by the command-line head.
// A Diagnostic is a plain value; rendering is a pure function of it and the SourceSet.
#pragma once
#include <string>
#include <vector>

#include "core/phrase.hpp"
#include "core/source.hpp"

namespace tripline::core {

enum class Severity : std::uint8_t { error, warning, note };

struct Label {
  Range at;
  Said text;  // may be empty
};

struct Diagnostic {
  Severity severity = Severity::error;
  std::string code;              // "E0203": stable, has a page in docs/errors/
  Said message;                  // "these do not measure the same thing"
  Label primary;                 // carets ^^^^
  std::vector<Label> secondary;  // dashes ----, in the same or another file
  Said help;                     // what to write instead; may be empty, may have several lines
};

using Diagnostics = std::vector<Diagnostic>;

bool has_errors(const Diagnostics&);

// Sorts by file, place and code and removes exact repetitions: the order in which people read a file.
void sort_and_unique(Diagnostics&);

// One diagnostic in the format of section 9, ending in a line end. Carets stand under wide characters too; tabs are
// shown as blanks. `colour` adds ANSI colours. Labels on one line are shown together, the rightmost text first.
std::string render(const Diagnostic&, const SourceSet&, Language = Language::en, bool colour = false);

// The words that head a diagnostic and its help, for other heads than render.
std::string_view word(Severity, Language);  // "error" · "错误"
inline constexpr Phrase kHelpLine{"help: {0}", "建议：{0}"};

}  // namespace tripline::core
