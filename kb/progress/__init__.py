"""What the learner has done, and what is due.

The history is an append-only SQLite file (:mod:`kb.progress.store`); everything else is a pure
function of it: the schedule (:mod:`kb.progress.schedule`) and the numbers (:mod:`kb.progress.stats`).

Importing this package is cheap: ``sqlite3``, ``fsrs`` and ``platformdirs`` are imported when used.
"""

from __future__ import annotations

from kb.progress.aid import Aid
from kb.progress.answered import Answered
from kb.progress.errors import ProgressError
from kb.progress.rating import Rating, rate, rate_question
from kb.progress.schedule import State, due, schedule
from kb.progress.store import Store

__all__ = [
    "Aid",
    "Answered",
    "ProgressError",
    "Rating",
    "State",
    "Store",
    "due",
    "rate",
    "rate_question",
    "schedule",
]
