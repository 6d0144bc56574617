"""What completes on the command line, and the manual page: all commands and options, as --help lists them."""
import re
import shutil
import subprocess
import unittest

from support import Case, main, run

COMMANDS = re.findall(r"^  (\w+) ", run("--help").stdout.split("Commands:\n")[1].split("\n\n")[0], re.MULTILINE)


def options(command):
    """The options that the help of a command lists, short and long; `help` has none of its own."""
    if command == "help":
        return []
    listed = run(command, "--help").stdout.split("\nOptions:\n")[1].split("\nExamples:")[0]
    return [name for names in re.findall(r"^  (-\S+)", listed, re.MULTILINE) for name in names.split(",")]


class Bash(Case):
    def setUp(self):
        super().setUp()
        self.script = self.write("tripline.bash", run("completion", "bash").stdout)

    def complete(self, *words):
        """What is offered for the last of the words, as Bash would ask."""
        lines = [f'source "{self.script}"', 'COMP_WORDS=("$@")', "COMP_CWORD=$(($# - 1))", "_tripline",
                 'for reply in "${COMPREPLY[@]}"; do printf "%s\\n" "$reply"; done']
        done = subprocess.run(["bash", "-c", "\n".join(lines), "bash", "tripline", *words], capture_output=True, cwd=self.folder, check=True)
        self.assertEqual(done.stderr, b"")
        return done.stdout.decode("utf-8").splitlines()

    def test_is_bash(self):
        done = subprocess.run(["bash", "-n", self.script], capture_output=True, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, b""))

    def test_commands(self):
        self.assertLessEqual({"check", "completion", "diff", "fmt", "help", "lint", "man", "new", "run", "test"}, set(COMMANDS))
        offered = self.complete("")
        self.assertEqual(sorted(offered), sorted([*COMMANDS, "-h", "--help", "-V", "--version"]))
        self.assertEqual(sorted(self.complete("help", "")), sorted(COMMANDS))
        for command in COMMANDS:
            self.assertIn(command, self.complete(command[:1]))
        self.assertEqual(self.complete("nonsense", ""), [])

    def test_options_of_each_command(self):
        for command in COMMANDS:
            with self.subTest(command):
                offered = self.complete(command, "-")
                self.assertEqual(len(offered), len(set(offered)))
                self.assertEqual(sorted(offered), sorted(options(command)))
        self.assertIn("--require-coverage", options("test"))
        self.assertEqual(sorted(options("man")), ["--help", "-h"])

    def test_values(self):
        self.assertEqual(self.complete("check", "--format", ""), ["text", "json", "sarif"])
        self.assertEqual(self.complete("test", "--format", ""), ["text", "json"])
        self.assertEqual(self.complete("check", "--format", "=", "s"), ["sarif"])
        self.assertEqual(self.complete("check", "--format", "="), ["text", "json", "sarif"])
        self.assertEqual(self.complete("check", "--format=s"), ["--format=sarif"])
        self.assertEqual(self.complete("fmt", "--check", "--lang", ""), ["en", "zh"])
        self.assertEqual(self.complete("new", "--lang", "z"), ["zh"])
        self.assertEqual(self.complete("run", "--color", "a"), ["auto", "always"])
        self.assertEqual(self.complete("completion", ""), ["bash", "zsh", "fish"])
        self.assertEqual(self.complete("completion", "bash", ""), [])
        self.assertEqual(self.complete("check", "--set", ""), [])
        codes = self.complete("lint", "--deny", "")
        self.assertEqual(codes[0], "all")
        self.assertIn("L0601", codes)

    def test_every_value_offered_is_taken(self):
        tried = 0
        for command in COMMANDS:
            for option in options(command):
                for value in self.complete(command, option, ""):
                    if option.startswith("--") and not (self.folder / value).exists():
                        done = run(command, option, value, "absent", cwd=self.folder)
                        self.assertNotIn(f"{option} takes", done.stderr)
                        tried += 1
        self.assertGreater(tried, 30)

    def test_files(self):
        (self.folder / "rules").mkdir()
        for name in ("a.trip", "a.jsonl", "a b.trip"):
            self.write(name, "")
        self.assertEqual(sorted(self.complete("check", "")), ["a b.trip", "a.trip", "rules"])
        self.assertEqual(sorted(self.complete("check", "a.trip", "--format", "json", "r")), ["rules"])
        self.assertEqual(sorted(self.complete("run", "a")), ["a b.trip", "a.trip"])
        self.assertEqual(sorted(self.complete("run", "--strict", "rules", "a")), ["a b.trip", "a.jsonl", "a.trip"])
        self.assertEqual(sorted(self.complete("run", "rules", "Motion", "=", "a.j")), ["a.jsonl"])
        self.assertEqual(sorted(self.complete("run", "rules", "Motion", "=")), ["a b.trip", "a.jsonl", "a.trip", "rules", "tripline.bash"])
        self.assertEqual(sorted(self.complete("run", "--set", "cap", "=", "3", "a")), ["a b.trip", "a.trip"])
        self.assertEqual(self.complete("run", "rules", "--records", "a.j"), ["a.jsonl"])
        self.assertEqual(self.complete("run", "--", "-"), [])
        self.assertEqual(self.complete("new", ""), [])


