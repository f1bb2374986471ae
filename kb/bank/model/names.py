"""Forms of ids, anchors and symbols, and suggestions for mistyped names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

_WORDS = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_AREA = r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*"
_NAME = r"[A-Za-z_][A-Za-z0-9_]*"
_DOTTED = rf"{_NAME}(?:\.{_NAME})*"


class Form(NamedTuple):
    """A way of writing something: a regular expression that has to match as a whole, and its description."""

    pattern: str
    meaning: str


FORMS: dict[str, Form] = {
    "words": Form(_WORDS, "lower-case words joined by hyphens"),
    "area": Form(_AREA, "an area in lower case, such as detection"),
    "folder": Form(_AREA, "lower-case words joined by underscores"),
    "page": Form(
        rf"(?:{_AREA}/{_WORDS}#)?{_WORDS}", "an anchor such as how-it-works or detection/nms#how-it-works"
    ),
    "full page": Form(rf"{_AREA}/{_WORDS}#{_WORDS}", "area/page#anchor, such as detection/nms#practice"),
    "exercise": Form(rf"{_AREA}/{_AREA}", "an exercise's id, such as detection/box_iou"),
    "full id": Form(
        rf"{_AREA}/(?:{_AREA}|{_WORDS}/{_WORDS})", "a full id: area/page/id, or area/name of an exercise"
    ),
    "slug": Form(r"[a-z0-9]+(?:[_-][a-z0-9]+)*", "a file's name without .py, such as not_clamped"),
    "name": Form(_NAME, "a Python name"),
    "dotted": Form(_DOTTED, "a dotted name, such as torch.softmax"),
    "symbol": Form(rf"{_DOTTED}:{_DOTTED}", "module:attribute, such as kb.detection.nms:nms"),
    "test": Form(
        r"test_[A-Za-z0-9_]+(?:\[[^\n]+\])?",
        "a test: test_ties for all its cases, or a case such as 'test_hand_cases[apart in x]' in quotes",
    ),
    "line": Form(r"\S(?:[^\n]*\S)?", "one line without indentation or spaces at its end"),
}


@cache
def _compiled(form: str) -> re.Pattern[str]:
    return re.compile(FORMS[form].pattern)


def matches(form: str, text: str) -> bool:
    """Is the whole of ``text`` written in this form?"""
    return _compiled(form).fullmatch(text) is not None


def close(word: str, known: Iterable[str], most: int = 3) -> list[str]:
    """The known names closest to a mistyped word, the closest first.

    Only names with as many slashes count, and only the part after their common beginning is compared.
    """
    from difflib import SequenceMatcher

    wanted = fold(word)[:200].split("/")
    scored: list[tuple[float, str]] = []
    for name in dict.fromkeys(known):
        parts = fold(name).split("/")
        if len(parts) == len(wanted):
            same = next((i for i, part in enumerate(parts) if part != wanted[i]), len(parts) - 1)
            matcher = SequenceMatcher(None, "/".join(wanted[same:]), "/".join(parts[same:]))
            scored.append((-matcher.ratio(), name))
    return [name for score, name in sorted(scored)[:most] if score <= -0.6]


def fold(name: str) -> str:
    """The name in lower case with hyphens, so that spellings that look alike compare equal."""
    return name.lower().replace("_", "-")
