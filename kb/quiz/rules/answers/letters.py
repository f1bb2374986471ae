"""Options, steps and points are named by letters that no command uses."""

from __future__ import annotations

import re

from kb.quiz.rules.answers import Unclear

# Not g h n q s y: these grade, hint, say no, quit, skip, say yes.
ALPHABET = "abcdefijklmoprtuvwxz"


def letters(count: int) -> str:
    """The letters of ``count`` things.

    Raises:
        ValueError: there are more things than letters.
    """
    if count > len(ALPHABET):
        raise ValueError(f"{count} options, at most {len(ALPHABET)} were expected")
    return ALPHABET[:count]


def span(count: int) -> str:
    """The letters as an example range: ``a-d``; ``a`` where there is one."""
    known = letters(count)
    return known if count < 2 else f"{known[0]}-{known[-1]}"


def read_set(line: str, count: int) -> frozenset[int] | Unclear:
    """A set of positions from ``bd``, ``b, d``, ``B and D``; ``none`` is the empty set, ``all`` all."""
    word = line.strip().casefold()
    if word in ("none", "nothing"):
        return frozenset()
    if word == "all":
        return frozenset(range(count))
    found = _positions(word, count)
    if not found:
        return Unclear(f"letters of {span(count)}, such as {letters(count)[: min(2, count)]}, or none")
    return frozenset(found)


def read_one(line: str, count: int) -> int | Unclear:
    """One position from ``b``."""
    found = _positions(line.casefold(), count)
    if found is None or len(set(found)) != 1:
        return Unclear(f"one letter of {span(count)}")
    return found[0]


def read_order(line: str, count: int) -> tuple[int, ...] | Unclear:
    """All positions in some order from ``bdac``, ``b d a c``, ``b > d > a > c``."""
    found = _positions(line.casefold(), count)
    if found is None or sorted(found) != list(range(count)):
        return Unclear(
            f"every letter of {span(count)} once, first step first, such as {letters(count)[::-1]}"
        )
    return tuple(found)


def _positions(text: str, count: int) -> list[int] | None:
    """The positions of the letters in ``text``; None where something else stands in it."""
    bare = re.sub(r"\band\b|->|→|[\s,;.)(>&+]", "", text)
    known = letters(count)
    if not bare or any(character not in known for character in bare):
        return None
    return [known.index(character) for character in bare]
