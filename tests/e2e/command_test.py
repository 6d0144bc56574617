"""The command as people and scripts meet it: help, mistakes, exit codes, pipes, forms of input and output."""
import gzip
import json
import os
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import support

PACK = support.ROOT / "rules" / "low_altitude"


def track(second, height, aircraft="A1"):
    return json.dumps({"type": "uav.track", "time": f"2026-03-01T00:{second // 60:02}:{second % 60:02}Z", "aircraft": aircraft,
                       "height_m": height, "lat": 30.5, "lon": 104.0}) + "\n"


LOW = "".join(track(s, 50) for s in range(5))
HIGH = "".join(track(s, h) for s, h in enumerate([50, 125, 130, 110, 40]))


class Help(support.Case):
    def test_help(self):
        for arguments in (["--help"], ["-h"], ["help"]):
            done = support.run(*arguments)
            self.assertEqual((done.returncode, done.stderr), (0, ""), arguments)
            for word in ("check", "completion", "diff", "explain", "fmt", "key", "lint", "man", "new", "prove", "run", "test",
                         "verify"):
                self.assertIn(word, done.stdout)

    def test_help_of_each_command_has_examples(self):
        for command, words in (("check", ["PACK", "--format", "sarif"]),
                               ("explain", ["PACK", "RULE", "--plan", "--format", "--lang", "--set"]),
                               ("lint", ["PACK", "--format", "sarif", "--deny", "allow"]),
                               ("run", ["INPUT", "--records", "--set", "--csv-delimiter", "--csv-decimal", "--strict"]),
                               ("diff", ["OLD", "NEW", "INPUT", "--set-old", "--set-new", "--all", "--format", "--csv-decimal"]),
                               ("test", ["PACK", "--filter", "--junit", "--require-coverage", "--format"])):
            done = support.run(command, "--help")
            self.assertEqual(done.returncode, 0)
            self.assertIn(f"tripline {command} ", done.stdout.split("Examples")[-1])
            for word in words:
                self.assertIn(word, done.stdout)

    def test_every_example_can_be_pasted(self):
        """Whatever the help shows runs as it stands, from the project's own folder."""
        seen = 0
        for command in ([], ["check"], ["completion"], ["diff"], ["explain"], ["fmt"], ["lint"], ["man"], ["new"], ["run"],
                        ["test"]):
            for line in support.run(*command, "--help").stdout.split("Examples:\n")[1].splitlines():
                example = line.strip().split("    ")[0]
                with self.subTest(example), tempfile.TemporaryDirectory() as folder:
                    os.symlink(support.ROOT / "examples", Path(folder, "examples"))
                    os.symlink(support.ROOT / "rules", Path(folder, "rules"))
                    done = subprocess.run(["sh", "-c", example], cwd=folder, capture_output=True, text=True, timeout=60,
                                          env={**os.environ, "PATH": f"{Path(support.TRIPLINE).resolve().parent}:{os.environ['PATH']}"})
                    self.assertIn(done.returncode, (0, 1), done.stderr)
                    self.assertNotIn("error", done.stderr)
                    seen += 1
        self.assertGreaterEqual(seen, 25)

    def test_version(self):
        done = support.run("--version")
        self.assertEqual(done.returncode, 0)
        self.assertRegex(done.stdout, r"^tripline \d+\.\d+\.\d+\n$")


