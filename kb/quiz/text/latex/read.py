"""A LaTeX formula as one line of readable text: ``\\frac{a+b}{c}`` becomes ``(a + b)/c``.

math-core turns LaTeX into MathML, as on the site; here its elements become the pieces of a line. A formula that is
shown wrongly teaches something wrong, so the structure comes first: a fraction, a root or a power keeps the
parentheses that its two dimensions made needless on paper. What is not LaTeX is shown as it stands.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from kb.quiz.text.latex import symbols
from kb.quiz.text.latex.layout import Atom, Class, fraction, join, tight

COMPACT = re.compile(r"\s*([=+−,·×<>≤≥≠∈→-])\s*")  # signs that stand close inside a script
SIMPLE = re.compile(r"[-−]?(\d+|[^\W\d_]+)")  # a script that needs no parentheses
STYLED = re.compile(
    "[\U0001d400-\U0001d537\U0001d56c-\U0001d7d7\U0001d7e2-\U0001d7ff]"
)  # but the double-struck
NAMED = "0.1667em"  # the space that math-core puts before a named function
APPLY = "\u2061"  # between a function and its argument
CLASSES: dict[str, Class] = {
    **dict.fromkeys("+-−*", "binary"),
    **dict.fromkeys("=<>:", "relation"),
    **dict.fromkeys("([", "open"),
    **dict.fromkeys(")]!", "close"),
    **dict.fromkeys(",;", "comma"),
    "|": "fence",
    "‖": "fence",
    "/": "slash",
}  # fmt: skip
for _signs, _class in symbols.SIGNS.items():
    CLASSES |= dict.fromkeys(_signs, _class)


def readable(latex: str, ascii_only: bool = False) -> str:
    """The formula as one line of text.

    Args:
        latex: without the dollar signs.
        ascii_only: scripts are written ``x^2`` and ``x_i`` instead of as raised and lowered characters;
            the other signs are left to the screen.
    """
    from math_core import LatexError, LatexToMathML

    try:
        mathml = LatexToMathML(fancy_error=False).convert_with_local_state(latex.strip(), displaystyle=False)
        root = ElementTree.fromstring(mathml.replace("&ApplyFunction;", APPLY))
    except (LatexError, ElementTree.ParseError):
        return " ".join(latex.split())
    text = join(_Writer(ascii_only).row(root))
    return unicodedata.normalize("NFC", re.sub(r"\s+", " ", text).strip())


class _Writer:
    """Turns elements into atoms."""

    def __init__(self, ascii_only: bool) -> None:
        self.ascii_only = ascii_only

    def row(self, parents: Element | Sequence[Element]) -> list[Atom]:
        found: list[Atom] = []
        for element in parents:
            if element.text == APPLY:
                found[-1] = Atom(found[-1].text, "function")
            else:
                found += self.atoms(element)
        return found

    def atoms(self, element: Element) -> list[Atom]:
        match element.tag:
            case "mi" | "mn" | "mtext":
                text = STYLED.sub(lambda m: unicodedata.normalize("NFKC", m[0]), element.text or "")
                text = symbols.SPELLED.get(text, text)
                return [Atom(text, "function" if text in symbols.FUNCTIONS else CLASSES.get(text, "word"))]
            case "mo":
                return [self.operator(element)]
            case "mspace":
                return [Atom(" ", "space")] if element.get("width", NAMED) != NAMED else []
            case "mfrac":
                if element.get("linethickness") == "0":
                    return [Atom(f"C({', '.join(join(self.atoms(each)) for each in element)})")]
                above, below = (self.atoms(each) for each in element)
                return [Atom(fraction(above, below), "fraction")]
            case "msqrt" | "mroot":
                return [Atom(self.root(element))]
            case "msub" | "msup" | "msubsup" | "munder" | "mover" | "munderover":
                return self.scripts(element)
            case "mtable":
                return [Atom(self.table(element))]
        return self.mrow(element)

    def mrow(self, element: Element) -> list[Atom]:
        inner = list(element)
        tags = [each.tag for each in inner]
        if tags == ["mo", "mfrac", "mo"] and inner[1].get("linethickness"):
            return self.atoms(inner[1])
        if tags == ["mo", "mtable", "mo"]:
            text = self.table(inner[1])
            return [Atom({"{": "{{ {} }}", "|": "|{}|"}.get(inner[0].text or "", "[{}]").format(text))]
        return self.row(element)

    def operator(self, element: Element) -> Atom:
        sign = element.text or ""
        if sign == "," and element.get("rspace") == "0":
            return Atom(sign)  # within a number
        kind = {"prefix": "open", "postfix": "close"}.get(element.get("form", ""), CLASSES.get(sign, "word"))
        shown = {"−": "-"}.get(sign, sign) if self.ascii_only else sign
        return Atom(symbols.SPELLED.get(shown, shown), kind)  # type: ignore[arg-type]

    def scripts(self, element: Element) -> list[Atom]:
        base, *scripts = element
        mark = scripts[0].text or ""
        if element.get("accent") or element.get("accentunder"):
            return [Atom(self.accent(base, mark))] if mark in symbols.ACCENTS else self.atoms(base)
        atoms = self.atoms(base)
        if base.tag == "mrow" and len(atoms) > 1:
            atoms = [Atom(join(atoms), "word" if tight(atoms) else "fraction")]
        limits = element.tag.startswith(("munder", "mover"))
        if limits and not (atoms and atoms[-1].kind == "function"):
            return atoms
        signs = {"msub": "_", "munder": "_", "msup": "^", "mover": "^"}.get(element.tag, "_^")
        last = atoms.pop() if atoms else Atom("")
        for sign, script in zip(signs, scripts, strict=True):
            last = self.script(last, self.atoms(script), sign)
        return [*atoms, last]

    def script(self, base: Atom, inside: list[Atom], sign: str) -> Atom:
        """``base`` with a raised or lowered group behind it."""
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

    def root(self, element: Element) -> str:
        inside = self.row(element) if element.tag == "msqrt" else self.atoms(element[0])
        degree = join(self.atoms(element[1])) if element.tag == "mroot" else ""
        if degree and self.ascii_only:
            return f"root{degree}({join(inside)})"
        raised = "".join(symbols.SUPERSCRIPT.get(c, c) for c in degree)
        simple = tight(inside) and not self.ascii_only
        return f"{raised}√{join(inside)}" if simple else f"{raised}√({join(inside)})"

    def accent(self, base: Element, sign: str) -> str:
        mark, word = symbols.ACCENTS[sign]
        text = join(self.atoms(base))
        if len(text) == 1 and not self.ascii_only:
            return text + mark
        return f"{text}_{word}" if text.isalnum() else f"{word}({text})"

    def table(self, element: Element) -> str:
        """Rows apart by semicolons; the cells of a matrix by commas, those of aligned equations not at all."""
        aligned = element.get("displaystyle") == "true"
        rows = []
        for row in element:
            cells = [self.row(cell) for cell in row]
            rows.append(
                join([a for c in cells for a in c]) if aligned else ", ".join(join(c) for c in cells if c)
            )
        return "; ".join(row for row in rows if row)
