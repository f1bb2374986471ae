"""Known wrong answers: files whose docstrings say what the mistake is and which test must catch it.

A mistake that has a number in it, such as an epsilon, occurs with other numbers, too. The line
``Also with: 1e-6, 1e-9 for 1e-7`` has the file compared with each of them in the place of the one that is written.
"""

from __future__ import annotations

import io
import re
import tokenize
from dataclasses import dataclass
from pathlib import Path

from kb.bank.find.mistake import read_mistake
from kb.bank.model.question import Code
from kb.grader.answer.file import Answer
from kb.grader.model.verdict import Mistake


@dataclass(frozen=True)
class KnownMistake:
    """A mistake file: its text and what its docstring says."""

    answer: Answer
    title: str
    explanation: str
    caught_by: tuple[str, ...]
    page: str
    variants: tuple[Variant, ...] = ()

    @property
    def id(self) -> str:
        return self.answer.path.stem

    def named(self, variant: Variant | None = None) -> Mistake:
        """As the report names it; ``variant`` is the one that the answer behaves like, where it is not the file."""
        title = self.title if variant is None else f"{self.title} (here with {variant.number})"
        return Mistake(self.id, title, self.explanation, self.page)


@dataclass(frozen=True)
class Variant:
    """A mistake with another number in it."""

    number: str
    answer: Answer


def describe(path: Path, exercise: Code) -> KnownMistake:
    """Read a mistake of the exercise.

    Raises:
        ValueError: a part of its docstring is missing, or the number that is to be replaced; the text says which.
    """
    file = read_mistake(path, exercise.topic)
    variants = _variants(path, file.source, file.also_with) if file.also_with else ()
    answer = Answer(path, file.source)
    return KnownMistake(answer, file.title, file.explanation, file.caught_by, file.page, variants)


def _variants(path: Path, source: str, line: str) -> tuple[Variant, ...]:
    """``1e-6, 1e-9 for 1e-7``: the file with other numbers in the place of the last one, wherever that stands."""
    others, _, written = line.partition(" for ")
    numbers = [number.strip() for number in others.split(",")]
    if not written or not all(re.fullmatch(r"[\d.]+(e-?\d+)?", number) for number in numbers):
        raise ValueError(f"{path}: `Also with: {line}` is not of the form `Also with: 1e-6, 1e-9 for 1e-7`")
    tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
    places = [token for token in tokens if token.type == tokenize.NUMBER and token.string == written.strip()]
    if not places:
        raise ValueError(f"{path}: `Also with: {line}`: the code has no number {written.strip()}")
    return tuple(Variant(number, Answer(path, _replaced(source, places, number))) for number in numbers)


def _replaced(source: str, places: list[tokenize.TokenInfo], number: str) -> str:
    lines = source.splitlines(keepends=True)
    for place in reversed(places):
        line = lines[place.start[0] - 1]
        lines[place.start[0] - 1] = line[: place.start[1]] + number + line[place.end[1] :]
    return "".join(lines)
