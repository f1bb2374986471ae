"""A session as a value: the questions still to ask, and the results of the others. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from kb.bank.model.question import Question


@dataclass(frozen=True, slots=True)
class Result:
    """What came of asking one question once."""

    question: str
    right: bool
    score: float


@dataclass(frozen=True, slots=True)
class Session:
    """The questions to come, the first one being asked, and the results so far."""

    queue: tuple[Question, ...]
    ends: datetime | None = None
    results: tuple[Result, ...] = ()
    skipped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    """How a session went, counted in questions; a miss that was corrected counts as corrected."""

    right: int
    corrected: int
    missed: int
    skipped: int

    @property
    def answered(self) -> int:
        return self.right + self.corrected + self.missed


def start(questions: Sequence[Question], at: datetime, minutes: float | None = None) -> Session:
    """A session over ``questions`` that offers nothing new once ``minutes`` are over."""
    return Session(tuple(questions), None if minutes is None else at + timedelta(minutes=minutes))


def current(session: Session, at: datetime) -> Question | None:
    """The question to ask now; None when there is none left or the time is up."""
    if not session.queue or (session.ends is not None and at >= session.ends):
        return None
    return session.queue[0]


def answer(session: Session, result: Result) -> Session:
    """Record the result of the current question; its first miss goes to the back of the queue."""
    asked, rest = session.queue[0], session.queue[1:]
    again = not result.right and tries(session, asked.id) == 0
    queue = (*rest, asked) if again else rest
    return replace(session, queue=queue, results=(*session.results, result))


def skip(session: Session) -> Session:
    """Leave the current question for another day."""
    return replace(session, queue=session.queue[1:], skipped=(*session.skipped, session.queue[0].id))


def leave(session: Session, result: Result) -> Session:
    """Leave the current question for another day after trying: a result, and nothing to ask again today."""
    return replace(session, queue=session.queue[1:], results=(*session.results, result))


def overrule(session: Session, question: Question, missed: bool) -> Session:
    """The learner's own word on an answered question, which counts as its last result.

    A miss comes once more, what was known does not.
    """
    rest = tuple(waiting for waiting in session.queue if waiting.id != question.id)
    results = list(session.results)
    for place in range(len(results) - 1, -1, -1):
        if results[place].question == question.id:
            results[place] = replace(results[place], right=not missed)
            break
    return replace(session, queue=(*rest, question) if missed else rest, results=tuple(results))


def tries(session: Session, question: str) -> int:
    """How often this session has asked the question and got an answer."""
    return sum(result.question == question for result in session.results)


def progress(session: Session) -> tuple[int, int]:
    """Which asking this is, counted from 1, and how many there are as things stand."""
    done = len(session.results) + len(session.skipped)
    return done + 1, done + len(session.queue)


def known(session: Session) -> set[str]:
    """The questions whose last result is right."""
    last = {result.question: result.right for result in session.results}
    return {name for name, right in last.items() if right}


def summary(session: Session) -> Summary:
    """How it went, question by question."""
    first: dict[str, bool] = {}
    last: dict[str, bool] = {}
    for result in session.results:
        first.setdefault(result.question, result.right)
        last[result.question] = result.right
    right = sum(first.values())
    return Summary(
        right=right,
        corrected=sum(last[name] and not first[name] for name in last),
        missed=sum(not ok for ok in last.values()),
        skipped=len(session.skipped),
    )
