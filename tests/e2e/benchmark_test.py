"""The benchmark's telemetry is always the same, and its thirteen rules find in it what bench/hand_written.cpp finds."""
import hashlib
import shutil
import subprocess
import sys

import support

# bench_hand_written, on 20,000 elements of 200 vehicles: as the pack stands, and what is different with its staleness of three seconds (3000).
BY_HAND = {
    "fast_by_itself": 157,
    "too_fast": 1,
    "empty_battery": 5,
    "nobody_watching": 12,
    "school_zone": 15,
    "blind_lidar": 3,
    "jolt": 17,
    "overloaded": 7,
    "off_the_map": 2,
    "restricted_zone": 10,
    "rough_driving": 11,
    "sustained_speed": 67,
    "take_over": 8,
}
BY_HAND_WITH_STALENESS = BY_HAND | {
    "fast_by_itself": 165, "empty_battery": 17, "nobody_watching": 13, "sustained_speed": 64}
DIGEST = "d622bd94dadb130296067a77f478e0010b45e7216cf7274652a3594e6819d1af"


class Benchmark(support.Case):
    def setUp(self):
        super().setUp()
        self.telemetry = self.folder / "telemetry.jsonl"
        subprocess.run([sys.executable, "-B", str(support.ROOT / "bench" / "gen_telemetry.py"), "--out", str(self.telemetry),
                        "--elements", "20000", "--vehicles", "200"], check=True)

    def violations(self, pack):
        records = self.records(pack, self.telemetry, exits=1)
        self.assertEqual(support.of(records, "late") + support.of(records, "rejected"), [])
        found = {}
        for record in records:
            if record["kind"] in ("violation", "violation.opened", "duty.missed"):
                found[record["rule"]] = found.get(record["rule"], 0) + 1
        return found

    def test_telemetry(self):
        self.assertEqual(hashlib.sha256(self.telemetry.read_bytes()).hexdigest(), DIGEST)

    def test_violations(self):
        self.assertEqual(self.violations(support.ROOT / "bench" / "rules_13"), BY_HAND)

    def test_violations_with_staleness(self):
        pack = self.folder / "stale"
        shutil.copytree(support.ROOT / "bench" / "rules_13", pack)
        text = (pack / "rules_13.trip").read_text(encoding="utf-8")
        self.assertIn("# stale after 3 s\n", text)
        (pack / "rules_13.trip").write_text(text.replace("# stale", "stale"), encoding="utf-8")
        self.assertEqual(self.violations(pack), BY_HAND_WITH_STALENESS)


if __name__ == "__main__":
    support.main()
