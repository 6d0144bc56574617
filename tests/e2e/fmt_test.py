"""tripline fmt: in place, as a check, from standard input, into Chinese and back."""
import os
import stat

from support import ROOT, Case, main, run

UGLY = 'limit r{require a<=3 km/h   # said\n on M}\n'
CANONICAL = "limit r {\n  require a <= 3 km/h  # said\n  on      M\n}\n"


class Fmt(Case):
    def test_in_place_keeps_the_mode(self):
        path = self.write("a.trip", UGLY)
        path.chmod(0o640)
        done = run("fmt", str(path))
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))
        self.assertEqual(path.read_text(encoding="utf-8"), CANONICAL)
        self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o640)
        self.assertEqual(os.listdir(self.folder), ["a.trip"])

    def test_a_link_stays_one(self):
        path = self.write("a.trip", UGLY)
        link = self.folder / "b.trip"
        link.symlink_to(path)
        self.assertEqual(run("fmt", str(link)).returncode, 0)
        self.assertTrue(link.is_symlink())
        self.assertEqual(path.read_text(encoding="utf-8"), CANONICAL)

    def test_check_changes_nothing_and_names_what_differs(self):
        path = self.write("a.trip", UGLY)
        good = self.write("b.trip", CANONICAL)
        done = run("fmt", "--check", str(self.folder))
        self.assertEqual((done.returncode, done.stdout), (1, f"{path}\n"))
        self.assertEqual(path.read_text(encoding="utf-8"), UGLY)
        self.assertEqual(run("fmt", "--check", str(good)).returncode, 0)

    def test_a_file_with_mistakes_is_not_touched(self):
        bad = self.write("a.trip", "limit r {require <= 3}\n")
        other = self.write("b.trip", UGLY)
        done = run("fmt", str(self.folder))
        self.assertEqual(done.returncode, 2)
        self.assertIn(f"{bad}:1:", done.stderr)
        self.assertEqual(bad.read_text(encoding="utf-8"), "limit r {require <= 3}\n")
        self.assertEqual(other.read_text(encoding="utf-8"), CANONICAL)

    def test_chinese_and_back(self):
        source = (ROOT / "rules" / "low_altitude" / "low_altitude.trip").read_text(encoding="utf-8")
        chinese = run("fmt", "--lang", "zh", "-", stdin=source.encode())
        self.assertEqual(chinese.returncode, 0)
        self.assertIn("应当 height ≤ ceiling", chinese.stdout)
        back = run("fmt", "--lang", "en", "-", stdin=chinese.stdout.encode())
        self.assertEqual(back.stdout, source)

    def test_a_name_that_would_be_a_word_is_refused(self):
        path = self.write("a.trip", "limit 近 { on M  require a <= 3 }\n")
        done = run("fmt", "--lang", "zh", str(path))
        self.assertEqual(done.returncode, 2)
        self.assertIn("E0030", done.stderr)
        self.assertIn(":1:7", done.stderr)
        self.assertEqual(path.read_text(encoding="utf-8"), "limit 近 { on M  require a <= 3 }\n")

    def test_what_is_no_file_of_its_own(self):
        good = self.write("a.trip", UGLY)
        (self.folder / "lost.trip").symlink_to(self.folder / "nowhere")
        done = run("fmt", str(self.folder))
        self.assertEqual(done.returncode, 2)
        self.assertIn("lost.trip", done.stderr)
        self.assertEqual(good.read_text(encoding="utf-8"), UGLY)
        os.mkfifo(self.folder / "pipe.trip")
        self.assertEqual(run("fmt", str(self.folder / "pipe.trip")).returncode, 2)  # and does not wait for a writer
        huge = self.write("huge.trip", b" " * (17 << 20))
        self.assertIn("larger than 16 MiB", run("fmt", str(huge)).stderr)

    def test_what_cannot_be_read(self):
        self.assertEqual(run("fmt", str(self.folder / "none.trip")).returncode, 2)
        self.assertEqual(run("fmt", str(self.folder)).returncode, 2)
        self.assertEqual(run("fmt").returncode, 2)
        self.assertIn("en, zh", run("fmt", "--lang", "de", "-").stderr)


if __name__ == "__main__":
    main()
