#!/usr/bin/env python3
"""Do the #includes respect the arrows of docs/architecture.md?

  check_includes.py [ROOT]      checks the project (default: the folder above this one); 1 and a list where it does not
  check_includes.py --self-test shows that each rule can fail
"""
import re
import sys
import tempfile
from pathlib import Path

# Which of our folders may include which (itself always).
ARROWS = {
    "core": set(),
    "dsl": {"core"},
    "engine": {"core", "dsl"},
    "audit": {"core"},
    "cli": {"core", "dsl", "engine", "audit", "tripline"},
    "include": {"tripline"},
}

# Outside libraries, by how their headers begin, and the only places that may include them.
# A place is a folder; "*.hpp" excluded means: implementation files alone.
LIBRARIES = [
    # (what, header pattern, folders that may, headers may)
    ("Boost.Spirit", r"boost/(spirit|fusion|phoenix)/", ["dsl/grammar"], True),
    ("Boost", r"boost/", ["dsl", "engine"], True),
    ("simdjson", r"simdjson", ["engine/ingest"], True),
    ("nlohmann", r"nlohmann/", ["dsl", "engine", "cli", "audit"], True),
    ("spdlog", r"spdlog/", ["cli"], True),
    ("fmt", r"fmt/", ["cli"], True),
    ("CLI11", r"CLI/", ["cli"], True),
    ("date", r"date/", ["core"], False),
    ("OpenSSL", r"openssl/", ["core", "audit"], False),
    ("re2", r"re2/", ["dsl", "engine"], True),
    ("zlib", r"zlib\.h", ["engine/ingest"], True),
    ("tl::expected", r"tl/expected", ["dsl", "engine", "cli", "audit"], True),
    ("udunits2", r"udunits2?\.h", [], True),
    ("Catch2", r"catch2/", [], True),
    ("rapidcheck", r"rapidcheck", [], True),
    ("sqlite", r"sqlite3", ["audit"], False),
]

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^">]+)[">]')
# The standard library and the system's; pb_ds (trees that count) comes with libstdc++, which clang uses here as well.
STANDARD = re.compile(r"[a-z_]+(\.h)?$|sys/[a-z]+\.h$|ext/pb_ds/[a-z_]+\.hpp$")
OURS = set(ARROWS) | {"tests", "bench", "fuzz", "examples", "tripline"}


def below(path, folders):
    return any(path == f or path.startswith(f + "/") for f in folders)


def faults(root):
    """(file, line, sentence) for each include that goes against an arrow."""
    for top in ARROWS:
        for file in sorted((root / top).rglob("*")):
            if file.suffix not in (".hpp", ".cpp", ".h") or not file.is_file():
                continue
            name = file.relative_to(root).as_posix()
            folder = file.parent.relative_to(root).as_posix()
            header = file.suffix != ".cpp"
            for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
                match = INCLUDE.match(line)
                if not match:
                    continue
                quoted, target = match[1] == '"', match[2]
                sentence = fault(top, folder, header, quoted, target, root)
                if sentence:
                    yield name, number, sentence


def fault(top, folder, header, quoted, target, root):
    if quoted:
        first = target.split("/")[0]
        if "/" not in target or first not in OURS:
            return f'"{target}" is written from the project\'s root, as in "core/time.hpp"'
        if first != top and first not in ARROWS[top]:
            may = ", ".join(sorted(ARROWS[top])) or "nothing of ours"
            return f"{top}/ must not know {first}/ (it may include {may})"
        if first != "tripline" and not (root / target).is_file():
            return f'there is no "{target}"'
        return None
    for what, pattern, folders, in_headers in LIBRARIES:
        if re.match(pattern, target):
            if not below(folder, folders):
                return f"<{target}>: {what} is for {' and '.join(folders) or 'tests'} alone"
            if header and (not in_headers or top == "core"):
                return f"<{target}>: {what} must not be reachable through a header of {top}/"
            return None
    if not STANDARD.match(target):
        return f"<{target}>: no library that is known here (tools/check_includes.py, docs/dependencies.md)"
    return None


def self_test():
    bad = [
        ("core/a.cpp", '#include "dsl/model/model.hpp"'),
        ("core/a.hpp", "#include <boost/unordered/unordered_flat_map.hpp>"),
        ("core/a.hpp", "#include <date/tz.h>"),
        ("core/a.hpp", "#include <nlohmann/json.hpp>"),
        ("dsl/check/a.cpp", '#include "engine/run/engine.hpp"'),
        ("dsl/check/a.cpp", "#include <boost/spirit/home/x3.hpp>"),
        ("dsl/check/a.cpp", "#include <simdjson.h>"),
        ("engine/run/a.cpp", "#include <simdjson.h>"),
        ("engine/run/a.cpp", '#include "cli/run.hpp"'),
        ("engine/run/a.cpp", '#include "audit/segment.hpp"'),
        ("engine/run/a.hpp", "# include <spdlog/spdlog.h>"),
        ("include/tripline/a.hpp", '#include "core/time.hpp"'),
        ("include/tripline/a.hpp", "#include <nlohmann/json.hpp>"),
        ("audit/a.cpp", '#include "engine/run/engine.hpp"'),
        ("engine/run/a.cpp", '#include "neighbour.hpp"'),
        ("engine/run/a.cpp", '#include "core/absent.hpp"'),
        ("cli/a.cpp", "#include <curl/curl.h>"),
    ]
    good = [
        ("core/a.cpp", "#include <date/tz.h>"),
        ("core/a.hpp", "#include <vector>"),
        ("dsl/grammar/a.hpp", "#include <boost/spirit/home/x3.hpp>"),
        ("engine/ingest/a.cpp", "#include <simdjson.h>"),
        ("engine/run/a.cpp", '#include "core/there.hpp"'),
        ("cli/a.cpp", "#include <spdlog/spdlog.h>"),
        ("cli/a.cpp", "#include <sys/ioctl.h>"),
    ]
    wrong = 0
    for cases, expected in ((bad, 1), (good, 0)):
        for name, line in cases:
            with tempfile.TemporaryDirectory() as folder:
                root = Path(folder)
                for path, text in (("core/there.hpp", ""), (name, line + "\n")):
                    (root / path).parent.mkdir(parents=True, exist_ok=True)
                    (root / path).write_text(text, encoding="utf-8")
                found = len(list(faults(root)))
                if found != expected:
                    print(f"self-test: {name}: {line}: {found} faults instead of {expected}")
                    wrong += 1
    print(f"self-test: {len(bad)} bad and {len(good)} good includes told apart" if not wrong else "self-test failed")
    return 1 if wrong else 0


def main():
    if "--self-test" in sys.argv[1:]:
        return self_test()
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent
    found = list(faults(root))
    for name, number, sentence in found:
        print(f"{name}:{number}: {sentence}")
    if not found:
        print("every include goes along an arrow")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
