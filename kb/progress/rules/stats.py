"""Numbers about what was done, as pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from kb.progress.model.answered import Answered
from kb.progress.rules.history import histories
from kb.progress.rules.schedule import State

if TYPE_CHECKING:
    from kb.bank.model.question import Question


@dataclass(frozen=True, slots=True)
class Topic:
    """Where the learner stands with the questions of one topic."""

    topic: str
    questions: int
    answered: int  # questions with at least one answer to their present rev
    due: int
    learned: int
    answers: int
    right: int

    @property
    def right_share(self) -> float | None:
        """Right answers among all, 0 to 1; None where there are no answers."""
        return self.right / self.answers if self.answers else None


@dataclass(frozen=True, slots=True)
class Day:
    """What was done on one day."""

    day: date
    answers: int
    right: int
    seconds: float


def by_topic(
    questions: Iterable[Question], answers: Iterable[Answered], states: Mapping[str, State], now: datetime
) -> tuple[Topic, ...]:
    """One entry a topic, in the order in which the questions bring them."""
    questions = tuple(questions)
    found = histories(answers, questions)
    topics: dict[str, list[Question]] = {}
    for question in questions:
        topics.setdefault(question.topic, []).append(question)
    return tuple(_topic(topic, own, found, states, now) for topic, own in topics.items())


def by_day(answers: Iterable[Answered], zone: tzinfo | None = None) -> tuple[Day, ...]:
    """One entry a day with answers, oldest first; ``zone`` is the learner's, by default this computer's."""
    days: dict[date, list[Answered]] = {}
    for answered in answers:
        days.setdefault(answered.at.astimezone(zone).date(), []).append(answered)
    return tuple(
        Day(day, len(own), sum(answered.known for answered in own), sum(answered.seconds for answered in own))
        for day, own in sorted(days.items())
    )


def days_in_a_row(days: Iterable[Day], today: date) -> int:
    """How many days in a row something was answered, up to today, or up to yesterday while today is young."""
    active = {entry.day for entry in days}
    day = today if today in active else today - timedelta(days=1)
    count = 0
    while day in active:
        count += 1
        day -= timedelta(days=1)
    return count


def _topic(
    topic: str,
    questions: list[Question],
    found: Mapping[str, list[Answered]],
    states: Mapping[str, State],
    now: datetime,
) -> Topic:
    own = [states[question.id] for question in questions if question.id in states]
    given = [answered for question in questions for answered in found.get(question.id, ())]
    return Topic(
        topic=topic,
        questions=len(questions),
        answered=sum(question.id in found for question in questions),
        due=sum(state.due <= now for state in own),
        learned=sum(state.learned for state in own),
        answers=len(given),
        right=sum(answered.known for answered in given),
    )
