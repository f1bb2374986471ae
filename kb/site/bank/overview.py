"""The pages about the pages: glossary, coverage, plans for studying."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path

from kb.bank import BankError
from kb.content import coverage, glossary, study
from kb.content.coverage import Coverage
from kb.content.glossary import Term
from kb.content.study import Course, Day
from kb.site.bank.labels import section
from kb.site.bank.shelf import Shelf
from kb.site.errors import SiteError

DAYS = 7  # of a week


def terms(docs: Path) -> tuple[Term, ...]:
    with _reported():
        return glossary.read(docs)


def covered(docs: Path, subject: str) -> Coverage:
    with _reported():
        subjects = coverage.read(docs)
    if subject not in subjects:
        raise SiteError(f"nothing is said of {subject!r}; expected one of: {', '.join(subjects)}")
    return subjects[subject]


def course(docs: Path, shelf: Shelf, name: str) -> Course:
    if name not in study.PLANS:
        raise SiteError(f"no such plan; expected one of: {', '.join(study.PLANS)}")
    return study.course(study.PLANS[name], shelf.everything(), docs)


def weeks(found: Course) -> list[tuple[int, list[Day]]]:
    """Number of the week -> its days; one week without a number where the plan is shorter."""
    if len(found.plan.days) <= DAYS:
        return [(0, list(found.days))]
    return [
        (week, list(days)) for week, days in groupby(found.days, lambda day: (day.number - 1) // DAYS + 1)
    ]


def link(name: str, page: str = "") -> str:
    """A Markdown link to ``area/page#anchor``, to a question's full id, or to an exercise, on ``page``."""
    if "#" in name:
        place, _, anchor = name.partition("#")
        return f"[{place.partition('/')[2]}: {section(anchor).lower()}](/{place}.md#{anchor})"
    parts = name.split("/")
    if len(parts) == 3:
        return f"[{parts[2].replace('-', ' ')}](/{parts[0]}/{parts[1]}.md#q-{parts[2]})"
    return f"[`{parts[1]}`](/{page}.md#exercise-{parts[1]})"


@contextmanager
def _reported() -> Iterator[None]:
    try:
        yield
    except BankError as error:
        raise SiteError(str(error)) from error
