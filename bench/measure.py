#!/usr/bin/env python3
"""Elements a second of `tripline run`, and of a hand-written program for the same rules.

  measure.py --tripline BIN --hand-written BIN --pack PACK --input FILE.jsonl [--runs 5]

The pack is measured as it stands, and once more with its line `# stale after 3 s` in force.

Both are timed as whole processes, by turns, reading the file from the page cache; the figures are medians. Before that both
are run once and their violations compared, rule by rule: a figure for wrong answers is worth nothing.
"""
import argparse
import glob
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

COUNTED = ("violation", "violation.opened", "duty.missed")
STALE = "stale after 3 s"
STALE_MS = 3_000


def tripline(arguments, pack, records):
    done = subprocess.run([arguments.tripline, "run", pack, arguments.input, "--records", records],
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"tripline ended with {done.returncode}: {done.stderr.decode(errors='replace')}")


def by_tripline(arguments, pack, folder):
    """The violations of each rule, and how many records there are."""
    counts, number, last = {}, 0, None
    path = os.path.join(folder, "records.jsonl")
    tripline(arguments, pack, path)
    with open(path, encoding="utf-8") as records:
        for number, line in enumerate(records, 1):
            last = json.loads(line)
            if last["kind"] in COUNTED:
                counts[last["rule"]] = counts.get(last["rule"], 0) + 1
    if not last or last["kind"] != "summary":
        sys.exit("the last record is no summary")
    return counts, number


def by_hand(arguments, stale_ms):
    more = [] if stale_ms is None else [str(stale_ms)]
    done = subprocess.run([arguments.hand_written, arguments.input, *more], stdout=subprocess.PIPE, check=True)
    return {rule: count for rule, count in json.loads(done.stdout).items() if count}


def seconds(action):
    begin = time.perf_counter()
    action()
    return time.perf_counter() - begin


def measure(arguments, pack, stale_ms, elements, folder):
    (engine_found, records), hand_found = by_tripline(arguments, pack, folder), by_hand(arguments, stale_ms)
    differ = {rule for rule in engine_found | hand_found if engine_found.get(rule, 0) != hand_found.get(rule, 0)}
    for rule in sorted(differ):
        print(f"{rule}: tripline {engine_found.get(rule, 0)}, by hand {hand_found.get(rule, 0)}", file=sys.stderr)
    if differ:
        sys.exit("the two do not find the same violations")
    print(f"{elements:,} elements, {sum(hand_found.values()):,} violations of {len(hand_found)} rules, the same by both;"
          f" {records:,} records")
    engine, hand = [], []
    for _ in range(arguments.runs):
        engine.append(seconds(lambda: tripline(arguments, pack, os.devnull)))
        hand.append(seconds(lambda: by_hand(arguments, stale_ms)))
    for name, times in (("tripline run", engine), ("written by hand", hand)):
        median = statistics.median(times)
        print(f"{name:<16} {elements / median:>12,.0f} elements/s   median {median:.2f} s of {len(times)} runs"
              f" ({min(times):.2f} .. {max(times):.2f})")
    print(f"tripline takes {statistics.median(engine) / statistics.median(hand):.1f} times as long as the program written by hand")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tripline", required=True)
    parser.add_argument("--hand-written", required=True)
    parser.add_argument("--pack", required=True)
    parser.add_argument("--input", required=True)
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()

    with open(arguments.input, "rb") as file:
        elements = sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b""))
    with tempfile.TemporaryDirectory() as folder:
        measure(arguments, arguments.pack, None, elements, folder)
        stale = os.path.join(folder, "stale")
        shutil.copytree(arguments.pack, stale)
        for path in glob.glob(os.path.join(stale, "*.trip")):
            with open(path, encoding="utf-8") as file:
                text = file.read()
            with open(path, "w", encoding="utf-8") as file:
                file.write(text.replace("# " + STALE, STALE))
        print(f"\nthe same with `{STALE}`:")
        measure(arguments, stale, STALE_MS, elements, folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
