# ruff: noqa: RUF009 (_doc is dataclasses.field with metadata)
"""The contents of a bank after reading: plain frozen objects.

Nothing here reads a file. What authors have to know about a field is in its metadata:
``doc`` (a sentence), ``key`` (its name in YAML where that differs), ``like`` (a pattern of `kb.bank.model.names`),
``least`` / ``above`` (bounds of a number), ``items`` (the least length of a list). `kb.bank.decode.decode` enforces
it and `kb.bank.decode.schema` copies it into ``questions/schema.json``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

Frequency = Literal["core", "common", "rare"]
Kind = Literal["single", "multiple", "numeric", "shape", "order", "predict", "bug", "open", "code"]
Number = int | float

_CHECKS = ("key", "like", "least", "above", "items")


def _doc(text: str, **more: Any) -> Any:
    """A dataclass field with a sentence for authors; ``more`` may carry ``default`` and the checks above."""
    checks = {name: more.pop(name) for name in _CHECKS if name in more}
    return field(metadata={"doc": text, **checks}, **more)


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a file: line and column count from 1; 0, 0 is a file or folder as a whole."""

    file: Path
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else str(self.file)


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a ``single`` or ``multiple`` question."""

    text: str = _doc("What the learner reads.")
    why: str = _doc("Why this option is right or wrong; shown after answering.")
    right: bool = _doc("True for a right option.", default=False)


@dataclass(frozen=True, slots=True)
class WrongValue:
    """A known wrong answer to a ``numeric`` or ``shape`` question, with the reasoning that leads to it."""

    why: str = _doc("The mistake that gives this value.")
    value: Number | str | None = _doc("The wrong value; leave out when `compute` is given.", default=None)
    compute: str | None = _doc("An expression for the wrong value.", like="expression", default=None)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question that an interviewer asks next, with an answer."""

    prompt: str = _doc("The follow-up question.")
    answer: str = _doc("A good answer, in a sentence or three.")


