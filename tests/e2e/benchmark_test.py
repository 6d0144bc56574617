"""The benchmark's telemetry is always the same, and its thirteen rules find in it what bench/hand_written.cpp finds."""
import hashlib
import subprocess
import sys

import support

# bench_hand_written, on 20,000 elements of 200 vehicles.
BY_HAND = {
    "fast_by_itself": 165,
    "too_fast": 1,
    "empty_battery": 17,
    "nobody_watching": 13,
    "school_zone": 15,
    "blind_lidar": 3,
    "jolt": 17,
    "overloaded": 7,
    "off_the_map": 2,
    "restricted_zone": 10,
    "rough_driving": 11,
    "sustained_speed": 64,
    "take_over": 8,
}
DIGEST = "d622bd94dadb130296067a77f478e0010b45e7216cf7274652a3594e6819d1af"


class Benchmark(support.Case):
    def test_violations(self):
        telemetry = self.folder / "telemetry.jsonl"
        subprocess.run([sys.executable, "-B", str(support.ROOT / "bench" / "gen_telemetry.py"), "--out", str(telemetry),
                        "--elements", "20000", "--vehicles", "200"], check=True)
        self.assertEqual(hashlib.sha256(telemetry.read_bytes()).hexdigest(), DIGEST)
        records = self.records(support.ROOT / "bench" / "rules_13", telemetry, exits=1)
        found = {}
        for record in records:
            if record["kind"] in ("violation", "violation.opened", "duty.missed"):
                found[record["rule"]] = found.get(record["rule"], 0) + 1
        self.assertEqual(found, {rule: count for rule, count in BY_HAND.items() if count})
        self.assertEqual(support.of(records, "late") + support.of(records, "rejected"), [])


if __name__ == "__main__":
    support.main()
