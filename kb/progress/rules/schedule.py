"""The schedule: a fold of FSRS over the answers.

The state of a question is a function of the set of its answers and of the moment: no state is stored, and
the order in which answers come does not matter (they are taken by their time).

Differs from Anki: there are no learning steps. The first answer already sets an interval of days, since a
session itself asks a missed question again; and a question whose last answer was a miss is due after
``MISS_AFTER`` whatever its interval, for the session after.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from kb.progress.model.answered import Answered
from kb.progress.model.rating import Rating
from kb.progress.rules.history import histories

if TYPE_CHECKING:
    from fsrs import Scheduler

    from kb.bank.model.question import Question

MISS_AFTER = timedelta(minutes=10)
SKEW = timedelta(days=1)
LEARNED_DAYS = 7.0


@dataclass(frozen=True, slots=True)
class State:
    """Where a question stands.

    Attributes:
        due: when it should be asked again.
        stability: days until the chance to know it falls to 0.9.
        difficulty: 1 to 10.
        retrievability: the chance to know it at ``now``, 0 to 1.
        last: the last answer.
        count: answers.
        right: answers among them that count as right.
        lapses: misses after it had been known.
        streak: answers since the last miss. Here and in ``lapses`` a miss is the rating ``AGAIN``, so the
            learner's overruling counts.
    """

    due: datetime
    stability: float
    difficulty: float
    retrievability: float
    last: datetime
    count: int
    right: int
    lapses: int
    streak: int

    @property
    def learned(self) -> bool:
        """Known for a week or more, and not just missed."""
        return self.streak > 0 and self.stability >= LEARNED_DAYS


def schedule(answers: Iterable[Answered], questions: Iterable[Question], now: datetime) -> dict[str, State]:
    """The state of every question that was answered, by id; a question that is not in it is new.

    A clock may have been wrong: an answer dated up to ``SKEW`` after ``now`` counts as given now, a later one
    is left out until its time comes (else its question would not be asked until then).
    """
    credible = (answered for answered in answers if answered.at - now <= SKEW)
    found = histories(credible, questions)
    if not found:
        return {}
    from fsrs import Scheduler

    scheduler = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    return {identity: _fold(scheduler, own, now) for identity, own in found.items()}


def due(states: Mapping[str, State], now: datetime) -> tuple[str, ...]:
    """The ids that are due, the most nearly forgotten first."""
    ready = [
        (state.retrievability, state.due, identity) for identity, state in states.items() if state.due <= now
    ]
    return tuple(identity for _, _, identity in sorted(ready))


def _fold(scheduler: Scheduler, answers: list[Answered], now: datetime) -> State:
    from fsrs import Card
    from fsrs import Rating as Grade

    card = Card(card_id=1, due=now)  # without an id it would read the clock and sleep
    lapses = streak = 0
    known = False
    at = now
    for answered in sorted(answers, key=_by_time):
        at = min(answered.at, now)
        card, _ = scheduler.review_card(card, Grade(int(answered.rating)), at)
        missed = answered.rating is Rating.AGAIN
        lapses += missed and known
        streak = 0 if missed else streak + 1
        known = known or not missed
    assert card.stability is not None  # every review sets both
    assert card.difficulty is not None
    return State(
        due=at + MISS_AFTER if streak == 0 else card.due,
        stability=card.stability,
        difficulty=card.difficulty,
        retrievability=_retrievability(scheduler, card.stability, now - at),
        last=at,
        count=len(answers),
        right=sum(answered.known for answered in answers),
        lapses=lapses,
        streak=streak,
    )


def _by_time(answered: Answered) -> tuple[datetime, int]:
    """At the very same moment the miss comes last: better to ask once too often."""
    return answered.at, -answered.rating


def _retrievability(scheduler: Scheduler, stability: float, elapsed: timedelta) -> float:
    """The forgetting curve of FSRS-6 at fractions of a day; ``fsrs`` itself counts whole days."""
    decay = -scheduler.parameters[20]
    factor = 0.9 ** (1 / decay) - 1
    return float((1 + factor * (elapsed / timedelta(days=1)) / stability) ** decay)
