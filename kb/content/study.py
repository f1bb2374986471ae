"""Plans for studying, made from what the bank says of its questions: how often they are asked, and how hard they are.

A page is read together with its questions; its exercises follow. What is asked most comes first: the core of every
page before the rest of any. Every part goes into the first day that has room for it, an exercise not before its page;
what no day has room for is left out, and said.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from kb.bank.model.question import Code, Frequency, Question

WEIGHTS: dict[Frequency, int] = {"core": 4, "common": 2, "rare": 1}
MINUTES = {
    "open": 4.0,
    "order": 2.5,
    "predict": 2.5,
    "bug": 2.5,
    "numeric": 2.5,
    "shape": 2.5,
}  # of a question; others:
QUICK = 1.5
PACE = 200  # words a minute that are read with attention
READ = (
    "in-30-seconds",
    "how-it-works",
    "common-mistakes",
    "what-interviewers-ask-next",
)  # sections of a first reading
_SECTION = re.compile(r"^## .*\{ *#([\w-]+) *\} *$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Plan:
    """How much time there is, and what it is for."""

    name: str
    days: tuple[float, ...]  # minutes of each
    sitting: float  # minutes with a page at most; a longer one is read in several sittings
    frequencies: tuple[Frequency, ...]
    hardest: int  # level


def _week(weekday: float, weekend: float) -> tuple[float, ...]:
    return (weekday,) * 5 + (weekend,) * 2


PLANS = {
    plan.name: plan
    for plan in (
        Plan("two-days", (420.0, 420.0), 90.0, ("core",), 2),
        Plan("two-weeks", _week(60.0, 120.0) * 2, 60.0, ("core", "common"), 2),
        Plan("six-weeks", _week(15.0, 90.0) * 6, 15.0, ("core", "common", "rare"), 3),
    )
}


@dataclass(frozen=True, slots=True)
class Part:
    """A page with its questions, or an exercise."""

    page: str
    minutes: float
    questions: int = 0
    exercise: Code | None = None
    again: bool = False  # whether an earlier part was about this page


@dataclass(slots=True)
class Day:
    """What is done on a day."""

    number: int
    room: float
    parts: list[Part] = field(default_factory=list)

    @property
    def minutes(self) -> float:
        return sum(part.minutes for part in self.parts)


@dataclass(frozen=True, slots=True)
class Course:
    """A plan with its days, and what found no room."""

    plan: Plan
    days: tuple[Day, ...]
    left_out: tuple[Part, ...]


def course(plan: Plan, questions: Sequence[Question], docs: Path) -> Course:
    """The days of a plan."""
    days = [Day(number, room) for number, room in enumerate(plan.days, 1)]
    left: list[Part] = []
    last: dict[str, int] = {}  # page -> the last day on which something was read on it
    for part in parts(plan, questions, docs):
        after = last.get(part.page, 0)
        room = (day for day in days if day.number >= after and day.room - day.minutes >= part.minutes)
        day = next(room, None)
        if day is None or (not after and (part.exercise or part.again)):
            left.append(part)
            continue
        day.parts.append(part)
        if part.exercise is None:
            last[part.page] = day.number
    return Course(plan, tuple(day for day in days if day.parts), tuple(left))


def parts(plan: Plan, questions: Iterable[Question], docs: Path) -> list[Part]:
    """Pages and exercises of a plan, what is asked most first: the core of every page before more of any."""
    pages: dict[str, list[Question]] = {}
    for question in questions:
        if question.frequency in plan.frequencies and question.level <= plan.hardest:
            pages.setdefault(question.topic, []).append(question)
    weights = {
        page: float(sum(WEIGHTS[each.frequency] for each in several)) for page, several in pages.items()
    }
    found: list[Part] = []
    begun: set[str] = set()
    for frequency in plan.frequencies:
        for page in sorted(pages, key=lambda page: -weights[page]):
            several = [question for question in pages[page] if question.frequency == frequency]
            if several:
                found += _of_page(plan, page, several, 0.0 if page in begun else reading(docs, page))
                begun.add(page)
    return found


def _of_page(plan: Plan, page: str, several: Sequence[Question], minutes: float) -> Iterable[Part]:
    """The questions of one frequency, with what is read before the first of them, and the exercises."""
    asked = [question for question in several if not isinstance(question, Code)]
    codes = [question for question in several if isinstance(question, Code)]
    time = minutes + sum(MINUTES.get(question.kind, QUICK) for question in asked)
    if time:
        yield from _sittings(Part(page, time, len(asked), again=not minutes), plan.sitting)
    for code in sorted(codes, key=lambda code: (code.level, code.id)):
        yield Part(page, float(code.minutes), exercise=code)


def _sittings(part: Part, longest: float) -> list[Part]:
    """A page in as many sittings as it takes."""
    count = max(1, math.ceil(part.minutes / longest))
    size, more = divmod(part.questions, count)
    return [
        replace(
            part,
            minutes=part.minutes / count,
            questions=size + (number < more),
            again=part.again or number > 0,
        )
        for number in range(count)
    ]


def reading(docs: Path, page: str) -> float:
    """Minutes for the sections of a page that are read first."""
    file = docs / f"{page}.md"
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    pieces = _SECTION.split(text)
    words = sum(
        len(body.split()) for name, body in zip(pieces[1::2], pieces[2::2], strict=True) if name in READ
    )
    return words / PACE
