"""Text in so many columns and so many rows: wrapped, shortened, and safe to print on a terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kb.grader.compare.describe import clean

MORE = " …"
OWN = "…\ufffd"  # signs of the report itself, narrow wherever it was looked at


def cells(text: str) -> int:
    """The columns that a text takes; a sign that may be wide in some terminal counts as wide."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" and sign not in OWN else 1 for sign in text)


def plain(text: str) -> str:
    """One line, whatever the text: nothing in it moves the cursor."""
    return " ".join(clean(text, len(text)).split())


def wrap(text: str, width: int, indent: str = "", then: str | None = None) -> list[str]:
    """The words of a text in lines of at most ``width`` columns; a word that is wider is broken.

    Args:
        text: paragraphs, a blank line between two.
        width: in columns, of a line with its indent.
        indent: what every line begins with.
        then: what the lines after the first begin with instead.
    """
    out: list[str] = []
    room = max(1, width - cells(indent))
    for paragraph in text.split("\n\n"):
        line = ""
        for word in _broken(plain(paragraph).split(), room):
            if line and cells(line) + 1 + cells(word) > room:
                out.append(line)
                line = word
            else:
                line = f"{line} {word}" if line else word
        out += [line] if line else []
    begin = indent if then is None else then
    return [(begin if number else indent) + line for number, line in enumerate(out)]


def _broken(words: Iterable[str], room: int) -> Iterator[str]:
    """Words of at most ``room`` columns."""
    for word in words:
        rest = word
        while cells(rest) > room:
            size = _fitting(rest, room)
            yield rest[:size]
            rest = rest[size:]
        yield rest


def _fitting(text: str, room: int) -> int:
    """How many signs go into ``room`` columns; one at least."""
    used = 0
    for number, sign in enumerate(text):
        used += cells(sign)
        if used > room:
            return max(1, number)
    return len(text)


def cut(line: str, width: int, marked: bool = False) -> str:
    """A line of at most ``width`` columns; ``marked`` adds the sign that more would follow also where it fits."""
    if cells(line) <= width - len(MORE) * marked:
        return line + MORE * marked
    return line[: _fitting(line, max(1, width - len(MORE)))].rstrip() + MORE


@dataclass(frozen=True, slots=True)
class Part:
    """Lines that belong together. Where rows are short, parts that yield early are cut first, down to ``least``."""

    lines: list[str]
    least: int
    yields: int = 0


def fit(parts: Iterable[Part], rows: int, width: int) -> tuple[list[str], bool]:
    """All lines in at most ``rows``, as far as the parts yield, and whether anything is missing."""
    kept = dict(enumerate(parts))
    excess = sum(len(part.lines) for part in kept.values()) - rows
    shortened = excess > 0
    for number in sorted(kept, key=lambda number: kept[number].yields):
        part = kept[number]
        size = max(min(part.least, len(part.lines)), len(part.lines) - max(0, excess))
        excess -= len(part.lines) - size
        if size < len(part.lines):
            kept[number] = Part(
                [*part.lines[: size - 1], cut(part.lines[size - 1], width, True)][:size], size
            )
    lines = [line for part in kept.values() for line in part.lines]
    return [cut(line, width) for line in lines], shortened or any(cells(line) > width for line in lines)
