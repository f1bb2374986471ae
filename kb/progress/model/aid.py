"""Aids: hints and solutions that a learner asked for, and when an exercise was begun. The next rating uses them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from kb.progress.model.answered import in_utc

What = Literal["start", "hint", "solution"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Aid:
    """One such event. A moment in another time zone is turned into UTC.

    Attributes:
        question: full id.
        rev: the question's ``rev``.
        at: when, with a time zone.
        what: ``start`` when the starter was written, ``hint`` when the next hint was shown, ``solution``.

    Raises:
        ValueError: a value that no aid can have.
    """

    question: str
    rev: int
    at: datetime
    what: What

    def __post_init__(self) -> None:
        object.__setattr__(self, "at", in_utc(self.at))
        if not self.question or self.rev < 1 or self.what not in get_args(What):
            raise ValueError(f"no aid: {self.question!r}, rev {self.rev!r}, {self.what!r}")
