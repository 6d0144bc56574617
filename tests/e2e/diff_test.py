"""tripline diff: two packs by what they mean, the same telemetry through both, and what it refuses."""
import json
import os
import threading

import support

STREETS = support.ROOT / "examples" / "streets"
MORNING = STREETS / "morning.jsonl"

OLD = """pack roads 1.0.0 { title "Roads" }
signal Car { vehicle : text key  speed : km/h }
limit speeding { on Car  require speed <= 40 km/h }
"""
NEW = OLD.replace("40 km/h", "35 km/h")


def car(second, vehicle, speed):
    return json.dumps({"type": "Car", "time": f"2026-03-01T00:00:{second:02}Z", "vehicle": vehicle, "speed": speed}) + "\n"


class Packs(support.Case):
    def diff(self, old, new, *more, **how):
        return support.run("diff", self.write("old.trip", old), self.write("new.trip", new), *more, **how)

    def test_the_same_file_twice(self):
        done = support.run("diff", STREETS, STREETS)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("no difference in meaning", done.stdout)

    def test_what_is_written_otherwise_is_no_difference(self):
        done = self.diff(OLD, "# said again\n" + OLD.replace("speed <= 40 km/h", "not (40 km/h < speed)"))
        self.assertEqual(done.returncode, 0, done.stdout)
        # A red line is held against late elements, too.
        done = self.diff(OLD, OLD.replace("limit speeding {", "redline speeding { severity major "))
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertIn("kind  limit → redline  tighter", done.stdout)

    def test_tightened(self):
        done = self.diff(OLD, NEW)
        self.assertEqual((done.returncode, done.stderr), (1, ""))
        self.assertIn("tightened  limit speeding\n  require  speed <= 40 km/h → speed <= 35 km/h  tighter\n", done.stdout)
        self.assertIn("loosened", self.diff(NEW, OLD).stdout)

    def test_in_chinese(self):
        done = self.diff(OLD, NEW, "--lang", "zh")
        self.assertIn("收紧  限值 speeding\n  应当  speed <= 40 km/h → speed <= 35 km/h  收紧\n", done.stdout)

    def test_parameters_of_one_and_of_both(self):
        for option, says in (("--set-new", "tightened  limit core_speed"), ("--set-old", "loosened  limit core_speed"),
                             ("--set", "no difference in meaning")):
            done = support.run("diff", STREETS, STREETS, option, "cap=35 km/h")
            self.assertEqual(done.returncode, 0 if option == "--set" else 1, done.stdout + done.stderr)
            self.assertIn(says, done.stdout)

    def test_json(self):
        done = self.diff(OLD, NEW, "--format", "json")
        self.assertEqual((done.returncode, done.stderr), (1, ""))
        said = json.loads(done.stdout)
        self.assertFalse(said["same"])
        self.assertEqual(said["rules"], [{
            "rule": "speeding", "kind": "limit", "verdict": "tightened",
            "clauses": [{"clause": "require", "effect": "tighter", "old": "speed <= 40 km/h", "new": "speed <= 35 km/h"}]}])
        self.assertNotIn("telemetry", said)

    def test_colours(self):
        done = self.diff(OLD, NEW, "--color", "always")
        self.assertIn("\x1b[", done.stdout)
        self.assertNotIn("\x1b[", self.diff(OLD, NEW).stdout)


class Refused(support.Case):
    def refused(self, *arguments, says, stdin=b""):
        done = support.run("diff", *arguments, stdin=stdin)
        self.assertEqual((done.returncode, done.stdout), (2, ""), done.stderr)
        self.assertIn(says, done.stderr)

    def test_the_command_line(self):
        old = self.write("old.trip", OLD)
        self.refused(says="OLD")
        self.refused(old, says="NEW")
        self.refused(old, old, "--format", "sarif", says="json")
        self.refused(old, old, "--set-new", "cap", says="--set-new takes PARAMETER=VALUE")
        self.refused(old, old, "--al", says="--all")

    def test_packs_and_inputs(self):
        old, new = self.write("old.trip", OLD), self.write("new.trip", NEW)
        self.refused(self.folder / "absent.trip", new, says="absent.trip")
        self.refused(old, self.folder / "absent.trip", says="absent.trip")
        self.refused(old, self.write("bad.trip", OLD.replace("40 km/h", "40 m")), says="error E0203")
        self.refused(old, new, self.folder / "absent.jsonl", says="absent.jsonl")
        self.refused(old, new, self.folder, says=str(self.folder))
        self.refused(old, new, "-", "Car=-", says="standard input")
        a = self.write("a.jsonl", car(0, "V1", 30))
        os.link(a, self.folder / "b.jsonl")
        self.refused(old, new, a, self.folder / "b.jsonl", says="same file")
        bus = self.write("bus.trip", OLD.replace("Car", "Bus"))
        self.refused(old, bus, f"Bus={a}", says="only one of the packs")


