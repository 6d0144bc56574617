"""What came of it, for people and as JSON; and the list of mutants that are known to change nothing (equivalent.txt)."""
import collections
import json
import re
import sys

DEMANDED = 0.9


def known(path):
    """{name: reason} of a list whose entries are `NAME FILE: REASON`, a reason going on in lines that begin with a blank."""
    out, name = {}, None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("#") or not line.strip():
            continue
        if line[0] == " " and name:
            out[name] += " " + line.strip()
            continue
        entry = re.match(r"([0-9a-f]{8}) (\S+): (\S.*)$", line)
        if not entry or entry[1] in out:
            raise SystemExit(f"{path}:{number}: not `NAME FILE: REASON`, or there already: {line}")
        name = entry[1]
        out[name] = entry[3]
    return out


def one_line(text, width=110):
    text = re.sub(r"\s+", " ", text).strip()
    return text if len(text) <= width else text[:width - 1] + "…"


class Progress:
    """One line that is written over on a terminal; in a pipe, a line now and then."""

    def __init__(self, what, total):
        self.what, self.total, self.tty, self.width = what, total, sys.stderr.isatty(), 0

    def say(self, done, rest=""):
        text = f"{self.what} {done}/{self.total}{rest}"
        if self.tty:
            print("\r" + text.ljust(self.width), end="", file=sys.stderr, flush=True)
            self.width = len(text)
            if done == self.total:
                print(file=sys.stderr)
        elif done == self.total or done % 20 == 0:
            print(text, file=sys.stderr, flush=True)


def percent(killed, of):
    return 100.0 if of == 0 else 100.0 * killed / of


def as_json(seed, possible, refused, mutants, outcomes, equivalent):
    return {
        "seed": seed, "possible": possible, "did_not_compile": [m.name for m in refused], "planted": len(mutants),
        "killed": sum(o is not None for o in outcomes),
        "mutants": [{
            "name": m.name, "file": m.file, "line": m.line, "operator": m.operator, "original": m.original, "mutated": m.mutated,
            "context": m.context, "killed_by": o[0] if o else None, "how": o[1] if o else None,
            "equivalent": equivalent.get(m.name),
        } for m, o in zip(mutants, outcomes)],
    }


def write(path, result):
    path.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def text(result, step_names):
    """The table. Survivors in order of their places."""
    lines = []
    by = collections.Counter(m["killed_by"] for m in result["mutants"] if m["killed_by"])
    how = collections.Counter(m["how"] for m in result["mutants"] if m["how"])
    lines.append(f"{result['planted']} mutants of seed {result['seed']}, of {result['possible']:,} that are possible in engine/; "
                 f"{len(result['did_not_compile'])} others did not compile")
    lines.append("")
    lines.append("killed by")
    lines += [f"  {name:<28}{by[name]:>5}" for name in step_names if by[name]]
    lines.append("  (" + ", ".join(f"{how[h]} {h}" for h in ("failed", "crashed", "timed out") if how[h]) + ")")
    survivors = sorted((m for m in result["mutants"] if not m["killed_by"]), key=lambda m: (m["file"], m["line"]))
    if survivors:
        lines += ["", "survived"]
    for m in survivors:
        lines.append(f"  {m['name']}  {m['file']}:{m['line']}  {m['operator']}")
        lines.append(f"    in  {one_line(m['context'])}")
        lines.append(f"    -   {one_line(m['original'])}")
        if m["mutated"]:
            lines.append(f"    +   {one_line(m['mutated'])}")
        if m["equivalent"]:
            lines.append(f"    equivalent: {m['equivalent']}")
    planted, killed = result["planted"], result["killed"]
    excused = sum(bool(m["equivalent"]) for m in survivors)
    lines += ["", f"killed {killed} of {planted}: {percent(killed, planted):.1f}%" +
              (f"; of those not known to be equivalent, {killed} of {planted - excused}: "
               f"{percent(killed, planted - excused):.1f}%" if excused else "")]
    return "\n".join(lines)


def enough(result):
    return result["killed"] >= DEMANDED * result["planted"]
