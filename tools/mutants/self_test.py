"""Each kind of mutant is found in a small program, planted, compiled at once, and changes what the program says or does."""
import subprocess
import tempfile
from pathlib import Path

import report
import rewrite
import sites
import trial

# Each mutant that is expected of it changes what it prints, or whether it ends.
PROGRAM = r"""
#include <algorithm>
#include <cassert>
#include <cstdio>
#include <string>

constexpr int kFixed = 3;  // known at compile time: left alone
static_assert(kFixed > 2);

void tell(int n) { std::printf("%d ", n); }
bool odd(int n) { return n % 2 == 1; }
void loud(bool yes) {
  if (!yes) return;
  tell(7);
}

int main() {
  // a comment with a < b && c
  assert(kFixed > 0);
  int sum = 0;
  for (int i = 0; i < 9; ++i) {
    if (i == 2) continue;
    sum += i * 2;
  }
  tell(sum);
  for (int n = 2;; n += 2) {
    if (n > 2 && odd(n / 2)) break;
    tell(n);
  }
  tell(std::min(sum, 4));
  if (sum >= 69) {
    tell(100);
  } else {
    tell(-sum);
  }
  if (const int x = sum; x != 17 || odd(x)) sum--;
  tell(sum);
  const std::string a = "a", b = "b";
  tell(a != b ? 4 : 5);
  loud(true);
  loud(false);
  loud(false);
  return sum >= 67 ? 0 : 1;
}
"""
EXPECTED = {
    ("arithmetic", "n % 2"), ("constant", "9"), ("constant", "7"), ("comparison", "n % 2 == 1"), ("negation", "!yes"),
    ("dropped statement", "return"), ("comparison", "i < 9"), ("step", "++i"), ("comparison", "i == 2"), ("jump", "continue"),
    ("arithmetic", "sum += i * 2"), ("dropped statement", "sum += i * 2"), ("jump", "break"), ("and/or", "n > 2 && odd(n / 2)"),
    ("condition", "n > 2 && odd(n / 2)"), ("comparison", "n > 2"), ("opposite call", "std::min(sum, 4)"), ("condition", "sum >= 69"),
    ("dropped else", "{\n    tell(-sum);\n  }"), ("arithmetic", "-sum"), ("step", "sum--"), ("dropped statement", "sum--"),
    ("comparison", "a != b"), ("constant", "true"), ("constant", "false"), ("dropped statement", "loud(true)"),
    ("comparison", "sum >= 67"),
}
# Neither comments nor what must be known at compile time, nor a negation that a comparison's mutant is already.
UNWANTED = {("comparison", "kFixed > 2"), ("constant", "3"), ("comparison", "kFixed > 0"), ("condition", "i == 2"), ("condition", "!yes"),
            ("condition", "a != b"), ("returned bool", "n % 2 == 1"), ("condition", "assert(kFixed > 0)")}


def main():
    with tempfile.TemporaryDirectory() as folder:
        return told(planting(Path(folder)) + complaining() + bounding(Path(folder)) + listing(Path(folder)))


def told(faults):
    for fault in faults:
        print(f"self-test: {fault}")
    print("self-test failed" if faults else "self-test: every kind of mutant is found, planted and killed")
    return 1 if faults else 0


def planting(folder):
    faults = []
    (folder / "engine").mkdir()
    (folder / "engine" / "mutant.hpp").write_text(rewrite.HEADER, encoding="utf-8")
    (folder / "program.cpp").write_text(PROGRAM, encoding="utf-8")
    mutants = sites.mutants_of(folder, "program.cpp", ["-std=c++20"])
    seen = {(m.operator, m.original) for m in mutants}
    faults += [f"not found: {x}" for x in sorted(EXPECTED - seen)] + [f"found: {x}" for x in sorted(UNWANTED & seen)]
    if len({m.name for m in mutants}) != len(mutants):
        faults.append("two mutants have one name")
    moved = "\n\n// further down\n" + PROGRAM
    (folder / "moved.cpp").write_text(moved, encoding="utf-8")
    if [m.key().replace("moved", "program") for m in sites.mutants_of(folder, "moved.cpp", ["-std=c++20"])] != [m.key() for m in mutants]:
        faults.append("mutants are others where the lines above are")

    rewritten = rewrite.rewritten(PROGRAM.encode(), list(enumerate(mutants)))
    (folder / "planted.cpp").write_bytes(rewritten)
    program = folder / "program"
    built = subprocess.run(["g++", "-std=c++20", "-w", f"-I{folder}", "-o", program, folder / "planted.cpp"], capture_output=True, text=True,
                           check=False)
    if built.returncode != 0:
        return faults + [f"all mutants at once do not compile:\n{built.stderr}"]

    def says(number):
        step = trial.Step("program", (str(program),), 2)
        return trial.run(step, folder, {}, folder, number)

    plain = says(None)
    if plain.how != "passed":
        return faults + [f"without a mutant the program {plain.how}: {plain.said}"]
    for number, mutant in enumerate(mutants):
        alive = says(number)
        if (mutant.operator, mutant.original) in EXPECTED and (alive.how, alive.said) == (plain.how, plain.said):
            faults.append(f"changes nothing: line {mutant.line}, {mutant.operator}: {mutant.original} -> {mutant.mutated}")
    return faults


def complaining():
    """A compiler's complaint is traced to the innermost mutant, or to those of the file."""
    mutants = [(n, sites.Mutant("a.cpp", start, end, 1, "constant", "value", original, "9", "")) for n, start, end, original in
               ((4, 0, 5, "a + 0"), (5, 4, 5, "0"))]
    text = rewrite.rewritten(b"a + 0", mutants)
    line = text.split(b"\n")[1]
    faults = []
    for column, expected in ((line.rindex(b"0)") + 1, {5}), (line.index(b"(9)") + 1, {4}), (0, {4, 5})):
        output = f"/x/a.cpp:2:{column}: error: no\n" if column else "/x/a.cpp:1:1: error: no\n"
        if rewrite.refused(output, {"/x/a.cpp": text}) != expected:
            faults.append(f"a complaint at column {column} is not about {expected}")
    if rewrite.refused("/x/b.cpp:1:1: error: no\n", {"/x/a.cpp": text}):
        faults.append("a complaint about another file blames a mutant")
    return faults


def bounding(folder):
    """What never ends, takes all memory, or fails is killed; what passes is not."""
    faults = []
    for words, expected in (("true", "passed"), ("exit 3", "failed"), ("exit 77", "skipped"), ("kill -SEGV $$", "crashed"),
                            ("while :; do :; done", "timed out"), ("sleep 600 & wait", "timed out")):
        step = trial.Step(words, ("sh", "-c", words), 1)
        how = trial.run(step, folder, {}, folder, waits=3).how
        if how != expected:
            faults.append(f"`{words}` {how}, not {expected}")
    greedy = trial.Step("greedy", ("python3", "-c", "bytearray(8 << 30)"), 5)
    if trial.run(greedy, folder, {}, folder).how != "failed":
        faults.append("memory is not bounded")
    return faults


def listing(folder):
    path = folder / "list.txt"
    path.write_text("# why\n0123abcd engine/a.cpp: it is\n  the same\n", encoding="utf-8")
    faults = [] if report.known(path) == {"0123abcd": "it is the same"} else ["the list of equivalent mutants is misread"]
    path.write_text("nonsense\n", encoding="utf-8")
    try:
        report.known(path)
        faults.append("nonsense in the list of equivalent mutants is not refused")
    except SystemExit:
        pass
    return faults
