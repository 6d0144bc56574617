"""SARIF as readers of it take it: what version 2.1.0 (OASIS, sections 3.13 to 3.52) demands of what is written here."""
import json
import os
import re
import urllib.parse
from pathlib import Path

import support

LEVELS = {"none", "note", "warning", "error"}
# Of each object: what it must have, and what else it may. The schema allows no other property.
SHAPES = {
    "log": ({"version", "runs"}, {"$schema"}),
    "run": ({"tool"}, {"results", "columnKind", "language"}),
    "tool": ({"driver"}, set()),
    "driver": ({"name"}, {"version", "rules"}),
    "rule": ({"id"}, {"help"}),
    "text": ({"text"}, set()),
    "result": ({"message"}, {"ruleId", "ruleIndex", "level", "locations", "relatedLocations"}),
    "location": (set(), {"id", "physicalLocation", "logicalLocations", "message"}),
    "physical": ({"artifactLocation"}, {"region"}),
    "artifact": ({"uri"}, set()),
    "region": ({"startLine", "startColumn", "endLine", "endColumn"}, set()),
    "logical": ({"name"}, {"kind"}),
}


class Sarif(support.Case):
    def shaped(self, kind, value):
        must, may = SHAPES[kind]
        self.assertIsInstance(value, dict)
        self.assertLessEqual(must, set(value), kind)
        self.assertLessEqual(set(value), must | may, kind)
        return value

    def text(self, message):
        self.assertTrue(self.shaped("text", message)["text"].strip())

    def uri(self, uri):
        """RFC 3986 of a file: nothing that would have to be escaped; a relative one begins with no scheme. Its file."""
        self.assertRegex(uri, r"^(?:file://)?(?:[A-Za-z0-9._~!$&'()*+,;=@/-]|%[0-9A-F]{2})+$")
        parts = urllib.parse.urlsplit(uri)
        self.assertIn(parts.scheme, ("", "file"))
        self.assertEqual(parts.scheme == "file", uri.startswith("file:///"))
        return Path(os.fsdecode(urllib.parse.unquote_to_bytes(parts.path)))

    def region(self, region, path):
        self.shaped("region", region)
        begin, end = (region["startLine"], region["startColumn"]), (region["endLine"], region["endColumn"])
        for number in begin + end:
            self.assertIsInstance(number, int)
            self.assertGreaterEqual(number, 1)
        self.assertLessEqual(begin, end)
        lines = (self.folder / path).read_bytes().decode("utf-8", "replace").split("\n")
        for line, column in (begin, end):  # columns in code points: one behind the last is the end
            self.assertLessEqual(line, len(lines))
            self.assertLessEqual(column, len(lines[line - 1]) + 1)

    def location(self, location):
        self.shaped("location", location)
        self.assertTrue("physicalLocation" in location or "logicalLocations" in location)
        if "message" in location:
            self.text(location["message"])
        for logical in location.get("logicalLocations", []):
            self.shaped("logical", logical)
        if "physicalLocation" in location:
            physical = self.shaped("physical", location["physicalLocation"])
            path = self.uri(self.shaped("artifact", physical["artifactLocation"])["uri"])
            if "region" in physical:
                self.assertTrue((self.folder / path).is_file(), path)
                self.region(physical["region"], path)
            return path
        return None

    def of(self, command, *arguments, exits):
        """The results of a command, all that is demanded of its log being so; and the files that they name."""
        done = support.run(command, *arguments, "--format", "sarif", cwd=self.folder)
        self.assertEqual((done.returncode, done.stderr), (exits, ""))
        log = self.shaped("log", json.loads(done.stdout))
        self.assertEqual(log["version"], "2.1.0")
        self.assertEqual(len(log["runs"]), 1)
        run = self.shaped("run", log["runs"][0])
        self.assertEqual(run["columnKind"], "unicodeCodePoints")
        self.assertIn(run["language"], ("en-US", "zh-CN"))
        driver = self.shaped("driver", self.shaped("tool", run["tool"])["driver"])
        self.assertEqual(driver["name"], "tripline")
        rules = [self.shaped("rule", rule)["id"] for rule in driver["rules"]]
        self.assertEqual(len(rules), len(set(rules)), "rules are unique (3.19.23)")
        for rule in driver["rules"]:
            self.text(rule["help"])
        files = []
        for result in run["results"]:
            self.shaped("result", result)
            self.text(result["message"])
            self.assertIn(result["level"], LEVELS)
            self.assertEqual(rules[result["ruleIndex"]], result["ruleId"], "3.27.6")
            self.assertTrue(re.match("[EL][0-9]{4}$", result["ruleId"]))
            self.assertEqual(len(result["locations"]), 1)
            files.append(self.location(result["locations"][0]))
            ids = [related["id"] for related in result.get("relatedLocations", [])]
            self.assertEqual(len(ids), len(set(ids)), "3.28.2")
            for related in result.get("relatedLocations", []):
                self.location(related)
        self.assertEqual(set(rules), {result["ruleId"] for result in run["results"]})
        return run["results"], files

    HEAD = 'pack p 1.0.0 { title "限速" }\nsignal S { k : text key  speed : km/h  name : text }\n'

    def test_a_pack_without_findings(self):
        results, _ = self.of("check", support.ROOT / "rules" / "low_altitude", exits=0)
        self.assertEqual(results, [])

    def test_mistakes_behind_wide_characters(self):
        self.write("a.trip", self.HEAD + 'redline a { title "中心区" on S forbid speed > 40 m }\nredline b { on S forbid spede > 1 }\n')
        results, files = self.of("check", "a.trip", exits=2)
        self.assertEqual(len(results), 2)
        self.assertEqual(set(files), {Path("a.trip")})
        region = results[0]["locations"][0]["physicalLocation"]["region"]
        self.assertEqual((region["startLine"], region["startColumn"], region["endColumn"]), (3, 45, 49))

    def test_names_of_files(self):
        text = self.HEAD + "redline a { on S forbid speed > 40 m }\n"
        for name in ("a b.trip", "限速 规则.trip", "50%.trip", "a:b.trip", "a#b?.trip", 'q"\\.trip', "tab\tnew.trip"):
            with self.subTest(name):
                self.write(name, text)
                _, files = self.of("check", name, exits=2)
                self.assertEqual(files, [Path(name)])
                _, files = self.of("check", self.folder / name, exits=2)  # absolute
                self.assertEqual(files, [self.folder / name])
        odd = os.path.join(os.fsencode(self.folder), b"\xff.trip")
        with open(odd, "wb") as file:
            file.write(text.encode())
        _, files = self.of("check", Path("\udcff.trip"), exits=2)
        self.assertEqual(files, [Path("\udcff.trip")])

    def test_a_folder_and_its_data_files(self):
        pack = self.folder / "规则 一"
        pack.mkdir()
        (pack / "a.trip").write_text(self.HEAD + 'signal P { k : text key  at : position }\nredline a { on P require at in "区域.geojson" }\n',
                                     encoding="utf-8")
        (pack / "区域.geojson").write_text("{", encoding="utf-8")
        results, files = self.of("check", "规则 一", exits=2)
        self.assertEqual(files, [Path("规则 一/区域.geojson")])
        self.assertEqual([self.location(r) for r in results[0]["relatedLocations"]], [Path("规则 一/a.trip")])

    def test_what_stands_in_no_text(self):
        results, files = self.of("check", "absent.trip", exits=2)
        self.assertEqual(files, [Path("absent.trip")])
        self.assertNotIn("region", results[0]["locations"][0]["physicalLocation"])
        self.write("a.trip", self.HEAD + "param cap : km/h = 40 km/h\nredline a { on S forbid speed > cap }\n")
        results, files = self.of("check", "a.trip", "--set", "cap=40 m", exits=2)
        self.assertIn(None, files)
        self.write("empty.trip", "")
        self.of("check", "empty.trip", exits=2)
        self.write("broken.trip", b"pack \xff\xfe p\r\n{ \x00 \xe9\x99 ")
        self.of("check", "broken.trip", exits=2)

    def test_findings_of_several_packs(self):
        self.write("a.trip", self.HEAD + "redline a { on S forbid speed > 40 km/h and speed < 30 km/h }\n")
        self.write("b.trip", "\ufeff" + self.HEAD.replace("\n", "\r\n") + "redline a { on S forbid speed > 40 km/h and speed < 30 km/h }")
        results, files = self.of("lint", "a.trip", "b.trip", exits=1)
        self.assertEqual(set(files), {Path("a.trip"), Path("b.trip")})
        self.assertLessEqual({"warning", "note"}, {result["level"] for result in results})
        self.of("check", "a.trip", "b.trip", exits=0)


if __name__ == "__main__":
    support.main()
