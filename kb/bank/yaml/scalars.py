"""Resolve unquoted words by the core schema of YAML 1.2.2, section 10.3.2.

Differs: a number with a leading zero (octal to YAML 1.1, decimal to 1.2) and one of absurd length are traps,
to be refused. Words that only YAML 1.1 converts (``no``, ``1:30``, ``2024-01-01``, ``1_000``) are text.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_WHOLE = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_SPECIAL = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_LEADING_ZERO = re.compile(r"[-+]?0[0-9]+")
_LONGEST = 300  # digits; no question asks for a longer number, and int() takes quadratic time


class Trap(NamedTuple):
    """A word that two readers read differently, or a number that no question needs."""

    found: str
    expected: str


Value = str | int | float | bool | None | Trap


def resolve(word: str) -> Value:
    """The value of an unquoted scalar."""
    if word in _WORDS:
        return _WORDS[word]
    if word[0] not in "-+.0123456789":
        return word
    if _WHOLE.fullmatch(word):
        return _whole(word)
    if _FLOAT.fullmatch(word):
        return float(word)
    if _SPECIAL.fullmatch(word):
        return float(word.replace(".", "").lower())
    return word


def _whole(word: str) -> int | Trap:
    if len(word) > _LONGEST:
        return Trap(f"a number of {len(word)} digits", f"at most {_LONGEST} digits")
    if _LEADING_ZERO.fullmatch(word):
        plain = str(int(word))
        return Trap(f"{word}, which YAML 1.1 reads as octal", f"{plain}, or '{word}' in quotes if it is text")
    return int(word, 0)
