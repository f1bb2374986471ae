"""The bank's questions as a page shows them: drawn once, shuffled once, the same in every build."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from kb.bank.find.code import CodeError, code_of_bug, wrong_lines
from kb.bank.model.question import Bug, Code, Multiple, Numeric, Option, Order, Question, Shape, Single
from kb.site.errors import SiteError


@dataclass(frozen=True, slots=True)
class View:
    """A question as its page shows it; ``number`` counts on the page."""

    question: Question
    number: int
    options: tuple[Option, ...] = ()
    steps: tuple[tuple[int, str], ...] = ()  # (place in the right order, text), as shown
    drawn: bool = False
    snippet: str = ""
    line: int = 0

    @property
    def slug(self) -> str:
        return self.question.id.rpartition("/")[2]

    @property
    def section(self) -> str:
        return self.question.page.partition("#")[2]

    @property
    def kind(self) -> str:
        return self.question.kind


def view(question: Question, number: int) -> View:
    """Prepare a question; the random numbers come from its id, so that a build can be repeated."""
    rng = Random(question.id)
    drawn = isinstance(question, Numeric | Shape) and bool(question.variables)
    if drawn:
        question = _drawn(question, rng)
    more: dict[str, Any] = {}
    if isinstance(question, Single | Multiple):
        more["options"] = tuple(rng.sample(question.options, len(question.options)))
    elif isinstance(question, Order):
        more["steps"] = _shuffled(question.steps, rng)
    elif isinstance(question, Bug):
        more["snippet"], more["line"] = _wrong_line(question)
    return View(question, number, drawn=drawn, **more)


def _drawn(question: Question, rng: Random) -> Question:
    from kb.bank.compute.draw import draw
    from kb.bank.compute.evaluate import EvaluationError

    try:
        return draw(question, rng)
    except EvaluationError as error:
        raise SiteError(f"{question.location}: {error}") from error


def _shuffled(steps: tuple[str, ...], rng: Random) -> tuple[tuple[int, str], ...]:
    """Shuffled, and never in the right order."""
    right = tuple(enumerate(steps))
    while (shown := tuple(rng.sample(right, len(right)))) == right and len(right) > 1:
        pass
    return shown


def _wrong_line(question: Bug) -> tuple[str, int]:
    """The mistake's code, and the number of its wrong line in it."""
    try:
        code = code_of_bug(question, [question.location.file.parents[1]])
    except CodeError as error:
        raise SiteError(str(error)) from None
    numbers = wrong_lines(question, code.splitlines())
    if not numbers:
        raise SiteError(f"{question.location}: {question.mistake} has no line {question.line.strip()!r}")
    return code, numbers[0]


@dataclass(frozen=True, slots=True)
class Exercise:
    """A coding exercise as a page shows it."""

    code: Code

    @property
    def name(self) -> str:
        return self.code.id.rpartition("/")[2]

    @property
    def starter(self) -> str:
        return self.code.starter.read_text(encoding="utf-8").strip("\n")
