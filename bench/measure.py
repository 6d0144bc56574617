#!/usr/bin/env python3
"""Elements a second of `tripline run`, and of a hand-written program for the same rules.

  measure.py --tripline BIN --hand-written BIN --pack PACK --input FILE.jsonl [--runs 5]

Both are timed as whole processes, by turns, reading the file from the page cache; the figures are medians. Before that both
are run once and their violations compared, rule by rule: a figure for wrong answers is worth nothing.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

COUNTED = ("violation", "violation.opened", "duty.missed")


def tripline(arguments, records):
    done = subprocess.run([arguments.tripline, "run", arguments.pack, arguments.input, "--records", records],
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"tripline ended with {done.returncode}: {done.stderr.decode(errors='replace')}")


def violations_by_tripline(arguments):
    counts, summary = {}, None
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "records.jsonl")
        tripline(arguments, path)
        with open(path, encoding="utf-8") as records:
            for line in records:
                record = json.loads(line)
                if record["kind"] in COUNTED:
                    counts[record["rule"]] = counts.get(record["rule"], 0) + 1
                summary = record
    if not summary or summary["kind"] != "summary":
        sys.exit("the last record is no summary")
    return counts


def violations_by_hand(arguments):
    done = subprocess.run([arguments.hand_written, arguments.input], stdout=subprocess.PIPE, check=True)
    return {rule: count for rule, count in json.loads(done.stdout).items() if count}


def seconds(action):
    begin = time.perf_counter()
    action()
    return time.perf_counter() - begin


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
    by_engine, by_hand = violations_by_tripline(arguments), violations_by_hand(arguments)
    differ = {rule for rule in by_engine | by_hand if by_engine.get(rule, 0) != by_hand.get(rule, 0)}
    for rule in sorted(differ):
        print(f"{rule}: tripline {by_engine.get(rule, 0)}, by hand {by_hand.get(rule, 0)}", file=sys.stderr)
    if differ:
        sys.exit("the two do not find the same violations")
    print(f"{elements:,} elements, {sum(by_hand.values()):,} violations of {len(by_hand)} rules, the same by both")

    engine, hand = [], []
    for _ in range(arguments.runs):
        engine.append(seconds(lambda: tripline(arguments, os.devnull)))
        hand.append(seconds(lambda: violations_by_hand(arguments)))
    for name, times in (("tripline run", engine), ("written by hand", hand)):
        median = statistics.median(times)
        print(f"{name:<16} {elements / median:>12,.0f} elements/s   median {median:.2f} s of {len(times)} runs"
              f" ({min(times):.2f} .. {max(times):.2f})")
    print(f"tripline takes {statistics.median(engine) / statistics.median(hand):.1f} times as long as the program written by hand")
    return 0


if __name__ == "__main__":
    sys.exit(main())
