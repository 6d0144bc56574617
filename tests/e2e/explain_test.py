"""`tripline explain` as people and programs meet it."""
import fcntl
import json
import os
import pty
import struct
import subprocess
import termios

import support

STREETS = support.ROOT / "examples" / "streets"
WHOLE = support.ROOT / "tests" / "explain" / "whole" / "pack.trip"


class Explain(support.Case):
    def told(self, *arguments):
        done = support.run("explain", *arguments)
        self.assertEqual((done.returncode, [l for l in done.stderr.splitlines() if "warning" not in l]), (0, []))
        return done.stdout

    def refused(self, *arguments, says):
        done = support.run("explain", *arguments)
        self.assertEqual((done.returncode, done.stdout), (2, ""), done.stderr)
        self.assertIn(says, done.stderr)

    def test_a_rule(self):
        text = self.told(STREETS, "core_speed")
        for words in ("limit `core_speed`", "`speed` is at most `cap` (40 km/h)", "lasted 2 s", "5 s after the last `Motion`",
                      "from `speed_mps` in m/s", "of its own"):
            self.assertIn(words, text)
        self.assertEqual(text, self.told(STREETS, "streets.core_speed"))

    def test_in_chinese(self):
        text = self.told(STREETS, "core_speed", "--lang", "zh")
        self.assertIn("40公里/小时", text)
        self.assertIn("限值`core_speed`", text)

    def test_a_pack_at_a_glance(self):
        text = self.told(WHOLE)
        for name in ("`unattended`", "`trial_area.hours`", "`safety_index`", "`Permit`", "`suspended`", "`core_speed_cap`", "Asia/Shanghai"):
            self.assertIn(name, text)

    def test_a_sandbox_is_each_of_its_lines(self):
        text = self.told(WHOLE, "trial_area")
        for line in ("period", "hours", "area", "fleet_size", "exposure"):
            self.assertIn(f"`trial_area.{line}`", text)
        self.assertNotIn("`trial_area.period`", self.told(WHOLE, "trial_area.hours"))

    def test_set(self):
        self.assertIn("`cap` (35 km/h)", self.told(STREETS, "core_speed", "--set", "cap=35 km/h"))
        self.refused(STREETS, "--set", "cpa=35 km/h", says="cap")

    def test_plan(self):
        text = self.told(STREETS, "--plan")
        self.assertTrue(text.startswith("program streets "))
        self.assertIn("# speed <= cap", text)
        self.assertNotIn("take_over", self.told(STREETS, "core_speed", "--plan"))
        self.assertEqual(text, self.told(STREETS, "--plan"))

    def test_json(self):
        out = json.loads(self.told(WHOLE, "--format", "json", "--plan"))
        self.assertEqual(len(out["rules"]), 13)
        self.assertTrue(out["plan"][0].startswith("program driverless"))
        by_name = {r["rule"]: r for r in out["rules"]}
        self.assertEqual(by_name["take_over"]["reads"]["streams"], [{"stream": "TransitionDemand", "fields": []}, {"stream": "Takeover", "fields": []}])
        self.assertEqual(by_name["unattended"]["severity"], "critical")
        self.assertEqual(by_name["core_speed"]["reads"]["params"], ["core_speed_cap"])
        self.assertGreater(out["pack"]["state"][0]["bytes"], 1000)
        chinese = json.loads(self.told(WHOLE, "core_speed", "--format", "json", "--lang", "zh"))
        self.assertEqual([r["rule"] for r in chinese["rules"]], ["core_speed"])
        self.assertIn("应当满足", chinese["rules"][0]["says"][0]["text"])

    def test_lines_are_as_wide_as_the_terminal(self):
        self.assertLessEqual(max(len(line) for line in self.told(WHOLE).splitlines()), 100)
        leader, follower = pty.openpty()
        fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 60, 0, 0))
        process = subprocess.Popen([str(support.TRIPLINE), "explain", str(STREETS), "core_speed"], stdout=follower, env={**os.environ, "TERM": "xterm", "NO_COLOR": ""})
        os.close(follower)
        text = b""
        while True:
            try:
                part = os.read(leader, 4096)
            except OSError:
                break
            if not part:
                break
            text += part
        self.assertEqual(process.wait(), 0)
        os.close(leader)
        lines = text.decode().replace("\x1b[1m", "").replace("\x1b[0m", "").splitlines()
        self.assertIn(b"\x1b[1m", text)
        self.assertLessEqual(max(len(line) for line in lines), 60)

    def test_what_is_wrong(self):
        self.refused(STREETS, "core_sped", says="did you mean 'core_speed'?")
        self.refused(STREETS, "core_speed", "take_over", says="one too many")
        self.refused(STREETS, "--format", "sarif", says="text, json")
        self.refused(STREETS, "--lang", "fr", says="--lang")
        self.refused(STREETS, "--paln", says="--plan")
        self.refused(self.folder / "absent.trip", says="absent.trip")
        self.refused(says="PACK")
        bad = self.write("bad.trip", 'pack bad 1.0.0 { title "x" }\nsignal S { k : text key  speed : km/h }\nredline a { on S forbid speed > 40 m }\n')
        self.refused(bad, says="E0203")


if __name__ == "__main__":
    support.main()
