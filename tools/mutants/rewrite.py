"""Mutants written beside the original: one text, one build, and a number in the environment says which of them is alive.

  a < b        becomes   (tripline_mutant(17) ? (a <= b) : (a < b))
  f(x);        becomes   (tripline_mutant(18) ? static_cast<void>(0) : static_cast<void>(f(x)));
  break;       becomes   if (tripline_mutant(19)) continue; else break;

Only one mutant lives at a time, so what stands inside a mutated text is the plain original. Marks (`/*<17*/ … /*17>*/`) let a
compiler's complaint be traced to the mutant that it is about.
"""
import re

# Read once; a comparison of two numbers at each place.
HEADER = """#pragma once
#include <cstdlib>

inline bool tripline_mutant(int number) {
  static const int alive = [] {
    const char* text = std::getenv("TRIPLINE_MUTANT");
    return text == nullptr ? -1 : std::atoi(text);
  }();
  return number == alive;
}
"""
INCLUDE = b'#include "engine/mutant.hpp"\n'


def written(shape, number, original, mutated):
    n = b"%d" % number
    if shape == "value":
        text = b"(tripline_mutant(" + n + b") ? (" + mutated + b") : (" + original + b"))"
    elif shape == "effect":
        text = b"(tripline_mutant(" + n + b") ? static_cast<void>(0) : static_cast<void>(" + original + b"))"
    elif shape == "jump":
        text = b"if (tripline_mutant(" + n + b")) " + mutated + b"; else " + original
    elif shape == "return":
        text = b"if (tripline_mutant(" + n + b")) {} else " + original
    elif shape == "else":
        text = b"{ if (!tripline_mutant(" + n + b")) " + original + b" }"
    else:
        raise AssertionError(shape)
    return b"/*<" + n + b"*/" + text + b"/*" + n + b">*/"


def rewritten(source, mutants):
    """SOURCE with all of MUTANTS, [(number, Mutant)], planted. Regions nest or are apart."""
    # Outer before inner; of one region the later becomes the inner one, but a statement is never inside its own expression.
    order = sorted(mutants, key=lambda m: (m[1].start, -m[1].end, m[1].shape == "value", m[0]))

    def region(start, end, inside):
        out, at = [], start
        while inside:
            number, mutant = inside.pop(0)
            within = []
            while inside and inside[0][1].start < mutant.end:
                if inside[0][1].end > mutant.end:
                    raise AssertionError(f"{mutant.file}: regions cross at byte {mutant.end}")
                within.append(inside.pop(0))
            out.append(source[at:mutant.start])
            out.append(written(mutant.shape, number, region(mutant.start, mutant.end, within), mutant.mutated.encode()))
            at = mutant.end
        out.append(source[at:end])
        return b"".join(out)

    return INCLUDE + region(0, len(source), order)


MARK = re.compile(rb"/\*(?:<(\d+)|(\d+)>)\*/")
PLACE = re.compile(r"^([^\s:][^:\n]*):(\d+):(\d+):\s+(.*)$", re.M)


def innermost(text, offset):
    """The number of the innermost mutant around OFFSET of a rewritten TEXT, or None."""
    around = []
    for mark in MARK.finditer(text, 0, offset):
        if mark[1]:
            around.append(int(mark[1]))
        else:
            around.pop()
    return around[-1] if around else None


def refused(output, texts):
    """Numbers of the mutants that a compiler's OUTPUT (columns in bytes) complains about.

    TEXTS: rewritten text by the file's name as the compiler says it. An error and the notes that follow it speak of one place; where
    none of them lies in a mutant, all mutants of the first file that has any are to blame.
    """
    blamed, group = set(), []

    def settle():
        for file, offset in group:
            number = innermost(texts[file], offset)
            if number is not None:
                blamed.add(number)
                return
        for file, _ in group:
            numbers = {int(m[1]) for m in MARK.finditer(texts[file]) if m[1]}
            if numbers:
                blamed.update(numbers)
                return

    for place in PLACE.finditer(output):
        file, line, column, said = place[1], int(place[2]), int(place[3]), place[4]
        if re.match(r"(fatal )?error:", said):
            settle()
            group = []
        if file in texts:
            starts = texts[file].split(b"\n")
            group.append((file, sum(len(s) + 1 for s in starts[:line - 1]) + column))
    settle()
    return blamed
