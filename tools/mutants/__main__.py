#!/usr/bin/python3
"""Would the tests notice? Plants mutants in engine/ and counts those that the tests kill (docs/testing.md).

  tools/mutants [COUNT] [SEED]   200 mutants of seed 1 unless said otherwise; 1 where fewer than 90% of them are killed
  tools/mutants --list …         names them and ends
  tools/mutants --again          only those that survived the last time, against the tests as they are now
  tools/mutants --self-test      shows that each kind of mutant is found, planted and killed

Which mutants: all that `sites.py` finds, in an order that the seed and each mutant's own text decide, so that the same sources give the
same mutants, and a line changed elsewhere changes none. Those that do not compile give way to the next. The report also goes to
build/mutants/report.json.
"""
import argparse
import concurrent.futures
import functools
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

try:
    import sites
except ImportError:
    sys.exit("mutants: the Python of the system has no libclang: apt-get install python3-clang-14 (./dev mutants does)")
import report
import rewrite
import trial
import tree

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "mutants"
EQUIVALENT = Path(__file__).resolve().parent / "equivalent.txt"
STREAMS = 10000  # of the differential test, for each mutant


def arguments_of_the_compiler():
    """What finds the headers of the libraries; the project's own are found from its root."""
    flags = subprocess.run(["pkg-config", "--cflags", "re2"], capture_output=True, text=True, check=False).stdout.split()
    return ["-std=c++20", f"-I{ROOT}", "-Wno-everything", *flags]


def found_in(file, arguments):
    return sites.mutants_of(ROOT, file, arguments)


def possible(jobs):
    """All mutants of engine/."""
    files = sorted(str(p.relative_to(ROOT)) for p in (ROOT / "engine").rglob("*") if p.suffix in (".cpp", ".hpp"))
    progress = report.Progress("reading", len(files))
    out = []
    with concurrent.futures.ProcessPoolExecutor(jobs) as pool:
        find = functools.partial(found_in, arguments=arguments_of_the_compiler())
        for number, mutants in enumerate(pool.map(find, files), 1):
            out += mutants
            progress.say(number)
    return out


def in_order(mutants, seed):
    return sorted(mutants, key=lambda m: hashlib.sha256(f"{seed}\0{m.key()}".encode()).digest())


def planted(mutants):
    """{file: rewritten bytes} with the mutants numbered by their place in the list."""
    by_file = {}
    for number, mutant in enumerate(mutants):
        by_file.setdefault(mutant.file, []).append((number, mutant))
    return {file: rewrite.rewritten((ROOT / file).read_bytes(), of) for file, of in by_file.items()}


def built(candidates, count, jobs):
    """(the mutants that are built, the tree, those that the compiler refused)."""
    at = tree.Tree(ROOT, BUILD, jobs)
    chosen, rest, refused = candidates[:count], candidates[count:], []
    while True:
        texts = planted(chosen)
        at.write(texts)
        at.configure()
        # First what is quick to say no.
        fine, said = at.build("tripline_engine")
        if fine:
            fine, said = at.build("tripline_tests", "tripline_differential", "tripline")
        if fine:
            return chosen, at, refused
        bad = rewrite.refused(said, {str(at.source / file): text for file, text in texts.items()})
        if not bad:
            sys.exit(f"mutants: the build failed, and no mutant is to blame:\n{said[-8000:]}")
        print(f"{len(bad)} do not compile; others take their place", file=sys.stderr, flush=True)
        refused += [chosen[n] for n in sorted(bad)]
        # A mutant keeps its number where it can, so that little is built again.
        for n in sorted(bad):
            if rest:
                chosen[n] = rest.pop(0)
            else:
                chosen[n] = None
        chosen = [m for m in chosen if m is not None]


def tried(numbers, mutants, at, jobs):
    """{number: (step, how) or None} and the names of the steps."""
    environment = {"TRIPLINE": str(at.out / "bin" / "tripline"),
                   "TRIPLINE_SHARED": os.environ.get("TRIPLINE_SHARED", str(ROOT.parent / "shared"))}
    scratch = BUILD / "scratch"
    scratch.mkdir(parents=True, exist_ok=True)
    print("running the tests without a mutant", file=sys.stderr, flush=True)
    steps = trial.calibrated(trial.steps(at, STREAMS), at.source, environment, scratch)
    progress = report.Progress("mutants", len(numbers))
    outcomes, killed = {}, 0
    with concurrent.futures.ProcessPoolExecutor(jobs) as pool:
        running = {pool.submit(trial.killed_by, n, steps, at.source, environment, scratch): n for n in numbers}
        for done in concurrent.futures.as_completed(running):
            number = running[done]
            outcomes[number] = done.result()
            killed += outcomes[number] is not None
            if outcomes[number] is None and not progress.tty:
                m = mutants[number]
                print(f"survived: {m.name} {m.file}:{m.line} {m.operator}: {report.one_line(m.original, 60)}", file=sys.stderr, flush=True)
            progress.say(len(outcomes), f", {killed} killed, {len(outcomes) - killed} survived")
    return outcomes, [s.name for s in steps]


def main():
    parser = argparse.ArgumentParser(prog="tools/mutants", description=__doc__.splitlines()[0])
    parser.add_argument("count", nargs="?", type=int, default=200)
    parser.add_argument("seed", nargs="?", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="processes at once")
    parser.add_argument("--list", action="store_true", help="name the mutants, plant none")
    parser.add_argument("--again", action="store_true", help="only those that survived the last run with this count and seed")
    parser.add_argument("--self-test", action="store_true")
    options = parser.parse_args()
    if options.count < 1 or options.seed < 0 or options.jobs < 1:
        parser.error("numbers are wanted: 200 1")
    if options.self_test:
        import self_test
        return self_test.main()

    every = possible(options.jobs)
    candidates = in_order(every, options.seed)
    if options.list:
        for m in candidates[:options.count]:
            print(f"{m.name}  {m.file}:{m.line}  {m.operator}\n    -   {report.one_line(m.original)}\n    +   {report.one_line(m.mutated)}")
        return 0
    equivalent = report.known(EQUIVALENT)
    gone = sorted(set(equivalent) - {m.name for m in every})
    if gone:
        print(f"{EQUIVALENT.relative_to(ROOT)} speaks of what is no longer there; take it out: {' '.join(gone)}", file=sys.stderr)

    path = BUILD / f"report-{options.count}-{options.seed}.json"
    last = json.loads(path.read_text(encoding="utf-8")) if options.again and path.exists() else None
    if options.again and last is None:
        sys.exit(f"mutants: no last time: there is no {path.relative_to(ROOT)}")
    # What did not compile then does not now; without this the first builds would be for nothing.
    refused_before = set(last["did_not_compile"]) if last else set()
    mutants, at, refused = built([m for m in candidates if m.name not in refused_before], options.count, options.jobs)
    killed_before = {m["name"]: (m["killed_by"], m["how"]) for m in last["mutants"] if m["killed_by"]} if last else {}
    numbers = [n for n, m in enumerate(mutants) if m.name not in killed_before]
    outcomes, step_names = tried(numbers, mutants, at, options.jobs)
    result = report.as_json(options.seed, len(every), [m for m in candidates if m.name in refused_before] + refused, mutants,
                            [outcomes.get(n, killed_before.get(m.name)) for n, m in enumerate(mutants)], equivalent)
    report.write(path, result)
    print(report.text(result, step_names))
    print(f"all of them: {path.relative_to(ROOT)}")
    return 0 if report.enough(result) else 1


if __name__ == "__main__":
    sys.exit(main())