class Mistakes(support.Case):
    def refused(self, *arguments, says, stdin=b""):
        done = support.run(*arguments, stdin=stdin)
        self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
        self.assertEqual(done.stdout, "")
        self.assertIn(says, done.stderr)

    def test_of_the_command_line(self):
        self.refused(says="tripline")
        self.refused("chekc", says="check")
        self.refused("check", says="PACK")
        self.refused("run", says="PACK")
        self.refused("run", PACK, "--recrods", "x", says="--records")
        self.refused("run", PACK, "--csv-delimiter", ";;", says="--csv-delimiter")
        self.refused("run", PACK, "--csv-decimal", "x", says="--csv-decimal")
        self.refused("check", PACK, "--format", "xml", says="sarif")

    def test_of_files(self):
        self.refused("check", self.folder / "absent.trip", says="there is no file or folder `")
        self.refused("check", "", says="there is no file or folder ``")
        pack = self.folder / "pack"
        pack.mkdir()
        (pack / "a.trip").write_text('pack p 1.0.0 { title "x" }\n')
        (pack / "lost.trip").symlink_to("nowhere")  # part of the pack: not passed over
        self.refused("check", pack, says="lost.trip` cannot be read")
        self.refused("run", self.folder / "absent.trip", says="absent.trip")
        self.refused("run", PACK, self.folder / "absent.jsonl", says="absent.jsonl")
        self.refused("run", PACK, "Trcak=" + str(self.write("a.jsonl", LOW)), says="Track")
        self.refused("run", PACK, self.write("a.jsonl", LOW), "--records", self.folder / "no" / "such" / "folder", says="folder")

    def test_of_parameters(self):
        flights = self.write("a.jsonl", LOW)
        self.refused("run", PACK, flights, "--set", "celing=100 m", says="ceiling")
        self.refused("run", PACK, flights, "--set", "ceiling=100 km/h", says="ceiling")
        self.refused("run", PACK, flights, "--set", "ceiling", says="ceiling")
        self.refused("run", PACK, flights, "--set", "ceiling=", says="gives no value")
        self.refused("run", PACK, flights, "--set", says="--set needs a value")
        self.refused("check", PACK, "--format", says="--format needs a value: text|json|sarif")

    def test_of_a_pack(self):
        pack = self.write("bad.trip", 'pack bad 1.0.0 { title "x" }\nsignal S { k : text key  speed : km/h }\n'
                                      "redline a { on S forbid speed > 40 m }\nredline b { on S forbid sped > 40 km/h }\n")
        done = support.run("check", pack)
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertEqual(done.stderr.count("error E"), 2, done.stderr)
        self.assertIn("bad.trip:3:", done.stderr)
        self.assertIn("^^^^", done.stderr)
        self.refused("run", pack, says="error E", stdin=LOW.encode())


class Chinese(support.Case):
    PACK = ('规则包 演示 1.0.0 { 时区 "UTC" }\n状态 运行 { 车辆：文本 主体  速度：公里/小时  失效时限 5 秒 }\n'
            "限值 超速 { 对 运行  应当 速度 ≤ 40 米 }\n")

    def test_check_speaks_chinese_and_marks_wide_characters(self):
        pack = self.write("坏.trip", self.PACK)
        done = support.run("check", "--lang", "zh", pack)
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        lines = done.stderr.splitlines()
        self.assertEqual(lines[0], "错误 E0203：两者不是同一种量")
        self.assertEqual(lines[3], "3 | 限值 超速 { 对 运行  应当 速度 ≤ 40 米 }")
        # Chinese is two columns wide, ≤ one: the marks stand under what they mark.
        self.assertEqual(lines[4], "  | " + " " * 26 + "----   ^^^^^ 这是长度（m）")
        self.assertEqual(lines[6], "  | " + " " * 26 + "这是速度（km/h）")
        self.assertEqual(lines[7], "建议：速度的界限写作`40 km/h`或`40 m/s`")
        self.assertEqual(lines[-1], f"{pack}：1 处错误")

    def test_english_stays_what_is_said_without_it(self):
        pack = self.write("坏.trip", self.PACK)
        self.assertIn("error E0203: these do not measure the same thing", support.run("check", pack).stderr)
        self.assertEqual(support.run("check", pack).stderr, support.run("check", "--lang", "en", pack).stderr)

    def test_every_command_that_reads_a_pack_speaks_it(self):
        pack = self.write("坏.trip", self.PACK)
        for command in ("check", "lint", "run", "test", "fmt"):
            text = self.PACK if command != "fmt" else self.PACK.replace("}\n", "\n")
            done = support.run(command, "--lang", "zh", self.write("坏.trip", text))
            self.assertEqual(done.returncode, 2, command)
            self.assertIn("错误 E0", done.stderr, command)
            self.assertNotIn("error", done.stderr, command)
        good = self.write("好.trip", self.PACK.replace("40 米 ", "40 公里/小时 "))
        self.assertIn("提示 L0601：此规则包没有一条规则写明依据", support.run("lint", "--lang", "zh", good).stderr)

    def test_json_and_sarif_say_their_language(self):
        pack = self.write("坏.trip", self.PACK)
        found = json.loads(support.run("check", "--lang", "zh", "--format", "json", pack).stdout)
        self.assertEqual(found["language"], "zh")
        one = found["packs"][0]["diagnostics"][0]
        self.assertEqual((one["code"], one["severity"], one["message"]), ("E0203", "error", "两者不是同一种量"))
        log = json.loads(support.run("check", "--lang", "zh", "--format", "sarif", pack).stdout)
        self.assertEqual(log["runs"][0]["language"], "zh-CN")
        self.assertIn("建议：", log["runs"][0]["results"][0]["message"]["text"])


