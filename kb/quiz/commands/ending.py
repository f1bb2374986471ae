"""Ending a command that runs until it is told to stop: Ctrl-C, SIGTERM, a terminal that is closed."""

from __future__ import annotations

import atexit
import os
import signal
from collections.abc import Callable
from types import FrameType
from typing import Self

SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


class Ending:
    """Within this, those signals are only noted, and ``wake`` is called by their handler.

    On the way out the process ends itself by what ended it, so that the sender of the signal sees it obeyed. Ctrl-C is
    the usual way to leave, and leaves no such trace.
    """

    def __init__(self) -> None:
        self.number: int | None = None
        self.wake: Callable[[], None] | None = None
        self._before: dict[int, Callable[[int, FrameType | None], object] | int | None] = {}

    def __enter__(self) -> Self:
        for number in SIGNALS:
            if signal.getsignal(number) is not signal.SIG_IGN:  # as for what was started by nohup
                self._before[number] = signal.signal(number, self._note)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def finish(self) -> None:
        """Die of the signal that was noted, if it was another than Ctrl-C."""
        if self.number not in (None, signal.SIGINT):
            # What Python does at its end, but not when a signal ends it: a pool's semaphores are removed, not leaked.
            atexit._run_exitfuncs()
            signal.signal(self.number, signal.SIG_DFL)
            os.kill(os.getpid(), self.number)

    def _note(self, number: int, frame: FrameType | None) -> None:
        self.number = number
        if self.wake is not None:
            self.wake()
