"""From the facts of an answer to one of the four ratings of FSRS.

Every fact sets a ceiling, and the lowest ceiling is the rating. So no fact can make up for another,
and a worse fact never gives a better rating:

- at most ``AGAIN``: wrong; or fewer than half of an open question's points.
- at most ``HARD``: an exercise of which only special cases are wrong; a hint was shown; right at the second try or
  later; slower than the expected time; fewer than four fifths of an open question's points.
- at most ``GOOD``: slower than half of the expected time, or not timed; picked from options (a quick
  pick may be a guess); not all of an open question's points.
- else ``EASY``.

The learner may overrule the rating; :class:`kb.progress.Answered` keeps that it was overruled.
"""

from __future__ import annotations

import math
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kb.bank.model.question import Question

EASY_SHARE = 0.5  # of the expected time: up to here an answer is clearly faster than expected
HARD_POINTS = 0.5  # share of an open question's points from which it counts as answered
GOOD_POINTS = 0.8

EXPECTED_MINUTES = {  # reading included; an exercise says its own `minutes`
    "single": 1.5,
    "multiple": 2.0,
    "numeric": 3.0,
    "shape": 1.5,
    "order": 2.0,
    "predict": 3.0,
    "bug": 3.0,
    "open": 5.0,
}
PICKED = frozenset({"single", "multiple"})


class Rating(IntEnum):
    """How well it was known, with the numbers of FSRS, worst first."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4

    @property
    def word(self) -> str:
        """The name in lower case, for people and for JSON."""
        return self.name.lower()


def rate(
    right: bool,
    tries: int = 1,
    hints: int = 0,
    seconds: float | None = None,
    minutes: float | None = None,
    *,
    points: float | None = None,
    picked: bool = False,
    only_edges: bool = False,
) -> Rating:
    """The rating that the facts give.

    Args:
        right: the last try was right.
        tries: how many tries it took, the right one included.
        hints: how many hints were shown.
        seconds: how long it took; None where it was not timed.
        minutes: the time that is expected of a good candidate; None where there is none.
        points: of an open question, the share of its points that were made, 0 to 1.
        picked: the answer was picked from options.
        only_edges: of an exercise that is not right, the core is: only tests of special cases failed.

    Raises:
        ValueError: a number is negative, not finite, or a share above 1.
    """
    for name, value in (("tries", tries), ("hints", hints), ("seconds", seconds), ("minutes", minutes)):
        if value is not None and not (math.isfinite(value) and value >= 0):
            raise ValueError(f"{name} is {value!r}, a finite number of 0 or more was expected")
    if points is not None and not 0 <= points <= 1:
        raise ValueError(f"points is {points!r}, a share from 0 to 1 was expected")
    if not right:
        return Rating.HARD if only_edges else Rating.AGAIN
    ceilings = [Rating.HARD if hints > 0 or tries > 1 else Rating.EASY, _by_time(seconds, minutes)]
    if picked:
        ceilings.append(Rating.GOOD)
    if points is not None:
        ceilings.append(_by_points(points))
    return min(ceilings)


def rate_question(
    question: Question,
    *,
    right: bool,
    score: float,
    tries: int = 1,
    hints: int = 0,
    seconds: float | None = None,
    only_edges: bool = False,
) -> Rating:
    """The rating of an answer to ``question``: what its kind implies is filled in."""
    return rate(
        right,
        tries,
        hints,
        seconds,
        expected_minutes(question),
        points=score if question.kind == "open" else None,
        picked=question.kind in PICKED,
        only_edges=only_edges,
    )


def expected_minutes(question: Question) -> float:
    """How long a good candidate takes."""
    own = getattr(question, "minutes", None)  # only exercises have it
    return float(own) if own is not None else EXPECTED_MINUTES[question.kind]


def enough_points(share: float) -> bool:
    """Whether an open question with this share of its points counts as answered right."""
    return share >= HARD_POINTS


def _by_time(seconds: float | None, minutes: float | None) -> Rating:
    if seconds is None or minutes is None:
        return Rating.GOOD
    if seconds > minutes * 60:
        return Rating.HARD
    return Rating.EASY if seconds <= minutes * 60 * EASY_SHARE else Rating.GOOD


def _by_points(share: float) -> Rating:
    if not enough_points(share):
        return Rating.AGAIN
    if share < GOOD_POINTS:
        return Rating.HARD
    return Rating.EASY if share == 1 else Rating.GOOD