class Check(support.Case):
    def bad(self):
        return self.write("bad.trip", 'pack bad 1.0.0 { title "x" }\nsignal S { k : text key  speed : km/h }\n'
                                      "redline a { on S forbid speed > 40 m }\n")

    def test_good_packs(self):
        for pack in (PACK, support.ROOT / "bench" / "rules_13", *sorted(support.PACKS.glob("*.trip"))):
            done = support.run("check", pack)
            self.assertEqual(done.returncode, 0, done.stderr)

    def test_json(self):
        done = support.run("check", self.bad(), "--format", "json")
        self.assertEqual(done.returncode, 2)
        self.assertIn("E0203", json.dumps(json.loads(done.stdout)))

    def test_every_code_has_a_page(self):
        done = support.run("check", self.bad(), "--format", "json")
        self.assertIn("E0203", done.stdout)
        self.assertTrue((support.ROOT / "docs" / "errors" / "E0203.md").is_file())


class Lint(support.Case):
    HEAD = 'pack doors 1.0.0 { title "x" }\n'
    NEVER = 'redline a { cites "x"  on S  forbid speed > 40 km/h and speed < 30 km/h }\n'
    SIGNAL = "signal S { k : text key  speed : km/h  stale after 5 s }\n"
    HOLDS = "signal S { k : text key  speed : km/h }\n"
    RULE = 'redline a { cites "x"  on S  forbid speed > 40 km/h }\n'

    def lint(self, text, *arguments):
        return support.run("lint", self.write("doors.trip", text), *arguments)

    def test_exit_codes(self):
        for text, arguments, status in ((self.HEAD + self.SIGNAL + self.RULE, [], 0),
                                        (self.HEAD + self.SIGNAL + self.NEVER, [], 1),
                                        (self.HEAD + self.HOLDS + self.RULE, [], 0),
                                        (self.HEAD + self.HOLDS + self.RULE, ["--deny", "L0601"], 0),
                                        (self.HEAD + self.HOLDS + self.RULE, ["--deny", "L0301"], 1),
                                        (self.HEAD + self.HOLDS + self.RULE, ["--deny", "all"], 1),
                                        (self.HEAD + "# allow L0301: moves seldom\n" + self.HOLDS + self.RULE, ["--deny", "all"], 0),
                                        (self.HEAD + "redline {\n", [], 2)):
            with self.subTest(text=text, arguments=arguments):
                done = self.lint(text, *arguments)
                self.assertEqual((done.returncode, done.stdout), (status, ""), done.stderr)
        self.assertEqual(support.run("lint", self.folder / "absent.trip").returncode, 2)

    def test_text(self):
        done = self.lint(self.HEAD + self.SIGNAL + self.NEVER)
        self.assertIn("warning L0101: this is never true", done.stderr)
        self.assertIn("doors.trip:3:", done.stderr)
        self.assertTrue(done.stderr.endswith("1 pack, 1 warning\n"), done.stderr)

    def test_json_and_sarif(self):
        text = self.HEAD + self.SIGNAL + self.NEVER
        said = json.loads(self.lint(text, "--format", "json").stdout)
        self.assertEqual((said["warnings"], said["packs"][0]["diagnostics"][0]["code"]), (1, "L0101"))
        log = json.loads(self.lint(text, "--format", "sarif").stdout)
        result = log["runs"][0]["results"][0]
        self.assertEqual((result["ruleId"], result["level"]), ("L0101", "warning"))

    def test_check_shows_them_and_is_content(self):
        pack = self.write("doors.trip", self.HEAD + self.HOLDS + self.NEVER)
        done = support.run("check", pack)
        self.assertEqual(done.returncode, 0)
        self.assertIn("L0101", done.stderr)
        self.assertTrue(done.stderr.endswith("1 pack, no mistakes, 1 warning, 1 note\n"), done.stderr)
        said = json.loads(support.run("check", pack, "--format", "json").stdout)
        self.assertEqual((said["errors"], said["warnings"], said["notes"]), (0, 1, 1))

    def test_packs_of_the_project_are_clean(self):
        for pack in (*sorted((support.ROOT / "rules").iterdir()), support.ROOT / "examples" / "streets"):
            done = support.run("lint", "--deny", "all", pack)
            self.assertEqual(done.returncode, 0, done.stderr)

    def test_a_parameter_may_decide(self):
        text = self.HEAD + "param cap : km/h = 40 km/h\n" + self.SIGNAL + \
            'redline a { cites "x"  on S  when speed < 30 km/h  forbid speed > cap }\n'
        self.assertIn("--set can change it", self.lint(text).stderr)
        self.assertNotIn("L0101", self.lint(text, "--set", "cap=20 km/h").stderr)


