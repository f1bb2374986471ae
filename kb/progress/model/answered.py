"""One answer, as it is kept."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from kb.progress.model.rating import Rating


def in_utc(at: datetime) -> datetime:
    """The same moment in UTC.

    Raises:
        ValueError: the moment has no time zone.
    """
    if at.tzinfo is UTC:
        return at
    if at.utcoffset() is None:
        raise ValueError(f"at is {at}, a moment with a time zone was expected: datetime.now(UTC)")
    return at.astimezone(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """One answer to one question. A moment in another time zone is turned into UTC.

    Attributes:
        question: full id.
        rev: the question's ``rev`` when it was asked.
        at: when it was answered, with a time zone.
        right: whether the last try was right.
        score: 0 to 1; for an open question the share of its points.
        tries: how many tries; 0 where the learner gave up without one.
        hints: how many hints were shown.
        seconds: from showing the question to the answer.
        rating: what the schedule goes by.
        overruled: the learner chose the rating; then ``known`` goes by it, and ``right`` keeps what was given.
        session: the same word for all answers of one session.
        detail: JSON text, what was answered.

    Raises:
        ValueError: a value that no answer can have.
    """

    question: str
    rev: int
    at: datetime
    right: bool
    score: float
    rating: Rating
    tries: int = 1
    hints: int = 0
    seconds: float = 0.0
    overruled: bool = False
    session: str = ""
    detail: str = "null"

    def __post_init__(self) -> None:
        object.__setattr__(self, "at", in_utc(self.at))
        if not isinstance(self.rating, Rating):
            raise ValueError(f"rating is {self.rating!r}, a Rating was expected")
        if not self.question:
            raise ValueError("question is empty, a full id was expected")
        if not 0 <= self.score <= 1:
            raise ValueError(f"score is {self.score!r}, 0 to 1 was expected")
        if not (self.seconds >= 0 and math.isfinite(self.seconds)):
            raise ValueError(f"seconds is {self.seconds!r}, a finite number of 0 or more was expected")
        if self.rev < 1 or self.tries < 0 or self.hints < 0:
            raise ValueError(f"rev {self.rev}, tries {self.tries}, hints {self.hints}: too small")

    @property
    def known(self) -> bool:
        """Whether the answer counts as right: the learner's own word, where there is one, else ``right``."""
        return self.rating is not Rating.AGAIN if self.overruled else self.right

    def as_json(self) -> dict[str, Any]:
        """The fields by name; the moment in ISO 8601, the rating as a word, ``detail`` decoded."""
        import json

        return {
            "question": self.question,
            "rev": self.rev,
            "at": self.at.isoformat(),
            "right": self.right,
            "score": self.score,
            "tries": self.tries,
            "hints": self.hints,
            "seconds": self.seconds,
            "rating": self.rating.word,
            "overruled": self.overruled,
            "session": self.session,
            "detail": json.loads(self.detail),
        }
