"""editors/: the grammar colours every word and unit where it is one, the snippets are good packs, problems are found in what check prints."""
import json
import re
import unittest

from support import ROOT, Case, main, run
from textmate import Grammar

EDITORS = ROOT / "editors"
VSCODE = EDITORS / "vscode"
FIXTURES = ROOT / "tests" / "e2e" / "editors"
COLUMNS = {"every_word.trip": 0, "every_word.zh.trip": 1}  # of the keyword table
NONE = "~"

# Scopes of what authors name and write themselves; all others say that a word means something.
PLAIN = ("variable.other", "entity.", "string.", "comment.", "meta.", "source.")


def load(path):
    return json.loads(path.read_text(encoding="utf-8"))


def keywords(column):
    """The spellings of one language in the keyword table."""
    table = (ROOT / "dsl" / "grammar" / "keyword_table.hpp").read_text(encoding="utf-8")
    rows = re.findall(r'^    \{"([^"]+)", \{(kNone|"[^"]*"), (kNone|"[^"]*")\}', table, re.M)
    cells = [row[1 + column].strip('"') for row in rows if row[1 + column] != "kNone"]
    return len(rows), {word for cell in cells for word in cell.split("|") if word}


def units():
    """Every spelling of a unit that stands for itself."""
    english = re.findall(r'^    \{"(\w+)", (?:k[A-Z]|of\()', (ROOT / "core" / "unit_table.cpp").read_text(encoding="utf-8"), re.M)
    words = re.findall(r'^    \{"\w+", "([^"]+)"\},', (ROOT / "dsl" / "grammar" / "unit_words.cpp").read_text(encoding="utf-8"), re.M)
    return english, [word for cell in words for word in cell.split("|")]


