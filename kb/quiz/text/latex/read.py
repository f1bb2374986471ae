"""A LaTeX formula as one line of readable text: ``\\frac{a+b}{c}`` becomes ``(a + b)/c``.

A formula that is shown wrongly teaches something wrong, so the structure comes first: a fraction, a root
or a power keeps the parentheses that its two dimensions made needless on paper. What is not known stays
as its own name; nothing here raises.
"""

from __future__ import annotations

import re
import unicodedata

from kb.quiz.text.latex import symbols
from kb.quiz.text.latex.layout import Atom, Class, fraction, join, tight

TOKEN = re.compile(r"\\[A-Za-z]+\*?|\\.|\d+(?:\.\d+)?|\s+|.", re.DOTALL)
COMPACT = re.compile(r"\s*([=+−,·×<>≤≥≠∈→-])\s*")  # signs that stand close inside a script
SIMPLE = re.compile(r"[-−]?(\d+|[^\W\d_]+)")  # a script that needs no parentheses
TEXTUAL = frozenset({"text", "textbf", "textit", "texttt", "textrm", "mbox"})
LETTERED = frozenset(
    {"mathrm", "mathbf", "mathit", "mathsf", "mathtt", "mathcal", "mathscr", "boldsymbol", "bm", "mathbin"}
)


def readable(latex: str, ascii_only: bool = False) -> str:
    """The formula as one line of text.

    Args:
        latex: without the dollar signs.
        ascii_only: scripts are written ``x^2`` and ``x_i`` instead of as raised and lowered characters;
            the other signs are left to the screen.
    """
    text = join(_Reader(latex, ascii_only).atoms())
    return unicodedata.normalize("NFC", re.sub(r"\s+", " ", text).strip())


