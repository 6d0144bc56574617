"""Does a test notice a mutant? The tests in steps, the quickest and sharpest first; the first that fails, hangs or crashes ends it.

Every process is bounded in time, memory and what it writes: a mutant may do anything. Time is the processor's, so that a busy
machine makes no mutant look as if it hung; the clock on the wall bounds only what waits without computing.
"""
import os
import resource
import signal
import subprocess
import sys
from dataclasses import dataclass

MEMORY = 4 << 30   # of addresses, for one process
WRITTEN = 256 << 20
SKIPPED = 77       # how a test program says that it could check nothing


@dataclass(frozen=True)
class Step:
    name: str
    words: tuple
    processor: float = 600  # seconds; after the run without a mutant a multiple of what that took


@dataclass(frozen=True)
class Outcome:
    how: str          # "passed", "skipped", "failed", "crashed", "timed out"
    processor: float  # seconds
    said: str


def steps(tree, streams):
    """The tests of a built tree. What tests only the scripts around the command is left out."""
    tests = str(tree.out / "bin" / "tripline_tests")
    files = sorted((tree.source / "tests").rglob("*_test.cpp"))
    near = [f.stem for f in files if f.parent.name in ("state", "ingest", "engine", "scenario") and f.stem != "golden_test"]
    far = [f"~[#{name}]" for name in [*near, "golden_test"]]
    catch = ("-#", "--abort", "-r", "compact")
    out = [
        Step("golden cases", (tests, *catch, "golden cases")),
        Step("tests of engine/", (tests, *catch, ",".join(f"[#{name}]" for name in near))),
        Step("golden cases in Chinese", (tests, *catch, "golden cases have the same verdicts with Chinese keywords")),
        Step("other tests", (tests, *catch, "".join(far))),
        Step("differential", (str(tree.out / "bin" / "tripline_differential"), "--streams", str(streams), "--seed", "1",
                              "--keep", str(tree.out / "differences"), "--most", "1")),
    ]
    scripts = sorted((tree.source / "tests" / "e2e").glob("*_test.py"), key=lambda p: (p.stem == "command_test", p.stem))
    return out + [Step(f"e2e/{s.stem[:-5]}", (sys.executable, "-B", str(s), "-f")) for s in scripts if s.stem != "scripts_test"]


def limits(processor):
    def apply():
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_FSIZE, (WRITTEN, WRITTEN))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        seconds = max(1, int(processor))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    return apply


def run(step, cwd, environment, scratch, mutant=None, waits=None):
    """One step with MUTANT (a number) alive, or with none, WAITS seconds of the wall's clock at most. What it says goes to a file in SCRATCH."""
    environment = {**os.environ, **environment}
    environment.pop("TRIPLINE_MUTANT", None)
    if mutant is not None:
        environment["TRIPLINE_MUTANT"] = str(mutant)
    said = scratch / f"said-{os.getpid()}-{mutant}"
    with open(said, "w+b") as out:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        process = subprocess.Popen(step.words, cwd=cwd, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=out,
                                   start_new_session=True, preexec_fn=limits(step.processor))
        waited = False
        try:
            process.wait(timeout=waits or 60 + 20 * step.processor)
        except subprocess.TimeoutExpired:
            waited = True
        # Whatever it started goes with it: the group is its own.
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        process.wait()
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        out.seek(0)
        text = out.read(1 << 20).decode("utf-8", "replace")
    said.unlink()
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    code = process.returncode
    if waited or code in (-signal.SIGXCPU, -signal.SIGKILL):
        how = "timed out"
    elif code < 0:
        how = "crashed"
    else:
        how = {0: "passed", SKIPPED: "skipped"}.get(code, "failed")
    return Outcome(how, used, text)


def calibrated(all_steps, cwd, environment, scratch):
    """The steps that pass without a mutant, bounded by what they took; raises SystemExit where one does not pass."""
    out = []
    for step in all_steps:
        outcome = run(step, cwd, environment, scratch)
        if outcome.how == "skipped":
            continue
        if outcome.how != "passed":
            raise SystemExit(f"mutants: without any mutant, {step.name} {outcome.how}:\n{outcome.said[-4000:]}")
        out.append(Step(step.name, step.words, 5 + 6 * outcome.processor))
    return out


def killed_by(mutant, all_steps, cwd, environment, scratch):
    """(step's name, how), or None where every step passes."""
    for step in all_steps:
        outcome = run(step, cwd, environment, scratch, mutant)
        if outcome.how != "passed":
            return step.name, "failed" if outcome.how == "skipped" else outcome.how
    return None
