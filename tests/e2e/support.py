"""What the tests of the built command share: running it, reading its records, and skipping aloud."""
import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKS = ROOT / "tests" / "e2e" / "packs"
TRIPLINE = os.environ.get("TRIPLINE", str(ROOT / "build" / "dev" / "bin" / "tripline"))
SHARED = Path(os.environ.get("TRIPLINE_SHARED", str(ROOT.parent / "shared")))
SKIPPED = 77  # how a program tells CTest that it could check nothing


def run(*arguments, stdin=b"", cwd=ROOT, **environment):
    """The finished process of `tripline ARGUMENTS`; output as text. It gets no terminal."""
    done = subprocess.run([TRIPLINE, *map(str, arguments)], input=stdin, capture_output=True, cwd=cwd, check=False,
                          timeout=600, env={**os.environ, **environment})
    done.stdout, done.stderr = done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
    return done


def data(*parts):
    """A file of real data that is kept beside the project; skips the test where it is absent."""
    path = SHARED.joinpath("data", *parts)
    if not path.exists():
        raise unittest.SkipTest(f"skipped: there is no {path} (TRIPLINE_SHARED says where to look)")
    return path


class Case(unittest.TestCase):
    """A test with a folder of its own."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def write(self, name, text):
        path = self.folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        return path

    def records(self, *arguments, exits, stdin=b""):
        """The records of `tripline run ARGUMENTS`, which must end with `exits`."""
        path = self.folder / "records.jsonl"
        done = run("run", *arguments, "--records", path, stdin=stdin)
        self.assertEqual(done.returncode, exits, done.stdout + done.stderr)
        with open(path, encoding="utf-8") as lines:
            records = [json.loads(line) for line in lines]
        self.assertEqual(records[-1]["kind"], "summary")
        return records


def of(records, kind, rule=None):
    return [r for r in records if r["kind"] == kind and rule in (None, r.get("rule"))]


def main():
    """Runs the tests of the calling file: 0, 1, or SKIPPED where all of them were."""
    program = unittest.main(module="__main__", exit=False, verbosity=2)
    result = program.result
    for _, reason in result.skipped:
        print(reason)
    if not result.wasSuccessful():
        sys.exit(1)
    sys.exit(SKIPPED if result.testsRun == len(result.skipped) else 0)
