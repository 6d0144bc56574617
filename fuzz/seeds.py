#!/usr/bin/env python3
"""Seeds for the targets that read whole packs (fuzz/parts.hpp), made of what the project holds anyway.

    python3 -B fuzz/seeds.py FOLDER

The golden cases, the packs of rules/ and examples/, and the right and wrong examples of docs/errors/ become a file each in FOLDER.
"""
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACK = "pack.trip"
MOST_BYTES = 20_000


def seed(folder, name, files):
    """files: {name: bytes}, one of them `pack.trip`, which comes first."""
    text = files.pop(PACK)
    for part in sorted(files):
        text = text.rstrip(b"\n") + b"\n=== " + part.encode() + b"\n" + files[part]
    if len(text) <= MOST_BYTES:
        (folder / name).write_bytes(text)


def of_cases(folder):
    for pack in sorted(ROOT.glob("tests/golden/*/pack.trip")):
        files = {p.name: p.read_bytes() for p in pack.parent.iterdir()
                 if p.is_file() and p.name not in ("why.md", "expected.jsonl", "args")}
        seed(folder, "golden_" + pack.parent.name, files)


def of_packs(folder):
    for first in sorted([*ROOT.glob("rules/*/*.trip"), *ROOT.glob("examples/*/*.trip"), *ROOT.glob("tests/e2e/packs/*.trip")]):
        files = {p.name: p.read_bytes() for p in first.parent.iterdir() if p.suffix in (".csv", ".geojson")}
        text = b"\n".join(p.read_bytes() for p in sorted(first.parent.glob("*.trip")))
        seed(folder, f"pack_{first.parent.name}_{first.stem}", {PACK: text, **files})


def page(path):
    """The packs of a page, and its data files."""
    packs, data = [], {}
    for info, body in re.findall(r"^```([^\n]*)\n(.*?)^```", path.read_text(encoding="utf-8"), re.M | re.S):
        if info == "trip":
            packs.append(body)
        elif " " in info:
            data[info.split(" ", 1)[1]] = body.encode()
    return packs, data


def of_pages(folder):
    common, shared = page(ROOT / "docs" / "errors" / "README.md")
    for path in sorted((ROOT / "docs" / "errors").glob("[EL]*.md")):
        packs, data = page(path)
        for number, text in enumerate(packs):
            alone = re.search(r"^(pack |# pack)", text, re.M)
            seed(folder, f"page_{path.stem}_{number}", {PACK: (text if alone else common[0] + text).encode(), **shared, **data})


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for make in (of_cases, of_packs, of_pages):
        make(folder)


if __name__ == "__main__":
    main()
