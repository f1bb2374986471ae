"""Ctrl-C while an answer is graded: noted at once, acted on where nothing can be torn.

Python may lose a KeyboardInterrupt that arrives inside of an import, or turn it into another error, and grading
imports a great deal. So it is put off, and raised by the loop that waits for the answer, or at the end. In the same
place an answer is given up whose verdict nobody waits for any more, because its file was saved again.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

PATIENCE = 0.1  # seconds between two looks while an answer is waited for
_pressed: list[int] = []
_outdated: list[Callable[[], bool]] = []


@contextmanager
def deferred(wake: Callable[[], None] | None = None) -> Iterator[None]:
    """Put Ctrl-C off until ``check`` is called or this ends; ``wake`` is called by the signal's handler, at once."""
    _pressed.clear()
    try:
        before = signal.signal(signal.SIGINT, lambda number, frame: press(wake))
    except ValueError:  # not the main thread, which Ctrl-C does not reach anyway
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    check()


def press(wake: Callable[[], None] | None = None) -> None:
    """Note Ctrl-C, or another signal that is to end the grading."""
    _pressed.append(signal.SIGINT)
    if wake is not None:
        wake()


def check() -> None:
    """Raise KeyboardInterrupt if Ctrl-C was put off."""
    if _pressed:
        _pressed.clear()
        raise KeyboardInterrupt


@contextmanager
def giving_up(when: Callable[[], bool]) -> Iterator[None]:
    """Within this, answers are given up as soon as ``when`` says so."""
    _outdated.append(when)
    try:
        yield
    finally:
        _outdated.remove(when)


def given_up() -> bool:
    """Whether nobody waits for the verdict that is being made."""
    return any(when() for when in _outdated)
