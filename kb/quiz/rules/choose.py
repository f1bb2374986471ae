"""Choose the questions of a session, and their order. Pure: the clock and the history are passed in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from kb.bank.model.question import Question

if TYPE_CHECKING:
    from kb.progress import Answered, State

Standing = Literal["new", "due", "later"]
FREQUENCY = {"core": 0, "common": 1, "rare": 2}
NEW_A_DAY = 10


@dataclass(frozen=True, slots=True)
class Limits:
    """How much at most: ``count`` questions in the session, ``new`` new ones a day."""

    count: int | None = None
    new: int = NEW_A_DAY


def standing(state: State | None, now: datetime) -> Standing:
    """Never answered, due for review, or due later."""
    if state is None:
        return "new"
    return "due" if state.due <= now else "later"


def choose(
    questions: Sequence[Question],
    states: Mapping[str, State],
    now: datetime,
    limits: Limits = Limits(),
    introduced: int = 0,
) -> tuple[Question, ...]:
    """Due questions first, the most forgotten one ahead; then new ones.

    Args:
        questions: in the order of the bank, which decides between equals.
        states: the schedule, by question id; a new question is missing.
        now: aware.
        limits: see ``Limits``.
        introduced: how many questions have been new today already.
    """
    due = [question for question in questions if standing(states.get(question.id), now) == "due"]
    due.sort(key=lambda question: (states[question.id].retrievability, states[question.id].due))
    new = sorted((question for question in questions if question.id not in states), key=_first_things_first)
    chosen = due + new[: max(0, limits.new - introduced)]
    return tuple(chosen if limits.count is None else chosen[: limits.count])


def introduced(answers: Iterable[Answered], since: datetime) -> int:
    """How many questions were answered for the first time at or after ``since`` (midnight, say)."""
    first: dict[str, datetime] = {}
    for answer in answers:
        first[answer.question] = min(answer.at, first.get(answer.question, answer.at))
    return sum(at >= since for at in first.values())


def next_due(questions: Iterable[Question], states: Mapping[str, State], now: datetime) -> datetime | None:
    """When the next of these questions falls due after ``now``."""
    return min(
        (
            states[question.id].due
            for question in questions
            if standing(states.get(question.id), now) == "later"
        ),
        default=None,
    )


def _first_things_first(question: Question) -> tuple[int, int, bool]:
    """What is asked most comes first, the easy before the hard, and words before code."""
    return FREQUENCY[question.frequency], question.level, question.kind == "code"