class _Reader:
    """Reads tokens from the left; every method takes what it needs and leaves the rest."""

    def __init__(self, latex: str, ascii_only: bool) -> None:
        self.tokens = TOKEN.findall(latex)[::-1]  # the next one is last
        self.ascii_only = ascii_only

    def atoms(self, until: str | None = None) -> list[Atom]:
        """Everything up to the token ``until``, which is taken too."""
        found: list[Atom] = []
        while self.tokens:
            token = self.tokens.pop()
            if token == until:
                break
            if token in ("^", "_"):
                base = found.pop() if found else Atom("")
                found.append(self.script(base, token))
            elif not token.isspace():
                found.extend(self.atom(token))
        return found

    def group(self) -> list[Atom]:
        """The next argument: a group in braces, or one token."""
        while self.tokens and self.tokens[-1].isspace():
            self.tokens.pop()
        if not self.tokens or self.tokens[-1] in ("}", "&"):
            return []
        token = self.tokens.pop()
        if token[0].isdigit() and len(token) > 1:  # \frac12 is a half
            self.tokens.append(token[1:])
            token = token[0]
        return self.atoms("}") if token == "{" else self.atom(token)

    def raw(self) -> str:
        """The next argument as it is written."""
        if not self.tokens or self.tokens[-1] != "{":
            return join(self.group())
        depth, text = 0, ""
        while self.tokens:
            token = self.tokens.pop()
            depth += (token == "{") - (token == "}")
            if depth == 0:
                break
            text += token if token not in "{}" else ""
        return re.sub(r"\\(.)", r"\1", text)

    def atom(self, token: str) -> list[Atom]:
        if token == "{":
            inside = self.atoms("}")
            if len(inside) == 1 and inside[0].kind not in ("binary", "relation", "comma", "slash"):
                return inside
            return [Atom(join(inside), "word" if tight(inside) or len(inside) == 1 else "fraction")]
        if token.startswith("\\"):
            return self.command(token[1:].rstrip("*"))
        return [Atom({"-": "−" if not self.ascii_only else "-", "~": " "}.get(token, token), _class(token))]

    def command(self, name: str) -> list[Atom]:
        if name in TEXTUAL:
            return [Atom(self.raw())]
        if name in LETTERED:
            return [Atom("".join(atom.text for atom in self.group()))]
        if name in ("operatorname", "mathop"):
            return [Atom("".join(atom.text for atom in self.group()), "function")]
        if name in ("frac", "dfrac", "tfrac", "cfrac"):
            return [Atom(fraction(self.group(), self.group()), "fraction")]
        if name in ("binom", "dbinom", "tbinom"):
            return [Atom(f"C({join(self.group())}, {join(self.group())})")]
        if name == "sqrt":
            return [Atom(self.root())]
        if name in symbols.ACCENTS:
            return [Atom(self.accent(name))]
        if name == "mathbb":
            text = join(self.group())
            return [Atom(symbols.BLACKBOARD.get(text, text))]
        if name == "begin":
            return self.environment()
        if name in ("underbrace", "overbrace", "boxed", "underline", "phantom"):
            return self.group()
        if name in ("overset", "underset", "stackrel"):
            self.group()
            return self.group()
        return _symbol(name)

    def script(self, base: Atom, sign: str) -> Atom:
        """``base`` with a raised or lowered group behind it."""
        inside = self.group()
        plain = COMPACT.sub(r"\1", join(inside))
        kind: Class = (
            "function" if base.kind == "function" else "close" if base.kind in ("close", "fence") else "word"
        )
        text = f"({base.text})" if base.kind == "fraction" else base.text
        if plain in ("′", "°", "*", "∘"):
            return Atom(text + plain.replace("∘", "°"), kind)
        table = symbols.SUPERSCRIPT if sign == "^" else symbols.SUBSCRIPT
        longest = 2 if sign == "_" else 1  # letters in a row: a raised word is hard to read
        small = plain and not re.search(rf"[^\W\d_]{{{longest + 1},}}", plain)
        if not self.ascii_only and small and all(c in table for c in plain):
            return Atom(text + "".join(table[c] for c in plain), kind)
        nested = self.ascii_only and re.search("[_^]", plain)  # e^(x_i), not e^x_i
        bare = not nested and (tight(inside) or SIMPLE.fullmatch(plain))
        return Atom(f"{text}{sign}{plain if bare else f'({plain})'}", kind)

    def root(self) -> str:
        degree = ""
        if self.tokens and self.tokens[-1] == "[":
            self.tokens.pop()
            degree = join(self.atoms("]"))
        inside = self.group()
        simple = tight(inside) and not self.ascii_only
        if degree and self.ascii_only:
            return f"root{degree}({join(inside)})"
        raised = "".join(symbols.SUPERSCRIPT.get(c, c) for c in degree)
        return f"{raised}√{join(inside)}" if simple else f"{raised}√({join(inside)})"

    def accent(self, name: str) -> str:
        mark, word = symbols.ACCENTS[name]
        text = join(self.group())
        if len(text) == 1 and not self.ascii_only:
            return text + mark
        return f"{text}_{word}" if text.isalnum() else f"{word}({text})"

    def environment(self) -> list[Atom]:
        """A matrix as ``[a, b; c, d]``; other environments lose their frame."""
        name = self.raw().rstrip("*")
        if name == "array":
            self.raw()
        rows: list[list[Atom]] = [[]]
        while self.tokens:
            token = self.tokens.pop()
            if token == "\\end":
                self.raw()
                break
            if token == "\\\\":
                rows.append([])
            elif token == "&":
                rows[-1].append(Atom(",", "comma"))
            elif token in ("^", "_"):
                rows[-1].append(self.script(rows[-1].pop() if rows[-1] else Atom(""), token))
            elif not token.isspace():
                rows[-1].extend(self.atom(token))
        aligned = not name.endswith("matrix") and name not in ("cases", "array")
        kept = [[atom for atom in row if not (aligned and atom.kind == "comma")] for row in rows if row]
        text = "; ".join(join(row) for row in kept)
        frame = {"cases": "{{ {} }}", "vmatrix": "|{}|"}.get(name, "{}" if aligned else "[{}]")
        return [Atom(frame.format(text), "word")]


def _class(token: str) -> Class:
    if token in "+-*":
        return "binary"
    if token in "=<>:":
        return "relation"
    if token in "([":
        return "open"
    if token in ")]}!":
        return "close"
    if token in ",;":
        return "comma"
    return {"|": "fence", "~": "space", "/": "slash"}.get(token, "word")  # type: ignore[return-value]


def _symbol(name: str) -> list[Atom]:
    if name in symbols.SILENT:
        return []
    if name in symbols.SPACES or name == "\\":
        return [Atom(" ", "space")] if name != "\\" else [Atom(";", "comma")]
    if name in symbols.FUNCTIONS:
        return [Atom({"argmax": "arg max", "argmin": "arg min"}.get(name, name), "function")]
    tables: tuple[tuple[dict[str, str], Class], ...] = (
        (symbols.RELATIONS, "relation"), (symbols.BINARY, "binary"), (symbols.PREFIXES, "prefix"),
        (symbols.BIG, "function"), (symbols.OPEN, "open"), (symbols.CLOSE, "close"),
        (symbols.FENCES, "fence"),
    )  # fmt: skip
    for table, kind in tables:
        if name in table:
            return [Atom(table[name], kind)]
    return [Atom(symbols.LETTERS.get(name, name))]