class OtherShells(Case):
    def syntax(self, shell, *flags):
        program = shutil.which(shell)
        if program is None:
            raise unittest.SkipTest(f"skipped: {shell} is not installed, its completions are not looked at by it")
        script = self.write(f"completions.{shell}", run("completion", shell).stdout)
        done = subprocess.run([program, *flags, "-n", script], capture_output=True, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, b""))

    def test_zsh_understands_it(self):
        self.syntax("zsh", "-f")

    def test_fish_understands_it(self):
        self.syntax("fish", "--no-config")

    def test_fish_completes(self):
        if shutil.which("fish") is None:
            raise unittest.SkipTest("skipped: fish is not installed, nothing is completed in it")
        script = self.write("tripline.fish", run("completion", "fish").stdout)
        self.write("a.trip", "")

        def complete(line):
            done = subprocess.run(["fish", "--no-config", "-c", f'source "{script}"; complete -C "{line}"'], capture_output=True,
                                  cwd=self.folder, check=True)
            return [offer.split("\t")[0] for offer in done.stdout.decode("utf-8").splitlines()]

        self.assertEqual(sorted(complete("tripline ")), sorted(COMMANDS))
        for command in COMMANDS:
            self.assertEqual(sorted(complete(f"tripline {command} -")), sorted(options(command)))
        self.assertEqual(sorted(complete("tripline check --format ")), ["json", "sarif", "text"])
        self.assertEqual(complete("tripline check a.trip --set "), [])
        self.assertIn("a.trip", complete("tripline run a"))

    def test_everything_is_there(self):
        zsh, fish = run("completion", "zsh").stdout, run("completion", "fish").stdout
        for command in COMMANDS:
            block = zsh.split(f"\n      {command})\n")[1].split(";;")[0]
            lines = [line for line in fish.splitlines() if f"-n '__tripline_command {command}'" in line]
            for option in options(command):
                self.assertRegex(block, rf"'(\([^)]*\)|\*)?{re.escape(option)}=?\[")
                spelled = f" -l {option[2:]} " if option.startswith("--") else f" -s {option[1:]} "
                self.assertEqual(sum(spelled in line for line in lines), 1, (command, option))
            self.assertRegex(fish, rf"(?m)^complete -c tripline -n __tripline_command -a {command} ")
            self.assertIn(f"\n    '{command}:", zsh)

    def test_unknown_shells(self):
        done = run("completion", "powershell")
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertIn("SHELL takes bash, zsh, fish, not 'powershell'", done.stderr)
        self.assertEqual(run("completion").returncode, 2)


class Manual(Case):
    def test_everything_is_there(self):
        done = run("man")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertTrue(done.stdout.isascii())
        for command in COMMANDS:
            section = done.stdout.split(f"\n.SS {command}\n")[1].split("\n.SS ")[0].replace("\\-", "-")
            for option in options(command):
                self.assertIn(f"\\fB{option}\\fR", section)
            for line in run(*([command] if command != "help" else []), "--help").stdout.split("Examples:\n")[1].splitlines():
                self.assertIn(line.strip().split("   ")[0].split("'")[0], done.stdout.replace("\\-", "-"))

    def test_groff_has_no_complaint(self):
        if shutil.which("groff") is None:
            raise unittest.SkipTest("skipped: groff is not installed, the manual page is not looked at by it")
        page = self.write("tripline.1", run("man").stdout)
        for device in ("ascii", "utf8"):
            done = subprocess.run(["groff", "-man", f"-T{device}", "-ww", "-z", page], capture_output=True, check=False)
            self.assertEqual((done.returncode, done.stdout, done.stderr), (0, b"", b""))
        shown = subprocess.run(["groff", "-man", "-Tutf8", "-P-c", "-rLL=200n", page], capture_output=True, check=True).stdout.decode("utf-8")
        shown = re.sub(".\b", "", shown)
        self.assertIn("tripline check --set 'ceiling=150 m' rules/low_altitude", shown)
        self.assertIn("`tripline lint`", shown)


if __name__ == "__main__":
    main()
