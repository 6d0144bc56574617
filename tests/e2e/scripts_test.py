"""The scripts around the command: the checks of include arrows and of sentences can fail, ./dev knows its words."""
import subprocess
import sys

import support


def script(*arguments):
    done = subprocess.run([str(a) for a in arguments], capture_output=True, cwd=support.ROOT, check=False)
    return done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")


class Scripts(support.Case):
    def test_include_arrows(self):
        check = support.ROOT / "tools" / "check_includes.py"
        status, said, _ = script(sys.executable, "-B", check, "--self-test")
        self.assertEqual(status, 0, said)
        (self.folder / "core").mkdir()
        (self.folder / "core" / "time.hpp").write_text("#include <boost/unordered_map.hpp>\n", encoding="utf-8")
        status, said, _ = script(sys.executable, "-B", check, self.folder)
        self.assertEqual(status, 1)
        self.assertIn("core/time.hpp:1: ", said)

    def test_sentences(self):
        check = support.ROOT / "tools" / "check_sentences.py"
        for arguments in ([], ["--self-test"]):
            status, said, _ = script(sys.executable, "-B", check, *arguments)
            self.assertEqual(status, 0, said)

    def test_dev(self):
        status, said, _ = script("./dev", "help")
        self.assertEqual(status, 0)
        for command in ("setup", "build", "test", "check", "demo", "bench", "fuzz", "mutants", "format", "clean"):
            self.assertIn(f"\n  {command} ", said)
        self.assertEqual(script("./dev")[1], said)

    def test_dev_refuses_what_it_does_not_know(self):
        for arguments in (["bulid"], ["build", "devv"], ["fuzz"], ["fuzz", "x"]):
            status, _, said = script("./dev", *arguments)
            self.assertEqual(status, 1, arguments)
            self.assertIn("dev: ", said)

    def test_every_code_of_an_error_has_a_page_that_names_it(self):
        pages = sorted((support.ROOT / "docs" / "errors").glob("E*.md"))
        self.assertGreater(len(pages), 0)
        for page in pages:
            self.assertIn(page.stem, page.read_text(encoding="utf-8").splitlines()[0], page)


if __name__ == "__main__":
    support.main()
