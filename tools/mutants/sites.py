"""Which mutants can be planted in a C++ file: bytes of a source -> [Mutant], by libclang.

A mutant replaces one region of the text (an expression, a statement) by another text of the same shape. Regions nest or are apart;
they never cross. Nothing that must be known at compile time is touched: what still does not compile is found out by building.
"""
import hashlib
import re
from dataclasses import dataclass, replace

from clang.cindex import CursorKind as K
from clang.cindex import Index, TypeKind

# What is written in place of an operator. Of two that mean the same with other neighbours (`!(a == b)`, `a != b`) one is enough.
SWAPS = {
    b"<": b"<=", b"<=": b"<", b">": b">=", b">=": b">", b"==": b"!=", b"!=": b"==",
    b"&&": b"||", b"||": b"&&",
    b"+": b"-", b"-": b"+", b"*": b"/", b"/": b"*", b"%": b"*", b"+=": b"-=", b"-=": b"+=",
}
COMPARISONS = (b"<", b"<=", b">", b">=", b"==", b"!=")
LOGIC = (b"&&", b"||")
CALLS = [  # both ways
    (b"std::min", b"std::max"), (b"std::min_element", b"std::max_element"),
    (b"std::lower_bound", b"std::upper_bound"), (b"std::any_of", b"std::all_of"),
]
CALLS = dict(CALLS + [(b, a) for a, b in CALLS])
INTEGER = re.compile(rb"(0[xXbB])?[0-9a-fA-F']+[uUlLzZ]*$")
FLOATING = re.compile(rb"[0-9][0-9'.eE+-]*$")
ARITHMETIC = {TypeKind.BOOL, TypeKind.CHAR_U, TypeKind.UCHAR, TypeKind.USHORT, TypeKind.UINT, TypeKind.ULONG, TypeKind.ULONGLONG,
              TypeKind.UINT128, TypeKind.CHAR_S, TypeKind.SCHAR, TypeKind.SHORT, TypeKind.INT, TypeKind.LONG, TypeKind.LONGLONG,
              TypeKind.INT128, TypeKind.FLOAT, TypeKind.DOUBLE, TypeKind.LONGDOUBLE, TypeKind.POINTER, TypeKind.DEPENDENT}
LOOPS = {K.FOR_STMT, K.CXX_FOR_RANGE_STMT, K.WHILE_STMT, K.DO_STMT}
FUNCTIONS = {K.FUNCTION_DECL, K.CXX_METHOD, K.CONSTRUCTOR, K.DESTRUCTOR, K.FUNCTION_TEMPLATE, K.CONVERSION_FUNCTION}


@dataclass(frozen=True)
class Mutant:
    file: str      # from the project's root
    start: int     # the region, in bytes
    end: int
    line: int
    operator: str  # one of the kinds in `Finder`
    shape: str     # how it is written beside the original: rewrite.py
    original: str
    mutated: str
    context: str   # the line that it stands in
    ordinal: int = 0  # among those of this file that look the same

    @property
    def negates(self):
        """Whether a comparison becomes its opposite: == and != do, < and <= do not."""
        return self.original.replace("==", "!=") == self.mutated.replace("==", "!=")

    def key(self):
        return "\0".join((self.file, self.operator, self.context, self.original, self.mutated, str(self.ordinal)))

    @property
    def name(self):
        """Eight digits that stay the same while the line does."""
        return hashlib.sha256(self.key().encode()).hexdigest()[:8]