class Telemetry(support.Case):
    LINES = car(0, "V1", 38) + car(0, "V2", 45) + car(0, "V3", 20) + car(5, "V1", 30) + car(5, "V2", 30) + car(6, "V1", 50)

    def setUp(self):
        super().setUp()
        self.old, self.new = self.write("old.trip", OLD), self.write("new.trip", NEW)
        self.lines = self.write("a.jsonl", self.LINES)

    def diff(self, *arguments, **how):
        return support.run("diff", self.old, self.new, *arguments, **how)

    def test_for_whom_the_verdict_changes(self):
        done = self.diff(self.lines)
        self.assertEqual((done.returncode, done.stderr), (1, ""))
        self.assertIn("speeding       2 → 3                    1\n", done.stdout)
        self.assertIn("  vehicle V1\n    new: violation at 2026-03-01T00:00:00Z: speed = 38 km/h exceeds 35 km/h\n", done.stdout)
        self.assertNotIn("vehicle V2", done.stdout)
        done = self.diff(self.write("b.jsonl", car(0, "V1", 38) + car(9, "V1", 20)))
        self.assertIn("vehicle V1  newly in violation", done.stdout)
        done = support.run("diff", self.new, self.old, self.write("b.jsonl", car(0, "V1", 38) + car(9, "V1", 20)))
        self.assertIn("vehicle V1  no longer in violation", done.stdout)

    def test_the_counts_are_those_of_run(self):
        said = json.loads(self.diff(self.lines, "--format", "json").stdout)["telemetry"]
        for side, pack in (("old", self.old), ("new", self.new)):
            violations = support.of(self.records(pack, self.lines, exits=1), "violation.opened", "speeding")
            self.assertEqual(said["rules"][0][side]["violations"], len(violations))
        self.assertEqual(said["rules"][0]["subjects"][0]["changes"],
                         [{"outcome": "violated", "new_at": "2026-03-01T00:00:00Z", "only": "new",
                           "because": "speed = 38 km/h exceeds 35 km/h"}])

    def test_an_episode_that_begins_sooner(self):
        lines = self.write("b.jsonl", car(0, "V1", 38) + car(3, "V1", 45) + car(9, "V1", 20))
        self.assertIn("violation sooner: 2026-03-01T00:00:00Z instead of 2026-03-01T00:00:03Z", self.diff(lines).stdout)

    def test_standard_input_and_pipes_are_read_once_for_both(self):
        from_file = self.diff(self.lines).stdout
        self.assertEqual(self.diff("-", stdin=self.LINES.encode()).stdout, from_file)
        self.assertEqual(self.diff("Car=-", stdin=self.LINES.encode()).stdout, from_file)
        pipe = self.folder / "pipe"
        os.mkfifo(pipe)
        writer = threading.Thread(target=lambda: pipe.write_text(self.LINES))
        writer.start()
        done = self.diff(pipe)
        writer.join()
        self.assertEqual((done.stdout, done.returncode), (from_file, 1))

    def test_the_same_pack_records_the_same(self):
        done = support.run("diff", self.old, self.old, self.lines)
        self.assertEqual(done.returncode, 0)
        self.assertIn("both versions record the same", done.stdout)

    def test_what_only_one_version_takes(self):
        new = self.write("new.trip", NEW.replace("speed : km/h }", "speed : km/h  driver : text }"))
        done = support.run("diff", self.old, new, self.lines)
        self.assertEqual(done.returncode, 1)
        self.assertIn("rejected: 0 → 6", done.stdout)
        self.assertIn("stream Car.driver  nothing → text  in `speeding`", done.stdout)

    def test_long_lists_are_cut_and_say_so(self):
        lines = self.write("many.jsonl", "".join(car(s, f"V{v:02}", 38 - 20 * (s % 2)) for s in range(10) for v in range(20)))
        done = self.diff(lines)
        self.assertIn("and 15 more subjects (--all shows them)", done.stdout)
        self.assertIn("    and 2 more (--all shows them)", done.stdout)
        whole = self.diff(lines, "--all").stdout
        self.assertNotIn("more", whole)
        self.assertEqual(whole.count("new: violation"), 100)

    def test_csv(self):
        rows = self.write("a.csv", "time;vehicle;speed\n2026-03-01T00:00:00Z;V1;38,5\n2026-03-01T00:00:05Z;V1;20\n")
        done = self.diff(f"Car={rows}", "--csv-delimiter", ";", "--csv-decimal", ",")
        self.assertIn("speed = 38.5 km/h exceeds 35 km/h", done.stdout)


class Readme(support.Case):
    def test_the_example_of_the_folder(self):
        done = support.run("diff", STREETS, STREETS, MORNING, "--set-new", "cap=35 km/h")
        self.assertEqual((done.returncode, done.stderr), (1, ""))
        self.assertIn("violation sooner: 2026-03-01T00:00:02Z instead of 2026-03-01T00:00:06Z", done.stdout)


if __name__ == "__main__":
    support.main()
