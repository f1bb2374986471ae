"""The clock, the disk, and notice of changes on it."""

from __future__ import annotations

import queue
import time
from pathlib import Path

from kb.grader.answer.file import Answer, read_answer
from kb.grader.watch.folders import Folders
from kb.grader.watch.settling import Stamp, stamp

TICK = 0.5  # seconds between two looks if no change is reported
DEAF_TICK = 0.05  # the same on a system that does not report changes


class World:
    """Everything outside the process that ``Saves`` uses; tests have their own."""

    def __init__(self, path: Path):
        self.path = path
        self._also: tuple[Path, ...] = ()
        self._news: queue.SimpleQueue[None] = queue.SimpleQueue()
        self._folders = Folders(self.wake)
        self.follow(())

    def follow(self, also: tuple[Path, ...]) -> None:
        """Get notice of changes of the file and of these."""
        self._also = also
        self._folders.follow((self.path, *also))

    def wake(self) -> None:
        """Make ``wait`` return at once. Safe in other threads and in signal handlers."""
        self._news.put(None)

    @property
    def has_news(self) -> bool:
        """Whether a change was reported since the last wait."""
        return not self._news.empty()

    def wait(self, seconds: float | None = None) -> None:
        """Wait for notice of a change, at most ``seconds``; None for as long as it is safe not to look."""
        if seconds is None:
            self.follow(self._also)
            seconds = DEAF_TICK if self._folders.deaf else TICK
        try:
            self._news.get(timeout=seconds)
            while True:
                self._news.get_nowait()
        except queue.Empty:
            pass

    def now(self) -> tuple[float, float]:
        """Seconds of a monotonic clock, and of the wall clock."""
        return time.monotonic(), time.time()

    def stamp(self, path: Path) -> Stamp | None:
        return stamp(path)

    def read(self) -> Answer:
        return read_answer(self.path)

    def close(self) -> None:
        self._folders.close()
