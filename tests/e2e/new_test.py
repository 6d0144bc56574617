"""tripline new: what it makes is whole, in both languages, and what is there already stays."""
import os
import re
import subprocess
from pathlib import Path

from support import TRIPLINE, Case, main, run

NAMES = {"en": "delivery_robots", "zh": "配送机器人"}


class New(Case):
    def make(self, language, name=None):
        done = run("new", "--lang", language, name or NAMES[language], cwd=self.folder)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return done.stdout

    def here(self, *arguments):
        return run(*arguments, cwd=self.folder)

    def test_files(self):
        for language, name in NAMES.items():
            said = self.make(language)
            self.assertIn(f"tripline test {name}\n", said)
            self.assertEqual(sorted(os.listdir(self.folder / name)), sorted(["README.md", f"{name}.trip", "sample.jsonl", "scenarios.trip"]))
        self.assertEqual(sorted(os.listdir(self.folder)), sorted(NAMES.values()))
        mask = os.umask(0)
        os.umask(mask)
        self.assertEqual((self.folder / NAMES["en"]).stat().st_mode & 0o777, 0o777 & ~mask)

    def test_nothing_is_left_to_say(self):
        for language, name in NAMES.items():
            with self.subTest(language):
                self.make(language)
                done = self.here("check", name)
                self.assertEqual((done.returncode, done.stderr), (0, "1 pack, no mistakes\n"))
                done = self.here("lint", "--deny", "all", name)
                self.assertEqual((done.returncode, done.stderr), (0, "1 pack, no findings\n"))
                done = self.here("fmt", "--check", name)
                self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))
                done = self.here("test", "--require-coverage", name)
                self.assertEqual(done.returncode, 0, done.stdout)
                self.assertIn("6 scenarios passed", done.stdout)
                self.assertIn("conditions: 1 of 1 seen true and false", done.stdout)

    def test_the_run_shows_what_there_is_to_see(self):
        for (language, name), (limit, duty) in zip(NAMES.items(), (("speed_cap", "answer_call"), ("人行道车速", "求助应答"))):
            with self.subTest(language):
                self.make(language)
                done = self.here("run", name, f"{name}/sample.jsonl", "--strict")
                self.assertEqual((done.returncode, done.stderr), (1, ""))
                self.assertRegex(done.stdout, f"rule {limit}: 1 violation, 0 tolerated, 1 near, .* blind 1 min 5 s")
                self.assertIn(f"rule {duty}: 1 violation, 1 met, 1 missed, 1 cured", done.stdout)
                self.assertIn("2 violations", done.stdout)
                self.assertNotIn("rejected", done.stdout)

    def test_both_languages_say_the_same_of_the_sample(self):
        def verdicts(language):
            self.make(language)
            found = self.records(self.folder / NAMES[language], self.folder / NAMES[language] / "sample.jsonl", exits=1)
            return [r["kind"] for r in found]

        self.assertEqual(verdicts("en"), verdicts("zh"))

    def test_what_the_readme_tells_to_type(self):
        path = f"{Path(TRIPLINE).resolve().parent}{os.pathsep}{os.environ['PATH']}"
        for language, name in NAMES.items():
            self.make(language)
            page = (self.folder / name / "README.md").read_text(encoding="utf-8")
            lines = re.search(r"^```sh\n(.*?)^```", page, re.MULTILINE | re.DOTALL)[1].splitlines()
            self.assertEqual(len(lines), 5)
            for line in lines:
                done = subprocess.run(["sh", "-c", line], capture_output=True, cwd=self.folder, check=False, env={**os.environ, "PATH": path})
                self.assertEqual(done.returncode, 1 if "tripline run" in line else 0, (line, done.stderr.decode()))
            self.assertTrue((self.folder / "records.jsonl").exists())
            self.assertNotIn("@", page)

    def refused(self, *arguments, says):
        before = sorted(os.listdir(self.folder))
        done = run("new", *arguments, cwd=self.folder)
        self.assertEqual((done.returncode, done.stdout), (2, ""), arguments)
        self.assertIn(says, done.stderr)
        self.assertEqual(sorted(os.listdir(self.folder)), before)

    def test_names_that_are_none(self):
        for name, other in (("my-pack", "my_pack"), ("3d", "pack_3d"), ("two words", "two_words"), ("and", "pack_and"), ("true", "pack_true"),
                            ("scenarios", "pack_scenarios"), ('a" } redline b { ', "a_redline_b_"), ("../a b", "_a_b")):
            self.refused(name, says=f"how about '{other}'?")
            self.make("en", other)
        self.refused("--lang", "zh", "且", says="how about 'pack_且'?")
        self.refused("", says="cannot be the name of a pack")
        self.refused("..", says="cannot be the name of a pack")
        self.refused("x" * 201, says="cannot be the name of a pack")
        self.refused("packs/robots", says="cd packs, then tripline new robots")

    def test_the_command_line(self):
        self.refused(says="NAME is required")
        self.refused("a", "b", says="'b' is one too many")
        self.refused("--lang", "de", "a", says="en, zh")

    def test_what_is_there_stays(self):
        (self.folder / "empty").mkdir()
        self.write("file", "kept")
        (self.folder / "link").symlink_to("nowhere")
        self.make("en", "made")
        (self.folder / "made" / "made.trip").write_text("mine", encoding="utf-8")
        for name in ("empty", "file", "link", "made"):
            self.refused(name, says=f"{name} is there already")
        self.assertEqual((self.folder / "made" / "made.trip").read_text(encoding="utf-8"), "mine")

    def test_where_nothing_can_be_written(self):
        gone = self.folder / "gone"
        gone.mkdir()
        # A folder that was taken away while somebody stood in it: nobody, not even root, can make anything there.
        script = f'rmdir "{gone}"; exec "{Path(TRIPLINE).resolve()}" new robots'
        done = subprocess.run(["sh", "-c", script], capture_output=True, cwd=gone, check=False)
        self.assertEqual((done.returncode, done.stdout), (2, b""))
        self.assertIn(b"cannot make robots", done.stderr)

    def test_a_full_disk_leaves_nothing(self):
        # No file may grow beyond nothing, as where the disk is full.
        script = f"trap '' XFSZ; ulimit -f 0; exec \"{Path(TRIPLINE).resolve()}\" new robots"
        done = subprocess.run(["sh", "-c", script], capture_output=True, cwd=self.folder, check=False)
        self.assertEqual((done.returncode, done.stdout), (2, b""))
        self.assertIn(b"cannot", done.stderr)
        self.assertEqual(os.listdir(self.folder), [])


if __name__ == "__main__":
    main()