def expressions(node):
    """Every regular expression of a grammar, with what it is."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key in ("match", "begin", "end"):
                yield key, value, node
            else:
                yield from expressions(value)
    elif isinstance(node, list):
        for value in node:
            yield from expressions(value)


def filled(body):
    """A snippet as it stands when its author has only pressed Tab."""
    placeholder = re.compile(r"\$\{\d+:((?:[^}\\]|\\.)*)\}|\$\{\d+\|([^,|]+)[^}]*\|\}|\$\d+")
    return re.sub(r"\\([}$\\])", r"\1", placeholder.sub(lambda m: m[1] or m[2] or "", "\n".join(body)))


class TheGrammar(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.source = load(EDITORS / "tripline.tmLanguage.json")
        cls.grammar = Grammar(cls.source)

    def scopes(self, text, word):
        """The innermost scopes of each piece of `text` that is `word`."""
        return [scopes[-1] for line in self.grammar.tokens(text) for piece, scopes in line if piece.strip() == word]

    def test_expressions_compile_and_their_groups_exist(self):
        found = list(expressions(self.source))
        self.assertGreater(len(found), 50)
        for kind, text, node in found:
            groups = re.compile(text).groups
            captures = {"match": "captures", "begin": "beginCaptures", "end": "endCaptures"}[kind]
            for group in node.get(captures, {}):
                self.assertLessEqual(int(group), groups, text)
            # What Python and Oniguruma do not read alike.
            self.assertNotRegex(text, r"\(\?<?[A-Za-z>]|\\[pPhHGAzZKR]|\[\[:|\(\?#|[*+?}]\+", text)

    def test_includes_exist_and_are_used(self):
        text = json.dumps(self.source)
        names = set(re.findall(r'"include": "#([^"]+)"', text))
        self.assertEqual(names, set(self.source["repository"]))
        for name in re.findall(r'"(?:name|contentName)": "([^"]+)"', text):
            if name != "Tripline":
                self.assertRegex(name, r"^[a-z][a-z.-]*\.trip$")

    def test_the_fixtures_are_in_the_language(self):
        for name in COLUMNS:
            done = run("fmt", "-", stdin=(FIXTURES / name).read_bytes())
            self.assertEqual(done.returncode, 0, name + "\n" + done.stderr)

    def test_every_keyword_is_coloured(self):
        for name, column in COLUMNS.items():
            coloured = set()
            for line in self.grammar.tokens((FIXTURES / name).read_text(encoding="utf-8")):
                coloured |= {word for piece, scopes in line if not scopes[-1].startswith(PLAIN) for word in piece.split()}
            rows, words = keywords(column)
            self.assertGreater(rows, 200)
            self.assertEqual(words - coloured, set(), name)

    def test_every_unit_is_coloured(self):
        english, chinese = units()
        self.assertGreater(min(len(english), len(chinese)), 60)
        for unit in [*english, *chinese, "%", "％", "m/s^2", "m/s²", "kg*m/s", "千米每小时", "公里/小时", "平方米", "m^-1"]:
            calendar = unit in ("日",)  # also a day of the calendar
            expected = "keyword.other.calendar.trip" if calendar else "keyword.other.unit.trip"
            for text in (f"let a = b > 40 {unit} and c", f"let a = b > 40{unit}"):
                self.assertEqual(self.scopes(text, unit), [expected], text)
        # A word that begins like a unit is none.
        self.assertEqual(self.scopes("let a = 4 metres", "metres"), ["variable.other.trip"])
        self.assertEqual(self.scopes("let a = 4 m / s", "/"), ["keyword.operator.arithmetic.trip"])

    def test_words_are_names_where_they_are_none(self):
        stream = "signal S {\n  on : text\n  key : text key\n  limit : m\n  time : text\n  stale : bool\n  时长：数值\n}\nlimit r {\n  on S\n  require on == key\n}\n"
        for word in ("on", "key", "limit", "stale", "时长"):
            self.assertEqual(self.scopes(stream, word)[0], "variable.other.member.trip", word)
        self.assertEqual(self.scopes(stream, "limit")[-1], "storage.type.declaration.trip")
        self.assertEqual(self.scopes(stream, "on"), ["variable.other.member.trip", "keyword.other.clause.trip", "variable.other.trip"])
        self.assertEqual(self.scopes(stream, "key"), ["variable.other.member.trip", "storage.modifier.trip", "variable.other.trip"])
        for name in ("on_board", "非机动车", "限速", "x1近", "order", "inner"):
            self.assertEqual(self.scopes(f"let a = {name}", name), ["variable.other.trip"], name)

    def test_clauses_may_share_a_line(self):
        line = 'limit r { cites "a"  on Motion  when zone == core  require speed <= 40 km/h  grace 2 s  warn within 10% }'
        for word in ("cites", "on", "require", "grace", "warn", "within"):
            self.assertEqual(self.scopes(line, word), ["keyword.other.clause.trip"], word)

    def test_what_rules_on_violations_read(self):
        rule = "duty d {\n  on Violation\n  when rule == r and kind == duty\n  expect E within 5 s\n}\nlimit r { on M  require rule == kind }"
        self.assertEqual(self.scopes(rule, "rule"), ["variable.language.trip", "variable.other.trip"])
        self.assertEqual(self.scopes(rule, "kind"), ["variable.language.trip", "variable.other.trip"])
        self.assertEqual(self.scopes(rule, "within"), ["keyword.other.window.trip"])
        self.assertEqual(self.scopes(rule, "duty"), ["storage.type.declaration.trip", "constant.language.kind.trip"])
        raised = "assessment a {\n  score 5 * n\n  raise to watch when score < 75\n}"
        self.assertEqual(self.scopes(raised, "score"), ["keyword.other.clause.trip", "variable.language.trip"])
        self.assertEqual(self.scopes("义务 d { 对 E  应有（S 其中 x > 5）限期 5 秒 }", "应有"), ["keyword.other.clause.trip"])

    def test_a_block_that_is_not_closed_ends_at_the_next_declaration(self):
        text = "limit a {\n  require x <= (3\n\nduty b {\n  expect E within 5 s\n}\n"
        self.assertEqual(self.scopes(text, "duty"), ["storage.type.declaration.trip"])
        self.assertEqual(self.scopes(text, "b"), ["entity.name.function.trip"])

    def test_literals(self):
        for text, scope in {"2026-03-01": "constant.other.date.trip", "2026-03-01T10:00:00.5+08:00": "constant.other.date.trip",
                            "-18": "constant.numeric.trip", "1.5e-3": "constant.numeric.trip", "missing": "constant.language.trip",
                            "缺失": "constant.language.trip"}.items():
            self.assertEqual(self.scopes(f"let a = {text}", text), [scope], text)

    def test_texts(self):
        self.assertEqual(self.scopes(r'let a = "b\n\q{c}"', r"\n"), ["constant.character.escape.trip"])
        self.assertEqual(self.scopes(r'let a = "b\n\q{c}"', r"\q"), ["invalid.illegal.escape.trip"])
        message = 'limit r {\n  message "{vehicle} {{at}} {M.speed}"\n  title "{vehicle}"\n}'
        self.assertEqual(self.scopes(message, "vehicle"), ["variable.other.placeholder.trip"])
        self.assertEqual(self.scopes(message, "M.speed"), ["variable.other.placeholder.trip"])
        self.assertEqual(self.scopes(message, "{{"), ["constant.character.escape.trip"])
        self.assertEqual(self.scopes('limit r {\n  title "never closed\n  grace 3 s\n}', "grace"), ["keyword.other.clause.trip"])

    def test_comments(self):
        text = "# limit a {\n## what it is\n# allow L0203, L0301: meant\n# allow two of them\nlet a = 1 # end\n"
        flat = [(piece, scopes[-1]) for line in self.grammar.tokens(text) for piece, scopes in line]
        for expected in ((" limit a {", "comment.line.number-sign.trip"), (" what it is", "comment.line.documentation.trip"),
                         ("allow", "keyword.other.allow.trip"), ("L0203, L0301", "constant.other.lint.trip"),
                         ("meant", "string.unquoted.reason.trip"), (" allow two of them", "comment.line.number-sign.trip"),
                         (" end", "comment.line.number-sign.trip")):
            self.assertIn(expected, flat)

    def test_packs_of_the_project_leave_nothing_that_is_illegal(self):
        packs = [*ROOT.glob("rules/*/*.trip"), *ROOT.glob("examples/*/*.trip"), *ROOT.glob("tests/e2e/packs/*.trip")]
        self.assertGreater(len(packs), 2)
        for pack in packs:
            lines = self.grammar.tokens(pack.read_text(encoding="utf-8"))
            self.assertEqual([piece for line in lines for piece, scopes in line if "illegal" in scopes[-1]], [], pack)
            # Every block that began has ended.
            self.assertEqual(self.grammar.tokens(pack.read_text(encoding="utf-8") + "\nlet a = 1")[-1][0],
                             ("let", ("source.trip", "storage.type.declaration.trip")), pack)


class TheFolder(Case):
    def setUp(self):
        super().setUp()
        self.package = load(VSCODE / "package.json")["contributes"]

    def test_what_it_names_exists(self):
        language, = self.package["languages"]
        paths = [language["configuration"], *(one["path"] for kind in ("grammars", "snippets") for one in self.package[kind])]
        for path in paths:
            self.assertIsInstance(load(VSCODE / path), dict, path)
        grammar, = self.package["grammars"]
        self.assertEqual((VSCODE / grammar["path"]).resolve(), EDITORS / "tripline.tmLanguage.json")
        self.assertEqual(load(VSCODE / grammar["path"])["scopeName"], grammar["scopeName"])
        self.assertEqual({one["language"] for kind in ("grammars", "snippets") for one in self.package[kind]}, {language["id"]})

    def test_its_version_is_that_of_the_command(self):
        self.assertIn(load(VSCODE / "package.json")["version"], run("--version").stdout)

    def test_indentation(self):
        rules = load(VSCODE / "language-configuration.json")["indentationRules"]
        for line in ("limit a {", '限值 a ｛  # 说明', 'signal S from "x{" {', "  type Mode = one of ("):
            self.assertRegex(line, rules["increaseIndentPattern"])
        for line in ("limit a { on M }", '  message "{"', "# {", "  require a <= 3"):
            self.assertNotRegex(line, rules["increaseIndentPattern"])
        self.assertRegex("  }", rules["decreaseIndentPattern"])

    def test_snippets_make_a_pack_without_mistakes(self):
        rows = {"english": ("vehicle,stage\nV1,pilot\n", 0), "chinese": ("车辆,阶段\nV1,试点\n", 1)}
        table = (ROOT / "dsl" / "grammar" / "keyword_table.hpp").read_text(encoding="utf-8")
        declarations = re.findall(r'\{"([^"]+)", "([^"]+)"\}, kDeclaration\}', table)
        self.assertGreater(len(declarations), 15)
        self.write("holidays.csv", "date,kind\n2026-01-01,off\n")
        self.write("trial-area.geojson", '{"type":"Polygon","coordinates":[[[104,30],[105,30],[105,31],[104,31],[104,30]]]}')
        for name, (permits, column) in rows.items():
            snippets = load(VSCODE / "snippets" / f"{name}.json")
            bodies = [filled(snippet["body"]) for snippet in snippets.values()]
            # Each kind of declaration has one, under its own word.
            self.assertEqual({row[column] for row in declarations} - {body.split()[0] for body in bodies}, set())
            self.assertEqual({row[column] for row in declarations} - {one["prefix"] for one in snippets.values()}, set())
            self.write("permits.csv", permits)
            pack = self.write("all.trip", "\n\n".join(bodies) + "\n")
            done = run("check", pack)
            self.assertEqual(done.returncode, 0, done.stderr)
            done = run("test", pack)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def problems(self, output):
        """What the matcher makes of an output: two lines that follow one another for each problem."""
        matcher, = self.package["problemMatchers"]
        first, second = matcher["pattern"]
        lines, found = output.split("\n"), []
        for line, place in zip(lines, lines[1:]):
            head, where = re.search(first["regexp"], line), re.search(second["regexp"], place)
            if head and where:
                found.append((head[first["severity"]], head[first["code"]], head[first["message"]],
                              where[second["file"]], int(where[second["line"]]), int(where[second["column"]])))
        return found

    def test_problems_of_check_and_lint(self):
        bad = self.write("my pack.trip", 'pack x 0.1.0 { timezone "Asia/Shanghai" }\nsignal M { v : text key  s : km/h }\n'
                                        "limit r { on M require s <= 40 kg }\nlimit q { on M\n  require sped <= 40 km/h }\n")
        command = ("check", "--color", "never")
        done = run(*command, bad)
        self.assertEqual(done.returncode, 2)
        expected = [(d["severity"], d["code"], d["message"], d["at"]["file"], d["at"]["line"], d["at"]["column"])
                    for d in json.loads(run("check", "--format", "json", bad).stdout)["packs"][0]["diagnostics"]]
        self.assertGreaterEqual(len(expected), 2)
        self.assertEqual(self.problems(done.stderr), expected)
        self.assertIn(("error", "E0203", "these do not measure the same thing", str(bad), 3, 29), expected)

        odd = self.write("odd.trip", 'pack x 0.1.0 { timezone "Asia/Shanghai" }\nsignal M { v : text key  s : km/h }\n'
                                     "limit r { on M require s <= 40 km/h and s <= 50 km/h }\n")
        for done in (run(*command, odd), run("lint", "--color", "never", odd)):
            found = self.problems(done.stdout + done.stderr)
            self.assertIn(("warning", "L0103", "this part is always true where it matters", str(odd), 3, 41), found)
            self.assertIn(("note", "L0301", "`M` never goes stale", str(odd), 2, 8), found)
        # What stands in no file is no problem of one.
        done = run(*command, odd, "--set", "a=b")
        self.assertIn("--> --set a:1:1", done.stderr)
        self.assertEqual([one for one in self.problems(done.stderr) if "--set" in one[3]], [])
        self.assertEqual(self.problems(run(*command, self.folder / "none").stderr), [])

    def test_the_tasks_run_and_find_their_matcher(self):
        names = {"$" + one["name"] for one in self.package["problemMatchers"]}
        pack = self.write("a.trip", 'pack x 0.1.0 { timezone "Asia/Shanghai" }\nlimit r { on M require s <= 4 }\n')
        for task in load(VSCODE / "tasks.json")["tasks"]:
            self.assertIn(task["problemMatcher"], names)
            self.assertEqual(task["command"], "tripline")
            arguments = [one.replace("${fileDirname}", str(pack.parent)).replace("${file}", str(pack)) for one in task["args"]]
            done = run(*arguments)
            if arguments[0] == "fmt":
                self.assertEqual(done.returncode, 0, done.stderr)
            else:
                self.assertEqual(done.returncode, 2)
                self.assertEqual(self.problems(done.stdout + done.stderr)[0][3], str(pack))


if __name__ == "__main__":
    main()
