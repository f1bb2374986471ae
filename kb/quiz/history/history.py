"""The learner's history for a command: opened, or refused in one line."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

from kb.progress import ProgressError, Store
from kb.quiz.history.record import Recorder


def open_recorder(record: bool = True, write: bool = True) -> Recorder:
    """The history so far, and where new answers go.

    Args:
        record: False leaves the file alone; then one that cannot be used is a warning.
        write: refuse at once a place where nothing can be written.

    Raises:
        ProgressError: the file cannot be used.
    """
    try:
        store = Store.open()
        if record and write:
            store.check_writable()
        return Recorder(store if record else None, store.answers(), store.aids())
    except ProgressError as error:
        if record:
            raise
        warn(f"{error}; continuing without the history, nothing will be saved")
        return Recorder(None)


def now() -> datetime:
    return datetime.now(UTC)


def midnight() -> datetime:
    """The beginning of the learner's day."""
    return datetime.now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)


def warn(text: str) -> None:
    """One line on standard error."""
    print(f"kb.quiz: warning: {' '.join(text.split())}", file=sys.stderr)
