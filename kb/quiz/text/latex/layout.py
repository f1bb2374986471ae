"""Pieces of a formula in a row: the spaces between them, and the parentheses that a line of text needs."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

Class = Literal[
    "word", "binary", "sign", "relation", "slash", "open", "close", "fence", "comma", "function", "prefix",
    "fraction", "space",
]  # fmt: skip
WORD = re.compile(r"[A-Za-z]{2}")
SIGNED = (
    "binary",
    "relation",
    "slash",
    "open",
    "comma",
    "function",
    "sign",
)  # before a sign, not an operator


@dataclass(frozen=True, slots=True)
class Atom:
    """A piece of the line, and how it stands to its neighbors."""

    text: str
    kind: Class = "word"


def _fences(atoms: list[Atom]) -> list[Atom]:
    """Bars in even number open and close by turns; a single one stands for itself."""
    bars = [index for index, atom in enumerate(atoms) if atom.kind == "fence"]
    if len(bars) % 2:
        return [replace(atom, kind="word") if atom.kind == "fence" else atom for atom in atoms]
    turned = list(atoms)
    for turn, index in enumerate(bars):
        turned[index] = replace(atoms[index], kind="close" if turn % 2 else "open")
    return turned


def _outer(atoms: list[Atom]) -> list[list[Atom]]:
    """The atoms outside of every bracket, a bracketed run as one item."""
    items: list[list[Atom]] = []
    depth = 0
    for atom in _fences(atoms):
        closing = atom.kind == "close" and atom.text[:1] != "!"
        if depth:
            items[-1].append(atom)
        else:
            items.append([atom])
        depth = max(0, depth + (atom.kind == "open") - closing)
    return items


def tight(atoms: list[Atom]) -> bool:
    """Whether the group can stand beside a power or a slash without parentheses."""
    items = [item for item in _outer(atoms) if item[0].kind != "space"]
    if not items:
        return True
    heads = [item[0] for item in items]
    if heads[0].kind == "prefix" or (heads[0].text in ("d", "Δ") and len(heads) == 2):
        heads = heads[1:]
    if (
        len(heads) == 2
        and heads[0].kind in ("function", "word")
        and heads[0].text
        and heads[1].kind == "open"
    ):
        return True  # a call, f(x)
    return len(heads) == 1 and heads[0].kind in ("word", "open", "function", "close")


def fraction(above: list[Atom], below: list[Atom]) -> str:
    kinds = {item[0].kind for item in _outer(above)}
    loose = not tight(above) and bool(kinds & {"binary", "relation", "comma", "fraction", "function"})
    top = f"({join(above)})" if loose else join(above)
    bottom = join(below) if tight(below) and "/" not in join(below) else f"({join(below)})"
    return f"{top} / {bottom}" if " " in top + bottom else f"{top}/{bottom}"


def join(atoms: list[Atom]) -> str:
    """The atoms in a row, with the spaces that their kinds ask for."""
    text = ""
    row = [atom for atom in _fences(atoms) if atom.text]
    for index, atom in enumerate(row):
        before = row[index - 1] if index else None
        after = row[index + 1] if index + 1 < len(row) else None
        if atom.kind == "fraction" and _clings(before, after):
            atom = Atom(f"({atom.text})")
        text += (" " if before is not None and _spaced(before, atom) else "") + atom.text
        if atom.kind == "binary" and (before is None or before.kind in SIGNED):
            row[index] = Atom(atom.text, "sign")
    return text


def _clings(before: Atom | None, after: Atom | None) -> bool:
    """Whether a fraction needs parentheses between these neighbors."""
    beside = ("word", "function", "prefix", "fraction", "slash")
    return (before is not None and before.kind in (*beside, "close")) or (
        after is not None and after.kind in (*beside, "open")
    )


def _spaced(before: Atom, atom: Atom) -> bool:
    if "space" in (before.kind, atom.kind) or "slash" in (before.kind, atom.kind):
        return False
    if before.kind in ("prefix", "open", "sign") or atom.kind in ("close", "comma"):
        return False
    if before.kind in ("binary", "relation", "comma") or atom.kind in ("binary", "relation"):
        return True
    if before.kind == "function":
        return not atom.text.startswith(("(", "["))
    if atom.kind == "function":
        return before.kind in ("word", "close", "fraction")
    if not atom.text[:1].isalnum():
        return False
    scripted = any(mark in text for mark in "_^" for text in (before.text, atom.text))  # x_1 y, not x_1y
    return scripted or (before.text[-1:].isalnum() and bool(WORD.match(before.text) or WORD.match(atom.text)))