class Finder:
    """The mutants of one file, `source` being its bytes."""

    def __init__(self, file, source):
        self.file, self.source, self.found = file, source, {}

    def text(self, node):
        return self.source[node.extent.start.offset:node.extent.end.offset]

    def add(self, node, operator, mutated, shape="value"):
        start, end = node.extent.start.offset, node.extent.end.offset
        if start >= end or not self.source[start:end].strip():
            return
        line = self.source.count(b"\n", 0, start) + 1
        context = self.source.splitlines()[line - 1].decode().strip()
        self.found.setdefault((start, end, mutated), Mutant(
            self.file, start, end, line, operator, shape, self.source[start:end].decode(), mutated.decode(), context))

    def mutants(self):
        # Where an operator's mutant is the negation already, the negation is not a second one.
        negated = {(m.start, m.end) for m in self.found.values()
                   if m.operator == "negation" or (m.operator == "comparison" and m.negates)}
        seen, out = {}, []
        for mutant in sorted(self.found.values(), key=lambda m: (m.start, m.end, m.mutated)):
            if mutant.operator in ("condition", "returned bool") and (mutant.start, mutant.end) in negated:
                continue
            key = mutant.key()
            ordinal = seen[key] = seen.get(key, -1) + 1
            out.append(replace(mutant, ordinal=ordinal))
        return out

    # --- the walk

    def visit(self, node, in_loop=False):
        kind = node.kind
        if kind in (K.STATIC_ASSERT, K.ENUM_CONSTANT_DECL, K.ENUM_DECL, K.TYPE_ALIAS_DECL):
            return
        if kind in FUNCTIONS or kind in (K.VAR_DECL, K.FIELD_DECL):
            head = self.source[node.extent.start.offset:node.location.offset]
            if re.search(rb"\bconst(expr|eval)\b", head) or re.search(rb"= (default|delete)$", self.text(node)):
                return
        children = list(node.get_children())
        for look in (self.operators, self.constants, self.conditions, self.calls, self.jumps, self.statements):
            look(node, kind, children, in_loop)
        if kind is K.CASE_STMT or (kind is K.IF_STMT and re.match(rb"if\s+constexpr", self.text(node))):
            children = children[1:]
        inside = True if kind in LOOPS else False if kind is K.LAMBDA_EXPR or kind in FUNCTIONS else in_loop
        for child in children:
            self.visit(child, inside)

    def operators(self, node, kind, children, _):
        if kind in (K.BINARY_OPERATOR, K.COMPOUND_ASSIGNMENT_OPERATOR) and len(children) == 2:
            left, right = children
        elif kind is K.CALL_EXPR and node.spelling.startswith("operator") and len(children) == 3:
            left, _, right = children
        else:
            left = right = None
        if left is not None:
            between = self.source[left.extent.end.offset:right.extent.start.offset]
            sign = between.strip()
            if (sign in SWAPS and self.begins(node, left) and node.extent.end.offset == right.extent.end.offset and
                    (sign in COMPARISONS or kind is not K.CALL_EXPR) and
                    (sign in COMPARISONS or sign in LOGIC or node.type.get_canonical().kind in ARITHMETIC)):
                name = "comparison" if sign in COMPARISONS else "and/or" if sign in LOGIC else "arithmetic"
                # In parentheses: `||` made of `&&` must not bind its neighbours otherwise.
                one, other = ((b"(" + self.text(n) + b")" if sign in LOGIC else self.text(n)) for n in (left, right))
                self.add(node, name, one + between.replace(sign, SWAPS[sign]) + other)
        if kind is K.UNARY_OPERATOR and len(children) == 1:
            text, operand = self.text(node), self.text(children[0])
            for sign, other in ((b"++", b"--"), (b"--", b"++")):
                if text == sign + operand:
                    self.add(node, "step", other + operand)
                if text == operand + sign:
                    self.add(node, "step", operand + other)
            if text in (b"!" + operand, b"-" + operand):
                self.add(node, "negation" if text[:1] == b"!" else "arithmetic", operand)

    def begins(self, node, first):
        return node.extent.start.offset == first.extent.start.offset

    def constants(self, node, kind, *_):
        text = self.text(node)
        if kind is K.INTEGER_LITERAL and INTEGER.match(text):
            value = int(re.sub(rb"[uUlLzZ']", b"", text) or b"0", 0) if not re.match(rb"0[0-7]+$", text) else int(text, 8)
            suffix = re.search(rb"[uUlLzZ]*$", text)[0]
            self.add(node, "constant", b"1" + suffix if value == 0 else b"0" + suffix if value == 1 else text + b" + 1")
        elif kind is K.FLOATING_LITERAL and FLOATING.match(text):
            value = float(text.replace(b"'", b""))
            self.add(node, "constant", text + (b" + 1" if value + 1 != value else b" * 2"))  # 1 is nothing to 9.2e18
        elif kind is K.CXX_BOOL_LITERAL_EXPR and text in (b"true", b"false"):
            self.add(node, "constant", b"false" if text == b"true" else b"true")

    def conditions(self, node, kind, children, _):
        condition = None
        if kind in (K.WHILE_STMT, K.CONDITIONAL_OPERATOR):
            condition = children[0]
        elif kind is K.DO_STMT:
            condition = children[-1]
        elif kind is K.IF_STMT and not re.match(rb"if\s+constexpr", self.text(node)):
            condition = children[1] if children[0].kind is K.DECL_STMT else children[0]
        elif kind is K.RETURN_STMT and children and children[0].type.get_canonical().kind is TypeKind.BOOL:
            condition = children[0]
        if condition is None or condition.kind is K.VAR_DECL or children[0].kind is K.VAR_DECL:
            return
        text = self.text(condition)
        if text in (b"true", b"false") or text.startswith(b"assert("):
            return
        self.add(condition, "returned bool" if kind is K.RETURN_STMT else "condition", b"!(" + text + b")")

    def one(self, node):
        """What is wrapped in nodes that have no text of their own."""
        children = list(node.get_children())
        while node.kind is K.UNEXPOSED_EXPR and len(children) == 1 and self.text(children[0]) == self.text(node):
            node, children = children[0], list(children[0].get_children())
        return node

    def calls(self, node, kind, *_):
        if kind is K.CALL_EXPR:
            text = self.text(node)
            name = re.match(rb"std::\w+", text)
            if name and name[0] in CALLS:
                self.add(node, "opposite call", CALLS[name[0]] + text[len(name[0]):])

    def jumps(self, node, kind, children, in_loop):
        if kind is K.BREAK_STMT and in_loop:
            self.add(node, "jump", b"continue", "jump")
        elif kind is K.CONTINUE_STMT:
            self.add(node, "jump", b"break", "jump")
        elif kind is K.RETURN_STMT and not children:
            self.add(node, "dropped statement", b"", "return")
        elif kind is K.IF_STMT and len(children) >= 3 and children[-1].kind is K.COMPOUND_STMT:
            if re.search(rb"\belse\s*$", self.source[:children[-1].extent.start.offset]):
                self.add(children[-1], "dropped else", b"{}", "else")

    def statements(self, node, kind, children, _):
        if kind is K.COMPOUND_STMT:
            bodies = children
        elif kind in (K.IF_STMT, K.FOR_STMT, K.WHILE_STMT, K.CXX_FOR_RANGE_STMT):
            bodies = children[-2:] if kind is K.IF_STMT else children[-1:]
        elif kind in (K.CASE_STMT, K.DEFAULT_STMT):
            bodies = children[-1:]
        else:
            return
        for body in bodies:
            # An expression is a statement where a semicolon follows it and it does not stand in parentheses.
            if not re.match(rb"\s*;", self.source[body.extent.end.offset:body.extent.end.offset + 40]):
                continue
            at = self.one(body)
            assigns = at.kind is K.BINARY_OPERATOR and b"=" in self.text(at)
            if at.kind in (K.CALL_EXPR, K.COMPOUND_ASSIGNMENT_OPERATOR) or assigns or (
                    at.kind is K.UNARY_OPERATOR and re.search(rb"\+\+|--", self.text(at))):
                self.add(body, "dropped statement", b"", "effect")


def mutants_of(root, file, arguments):
    """All mutants of ROOT/FILE in order of their places. ARGUMENTS: the compiler's. Raises ValueError where it does not parse."""
    path = str(root / file)
    unit = Index.create().parse(path, args=["-x", "c++", *arguments])
    errors = [str(d) for d in unit.diagnostics if d.severity >= 3]
    if errors:
        raise ValueError("\n".join(errors))
    finder = Finder(file, (root / file).read_bytes())
    for node in unit.cursor.get_children():
        if node.location.file is not None and node.location.file.name == path:
            finder.visit(node)
    return finder.mutants()
