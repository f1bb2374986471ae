"""Ctrl-C while an answer is graded: noted at once, acted on where nothing can be torn.

Python may lose a KeyboardInterrupt that arrives inside of an import, or turn it into another error, and grading
imports a great deal. So it is put off, and raised by the loop that waits for the answer, or at the end.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE = 0.1  # seconds between two looks while an answer is waited for
_pressed: list[int] = []


@contextmanager
def deferred() -> Iterator[None]:
    """Put Ctrl-C off until ``check`` is called or this ends."""
    _pressed.clear()
    try:
        before = signal.signal(signal.SIGINT, lambda number, frame: _pressed.append(number))
    except ValueError:  # not the main thread, which Ctrl-C does not reach anyway
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    check()


def check() -> None:
    """Raise KeyboardInterrupt if Ctrl-C was put off."""
    if _pressed:
        _pressed.clear()
        raise KeyboardInterrupt
