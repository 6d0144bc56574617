"""`tripline test` as people and continuous integration meet it."""
import json
import os
import pty
import subprocess
from xml.etree import ElementTree

import support

PACK = """pack p 1.0.0 { timezone "Asia/Shanghai" }
param most : m/s^2 = 8 m/s^2
event Brake { vehicle : text key   decel : m/s^2 }
redline hard { on Brake forbid decel > most }
"""
GOOD = """scenario "a hard brake & more <of it>" {
  Brake { vehicle: "V1", decel: 9 m/s^2 } at 3 h + 3 s
  expect hard violated at 3 h + 3 s
}
scenario "轻刹车" {
  Brake { vehicle: "V1", decel: 2 m/s^2 }
  expect nothing else
}
"""
BAD = """scenario "a \\"quoted\\" name" {
  Brake { vehicle: "V1", decel: 9 m/s^2 } at 3 s
  expect hard violated at 4 s
}
"""


class Scenarios(support.Case):
    def test_of_the_packs_of_the_project_pass_and_cover_their_rules(self):
        packs = [p.parent for p in support.ROOT.glob("rules/*/scenarios.trip")] + [support.ROOT / "examples" / "streets"]
        self.assertGreaterEqual(len(packs), 2)
        done = support.run("test", *packs, "--require-coverage")
        self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)
        self.assertIn(" passed\n", done.stdout)

    def test_of_the_description_of_the_language(self):
        """Three tolerated breaches, the fourth is a violation."""
        pack = self.write("pack.trip", """pack driverless 1.2.0 { timezone "Asia/Shanghai" lateness 2 s }
stages sandbox < pilot < scaled
param core_speed_cap : km/h = 40 km/h
table Permit from "permits.csv" { vehicle : text key  stage : one of (sandbox, pilot, scaled)  expires : time }
stage from Permit.stage else sandbox
signal Motion from "vehicle.motion" {
  vehicle  : text key
  fleet    : text group
  at       : position
  speed    : km/h         from "/ego/speed" in m/s
  gap      : m?
  mode     : one of (manual, assisted, autonomous)
  operator : one of (on_board, remote, none)
  zone     : one of (test_track, suburb, core)
  stale after 5 s
}
limit core_speed {
  on       Motion
  when     zone == core
  require  speed <= core_speed_cap
  grace    3 s
  tolerate 3 times over 24 h
  warn     within 10%
}
scenario "three tolerated breaches, the fourth is a violation" {
  Permit { vehicle: "V1", stage: pilot, expires: 2027-01-01 }
  repeat 4 times every 1 h {
    Motion { vehicle: "V1", fleet: "F", at: {lat: 30.6, lon: 104.1}, speed: 55 km/h, mode: manual, operator: on_board, zone: core } at 0 s
    Motion { speed: 30 km/h } at 4 s
  }
  expect core_speed tolerated 3 times
  expect core_speed violated at 3 h + 3 s
  expect nothing else about core_speed
}
""")
        self.write("permits.csv", "vehicle,stage,expires\n")
        done = support.run("test", pack)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("ok      three tolerated breaches, the fourth is a violation\n", done.stdout)

    def test_exit_status(self):
        good = self.write("good.trip", PACK + GOOD)
        bad = self.write("bad.trip", PACK + GOOD + BAD)
        half = self.write("half.trip", PACK + GOOD.split("scenario")[0] + "scenario" + GOOD.split("scenario")[1])
        none = self.write("none.trip", PACK)
        broken = self.write("broken.trip", PACK + GOOD.replace("expect hard", "expect hrad"))
        for status, *arguments in ((0, good), (1, bad), (0, half), (1, half, "--require-coverage"), (0, good, "--require-coverage"),
                                   (2, none), (2, good, none), (2, broken), (2, good, broken), (2, self.folder / "absent"),
                                   (0, bad, "--filter", "hard brake"), (1, bad, "--filter", "quoted"), (2, bad, "--filter", "nobody"),
                                   (0, good, bad, "--filter", "hard brake"), (0, good, "--set", "most=7 m/s^2"),
                                   (1, good, "--set", "most=10 m/s^2"), (2, good, "--set", "most=10 m")):
            with self.subTest(arguments):
                done = support.run("test", *arguments)
                self.assertEqual(done.returncode, status, done.stdout + done.stderr)
                if status == 2:
                    self.assertEqual(done.stdout, "")
                    self.assertNotEqual(done.stderr, "")
                else:
                    self.assertEqual(done.stderr, "")

    def test_a_failure_in_words(self):
        done = support.run("test", self.write("bad.trip", PACK + BAD))
        self.assertIn('failed  a "quoted" name', done.stdout)
        self.assertIn("expected hard violated at 4 s: it happened otherwise, at 3 s\n", done.stdout)
        self.assertIn("3 s  2026-01-01T00:00:03+08:00  hard violated, vehicle V1: decel = 9 m/s^2 exceeds most = 8 m/s^2\n", done.stdout)
        self.assertNotIn("\x1b", done.stdout)

    def test_twice_the_same(self):
        bad = self.write("bad.trip", PACK + GOOD + BAD)
        self.assertEqual(support.run("test", bad).stdout, support.run("test", bad, TZ="America/New_York", LC_ALL="C").stdout)

    def test_junit(self):
        bad = self.write("bad.trip", PACK + GOOD + BAD)
        report = self.folder / "report.xml"
        done = support.run("test", bad, "--junit", report, "--require-coverage")
        self.assertEqual(done.returncode, 1)
        root = ElementTree.parse(report).getroot()
        self.assertEqual((root.tag, root.get("tests"), root.get("failures")), ("testsuites", "4", "1"))
        suite = root.find("testsuite")
        self.assertEqual((suite.get("name"), suite.get("tests"), suite.get("failures")), (str(bad), "4", "1"))
        cases = suite.findall("testcase")
        self.assertEqual([c.get("name") for c in cases], ["a hard brake & more <of it>", "轻刹车", 'a "quoted" name', "coverage"])
        self.assertEqual([c.find("failure") is None for c in cases], [True, True, False, True])
        self.assertEqual((cases[0].get("file"), cases[0].get("line"), cases[0].get("classname")), (str(bad), "5", "p"))
        self.assertEqual(cases[2].find("failure").get("message"), "hard violated at 4 s: it happened otherwise, at 3 s")
        self.assertIn("2026-01-01T00:00:03+08:00", cases[2].find("failure").text)

    def test_junit_is_not_written_where_nothing_ran_or_over_what_is_read(self):
        report = self.folder / "report.xml"
        self.assertEqual(support.run("test", self.write("none.trip", PACK), "--junit", report).returncode, 2)
        self.assertFalse(report.exists())
        good = self.write("good.trip", PACK + GOOD)
        done = support.run("test", good, "--junit", good)
        self.assertEqual(done.returncode, 2)
        self.assertIn("would overwrite", done.stderr)
        self.assertEqual(good.read_text(encoding="utf-8"), PACK + GOOD)
        self.assertEqual(support.run("test", good, "--junit", self.folder / "absent" / "r.xml").returncode, 2)
        # An earlier report in the pack's own folder is no part of the pack.
        folder = self.folder / "pack"
        folder.mkdir()
        (folder / "p.trip").write_text(PACK + GOOD, encoding="utf-8")
        for _ in range(2):
            self.assertEqual(support.run("test", folder, "--junit", folder / "report.xml").returncode, 0)

    def test_json(self):
        done = support.run("test", self.write("bad.trip", PACK + GOOD + BAD), "--format", "json")
        self.assertEqual(done.returncode, 1)
        said = json.loads(done.stdout)
        self.assertEqual((said["scenarios"], said["failed"]), (3, 1))
        pack = said["packs"][0]
        self.assertEqual([s["passed"] for s in pack["scenarios"]], [True, True, False])
        self.assertEqual(pack["scenarios"][0]["expectations"][0]["after"], "3 h + 3 s")
        self.assertEqual(pack["scenarios"][2]["happened"][0]["because"], "decel = 9 m/s^2 exceeds most = 8 m/s^2")
        self.assertEqual(pack["rules"], [{"kind": "redline", "rule": "hard", "passing": ["轻刹车"],
                                          "violating": ["a hard brake & more <of it>", 'a "quoted" name']}])
        self.assertEqual([(c["text"], c["seen_true"], c["seen_false"]) for c in pack["conditions"]], [("decel > most", True, True)])

    def test_on_a_terminal(self):
        """Colours and a table; the process gets a terminal for standard output."""
        bad = self.write("bad.trip", PACK + GOOD + BAD)
        ours, theirs = pty.openpty()
        environment = {**os.environ, "TERM": "xterm"}
        environment.pop("NO_COLOR", None)
        with subprocess.Popen([support.TRIPLINE, "test", str(bad)], stdin=subprocess.DEVNULL, stdout=theirs, stderr=subprocess.PIPE,
                              env=environment) as process:
            os.close(theirs)
            shown = b""
            while True:
                try:
                    block = os.read(ours, 65536)
                except OSError:  # the other side is closed
                    break
                if not block:
                    break
                shown += block
            process.wait()
            process.stderr.close()
        os.close(ours)
        text = shown.decode("utf-8")
        self.assertEqual(process.returncode, 1)
        self.assertIn("\x1b[1;31mfailed\x1b[0m", text)
        self.assertIn("violating", text)
        self.assertIn("passing", text)

    def test_check_and_run_take_packs_with_scenarios(self):
        good = self.write("good.trip", PACK + GOOD + BAD)
        self.assertEqual(support.run("check", good).returncode, 0)
        self.write("in.jsonl", '{"type":"Brake","time":"2026-03-01T00:00:00Z","vehicle":"V1","decel":9}\n')
        done = support.run("run", good, self.folder / "in.jsonl")
        self.assertEqual(done.returncode, 1)
        self.assertIn("1 violation\n", done.stdout)


if __name__ == "__main__":
    support.main()