@dataclass(frozen=True, slots=True)
class Variable:
    """A name of a question with ``vars``, and the values that it is drawn from."""

    name: str
    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """The fields that every kind has."""

    id: str = _doc(
        "Unique in its file: lower-case words joined by hyphens. The full id is area/page/id.", like="words"
    )
    rev: int = _doc(
        "Starts at 1. Raise it when the right answer changes: the learner's history starts over.", least=1
    )
    kind: Kind = _doc("How the question is answered.")
    level: Literal[1, 2, 3] = _doc("1 every candidate, 2 a good one, 3 a specialist.")
    frequency: Frequency = _doc("How often interviewers ask it.")
    prompt: str = _doc("The question, in Markdown with LaTeX; {{name}} stands for a variable of `vars`.")
    why: str = _doc("The explanation shown after answering, in Markdown with LaTeX.")
    page: str = _doc(
        "The anchor of the section that explains it, as `anchor` on this page or `area/page#anchor`.",
        like="page",
    )
    hints: tuple[str, ...] = _doc("Mildest first, never the answer.", default=())
    sources: tuple[str, ...] = _doc("arXiv id with section, or a standard's name.", default=())
    tags: tuple[str, ...] = _doc(
        "Further topics under which the question is found: lower-case words joined by hyphens.",
        like="words",
        default=(),
    )
    formerly: tuple[str, ...] = _doc(
        "Full ids that this question had before; history follows.", like="full id", default=()
    )
    location: Location

    @property
    def topic(self) -> str:
        """The id of the page, ``area/page``."""
        return self.id.rpartition("/")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Single(Question):
    """Exactly one option is right."""

    options: tuple[Option, ...] = _doc("Two or more; shown in a random order.", items=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Multiple(Question):
    """The exact set of right options is asked for."""

    options: tuple[Option, ...] = _doc("Two or more; shown in a random order.", items=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Numeric(Question):
    """A number, with a tolerance. With ``vars`` the answer is computed each time the question is asked."""

    answer: Number | None = _doc(
        "The right number; leave out when `vars` is given, and only then.", default=None
    )
    tolerance: Number = _doc("The largest absolute error that is accepted.", least=0, default=0.0)
    unit: str | None = _doc("The unit, such as pixels or %.", default=None)
    compute: str | None = _doc(
        "An expression over kb, np and math that gives the answer.", like="expression", default=None
    )
    variables: tuple[Variable, ...] = _doc(
        "Names and the values they are drawn from.", key="vars", default=()
    )
    wrong: tuple[WrongValue, ...] = _doc("Known wrong values.", default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape(Question):
    """The shape of an array."""

    answer: str | None = _doc("Such as 2x3; leave out when `vars` is given, and only then.", default=None)
    compute: str | None = _doc(
        "An expression that gives the shape as a tuple.", like="expression", default=None
    )
    variables: tuple[Variable, ...] = _doc(
        "Names and the values they are drawn from.", key="vars", default=()
    )
    wrong: tuple[WrongValue, ...] = _doc("Known wrong shapes.", default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Order(Question):
    """Steps to put in order."""

    steps: tuple[str, ...] = _doc("In the right order; shown shuffled.", items=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Predict(Question):
    """The learner predicts what a snippet prints. The bank check runs the snippet."""

    snippet: str = _doc("Python that prints something.")
    answer: str = _doc("What it prints, without the last newline.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bug(Question):
    """The learner finds the wrong line. The snippet is one of an exercise's mistakes."""

    exercise: str = _doc("The exercise's id, such as detection/box_iou.", like="exercise")
    mistake: str = _doc("The file's name in its mistakes folder, without .py.", like="slug")
    line: str = _doc("The wrong line as it is in the file, without indentation.", like="line")


@dataclass(frozen=True, slots=True, kw_only=True)
class Open(Question):
    """Answered aloud or in writing, then ticked off point by point by the learner."""

    points: tuple[str, ...] = _doc("The key points of a good answer.", items=1)
    followups: tuple[FollowUp, ...] = _doc("What an interviewer asks next.", default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Performance:
    """The speed that an answer must reach, relative to the reference on the same input."""

    at_most: Number = _doc("How many times the reference's time is still accepted.", above=0)
    input: str = _doc("What is timed, in words.")
    quick: Number = _doc(
        "Seconds that the bound allows on any machine; an answer within them passes without timing the reference.",
        least=0,
        default=0.0,
    )


@dataclass(frozen=True, slots=True)
class Edge:
    """A special case that some tests of an exercise decide: a name of `kb.bank.decode.edges.EDGES`, and those tests."""

    name: str
    tests: tuple[
        str, ...
    ]  # functions, each with all its cases, and single cases: test_hand_cases[apart in x]


CORE = "core"  # the part of every test that belongs to no edge


def part_of(test: str, edges: tuple[Edge, ...]) -> str:
    """The part of an exercise that a test belongs to: ``CORE``, or the name of one of its edges.

    Args:
        test: its id, such as ``test_hand_cases[apart in x]``.
        edges: those of the exercise.
    """
    names = (test, test.partition("[")[0])
    return next((edge.name for edge in edges if any(name in edge.tests for name in names)), CORE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Code(Question):
    """A coding exercise: the folder ``questions/<area>/<name>/``. Its id is the folder's path."""

    title: str = _doc("A short name for lists.")
    entry: str = _doc("The one name that is taken from the learner's file.", like="name")
    minutes: Number = _doc("How long a good candidate takes.", above=0)
    reference: str = _doc("The solution, as module:attribute.", like="symbol")
    forbid: tuple[str, ...] = _doc("Dotted names that an answer must not use.", like="dotted", default=())
    performance: Performance | None = _doc("The performance bound, if any.", default=None)
    edges: tuple[Edge, ...] = _doc(
        "Special cases by name, each with the tests that decide it; all other tests are the core.",
        like="test",
        default=(),
    )
    folder: Path

    @property
    def topic(self) -> str:
        """The id of the page that the exercise belongs to, ``area/page``."""
        return self.page.partition("#")[0]

    def part(self, test: str) -> str:
        """The part that a test belongs to, as in ``part_of``."""
        return part_of(test, self.edges)

    @property
    def starter(self) -> Path:
        return self.folder / "starter.py"

    @property
    def cases(self) -> Path:
        return self.folder / f"test_{self.folder.name}.py"

    @property
    def accepted(self) -> tuple[Path, ...]:
        return tuple(sorted((self.folder / "accepted").glob("*.py")))

    @property
    def mistakes(self) -> tuple[Path, ...]:
        return tuple(sorted((self.folder / "mistakes").glob("*.py")))


KINDS: dict[str, type[Question]] = {
    "single": Single,
    "multiple": Multiple,
    "numeric": Numeric,
    "shape": Shape,
    "order": Order,
    "predict": Predict,
    "bug": Bug,
    "open": Open,
    "code": Code,
}


@dataclass(frozen=True)
class Bank:
    """The questions that were asked for: those of each page in their order, then the area's exercises."""

    questions: tuple[Question, ...] = ()

    @cached_property
    def _by_id(self) -> dict[str, Question]:
        return {question.id: question for question in self.questions}

    def get(self, id: str) -> Question | None:
        """The question with this full id; None if this bank, which may hold one topic only, lacks it."""
        return self._by_id.get(id)

    def __contains__(self, id: object) -> bool:
        return id in self._by_id

    def __len__(self) -> int:
        return len(self.questions)

    @property
    def exercises(self) -> tuple[Code, ...]:
        return tuple(question for question in self.questions if isinstance(question, Code))

    def topics(self) -> tuple[str, ...]:
        """The areas and pages of the questions, sorted: ``("detection", "detection/iou", ...)``."""
        pages = {question.topic for question in self.questions}
        return tuple(sorted(pages | {page.partition("/")[0] for page in pages}))
