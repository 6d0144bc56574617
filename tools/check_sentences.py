#!/usr/bin/env python3
"""Are the sentences of core, dsl and cli said well in every language?

Reads every pair of literals {"English", "中文"…} in C++ sources and fails where the Chinese one
 - holds two English words in a row outside back-ticks and quotes: it was not translated;
 - holds code in back-ticks whose Chinese words are no keywords of dsl/grammar/keyword_table.hpp, no units of unit_words.cpp and no
   placeholder 〈…〉: an author who followed the advice would write something that is none. Names of an example (速度, 急刹车) are
   listed below.
  check_sentences.py              checks the sources
  check_sentences.py --self-test  shows that it can fail

That nothing is said in one language only, and that holes and parts agree, the compiler sees to (core/phrase.hpp).
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
LITERAL = r'"(?:\\.|[^"\\])*"'
PAIR = re.compile(rf"\{{\s*((?:{LITERAL}\s*)+),\s*((?:{LITERAL}\s*)+)[,}}]")
CHINESE = re.compile(r"[\u4e00-\u9fff]+")
ENGLISH = re.compile(r"(?<![%\\A-Za-z-])[A-Za-z]+[ ,;:]+[A-Za-z]{2,}")
# Names that examples give to streams, fields, levels, stages, rules.
NAMES = {"速度", "报告", "碰撞", "限制", "急刹车", "运行状态", "正常", "关注", "自动驾驶", "车辆", "许可", "阶段", "到期", "上报",
         "封闭测试", "试点", "推广", "其他名称"}


def joined(literals):
    text = "".join(part[1:-1] for part in re.findall(LITERAL, literals))
    return text.replace("\\n", "\n").replace('\\"', '"').replace("\\\\", "\\")


def words():
    """Chinese spellings of keywords and units."""
    found = set()
    for name in ("keyword_table.hpp", "unit_words.cpp"):
        for literal in re.findall(LITERAL, (ROOT / "dsl/grammar" / name).read_text()):
            found.update(spelling for column in literal[1:-1].split("|") for spelling in CHINESE.findall(column))
    return found


def made_of(run, known):
    """Whether `run` is one word of `known` after another."""
    reach = {0}
    for end in range(1, len(run) + 1):
        if any(start in reach and run[start:end] in known for start in range(end)):
            reach.add(end)
    return len(run) in reach


def faults(chinese, known):
    bare = re.sub(r'“[^”]*”|"[^"]*"', ".", re.sub(r"`[^`]*`", ".", chinese))
    for match in ENGLISH.finditer(bare):
        yield f"English words: {match.group()}"
    for code in re.findall(r"`([^`]*)`", chinese):
        for run in CHINESE.findall(re.sub(r'〈[^〉]*〉|\{\d\}|"[^"]*"', " ", code)):
            if not made_of(run, known):
                yield f"no keyword: {run} in `{code}`"


def self_test():
    known = words() | NAMES
    cases = [
        ("缺少单位", 0),
        ("请写：`当 保持（C，10 秒）`", 0),
        ("请写：`升至 〈级别〉 直至 〈事件〉`", 0),
        ("RE2 报告：“no such thing”", 0),
        ("缺少 a unit", 1),
        ("请写：`如果 C`", 1),  # no word of the language
        ("请写：`当 〈条件〉`, or a rule", 1),
    ]
    wrong = [text for text, expected in cases if bool(list(faults(text, known))) != bool(expected)]
    for text in wrong:
        print(f"self-test: misjudged: {text}")
    return 1 if wrong else 0


def main():
    if "--self-test" in sys.argv[1:]:
        return self_test()
    known = words() | NAMES
    found, sentences = 0, 0
    for folder in ("core", "dsl/check", "dsl/format", "dsl/grammar", "dsl/lint", "cli"):
        for path in sorted((ROOT / folder).rglob("*.[ch]pp")):
            if path.name in ("keyword_table.hpp", "unit_words.cpp"):
                continue
            text = path.read_text()
            for pair in PAIR.finditer(text):
                chinese = joined(pair.group(2))
                if not CHINESE.search(chinese):
                    continue
                sentences += 1
                for fault in faults(chinese, known):
                    line = text.count("\n", 0, pair.start()) + 1
                    print(f"{path.relative_to(ROOT)}:{line}: {fault}")
                    found += 1
    if sentences < 500:
        print(f"only {sentences} sentences were found: this script no longer reads the sources")
        found += 1
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
