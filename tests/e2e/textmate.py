"""Which scopes a TextMate grammar gives to each piece of a text.

Input: a grammar as editors/ has it (match, begin/end, captures, include of its own repository; regular expressions in what Python and
Oniguruma read alike) and lines. Output: for each line its pieces (text, scopes from the outermost), in order. At each place the match that
begins first wins, of two the end of the region and then the earlier pattern.
"""
import re


class Grammar:
    def __init__(self, source):
        self.repository = source["repository"]
        self.root = {"patterns": source["patterns"], "end": None, "scopes": (source["scopeName"],)}
        self.compiled = {}

    def expression(self, text):
        if text not in self.compiled:
            self.compiled[text] = re.compile(text)
        return self.compiled[text]

    def rules(self, patterns):
        for pattern in patterns:
            if "include" in pattern:
                yield from self.rules([self.repository[pattern["include"].removeprefix("#")]])
            elif "match" in pattern or "begin" in pattern:
                yield pattern
            else:
                yield from self.rules(pattern["patterns"])

    def tokens(self, text):
        stack = [self.root]
        return [self.line(line, stack) for line in text.split("\n")]

    def line(self, line, stack):
        scopes = [None] * len(line)
        at = 0
        pushed = set()  # (place, rule) of regions begun without a character: once is enough
        while True:
            top = stack[-1]
            best, rule = None, None
            if top["end"]:
                best = self.expression(top["end"]).search(line, at)
            for candidate in self.rules(top["patterns"]):
                found = self.expression(candidate.get("match") or candidate["begin"]).search(line, at)
                if found and (best is None or found.start() < best.start()):
                    if found.end() == found.start() and (found.start(), id(candidate)) in pushed:
                        continue
                    best, rule = found, candidate
            if best is None:
                break
            fill(scopes, at, best.start(), top["scopes"])
            if rule is None:
                self.paint(scopes, best, top["outer"], top["captures"])
                stack.pop()
            elif "match" in rule:
                self.paint(scopes, best, named(top["scopes"], rule), rule.get("captures", {}))
            else:
                outer = named(top["scopes"], rule)
                self.paint(scopes, best, outer, rule.get("beginCaptures", {}))
                inner = (*outer, rule["contentName"]) if "contentName" in rule else outer
                stack.append({"patterns": rule.get("patterns", []), "end": rule["end"], "scopes": inner, "outer": outer,
                              "captures": rule.get("endCaptures", {})})
            if best.end() == best.start():
                pushed.add((best.start(), id(rule)))
            at = best.end()
        fill(scopes, at, len(line), stack[-1]["scopes"])
        return pieces(line, scopes)

    @staticmethod
    def paint(scopes, found, base, captures):
        fill(scopes, found.start(), found.end(), base)
        for group, capture in sorted(captures.items(), key=lambda item: int(item[0])):
            begin, end = found.span(int(group))
            for place in range(max(begin, 0), end):
                scopes[place] = (*scopes[place], capture["name"])


def named(scopes, rule):
    return (*scopes, rule["name"]) if "name" in rule else scopes


def fill(scopes, begin, end, value):
    scopes[begin:end] = [value] * (end - begin)


def pieces(line, scopes):
    out = []
    for character, scope in zip(line, scopes):
        if out and out[-1][1] == scope:
            out[-1][0] += character
        else:
            out.append([character, scope])
    return [(text, scope) for text, scope in out]
