"""The copy of the project in which mutants are planted: written only where it differs, built by one build folder.

The copy stands under build/, so nothing is ever changed in the project itself.
"""
import os
import shlex
import subprocess
from pathlib import Path

import rewrite

LEFT_OUT = {"build", ".git"}
# Optimised as the `dev` build is. Mutated code is full of what warnings are about; a constant that varies is not "narrowing" here.
FLAGS = "-w -Wno-narrowing -fdiagnostics-column-unit=byte -fdiagnostics-color=never"


class Tree:
    """ROOT: the project. BUILD: a folder for the copy (src) and what is built of it (out)."""

    def __init__(self, root, build, jobs):
        self.root, self.source, self.out, self.jobs = root, build / "src", build / "out", jobs

    def files(self):
        for folder, folders, names in os.walk(self.root):
            at = Path(folder).relative_to(self.root)
            folders[:] = sorted(f for f in folders if not (at == Path(".") and f in LEFT_OUT) and f != "__pycache__")
            yield from (at / name for name in sorted(names) if name != ".git" and (Path(folder) / name).is_file())

    def write(self, planted):
        """The project with PLANTED, {file: rewritten bytes}, in place of its own files."""
        wanted = {f: self.root / f for f in self.files()}
        planted = {Path(f): text for f, text in planted.items()} | {Path("engine/mutant.hpp"): rewrite.HEADER.encode()}
        for folder, _, names in os.walk(self.source):
            for name in names:
                path = Path(folder) / name
                if path.relative_to(self.source) not in wanted.keys() | planted.keys():
                    path.unlink()
        for file in sorted(wanted.keys() | planted.keys()):
            path = self.source / file
            if file in wanted and wanted[file].is_symlink():
                if not path.is_symlink() or os.readlink(path) != os.readlink(wanted[file]):
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.unlink(missing_ok=True)
                    path.symlink_to(os.readlink(wanted[file]))
                continue
            text = planted[file] if file in planted else wanted[file].read_bytes()
            if not path.exists() or path.read_bytes() != text:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(text)
            if file in wanted:
                path.chmod(wanted[file].stat().st_mode)

    def configure(self):
        self.call("cmake", "-G", "Ninja", "-S", self.source, "-B", self.out, "-DCMAKE_BUILD_TYPE=Debug",
                  "-DCMAKE_CXX_COMPILER=g++", "-DCMAKE_CXX_FLAGS_DEBUG=-O1", f"-DCMAKE_CXX_FLAGS={FLAGS}",
                  "-DTRIPLINE_TESTS=ON", "-DTRIPLINE_BENCH=OFF")

    def call(self, *words):
        done = subprocess.run([str(w) for w in words], capture_output=True, text=True, errors="replace", check=False)
        if done.returncode != 0:
            raise SystemExit(f"mutants: {shlex.join(str(w) for w in words)} failed:\n{done.stdout}{done.stderr}")

    def build(self, *targets):
        """Builds TARGETS as far as they go: (whether they are there, what was said)."""
        done = subprocess.run(["cmake", "--build", str(self.out), "--parallel", str(self.jobs), "--target", *targets, "--", "-k", "0"],
                              capture_output=True, text=True, errors="replace", check=False)
        return done.returncode == 0, done.stdout + done.stderr
