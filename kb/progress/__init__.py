"""The learner's history, and the schedule that follows from it.

The history is an append-only SQLite file (:mod:`kb.progress.file.store`); everything else is a pure
function of it: the schedule (:mod:`kb.progress.rules.schedule`) and the numbers (:mod:`kb.progress.rules.stats`).

Importing this package is cheap: ``sqlite3``, ``fsrs`` and ``platformdirs`` are imported when used.
"""

from __future__ import annotations

from kb.progress.file.store import Store
from kb.progress.model.aid import Aid
from kb.progress.model.answered import Answered
from kb.progress.model.errors import ProgressError
from kb.progress.model.rating import Rating, rate, rate_question
from kb.progress.rules.schedule import State, due, schedule

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
