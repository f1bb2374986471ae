"""Evidence from the history for the rating of an answer that is being given now. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from kb.bank.model.question import Question
from kb.progress.model.aid import Aid
from kb.progress.model.answered import Answered

SITTING = timedelta(hours=8)  # a miss longer ago is a thing of another day
LONGEST_TRY = timedelta(hours=3)  # beyond that, the learner did something else in between


def hints_seen(question: Question, answers: Iterable[Answered], aids: Iterable[Aid]) -> int:
    """How many hints were shown since the question was last answered right; a solution counts as one more."""
    since = _last_right(question, answers)
    seen = [aid.what for aid in _own(question, aids) if since is None or aid.at > since]
    return min(seen.count("hint"), len(question.hints)) + seen.count("solution")


def next_hint(question: Question, answers: Iterable[Answered], aids: Iterable[Aid]) -> int:
    """The index of the hint to show next, never past the last one."""
    return min(_shown(question, answers, aids), len(question.hints) - 1)


def hints_are_left(question: Question, answers: Iterable[Answered], aids: Iterable[Aid]) -> bool:
    """Whether the next hint was not shown before."""
    return _shown(question, answers, aids) < len(question.hints)


def tries(question: Question, answers: Iterable[Answered], now: datetime) -> int:
    """Which try in this sitting the answer given now is: one more than the misses since it was last right."""
    count = 1
    for answered in sorted(_given(question, answers), key=lambda answered: answered.at):
        if answered.known:
            count = 1
        elif now - answered.at <= SITTING:
            count += 1
    return count


def seconds(
    question: Question, answers: Iterable[Answered], aids: Iterable[Aid], now: datetime
) -> float | None:
    """How long the learner has been at an exercise, from its start; None where that is not known."""
    since = _last_right(question, answers)
    begun = [
        aid.at for aid in _own(question, aids) if aid.what == "start" and (since is None or aid.at > since)
    ]
    if not begun or now - max(begun) > LONGEST_TRY or now < max(begun):
        return None
    return (now - max(begun)).total_seconds()


def tried(question: Question, answers: Iterable[Answered]) -> bool:
    """Whether there is any answer to it."""
    return any(True for _ in _given(question, answers))


def _shown(question: Question, answers: Iterable[Answered], aids: Iterable[Aid]) -> int:
    """How often a hint was shown since the question was last answered right."""
    since = _last_right(question, answers)
    return sum(aid.what == "hint" for aid in _own(question, aids) if since is None or aid.at > since)


def _given(question: Question, answers: Iterable[Answered]) -> list[Answered]:
    names = {question.id, *question.formerly}
    return [answered for answered in answers if answered.question in names and answered.rev == question.rev]


def _own(question: Question, aids: Iterable[Aid]) -> list[Aid]:
    names = {question.id, *question.formerly}
    return [aid for aid in aids if aid.question in names and aid.rev == question.rev]


def _last_right(question: Question, answers: Iterable[Answered]) -> datetime | None:
    return max((answered.at for answered in _given(question, answers) if answered.known), default=None)