class Run(support.Case):
    def test_exit_codes(self):
        self.assertEqual(support.run("run", PACK, self.write("low.jsonl", LOW)).returncode, 0)
        self.assertEqual(support.run("run", PACK, self.write("high.jsonl", HIGH)).returncode, 1)
        broken = self.write("broken.jsonl", LOW + "{ no json\n")
        self.assertEqual(support.run("run", PACK, broken).returncode, 0)
        self.assertEqual(support.run("run", PACK, broken, "--strict").returncode, 3)

    def test_rejected_input_is_recorded_and_the_rest_goes_on(self):
        text = track(0, 50) + "{ no json\n" + '{"type":"uav.track","time":"2026-03-01T00:00:01Z","aircraft":"A1"}\n' + track(2, 130)
        records = self.records(PACK, self.write("mixed.jsonl", text), exits=1)
        rejected = support.of(records, "rejected")
        self.assertEqual(len(rejected), 2)
        self.assertEqual(len({r["reason"]["code"] for r in rejected}), 2)
        self.assertEqual(len(support.of(records, "violation.opened")), 1)

    def test_records_to_standard_output(self):
        done = support.run("run", PACK, self.write("high.jsonl", HIGH), "--records", "-")
        self.assertEqual(done.returncode, 1)
        records = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual((records[0]["kind"], records[-1]["kind"]), ("pack.loaded", "summary"))

    def test_in_chinese_only_the_words_change(self):
        high = self.write("high.jsonl", HIGH + "{\n")
        said = {language: support.run("run", PACK, high, "--records", "-", "--lang", language) for language in ("en", "zh")}
        self.assertEqual(said["en"].returncode, said["zh"].returncode)
        english, chinese = ([json.loads(line) for line in said[language].stdout.splitlines()] for language in ("en", "zh"))
        self.assertEqual(chinese[0]["language"], "zh")
        words = [r["because"] for r in chinese if r["kind"] == "violation.opened"]
        self.assertTrue(words and all("超过" in because for because in words), words)
        for record in english + chinese:
            for name in ("because", "message", "language"):
                record.pop(name, None)
            if "reason" in record:
                record["reason"].pop("text")
        self.assertEqual(english, chinese)
        self.assertIn("条数据，来自 1 个来源", said["zh"].stderr)
        self.assertIn("起违规\n", said["zh"].stderr)

    def test_to_a_pipe_there_is_no_colour_and_no_bar(self):
        done = support.run("run", PACK, self.write("high.jsonl", HIGH))
        self.assertIn("height_ceiling", done.stdout)
        for text in (done.stdout, done.stderr):
            self.assertNotIn("\x1b", text)
            self.assertNotIn("\r", text)

    def test_the_report_names_the_worst(self):
        done = support.run("run", PACK, self.write("high.jsonl", HIGH))
        self.assertIn("130 m", done.stdout)
        self.assertIn("A1", done.stdout)

    def test_standard_input(self):
        for arguments in ([], ["-"], ["Track=-"]):
            self.assertEqual(support.run("run", PACK, *arguments, stdin=HIGH.encode()).returncode, 1, arguments)

    def test_no_input_at_all(self):
        self.assertEqual(support.run("run", PACK, stdin=b"").returncode, 0)

    def test_several_files_are_merged_by_time(self):
        a = self.write("a.jsonl", "".join(track(s, 50, "A1") for s in range(0, 60, 2)))
        b = self.write("b.jsonl", "".join(track(s, 130, "B1") for s in range(1, 60, 2)))
        records = self.records(PACK, a, b, exits=1)
        self.assertEqual(support.of(records, "late"), [])
        self.assertEqual(len(support.of(records, "violation.opened")), 1)

    def test_gzip(self):
        records = self.records(PACK, self.write("high.jsonl.gz", gzip.compress(HIGH.encode())), exits=1)
        self.assertEqual(len(support.of(records, "violation.opened")), 1)

    def test_csv(self):
        text = "\ufefftime;aircraft;height_m;lat;lon\r\n2026-03-01T00:00:00Z;A1;50,5;;\r\n2026-03-01T00:00:01Z;\"A1\";120,5;30,1;104,2\r\n"
        records = self.records(PACK, "Track=" + str(self.write("a.csv", text)), "--csv-delimiter", ";", "--csv-decimal", ",", exits=1)
        self.assertEqual(support.of(records, "rejected"), [])
        self.assertEqual([r["at"] for r in support.of(records, "violation.opened")], ["2026-03-01T00:00:01Z"])

    def test_cloudevents(self):
        def event(second, height):
            return {"specversion": "1.0", "id": str(second), "source": "/fleet", "type": "uav.track", "time": f"2026-03-01T00:00:0{second}Z",
                    "data": {"aircraft": "A1", "height_m": height}}

        single = self.write("a.jsonl", "".join(json.dumps(event(s, h)) + "\n" for s, h in enumerate([50, 130])))
        batch = self.write("b.json", json.dumps([event(s, h) for s, h in enumerate([50, 130])]))
        for file in (single, batch):
            records = self.records(PACK, file, exits=1)
            self.assertEqual([r["at"] for r in support.of(records, "violation.opened")], ["2026-03-01T00:00:01Z"], file)

    def test_records_never_overwrite_what_is_read(self):
        source = ('pack p 1.0.0 { }\ntable Per from "per.csv" { vehicle : text key  cap : km/h }\n'
                  'signal Motion { vehicle : text key  speed : km/h  stale after 5 s }\n'
                  'limit l { on Motion require speed <= Per.cap }\n')
        pack, table = self.write("a.trip", source), self.write("per.csv", "vehicle,cap\nV1,40\n")
        telemetry = self.write("a.jsonl", "")
        os.link(table, self.folder / "other.csv")
        with open(telemetry, "rb") as stdin:
            for given in (pack, self.folder):
                for target in (table, self.folder / "other.csv", pack, telemetry):
                    before = target.read_bytes()
                    done = subprocess.run([support.TRIPLINE, "run", given, "-", "--records", target], stdin=stdin,
                                          capture_output=True, text=True, timeout=60, check=False)
                    self.assertEqual(done.returncode, 2, done.stderr)
                    self.assertIn("would overwrite what the run reads", done.stderr)
                    self.assertEqual(target.read_bytes(), before)

    def test_one_file_under_two_names_is_refused(self):
        low = self.write("low.jsonl", LOW)
        os.symlink(low, self.folder / "again.jsonl")
        for second in (self.folder / "." / ".." / self.folder.name / "low.jsonl", self.folder / "again.jsonl"):
            done = support.run("run", PACK, low, str(second).replace("low.jsonl", "./low.jsonl"))
            self.assertEqual(done.returncode, 2, done.stderr)
            self.assertIn("are the same file", done.stderr)
        self.assertEqual(support.run("run", PACK, low, self.write("copy.jsonl", "")).returncode, 0)

    def test_a_file_that_breaks_off_ends_with_2_and_what_was_read_counts(self):
        high = self.write("high.jsonl", HIGH)
        records = self.folder / "records.jsonl"
        done = support.run("run", PACK, high, "/proc/self/mem", "--records", records)  # reading its beginning is an I/O error
        self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
        self.assertIn("/proc/self/mem could not be read to its end; what came before counts", done.stderr)
        kinds = [json.loads(line)["kind"] for line in records.read_text().splitlines()]
        self.assertIn("rejected", kinds)
        self.assertIn("violation.opened", kinds)
        self.assertEqual(kinds[-1], "summary")

    def test_an_interruption_ends_the_wait_for_a_named_pipe(self):
        pipe, low = self.folder / "pipe.jsonl", self.write("low.jsonl", LOW)
        os.mkfifo(pipe)
        for arguments in ([pipe], [low, pipe], [low, "--records", pipe]):
            for sign, status in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
                process = subprocess.Popen([support.TRIPLINE, "run", PACK, *arguments], stdout=subprocess.PIPE,
                                           stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
                waits = Path(f"/proc/{process.pid}/wchan")
                until = time.monotonic() + 10
                while "pipe" not in waits.read_text() and "fifo" not in waits.read_text() and time.monotonic() < until:
                    if waits.read_text() == "0":  # not told here
                        time.sleep(1)
                        break
                    time.sleep(0.01)
                process.send_signal(sign)
                try:
                    process.communicate(timeout=10)
                finally:
                    process.kill()
                self.assertEqual(process.returncode, status, arguments)

    def test_a_closed_pipe_is_no_crash(self):
        path = self.write("many.jsonl", "".join(track(s, 50 + 100 * (s % 2)) for s in range(3000)))
        process = subprocess.Popen([support.TRIPLINE, "run", str(PACK), str(path), "--records", "-"], stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE)
        process.stdout.readline()
        process.stdout.close()
        said = process.stderr.read().decode("utf-8")
        process.stderr.close()
        self.assertGreaterEqual(process.wait(timeout=60), -13, said)
        self.assertNotIn("terminate called", said)


if __name__ == "__main__":
    support.main()
